"""Reminders of a path: neutral, at her hour, one for a date, and gone when the path is."""

import datetime
from datetime import UTC

import pytest

from heartleaf.care.channels import Address, Message, new_channel, way_of
from heartleaf.care.due import Due
from heartleaf.care.mailing import reminder_mail
from heartleaf.care.missing import missed
from heartleaf.care.models import Quiet, Reminder
from heartleaf.care.paths.paths import Reminding, change_path, end_path, open_paths
from heartleaf.care.paths.reminding import AHEAD
from heartleaf.care.planning import plan
from heartleaf.care.wishes import Coming, change_wishes
from heartleaf.days.calendars import Day, change_calendar
from heartleaf.days.models import Calendar
from heartleaf.family.facts import mark_of
from heartleaf.keepsakes.models import Notebook

NOON = datetime.datetime(2026, 5, 12, 12, 0, tzinfo=UTC)  # the noon of the clock that ticks
NOW = datetime.datetime(2026, 3, 9, 12, 0, tzinfo=UTC)  # a Monday
EVENINGS = Reminding(weekdays=[0, 3], hour="20:00", by=["mail"])


@pytest.fixture
def by_mail(ada):
    change_wishes(ada, lambda wishes: setattr(wishes, "mail", "ada@example.org"))
    channel = new_channel(ada.person, Address("ada@example.org"))
    channel.save()
    return channel


@pytest.fixture
def rowans(ada):
    return next(f"{child.id}.born" for child in ada.facts.children if child.name == "Rowan")


def due(channel):
    found = [Due.of(row) for row in channel.reminders.all()]
    return sorted(found, key=lambda one: one.at)


def told(channel):
    return [one.at.isoformat(timespec="minutes")[:16] for one in due(channel)]


def test_none_comes_that_was_not_asked_for(ada, by_mail, given_a_path):
    given_a_path()

    plan(ada, NOW)

    assert told(by_mail) == []


def test_they_come_on_her_days_at_her_hour_across_the_change_of_clocks(ada, by_mail, given_a_path):
    ada.change_own(lambda own: setattr(own, "zone", "Europe/Dublin"))  # forward on 29 March
    given_a_path(reminding=EVENINGS)

    plan(ada, NOW)

    assert told(by_mail)[:7] == [
        *("2026-03-09T20:00", "2026-03-12T20:00", "2026-03-16T20:00", "2026-03-19T20:00"),
        *("2026-03-23T20:00", "2026-03-26T20:00", "2026-03-30T19:00"),
    ]
    assert due(by_mail)[-1].on < NOW.date() + datetime.timedelta(days=AHEAD)


def test_two_paths_make_one_message_at_the_earlier_hour(ada, by_mail, given_a_path):
    given_a_path(reminding=EVENINGS)
    given_a_path(reminding=Reminding(weekdays=[3], hour="07:30", by=["mail"]))

    plan(ada, NOW)

    assert told(by_mail)[:2] == ["2026-03-09T20:00", "2026-03-12T07:30"]


def test_a_date_that_has_a_day_of_theirs_has_that_message_alone(ada, by_mail, given_a_path, rowans):
    change_wishes(ada, lambda wishes: wishes.days.update({rowans: Coming(by=["mail"])}))
    given_a_path(reminding=Reminding(weekdays=list(range(7)), by=["mail"]))

    plan(ada, NOW)

    on_the_day = [one for one in due(by_mail) if one.on == datetime.date(2026, 5, 12)]
    assert [one.at.hour for one in on_the_day] == [9]
    assert not on_the_day[0].path


def test_when_its_hour_is_changed_after_it_was_sent_no_second_comes(ada, by_mail, given_a_path):
    path = given_a_path(reminding=EVENINGS)
    plan(ada, NOW)
    first = due(by_mail)[0]
    Reminder.objects.filter(pk=first.name(by_mail.pk)).update(state=Reminder.State.SENT)

    later = Reminding(weekdays=[0, 3], hour="21:00", by=["mail"])
    change_path(ada, path.id, lambda now: setattr(now, "reminding", later))
    plan(ada, NOW + datetime.timedelta(hours=8, minutes=30))

    assert told(by_mail)[:2] == ["2026-03-09T20:00", "2026-03-12T21:00"]


def test_what_is_planned_goes_when_the_path_does(ada, by_mail, given_a_path):
    path = given_a_path(reminding=EVENINGS)
    plan(ada, NOW)

    change_path(ada, path.id, lambda now: setattr(now, "aside", "2026-03-09"))
    plan(ada, NOW)
    assert told(by_mail) == []

    change_path(ada, path.id, lambda now: setattr(now, "aside", ""))
    plan(ada, NOW)
    assert told(by_mail)

    end_path(ada, path.id, mark_of(open_paths(ada).path(path.id)))
    plan(ada, NOW)
    assert told(by_mail) == []


def test_it_goes_also_where_a_calendar_cannot_be_read(ada, by_mail, given_a_path):
    path = given_a_path(reminding=EVENINGS)
    change_calendar(ada.circle("us"), lambda calendar: calendar.days.append(Day(title="One")))
    plan(ada, NOW)
    Calendar.objects.update(sealed=ada.circle("us").seal(b"damaged"))

    end_path(ada, path.id, mark_of(open_paths(ada).path(path.id)))
    plan(ada, NOW)

    assert told(by_mail) == []


def test_what_cannot_be_read_may_still_be_wished_for(ada, by_mail, given_a_path):
    given_a_path(reminding=EVENINGS)
    plan(ada, NOW)
    before = told(by_mail)
    Notebook.objects.update(sealed=ada.circle("only-me").seal(b"damaged"))

    plan(ada, NOW)

    assert told(by_mail) == before


def test_a_message_of_a_path_says_what_every_message_says(ada, by_mail, given_a_path, mail):
    change_wishes(ada, lambda wishes: setattr(wishes, "own_words", True))
    given_a_path(title="Without alcohol", reminding=EVENINGS)
    plan(ada, NOW)

    first = due(by_mail)[0]
    words = reminder_mail(
        "ada@example.org", Message(by_mail.pk, way_of(by_mail), first, first.at)
    ).decode()

    assert "Something you asked to be told of" in words
    assert "lcohol" not in words
    assert "path" not in words.lower()


@pytest.mark.parametrize(("quiet", "come"), [(True, []), (False, ["ada@example.org"])])
def test_quiet_silences_it(ada, by_mail, given_a_path, mail, tick, quiet, come):
    given_a_path(reminding=Reminding(weekdays=[NOON.weekday()], hour="12:00", by=["mail"]))
    plan(ada, NOON - datetime.timedelta(hours=1))
    if quiet:
        Quiet.begin(ada.person)

    tick()
    tick(minutes=1)

    assert mail.addresses == come


def test_the_database_does_not_say_of_which_kind_a_row_is(ada, by_mail, given_a_path, rowans):
    change_wishes(ada, lambda wishes: wishes.days.update({rowans: Coming(by=["mail"])}))
    given_a_path(reminding=EVENINGS)

    plan(ada, NOW)

    rows = list(by_mail.reminders.all())
    kinds = {Due.of(row).path for row in rows}
    shapes = {(len(row.sealed), len(row.mark or b""), row.state, row.claim) for row in rows}
    assert kinds == {True, False}
    assert len(shapes) == 1
    assert len({bytes(row.mark) for row in rows if Due.of(row).path}) == len(
        [row for row in rows if Due.of(row).path]
    )


def test_an_evening_that_did_not_come_is_not_named(ada, by_mail, given_a_path):
    given_a_path(reminding=EVENINGS)
    plan(ada, NOW)
    by_mail.reminders.update(state=Reminder.State.REFUSED)

    assert missed(ada.person) == []
