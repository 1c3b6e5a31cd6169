"""A day that both parents know, called off by either of them for both.

Nobody can plan for another, but a message that speaks of one day alone carries a mark of it, which
those who hold the key of *us* can make as well.
"""

from __future__ import annotations

from heartleaf.care.models import Reminder
from heartleaf.family.opening import OpenPerson


def mark_of(person: OpenPerson, key: str) -> bytes | None:
    """A MAC of a day's key under the key of *us*, 16 bytes; None for who is not in it."""
    if not person.is_parent:
        return None
    return person.circle("us").stamp(key.encode(), "calling off")[:16]


def call_off(person: OpenPerson, *keys: str) -> None:
    """Take away what is planned of these days for all who are in *us*: what was agreed is taken
    back, or the day is another by now. Each has it planned anew when they next open Heartleaf."""
    marks = [mark for key in keys if (mark := mark_of(person, key))]
    Reminder.objects.filter(mark__in=marks, state=Reminder.State.PLANNED).delete()
