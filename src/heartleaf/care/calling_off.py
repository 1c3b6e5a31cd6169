"""A day that both parents know, called off by either of them for both.

Nobody can plan for another, but a message that speaks of one day alone carries a mark of it, which
those who hold the key of *us* can make as well.
"""

from __future__ import annotations

from heartleaf.care.models import Reminder
from heartleaf.family.opening import OpenCircle, OpenPerson


def mark_of(person: OpenPerson, key: str) -> bytes | None:
    """A MAC of a day's key under the key of *us*, 16 bytes; None for who is not in it."""
    if not person.is_parent:
        return None
    return _mark(person.circle("us"), key)


def call_off(person: OpenPerson, *keys: str) -> None:
    """Take away what is planned of these days for all who are in *us*: what was agreed is taken
    back, or the day is another by now. Each has it planned anew when they next open Heartleaf."""
    us = person.circle("us") if person.is_parent else None
    marks = [_mark(us, key, number) for key in keys for number in us.numbers] if us else []
    Reminder.objects.filter(mark__in=marks, state=Reminder.State.PLANNED).delete()


def _mark(us: OpenCircle, key: str, epoch: int | None = None) -> bytes:
    """By the newest key; what was planned before there was one has a mark by an earlier."""
    return us.stamp(key.encode(), "calling off", epoch)[:16]
