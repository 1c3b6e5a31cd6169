"""Days as a calendar file that programs read: iCalendar, RFC 5545 with the names of RFC 7986.

Plain Python: days in, the same bytes out each time. A whole day has no zone and no hour, and each
is written out: what comes again by a rule of ours, no other program need know.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import icalendar

PRODUCT = "-//Heartleaf//Days//EN"
AGAIN = datetime.timedelta(days=1)
# Some readers end a line at each of these.
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True)
class Event:
    """A whole day, or several. `alarm` is an hour of its first day, on the reader's own clock."""

    uid: str
    on: datetime.date
    title: str
    note: str = ""
    alarm: datetime.time | None = None
    lasts: int = 1


def calendar_file(
    name: str, events: Iterable[Event], *, stamp: datetime.datetime, source: str = ""
) -> bytes:
    """`stamp` is the moment every event says it was written, so that nothing seems new that is
    not; `source` the address of this file, for who may read it there."""
    calendar = icalendar.Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    calendar["NAME"] = calendar["X-WR-CALNAME"] = _Text(readable(name))
    calendar.add("REFRESH-INTERVAL", AGAIN, parameters={"VALUE": "DURATION"})
    calendar["X-PUBLISHED-TTL"] = icalendar.vDuration(AGAIN)
    if source:
        calendar.add("SOURCE", source, parameters={"VALUE": "URI"})
    for event in sorted(events, key=lambda event: (event.on, event.uid)):
        calendar.add_component(_written(event, stamp))
    return bytes(calendar.to_ical())


def readable(text: str) -> str:
    """Text as a calendar may hold it: line ends as one newline, no other control characters."""
    lines = LINE_ENDS.sub("\n", text)
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def _written(event: Event, stamp: datetime.datetime) -> icalendar.Event:
    written = icalendar.Event()
    written.add("UID", event.uid)
    written.add("DTSTAMP", stamp.astimezone(datetime.UTC).replace(microsecond=0))
    written.add("DTSTART", event.on)
    written.add("DTEND", event.on + datetime.timedelta(days=max(event.lasts, 1)))
    written["SUMMARY"] = _Text(readable(event.title))
    if event.note:
        written["DESCRIPTION"] = _Text(readable(event.note))
    written.add("TRANSP", "TRANSPARENT")
    written.add("CLASS", "PRIVATE")
    if event.alarm is not None:
        written.add_component(_alarm(event.title, event.alarm))
    return written


def _alarm(title: str, at: datetime.time) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm["DESCRIPTION"] = _Text(readable(title))
    alarm.add("TRIGGER", datetime.timedelta(hours=at.hour, minutes=at.minute))
    return alarm


class _Text(icalendar.vText):
    r"""As the library writes text, but that a `\N` in it stays one and is no new line."""

    def to_ical(self) -> bytes:
        parts = (icalendar.vText(part).to_ical() for part in self.split("\\"))
        return b"\\\\".join(parts)
