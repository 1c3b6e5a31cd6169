"""A log says where something broke, and never what was in it."""

import io
import logging
import sys

import pytest
from django.test import Client

from heartleaf.web import look
from heartleaf.web.logs import NothingPrivate


def formatted(*args, **more):
    return NothingPrivate().format(logging.LogRecord("web", logging.ERROR, "", 1, *args, **more))


def test_not_the_words_of_an_error():
    try:
        raise ValueError("Dear Rowan")
    except ValueError:
        said = formatted("failed: %s", ("/keepsakes/1/",), sys.exc_info())

    assert "ValueError" in said
    assert "test_logs.py" in said
    assert "Dear Rowan" not in said
    assert "keepsakes" not in said


def test_not_the_address_that_was_asked_for():
    assert "river" not in formatted("Not Found: %s", ("/search/?words=river",), None)


@pytest.mark.django_db
def test_not_even_when_a_page_breaks(monkeypatch):
    handlers = logging.getLogger("django").handlers
    [log] = [one for one in handlers if isinstance(one.formatter, NothingPrivate)]
    monkeypatch.setattr(log, "stream", io.StringIO())

    def broken(*_asked):
        raise RuntimeError("Dear Rowan")

    monkeypatch.setattr(look, "render", broken)
    monkeypatch.setattr("heartleaf.web.look.settings.HEARTLEAF_PIECES", True, raising=False)
    answer = Client(raise_request_exception=False).get("/pieces/?words=river")

    assert answer.status_code == 500
    assert not any(word in answer.content for word in (b"Dear Rowan", b"Traceback", b"look.py"))
    assert "RuntimeError" in log.stream.getvalue()
    assert not any(word in log.stream.getvalue() for word in ("Dear Rowan", "river"))
