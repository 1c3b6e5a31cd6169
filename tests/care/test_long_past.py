"""What the clock takes away when it is long past, and what it leaves."""

import datetime

import pytest
from django.test.utils import override_settings

from heartleaf.care import missing
from heartleaf.care.due import Due
from heartleaf.care.missing import sweep_reminders
from heartleaf.care.models import Reminder
from tests.care.reminders import NOON

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def a_few_at_once(monkeypatch):
    monkeypatch.setattr(missing, "AT_ONCE", 2)


@pytest.fixture
def hers(ada, told_by):
    return told_by(ada, "ada@example.org")


def days_left():
    return sorted(Due.of(row).on for row in Reminder.objects.all())


def test_sixty_days_after_its_day_it_goes_whatever_became_of_it(hers, due):
    today = NOON.date()
    for ago, state in ((0, "planned"), (60, "sent"), (61, "sent"), (62, "claimed"), (63, "late")):
        row = due(hers, on=today - ago * DAY)
        Reminder.objects.filter(pk=row.pk).update(state=state)

    sweep_reminders(NOON)

    assert days_left() == [today - 60 * DAY, today]


def test_what_is_planned_far_ahead_stays(hers, due):
    for ahead in range(7):
        due(hers, on=NOON.date() + ahead * 90 * DAY)

    sweep_reminders(NOON)

    assert Reminder.objects.count() == 7


def test_what_was_written_under_an_earlier_key_goes_and_is_counted(hers, due, caplog):
    with override_settings(SECRET_KEY="the one before"):
        for ahead in range(5):
            due(hers, on=NOON.date() + ahead * DAY)
    due(hers, on=NOON.date() + 9 * DAY)

    sweep_reminders(NOON)

    assert days_left() == [NOON.date() + 9 * DAY]
    assert "5 reminders could not be read" in caplog.text


def test_a_start_under_the_wrong_key_takes_nothing_away(hers, due, caplog):
    for ahead in range(5):
        due(hers, on=NOON.date() + ahead * DAY)

    with override_settings(SECRET_KEY="mistyped"):
        sweep_reminders(NOON)

    assert len(days_left()) == 5
    assert "HEARTLEAF_SECRET_KEY" in caplog.text
