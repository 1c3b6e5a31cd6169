"""Days as a calendar file: the same days in every program that reads it, and the same words."""

import datetime
import re
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from hypothesis import example, given
from hypothesis import strategies as st
from khal.icalendar import split_ics
from vdirsyncer.vobject import split_collection

from heartleaf.days.ics import Event, calendar_file, readable

STAMP = datetime.datetime(2026, 1, 31, 22, 15, 7, tzinfo=datetime.UTC)
MAY = datetime.date(2026, 5, 12)
ZONES = ["Pacific/Kiritimati", "Asia/Kathmandu", "UTC", "Europe/Dublin", "Pacific/Pago_Pago"]
# Whatever may stand in a calendar: no control characters but the end of a line.
WORDS = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], include_characters='\n,;:\\"nN'),
    max_size=300,
)


def file_of(*events, name="Days", **more):
    return calendar_file(name, events, stamp=STAMP, **more)


def read(data):
    return icalendar.Calendar.from_ical(data)


def test_a_day_is_whole_and_has_no_zone():
    data = file_of(Event("rowan-1", MAY, "A day of yours"))

    assert b"DTSTART;VALUE=DATE:20260512\r\nDTEND;VALUE=DATE:20260513\r\n" in data
    assert b"TZID" not in data
    assert b"VTIMEZONE" not in data


def test_several_days_end_later():
    assert b"DTEND;VALUE=DATE:20260516\r\n" in file_of(Event("week", MAY, "A week", lasts=4))


def test_everything_a_calendar_asks_for_is_there():
    calendar = read(file_of(Event("rowan-1", MAY, "A day of yours", "Of ours")))
    [event] = calendar.events

    told = {name: str(calendar[name]) for name in ("VERSION", "METHOD", "NAME", "X-WR-CALNAME")}
    assert told == {"VERSION": "2.0", "METHOD": "PUBLISH", "NAME": "Days", "X-WR-CALNAME": "Days"}
    assert calendar["PRODID"]
    said = {name: event[name] for name in ("UID", "SUMMARY", "DESCRIPTION", "TRANSP", "CLASS")}
    assert said == {
        "UID": "rowan-1",
        "SUMMARY": "A day of yours",
        "DESCRIPTION": "Of ours",
        "TRANSP": "TRANSPARENT",
        "CLASS": "PRIVATE",
    }
    assert event.DTSTAMP == STAMP
    assert {"RRULE", "SEQUENCE", "LAST-MODIFIED", "CREATED"}.isdisjoint(event)


def test_programs_are_asked_to_come_again_once_a_day():
    lines = file_of().decode().split("\r\n")

    assert {"REFRESH-INTERVAL;VALUE=DURATION:P1D", "X-PUBLISHED-TTL:P1D"} <= set(lines)


def test_its_own_address_is_in_it_only_if_said():
    assert b"SOURCE" not in file_of()
    assert b"SOURCE;VALUE=URI:https://x.example/a.ics\r\n" in file_of(
        source="https://x.example/a.ics"
    )


def test_an_alarm_is_at_an_hour_of_the_day_itself():
    [event] = read(file_of(Event("1", MAY, "A day", alarm=datetime.time(19, 30)))).events
    [alarm] = event.walk("VALARM")

    assert alarm["ACTION"] == "DISPLAY"
    assert alarm["DESCRIPTION"] == "A day"
    assert alarm["TRIGGER"].dt == datetime.timedelta(hours=19, minutes=30)


def test_an_alarm_at_midnight_is_one_too():
    assert file_of(Event("1", MAY, "A day", alarm=datetime.time(0))).count(b"BEGIN:VALARM") == 1


def test_the_order_in_which_days_are_given_changes_no_byte():
    days = [Event(f"{n}", MAY + datetime.timedelta(n % 3), "A day") for n in range(9)]

    assert file_of(*days) == file_of(*reversed(days))


@given(title=WORDS, note=WORDS, name=WORDS)
@example(title="Rowan’s day; ours, at 20 weeks:\n“sleep” \\n \\N", note="\\", name=",;")
@example(title="💛" * 300, note="ليلة سعيدة " * 25, name="יום השנה")
@example(title="x" * 74 + "é" * 80, note="👨‍👩‍👧 e\u0301" * 30, name="\n")
def test_any_words_come_back_as_they_were(title, note, name):
    data = file_of(Event("1", MAY, title, note), name=name)
    lines = data.split(b"\r\n")
    calendar = read(data)
    [event] = calendar.events

    assert event["SUMMARY"] == title
    assert event.get("DESCRIPTION", "") == note
    assert as_text(calendar["NAME"]) == as_text(calendar["X-WR-CALNAME"]) == name
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert all(line.decode("utf-8") is not None for line in lines)  # no letter is cut in two


def as_text(value):
    """A text of RFC 5545, 3.3.11, where a reader does not know that it is one."""
    if not isinstance(value, icalendar.vUnknown):
        return value
    return re.sub(r"\\(.)", lambda part: "\n" if part[1] in "nN" else part[1], str(value))


@given(text=st.text(max_size=60))
def test_what_no_calendar_may_hold_is_left_out_and_the_rest_can_be_read(text):
    data = file_of(Event("1", MAY, text), Event("2", MAY, "after it"))

    assert [str(event["SUMMARY"]) for event in read(data).events] == [readable(text), "after it"]
    assert len(list(split_collection(data.decode()))) == 2
    assert data.decode().splitlines() == data.decode().split("\r\n")[:-1]


@pytest.mark.parametrize("zone", ZONES)
def test_in_every_zone_it_is_that_very_day(zone):
    data = file_of(Event("1", MAY, "A day of yours"), Event("2", MAY, "A week", lasts=7))
    here = ZoneInfo(zone)
    query = recurring_ical_events.of(read(data))

    def found(day):
        begins = datetime.datetime.combine(day, datetime.time(0), here)
        between = query.between(begins, begins + datetime.timedelta(hours=23))
        return sorted(str(event["SUMMARY"]) for event in between)

    assert found(MAY - datetime.timedelta(1)) == []
    assert found(MAY) == ["A day of yours", "A week"]
    assert found(MAY + datetime.timedelta(1)) == found(MAY + datetime.timedelta(6)) == ["A week"]
    assert found(MAY + datetime.timedelta(7)) == []


def test_other_readers_find_each_once():
    days = [Event(f"{n}", MAY + datetime.timedelta(n), f"Day {n}") for n in range(40)]
    data = file_of(*days).decode()

    assert len(split_ics(data)) == 40
    assert len(list(split_collection(data))) == 40
    assert len(set(re.findall("UID:(.*)\r\n", data))) == 40


def test_the_stamp_is_told_in_universal_time_whatever_zone_it_came_in():
    there = STAMP.astimezone(ZoneInfo("Asia/Kathmandu"))

    assert calendar_file("Days", [Event("1", MAY, "A")], stamp=there) == file_of(
        Event("1", MAY, "A")
    )
