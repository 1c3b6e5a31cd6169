"""A tap that came twice, and two requests at the same instant."""

import contextlib
import threading

import pytest
from django.db import connection

from heartleaf.care.models import Channel
from heartleaf.web import trying_mail

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_address_that_is_taken_by_two_taps_is_one(ada, monkeypatch):
    both, faults = threading.Barrier(2), []
    put = trying_mail.put

    def when_both_have_looked(row, way):
        with contextlib.suppress(threading.BrokenBarrierError):
            both.wait(timeout=1)
        put(row, way)

    def use():
        try:
            trying_mail._use(ada, "ada@example.org")
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    monkeypatch.setattr(trying_mail, "put", when_both_have_looked)
    taps = [threading.Thread(target=use) for _tap in range(2)]
    for tap in taps:
        tap.start()
    for tap in taps:
        tap.join()

    assert faults == []
    assert Channel.objects.count() == 1
