"""Being told on Sundays that something lies in the letterbox: by those who asked, of what is new.

The clock has no key. It sees that rows wait, and since when; what they are it cannot know.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from heartleaf.care.models import Channel
from heartleaf.circle.letterbox import arrived_since
from heartleaf.family.opening import OpenPerson
from heartleaf.family.server_seal import hide, reveal
from heartleaf.sealing import CannotOpen

SUNDAY = 6
WEEK = datetime.timedelta(days=7)


def sundays(first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    day = first + datetime.timedelta(days=(SUNDAY - first.weekday()) % 7)
    while day <= last:
        yield day
        day += WEEK


def something_new(channel: Channel) -> bool:
    """Does anything wait that they were not told of by this way?"""
    return arrived_since(channel.person.family_id, _told(channel)) is not None


def was_told(channel: Channel) -> None:
    """They are not told of the same again."""
    newest = arrived_since(channel.person.family_id, None)
    if newest is not None:
        channel.letterbox = hide(newest.isoformat().encode(), _context(channel))
        channel.save(update_fields=["letterbox"])


def is_told_today(person: OpenPerson) -> bool:
    """On a Sunday: did anything come since the last one that still waits?"""
    now = person.now()
    if now.weekday() != SUNDAY:
        return False
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return arrived_since(person.family_id, midnight - WEEK) is not None


def _told(channel: Channel) -> datetime.datetime | None:
    try:
        told = reveal(channel.letterbox or b"", _context(channel))
    except CannotOpen:
        return None
    return datetime.datetime.fromisoformat(told.decode())


def _context(channel: Channel) -> str:
    return f"letterbox {channel.pk}"
