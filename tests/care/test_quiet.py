"""What was due while someone was quiet never comes, also where no clock was running meanwhile."""

import datetime
from datetime import timedelta

import pytest
import time_machine

from heartleaf.care.missing import missed
from heartleaf.care.models import Quiet, Reminder
from tests.care.reminders import NOON

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LATER = NOON + timedelta(days=2)


def at(moment):
    return time_machine.travel(moment, tick=False)


@pytest.fixture
def quiet_at_noon(ada, ada_by_mail, due):
    """From eleven to one she is quiet, and something is due at noon; no clock is running."""
    due(ada_by_mail)
    with at(NOON - HOUR):
        Quiet.begin(ada.person)
    with at(NOON + HOUR):
        Quiet.end(ada.person)


def test_what_was_due_meanwhile_does_not_come_after_she_ended_it(quiet_at_noon, tick, mail):
    tick(minutes=61)

    assert mail.addresses == []


def test_what_was_due_meanwhile_is_not_named(ada, quiet_at_noon):
    assert missed(ada.person, LATER) == []
    assert not Reminder.objects.exists()


@pytest.mark.parametrize("begins_anew", [False, True])
def test_nor_does_it_when_her_quiet_ended_by_itself(ada, ada_by_mail, due, tick, mail, begins_anew):
    due(ada_by_mail)
    with at(NOON - HOUR):
        Quiet.begin(ada.person, NOON + HOUR)
    with at(NOON + 2 * HOUR):
        assert not Quiet.is_on(ada.person)
        if begins_anew:
            Quiet.begin(ada.person)
            Quiet.end(ada.person)
        assert missed(ada.person, LATER) == []
        tick(minutes=120)

    assert mail.addresses == []
    assert not Reminder.objects.exists()


@pytest.mark.parametrize("minutes", [-90, 90])
def test_what_was_due_before_or_after_is_sent(ada, ada_by_mail, due, tick, mail, minutes):
    due(ada_by_mail, ago=-minutes)
    with at(NOON - HOUR):
        Quiet.begin(ada.person, NOON + HOUR)
    with at(NOON + 2 * HOUR):
        tick(minutes=120)

    assert mail.addresses == ["ada@example.org"]


def test_what_was_too_late_before_it_is_still_named(ada, ada_by_mail, due):
    due(ada_by_mail)
    with at(NOON + 20 * HOUR):
        Quiet.begin(ada.person)
    with at(NOON + 21 * HOUR):
        Quiet.end(ada.person)

    assert [one.why for one in missed(ada.person, LATER)] == ["late"]


def test_a_longer_quiet_is_since_the_first_was(ada, ada_by_mail, due, tick, mail):
    due(ada_by_mail)
    with at(NOON - HOUR):
        Quiet.begin(ada.person)
    with at(NOON + HOUR):
        Quiet.begin(ada.person, NOON + 2 * HOUR)
    with at(NOON + 3 * HOUR):
        tick(minutes=180)

    assert mail.addresses == []


def test_the_minute_in_which_it_began_is_quiet(ada, ada_by_mail, due, tick, mail):
    due(ada_by_mail)
    with at(NOON):
        Quiet.begin(ada.person)
    with at(NOON + HOUR):
        Quiet.end(ada.person)
    tick(minutes=60)

    assert mail.addresses == []


def test_what_is_to_come_stays_planned(ada, ada_by_mail, due):
    due(ada_by_mail, ago=-180)
    with at(NOON - HOUR):
        Quiet.begin(ada.person)
    with at(NOON + HOUR):
        Quiet.end(ada.person)

    assert Reminder.objects.count() == 1


def test_what_jonas_is_told_is_his(ada, jonas, told_by, due, quiet_at_noon, tick, mail):
    due(told_by(jonas, "jonas@example.org"))
    with at(NOON - HOUR):
        Quiet.begin(ada.person)
    with at(NOON + HOUR):
        Quiet.end(ada.person)
    tick(minutes=60)

    assert mail.addresses == ["jonas@example.org"]


def test_quiet_that_cannot_be_read_lasts_until_she_ends_it(ada, ada_by_mail, due, settings):
    due(ada_by_mail)
    Quiet.begin(ada.person, datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC))
    Quiet.objects.update(until=b"garbage")

    assert Quiet.is_on(ada.person)
    Quiet.end(ada.person)
    assert not Quiet.is_on(ada.person)
