"""The feed tells a calendar program the days its person chose, and nobody else anything."""

import datetime
import sqlite3

import icalendar
import pytest
import time_machine
from django.apps import apps
from django.db import connection

from heartleaf.care.feeding import begin_feed, end_feed, feed_address, fill_feed, read_feed
from heartleaf.care.models import Feed, Quiet
from heartleaf.care.wishes import Coming, change_wishes, wishes_of
from heartleaf.days.calendars import Chosen, Day, change_calendar
from heartleaf.days.gathering import key_of
from heartleaf.days.models import Calendar
from heartleaf.family.opening import OpenPerson
from heartleaf.sealing import CannotOpen, RowKey, Sealed
from tests.cast import ROWAN

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
BORN = f"{ROWAN.id}.born"
MOTHERS = Chosen("mothers-day", "GB")
WEEK = Chosen("baby-loss-awareness-week", "GB")


@pytest.fixture(autouse=True)
def on_the_first_of_march():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def secret(ada):
    """Ada's feed: the day Rowan was born and died."""
    choose(ada, BORN)
    return begin_feed(ada)


def choose(person, *keys, **more):
    def change(wishes):
        wishes.days |= {key: Coming(feed=True, **more) for key in keys}

    change_wishes(person, change)


def leave(person, key):
    change_wishes(person, lambda wishes: wishes.days.pop(key))


def say(person, **said):
    change_wishes(person, lambda wishes: vars(wishes).update(said))
    fill_feed(person)


def write_down(person, title, date, comes="yearly", circle="only-me"):
    """The key of a day that someone writes down and wants in their feed."""
    day = Day(title=title, date=date, comes=[comes])
    change_calendar(person.circle(circle), lambda calendar: calendar.days.append(day))
    choose(person, day.id)
    return day.id


def events(secret):
    return icalendar.Calendar.from_ical(read_feed(secret)).events


def told(secret):
    return [(event["DTSTART"].dt.isoformat(), str(event["SUMMARY"])) for event in events(secret)]


def uids(secret):
    return {event["DTSTART"].dt: str(event["UID"]) for event in events(secret)}


def anew(person):
    """The same person in another request."""
    return OpenPerson(type(person.person).objects.get(pk=person.id), person.identity)


# ── What it tells ───────────────────────────────────────────────────────────────────────────


def test_it_tells_the_days_that_were_chosen_for_it_in_neutral_words(secret):
    assert told(secret) == [(f"{year}-05-12", "A day of yours") for year in (2026, 2027, 2028)]


def test_nothing_that_was_not_chosen_is_in_it(ada):
    change_wishes(ada, lambda wishes: wishes.days.update({BORN: Coming(page=True, by=["mail"])}))

    assert told(begin_feed(ada)) == []


def test_from_ninety_days_ago_to_three_years_ahead(ada):
    for date in ("2025-11-30", "2025-12-01", "2029-03-01", "2029-03-02"):
        write_down(ada, date, date, comes="once")

    assert [day for day, _title in told(begin_feed(ada))] == ["2025-12-01", "2029-03-01"]


def test_in_their_words_if_they_ask_and_neutral_again_if_not(ada, secret):
    write_down(ada, "Ashes; home, 20 weeks", "2025-06-01")
    say(ada, feed_words=True)
    assert {title for _day, title in told(secret)} == {
        "Rowan, born and died",
        "Ashes; home, 20 weeks",
    }

    say(ada, feed_words=False)
    assert {title for _day, title in told(secret)} == {"A day of yours"}


def test_a_day_of_which_only_the_month_is_known_says_so(ada):
    write_down(ada, "The day we knew", "2025-01")
    change_wishes(ada, lambda wishes: setattr(wishes, "feed_words", True))

    assert told(begin_feed(ada))[0] == ("2026-01-01", "The day we knew, in this month")


def test_an_observance_that_was_chosen(ada):
    change_calendar(ada.circle("us"), lambda calendar: calendar.chosen.append(MOTHERS))
    choose(ada, key_of(MOTHERS))
    change_wishes(ada, lambda wishes: setattr(wishes, "feed_words", True))

    [first, *_later] = told(begin_feed(ada))
    assert first == ("2026-03-15", "Mother’s Day")


def test_what_two_circles_chose_alike_comes_once(ada):
    for kind in ("us", "only-me"):
        change_calendar(ada.circle(kind), lambda calendar: calendar.chosen.append(MOTHERS))
    choose(ada, key_of(MOTHERS))
    days = [day for day, _title in told(begin_feed(ada))]

    assert days == sorted(set(days))


def test_two_days_on_one_date_are_two_once_they_are_named(ada):
    for title in ("one", "other"):
        write_down(ada, title, "2025-06-01")
    secret = begin_feed(ada)

    assert len(events(secret)) == 3

    change_wishes(ada, lambda wishes: setattr(wishes, "feed_words", True))
    fill_feed(ada)

    assert len({str(event["UID"]) for event in events(secret)}) == len(events(secret)) == 6


def test_the_day_begins_when_it_begins_for_them(ada):
    ada.change_own(lambda own: setattr(own, "zone", "Pacific/Kiritimati"))
    write_down(ada, "in", "2025-12-02", comes="once")
    write_down(ada, "out", "2025-12-01", comes="once")

    with time_machine.travel(datetime.datetime(2026, 3, 1, 11, tzinfo=datetime.UTC)):
        assert [day for day, _title in told(begin_feed(anew(ada)))] == ["2025-12-02"]


def test_each_persons_feed_is_their_own(ada, jonas, secret):
    choose(jonas, write_down(jonas, "Only Jonas", "2025-06-01"))
    other = begin_feed(jonas)

    assert {day[5:] for day, _title in told(secret)} == {"05-12"}
    assert {day[5:] for day, _title in told(other)} == {"06-01"}
    assert other != secret


# ── Alarms ──────────────────────────────────────────────────────────────────────────────────


def alarms(secret):
    return [alarm["TRIGGER"].dt for event in events(secret) for alarm in event.walk("VALARM")]


def test_no_alarm_unless_asked_for(ada, secret):
    assert alarms(secret) == []


def test_an_alarm_at_the_hour_they_chose(ada, secret):
    say(ada, feed_alarm=True, hour="08:15")
    assert alarms(secret) == [datetime.timedelta(hours=8, minutes=15)] * 3

    choose(ada, BORN, hour="19:00")
    fill_feed(ada)
    assert alarms(secret) == [datetime.timedelta(hours=19)] * 3


def test_no_alarm_for_a_day_on_which_nothing_is_to_come(ada, secret):
    choose(ada, BORN, on=False, ahead=1)
    say(ada, feed_alarm=True)

    assert alarms(secret) == []
    assert len(told(secret)) == 3


@pytest.mark.parametrize("turn", range(4))  # which of their names comes first is chance
def test_of_days_on_one_date_that_say_nothing_the_longest_and_the_first_alarm_are_kept(ada, turn):
    change_calendar(ada.circle("us"), lambda calendar: calendar.chosen.append(WEEK))
    choose(ada, key_of(WEEK), on=False, ahead=1)
    for hour in ("19:00", "07:30"):
        choose(ada, write_down(ada, hour, "2025-10-09"), hour=hour)
    change_wishes(ada, lambda wishes: setattr(wishes, "feed_alarm", True))

    [event] = [one for one in events(begin_feed(ada)) if str(one["DTSTART"].dt) == "2026-10-09"]

    assert event["DTEND"].dt - event["DTSTART"].dt == datetime.timedelta(days=7)
    [alarm] = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == datetime.timedelta(hours=7, minutes=30)


def test_quiet_takes_the_alarms_away_at_reading_and_gives_them_back(ada, secret):
    say(ada, feed_alarm=True)
    before, sealed = read_feed(secret), bytes(Feed.objects.get().sealed)
    Quiet.begin(ada.person)

    assert alarms(secret) == []
    assert len(told(secret)) == 3
    assert bytes(Feed.objects.get().sealed) == sealed

    Quiet.end(ada.person)
    assert read_feed(secret) == before


def test_quiet_until_a_day_ends_by_itself(ada, secret):
    say(ada, feed_alarm=True)
    Quiet.begin(ada.person, NOW + datetime.timedelta(days=2))
    assert alarms(secret) == []

    with time_machine.travel(NOW + datetime.timedelta(days=3)):
        assert len(alarms(secret)) == 3


def test_another_persons_quiet_is_theirs(ada, jonas, secret):
    say(ada, feed_alarm=True)
    Quiet.begin(jonas.person)

    assert len(alarms(secret)) == 3


# ── The same each time ──────────────────────────────────────────────────────────────────────


def test_read_twice_it_is_the_same_to_the_byte_and_so_it_is_days_later(ada, secret):
    first = read_feed(secret)
    with time_machine.travel(NOW + datetime.timedelta(days=5)):
        fill_feed(anew(ada))

        assert read_feed(secret) == first


def test_where_nothing_changed_nothing_is_written(ada, secret, django_assert_num_queries):
    sealed = bytes(Feed.objects.get().sealed)
    fill_feed(anew(ada))

    assert bytes(Feed.objects.get().sealed) == sealed


def test_without_a_feed_nothing_is_opened(ada, django_assert_num_queries):
    with django_assert_num_queries(1):
        fill_feed(ada)


def test_a_change_of_one_day_changes_that_entry_alone(ada, secret):
    key = write_down(ada, "Ashes home", "2025-06-01")
    say(ada, feed_words=True)
    before = {str(event["UID"]): event.to_ical() for event in events(secret)}

    def rename(calendar):
        calendar.day(key).title = "Your ashes came home"

    change_calendar(ada.circle("only-me"), rename)
    fill_feed(anew(ada))
    after = {str(event["UID"]): event.to_ical() for event in events(secret)}

    assert before.keys() == after.keys()
    changed = [after[uid] for uid in after if after[uid] != before[uid]]
    assert len(changed) == 3
    assert all(b"Your ashes came home" in event for event in changed)


def test_what_came_and_went_comes_back_under_the_same_name(ada, secret):
    before = uids(secret)
    leave(ada, BORN)
    fill_feed(ada)
    assert told(secret) == []

    choose(ada, BORN)
    fill_feed(ada)
    assert uids(secret) == before


def test_every_event_was_written_when_the_feed_began(ada, secret):
    with time_machine.travel(NOW + datetime.timedelta(days=40)):
        write_down(ada, "Later", "2025-06-01")
        fill_feed(ada)

        assert {event.DTSTAMP for event in events(secret)} == {NOW}


# ── Replaced, ended, not there ──────────────────────────────────────────────────────────────


def test_a_new_address_ends_the_old_one_at_once_and_shares_no_name_with_it(ada, secret):
    before = uids(secret)
    new = begin_feed(ada)

    assert read_feed(secret) is None
    assert uids(new).keys() == before.keys()
    assert set(uids(new).values()).isdisjoint(before.values())
    assert Feed.objects.count() == 1
    assert wishes_of(ada).feed == new


def test_ended_it_is_gone_and_filling_does_not_bring_it_back(ada, secret):
    end_feed(ada)
    fill_feed(ada)

    assert read_feed(secret) is None
    assert not Feed.objects.exists()
    assert wishes_of(ada).feed == ""


@pytest.mark.parametrize("wrong", ["", "A" * 43, "é", "\udc80", "x" * 5000, "../../etc", "\0"])
def test_whatever_is_asked_for_only_the_secret_opens_it(secret, wrong):
    assert read_feed(wrong) is None


def test_a_secret_in_other_letters_is_another(secret):
    assert read_feed(secret.swapcase()) is None
    assert read_feed(secret + "=") is None


def test_a_secret_has_32_bytes_of_chance_and_its_address_needs_no_escaping(ada):
    secret = begin_feed(ada)

    assert len(secret) == 43
    assert feed_address(secret, "https://a.example/") == f"https://a.example/calendar/{secret}.ics"


# ── What is damaged ─────────────────────────────────────────────────────────────────────────


def damage(circle):
    row = Calendar.objects.get(circle_id=circle.id)
    Calendar.objects.filter(pk=row.pk).update(sealed=Sealed(bytes(row.sealed)[:-1] + b"x"))


def test_where_a_calendar_cannot_be_read_what_was_there_stays(ada, secret):
    write_down(ada, "Ashes home", "2025-06-01")
    say(ada, feed_words=True)
    before = read_feed(secret)
    damage(ada.circle("only-me"))
    fill_feed(anew(ada))

    assert read_feed(secret) == before


def test_even_then_what_was_switched_off_goes(ada, secret):
    key = write_down(ada, "Ashes home", "2025-06-01")
    say(ada, feed_words=True, feed_alarm=True)
    damage(ada.circle("only-me"))
    leave(ada, BORN)
    say(anew(ada), feed_words=False, feed_alarm=False)

    assert {(day[5:], title) for day, title in told(secret)} == {("06-01", "A day of yours")}
    assert alarms(secret) == []

    leave(ada, key)
    fill_feed(anew(ada))
    assert told(secret) == []


def test_a_damaged_copy_opens_for_nobody_until_it_is_filled_again(ada, secret):
    row = Feed.objects.get()
    Feed.objects.update(sealed=bytes(row.sealed)[:-1] + bytes([row.sealed[-1] ^ 1]))
    assert read_feed(secret) is None

    fill_feed(ada)
    assert len(told(secret)) == 3


def test_the_copy_of_another_persons_row_is_not_believed(ada, jonas, secret):
    other = begin_feed(jonas)
    theirs = Feed.objects.get(person=jonas.person).sealed
    Feed.objects.filter(person=ada.person).update(sealed=theirs)

    assert read_feed(secret) is None
    assert read_feed(other) is not None


# ── What a thief of the database has ────────────────────────────────────────────────────────


def everything_in_the_database():
    """Every value of every row, and for SQLite every page of the file."""
    rows = [
        str(value).encode() if not isinstance(value, (bytes, memoryview)) else bytes(value)
        for model in apps.get_models()
        for values in model._default_manager.values_list()
        for value in values
    ]
    if connection.vendor == "sqlite" and isinstance(connection.connection, sqlite3.Connection):
        rows.append(connection.connection.serialize())
    return b"\n".join(rows)


def test_the_database_says_neither_the_secret_nor_a_day(ada, secret):
    write_down(ada, "Ashes home", "2025-06-01")
    say(ada, feed_words=True)
    there = everything_in_the_database()
    begun = [
        secret.encode(),
        secret[:20].encode(),
        uids(secret)[datetime.date(2026, 5, 12)].encode(),
    ]

    assert Feed.objects.get().pk.encode() in there
    assert not any(word in there for word in [*begun, b"2026-05-12", b"A day of yours", b"Ashes"])


def test_what_the_row_says_of_itself_does_not_open_it(secret):
    row = Feed.objects.get()
    for guess in (bytes.fromhex(row.pk), row.pk.encode()[:32], row.person_id.bytes * 2):
        with pytest.raises(CannotOpen):
            RowKey(guess).unseal(bytes(row.sealed), f"feed {row.pk}".encode())
    assert read_feed(row.pk) is None


def test_who_has_the_secret_and_the_database_learns_no_more_than_the_calendar_says(ada, secret):
    from heartleaf.care.feeding import _Keys

    row, keys = Feed.objects.get(), _Keys(secret)
    opened = keys._cipher.unseal(bytes(row.sealed), keys._context).decode()

    assert "A day of yours" in opened
    assert not any(word in opened for word in (ROWAN.id, "Rowan", "born", str(ada.id)))
