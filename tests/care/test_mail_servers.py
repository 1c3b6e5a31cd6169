"""Mail through a real server, with all that servers do."""

import datetime
import socket
import time

import pytest

from heartleaf.care.missing import missed
from heartleaf.care.models import Reminder
from tests.care.post_office import PostOffice
from tests.care.reminders import NOON, states

pytestmark = pytest.mark.django_db
LATER = NOON + datetime.timedelta(days=1)


def test_greylisting_is_tried_again_and_then_it_comes(ada_by_mail, due, tick, mail):
    due(ada_by_mail)
    answers = iter(["450 come back later", "451 not yet", ""])
    mail.rcpt = lambda address: next(answers)

    came = [len(mail.addresses) for minute in range(5) if tick(minute) is None]

    assert came == [0, 0, 0, 1, 1]  # tried at once, a minute later, and two minutes after that
    assert Reminder.objects.get().tries == 2


@pytest.mark.parametrize("step", ["rcpt", "data"])
def test_an_address_that_is_refused_is_not_tried_again(ada, ada_by_mail, due, tick, mail, step):
    due(ada_by_mail)
    setattr(mail, step, lambda address: "550 nobody here")

    tick()
    setattr(mail, step, lambda address: "")
    tick(minutes=10)

    assert mail.addresses == []
    assert [one.why for one in missed(ada.person)] == ["refused"]


def test_a_server_that_refuses_the_sender_is_the_hosts_to_mend(ada_by_mail, due, tick, mail):
    due(ada_by_mail)
    mail.mail = lambda address: "550 who are you"
    tick()
    mail.mail = lambda address: ""
    tick(minutes=1)

    assert mail.addresses == ["ada@example.org"]


def test_nothing_is_missing_after_a_server_was_away(ada, ada_by_mail, due, tick, mail_by):
    due(ada_by_mail)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        mail_by(type("Nowhere", (), {"port": nobody.getsockname()[1]}))
        tick()
    assert states() == ["planned"]

    with PostOffice() as office:
        mail_by(office)
        tick(minutes=200)
        assert office.addresses == ["ada@example.org"]
    assert missed(ada.person, LATER) == []


def test_a_wrong_password_burns_no_message(ada_by_mail, due, tick, mail_by):
    due(ada_by_mail)
    with PostOffice(password="right") as office:
        mail_by(office, user="days", password="wrong")
        tick()
        assert states() == ["planned"]

        mail_by(office, user="days", password="right")
        tick(minutes=1)
        assert office.addresses == ["ada@example.org"]


@pytest.mark.parametrize("was_taken", ["", "taken "])
def test_a_line_that_dies_after_the_message_gives_no_second_one(
    ada, ada_by_mail, due, tick, mail, was_taken
):
    due(ada_by_mail)
    mail.data = lambda address: f"{was_taken}die"

    for minute in range(5):
        tick(minute)
        mail.data = lambda address: ""

    assert len(mail.addresses) == bool(was_taken)
    assert states() == ["claimed"]
    assert [one.why for one in missed(ada.person, LATER)] == ["unclear"]


def test_just_after_it_was_claimed_nobody_is_alarmed(ada, ada_by_mail, due, tick, mail):
    due(ada_by_mail)
    mail.data = lambda address: "die"
    tick()

    assert missed(ada.person, NOON + datetime.timedelta(minutes=10)) == []


def test_a_server_that_hangs_costs_one_message_and_not_all(
    ada, jonas, told_by, due, tick, mail_by, post_office
):
    mail_by(post_office, patience=0.3)
    for person, where in ((ada, "ada@example.org"), (jonas, "jonas@example.org")):
        due(told_by(person, where))
    post_office.data = lambda address: "hang"
    began = time.monotonic()

    tick()

    assert time.monotonic() - began < 3
    assert states() == ["claimed", "planned"]
    post_office.data = lambda address: ""
    tick(minutes=1)
    assert states() == ["claimed", "sent"]


def test_one_message_at_which_the_line_dies_does_not_hold_up_the_others(
    ada, told_by, due, tick, mail
):
    for number in range(5):
        due(told_by(ada, f"{number}@example.org"))
    mail.rcpt = lambda address: "die" if address == "2@example.org" else ""

    tick()

    assert sorted(mail.addresses) == [f"{number}@example.org" for number in (0, 1, 3, 4)]
    assert states() == ["planned", *["sent"] * 4]


def test_a_server_may_close_a_line_that_was_used_before(ada, told_by, due, tick, mail):
    for number in range(4):
        due(told_by(ada, f"{number}@example.org"))
    seen = []
    mail.mail = lambda sender: "421 enough for one line" if odd_time(seen) else ""

    tick()

    assert len(mail.addresses) == 4
    assert states() == ["sent"] * 4


def odd_time(seen):
    seen.append(1)
    return len(seen) % 3 == 2
