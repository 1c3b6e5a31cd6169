"""Being told on Sundays that something lies in the letterbox: asked for, and of what is new."""

import datetime

import pytest
import time_machine

from heartleaf.care.missing import missed
from heartleaf.care.models import Quiet, Reminder
from heartleaf.care.planning import plan
from heartleaf.care.sending import send_mail
from heartleaf.care.wishes import change_wishes
from tests.circle.leaving import a_note, a_page

SATURDAY = datetime.datetime(2026, 5, 9, 12, tzinfo=datetime.UTC)
SUNDAY = datetime.datetime(2026, 5, 10, 9, tzinfo=datetime.UTC)
WEEK = datetime.timedelta(days=7)
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def told(ada, ada_by_mail, mail):
    """Ada asked for it; `told(week)` is whether a mail came on that Sunday."""
    with time_machine.travel(SATURDAY, tick=False):
        change_wishes(ada, lambda wishes: setattr(wishes, "letterbox", ["mail"]))
        plan(ada, SATURDAY)

    def on_sunday(week=0):
        before = len(mail.mails)
        with time_machine.travel(SUNDAY + week * WEEK + MINUTE, tick=False) as now:
            send_mail(SUNDAY + week * WEEK + MINUTE)
            assert now
        return len(mail.mails) > before

    return on_sunday


def left(ada, at=SATURDAY):
    with time_machine.travel(at, tick=False):
        return a_note(a_page(ada)[0])


def test_a_sunday_with_nothing_new_says_nothing(told):
    assert not told()


def test_what_waits_is_told_once(ada, told):
    left(ada)
    assert told()
    assert not told(1)
    left(ada, SATURDAY + 2 * WEEK)
    assert told(2)
    assert not told(3)


def test_what_was_let_in_before_sunday_is_not_told(ada, told):
    note = left(ada)
    note.state = "aside"
    note.save()
    assert not told()


def test_never_under_quiet_and_afterwards_once(ada, told):
    left(ada)
    with time_machine.travel(SATURDAY, tick=False):
        Quiet.begin(ada.person)
    assert not told()
    with time_machine.travel(SATURDAY + WEEK, tick=False):
        Quiet.end(ada.person)
    assert told(1)


def test_the_message_says_nothing_of_it(ada, told, mail):
    left(ada)
    told()
    words = str(mail.mails[-1])
    assert "letterbox" not in words.lower()
    assert "guest" not in words.lower()


def test_who_did_not_ask_is_not_told(ada, ada_by_mail, mail):
    left(ada)
    plan(ada, SATURDAY)
    assert not Reminder.objects.exists()


def test_a_sunday_that_no_clock_saw_is_not_named_as_missed(ada, told):
    with time_machine.travel(SUNDAY + WEEK, tick=False):
        assert missed(ada.person) == []


def test_a_line_on_today_only_on_sundays_and_only_to_who_asked(ada, browser_of):
    with time_machine.travel(SATURDAY, tick=False):
        a_note(a_page(ada)[0])
    line = b"something new lies in the"
    for wishes, moment, told in [
        ([], SUNDAY, False),
        (["page"], SATURDAY, False),
        (["page"], SUNDAY, True),
        (["page"], SUNDAY + WEEK, False),
    ]:
        with time_machine.travel(moment, tick=False):
            change_wishes(ada, lambda one, wishes=wishes: setattr(one, "letterbox", wishes))
            assert (line in browser_of(ada).get("/").content) is told
