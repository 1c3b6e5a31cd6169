"""What is written down for the clock: when, by which way, and as few words as were asked for."""

import datetime
import uuid
from datetime import UTC, timedelta

import pytest
import time_machine
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heartleaf.care.calling_off import call_off
from heartleaf.care.channels import Address, new_channel, way_of
from heartleaf.care.due import Due
from heartleaf.care.missing import forget, missed
from heartleaf.care.models import Channel, Reminder
from heartleaf.care.planning import plan, plan_once_a_day
from heartleaf.care.wishes import Coming, change_wishes
from heartleaf.days.calendars import Chosen, Day, change_calendar
from heartleaf.days.models import Calendar
from heartleaf.family.server_seal import minute_tag

NOW = datetime.datetime(2026, 1, 10, 12, 0, tzinfo=UTC)


@pytest.fixture
def rowans(ada):
    return next(f"{child.id}.born" for child in ada.facts.children if child.name == "Rowan")


@pytest.fixture
def by_mail(ada):
    change_wishes(ada, lambda wishes: setattr(wishes, "mail", "ada@example.org"))
    channel = new_channel(ada.person, Address("ada@example.org"))
    channel.save()
    return channel


def wish(person, key, **how):
    change_wishes(person, lambda wishes: wishes.days.update({key: Coming(**how)}))


def due(channel):
    found = [Due.of(row) for row in channel.reminders.all()]
    return sorted(found, key=lambda one: one.at)


def told(channel):
    return [one.at.isoformat(timespec="minutes")[:16] for one in due(channel)]


def test_nothing_is_planned_that_was_not_asked_for(ada, by_mail, rowans):
    wish(ada, rowans, page=True)

    plan(ada, NOW)

    assert told(by_mail) == []


def test_a_day_is_planned_at_her_hour_where_she_is(ada, by_mail, rowans):
    ada.change_own(lambda own: setattr(own, "zone", "Europe/Dublin"))
    wish(ada, rowans, by=["mail"], ahead=2, after=True)

    plan(ada, NOW)

    assert told(by_mail)[:3] == ["2026-05-10T08:00", "2026-05-12T08:00", "2026-05-13T08:00"]


def test_what_is_planned_reaches_eighteen_months_ahead(ada, by_mail, rowans):
    wish(ada, rowans, by=["mail"])

    plan(ada, NOW)

    assert told(by_mail) == ["2026-05-12T09:00", "2027-05-12T09:00"]
    assert due(by_mail)[-1].at > NOW + timedelta(days=365)


def test_a_candle_is_for_seven_in_the_evening(ada, by_mail):
    chosen = Chosen(observance="wave-of-light")
    change_calendar(ada.circle("only-me"), lambda calendar: calendar.chosen.append(chosen))
    ada.change_own(lambda own: setattr(own, "zone", "America/New_York"))
    wish(ada, "observance.wave-of-light.world", by=["mail"])

    plan(ada, NOW)

    assert told(by_mail)[0] == "2026-10-15T23:00"


@pytest.mark.parametrize(
    ("hour", "at"),
    [
        ("02:30", "2026-03-29T01:30"),  # there is no half past two in Berlin that night
        ("03:30", "2026-03-29T01:30"),
        ("01:30", "2026-03-29T00:30"),
    ],
)
def test_an_hour_that_the_clocks_leave_out_still_comes(ada, by_mail, hour, at):
    day = Day(title="The scan", date="2025-03-29")
    change_calendar(ada.circle("only-me"), lambda calendar: calendar.days.append(day))
    ada.change_own(lambda own: setattr(own, "zone", "Europe/Berlin"))
    wish(ada, day.id, by=["mail"], hour=hour)

    plan(ada, NOW)

    assert told(by_mail)[0] == at


def test_an_hour_that_comes_twice_is_told_once(ada, by_mail):
    day = Day(title="The scan", date="2025-10-25")
    change_calendar(ada.circle("only-me"), lambda calendar: calendar.days.append(day))
    ada.change_own(lambda own: setattr(own, "zone", "Europe/Berlin"))
    wish(ada, day.id, by=["mail"], hour="02:30")

    plan(ada, NOW)

    assert told(by_mail)[0] == "2026-10-25T00:30"
    assert len({one.on for one in due(by_mail)}) == len(due(by_mail))


def test_the_words_are_neutral_unless_she_asked(ada, by_mail, rowans):
    wish(ada, rowans, by=["mail"])
    plan(ada, NOW)
    assert due(by_mail)[0].words == ""

    change_wishes(ada, lambda wishes: setattr(wishes, "own_words", True))
    plan(ada, NOW)

    assert due(by_mail)[0].words == "Rowan, born and died: Tuesday, 12 May"


def test_what_was_sent_is_not_planned_again(ada, by_mail, rowans):
    wish(ada, rowans, by=["mail"])
    plan(ada, NOW)
    first = Reminder.objects.get(pk=_first(by_mail))
    Reminder.objects.filter(pk=first.pk).update(state="sent")

    change_wishes(ada, lambda wishes: setattr(wishes, "hour", "18:00"))
    plan(ada, NOW)

    assert Reminder.objects.get(pk=first.pk).state == "sent"
    assert Due.of(Reminder.objects.get(pk=first.pk)).at.hour == 9
    assert told(by_mail) == ["2026-05-12T09:00", "2027-05-12T18:00"]


@pytest.mark.parametrize("state", ["claimed", "refused", "late"])
def test_what_was_named_as_missed_is_not_planned_again_for_a_later_hour(
    ada, by_mail, rowans, state
):
    wish(ada, rowans, by=["mail"])
    plan(ada, NOW)
    Reminder.objects.filter(pk=_first(by_mail)).update(state=state)
    noon = datetime.datetime(2026, 5, 12, 12, 0, tzinfo=UTC)
    forget(ada.person, [one.id for one in missed(ada.person, noon)])
    assert missed(ada.person, noon) == []

    wish(ada, rowans, by=["mail"], hour="20:15")
    plan(ada, noon)

    assert told(by_mail) == ["2026-05-12T09:00", "2027-05-12T20:15"]


def test_another_hour_moves_what_is_planned(ada, by_mail, rowans):
    wish(ada, rowans, by=["mail"])
    plan(ada, NOW)

    wish(ada, rowans, by=["mail"], hour="20:15")
    plan(ada, NOW)

    assert told(by_mail) == ["2026-05-12T20:15", "2027-05-12T20:15"]
    row = Reminder.objects.get(pk=_first(by_mail))
    assert bytes(row.tag) == minute_tag(datetime.datetime(2026, 5, 12, 20, 15, tzinfo=UTC))


def test_a_day_no_longer_wished_for_is_not_sent(ada, by_mail, rowans):
    wish(ada, rowans, by=["mail"])
    plan(ada, NOW)

    wish(ada, rowans)
    plan(ada, NOW)

    assert told(by_mail) == []


def test_what_is_due_this_moment_is_left_to_the_clock(ada, by_mail, rowans):
    """She changes something at nine in the morning of the day, before the clock came round."""
    wish(ada, rowans, by=["mail"])
    plan(ada, NOW)

    plan(ada, datetime.datetime(2026, 5, 12, 9, 0, 20, tzinfo=UTC))

    assert told(by_mail)[0] == "2026-05-12T09:00"


def test_a_way_she_stopped_by_the_link_is_planned_no_more(ada, by_mail, rowans):
    wish(ada, rowans, by=["mail"])
    Channel.objects.filter(pk=by_mail.pk).update(stopped=True)

    plan(ada, NOW)

    assert told(by_mail) == []


def test_under_another_key_of_the_server_all_is_planned_anew(ada, by_mail, rowans, settings):
    wish(ada, rowans, by=["mail"])
    plan(ada, NOW)

    settings.SECRET_KEY = "the old one was lost"
    plan(ada, NOW)

    assert way_of(Channel.objects.get()) == Address("ada@example.org")
    assert told(by_mail) == ["2026-05-12T09:00", "2027-05-12T09:00"]


def test_each_day_adds_a_day_and_asks_little(ada, by_mail, rowans, django_assert_max_num_queries):
    wish(ada, rowans, by=["mail"])
    with time_machine.travel(NOW, tick=False):
        plan_once_a_day(ada)
        Reminder.objects.all().delete()

        with django_assert_max_num_queries(1):
            plan_once_a_day(ada)
        assert told(by_mail) == []

    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        plan_once_a_day(ada)
    assert told(by_mail) == ["2026-05-12T09:00", "2027-05-12T09:00"]


MIN, MAX = (datetime.datetime.fromisoformat(f"{year}-01-01") for year in (2026, 2028))
zones = st.sampled_from(
    ["Pacific/Auckland", "America/Los_Angeles", "Europe/Dublin", "Asia/Kathmandu", "UTC"]
)


@given(zones, st.datetimes(MIN, MAX))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_planned_again_at_any_time_nothing_is_twice_and_nothing_is_past(
    ada, by_mail, rowans, zone, moment
):
    now = moment.replace(tzinfo=UTC)
    ada.change_own(lambda own: setattr(own, "zone", zone))
    wish(ada, rowans, by=["mail"], ahead=3, after=True)

    plan(ada, now)
    once = due(by_mail)
    plan(ada, now + timedelta(minutes=1))

    assert all(one.at > now for one in once)
    dates = [one.on for one in due(by_mail)]
    assert len(set(dates)) == len(dates)
    Reminder.objects.all().delete()


def _first(channel):
    return min(channel.reminders.all(), key=lambda row: Due.of(row).at).pk


def test_what_cannot_be_read_calls_nothing_off(ada, by_mail, rowans):
    day = Day(title="The funeral", date="2025-05-20")
    change_calendar(ada.circle("us"), lambda calendar: calendar.days.append(day))
    wish(ada, day.id, by=["mail"])
    plan(ada, NOW)
    assert len(told(by_mail)) == 2

    us = ada.circle("us")
    Calendar.objects.filter(circle_id=us.id).update(sealed=us.seal(b"harmed"))
    plan(ada, NOW)

    assert len(told(by_mail)) == 2


def test_either_parent_calls_off_what_both_know(ada, jonas, by_mail):
    day = Day(title="The due date", date="2025-09-29")

    def agree(calendar):
        calendar.days.append(day)
        calendar.together[day.id] = [str(ada.id), str(jonas.id)]

    change_calendar(ada.circle("us"), agree)
    plan(ada, NOW)
    assert told(by_mail)[:2] == ["2026-09-28T09:00", "2026-09-29T09:00"]

    call_off(jonas, day.id)

    assert told(by_mail) == []


def test_nobody_else_calls_off_what_is_hers(ada, inge, by_mail, rowans):
    wish(ada, rowans, by=["mail"])
    plan(ada, NOW)

    call_off(inge, rowans)

    assert len(told(by_mail)) == 2


def test_rows_do_not_lie_in_the_order_of_their_days(ada, by_mail):
    day = Day(title="Every week", date="2025-12-31", comes=["weekly"])
    change_calendar(ada.circle("only-me"), lambda calendar: calendar.days.append(day))
    wish(ada, day.id, by=["mail"])
    plan(ada, NOW)

    with connection.cursor() as cursor:
        order = "rowid" if connection.vendor == "sqlite" else "ctid"
        cursor.execute(f"SELECT id FROM heartleaf_reminder ORDER BY {order}")
        lying = [uuid.UUID(str(id)) for (id,) in cursor.fetchall()]
    dates = [Due.of(Reminder.objects.get(pk=id)).on for id in lying]

    assert len(dates) > 80
    assert dates != sorted(dates)
