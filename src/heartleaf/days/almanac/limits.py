"""How far the almanac reaches, and what it says to a rule it cannot follow."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

FIRST_DAY = datetime.date(1900, 1, 1)
LAST_DAY = datetime.date(2200, 12, 31)


class WrongRule(ValueError):
    """A rule or a recurrence that cannot be followed. Its text is a sentence for a person."""


def within(
    days: Iterable[datetime.date], first: datetime.date, last: datetime.date
) -> list[datetime.date]:
    """Those from `first` to `last`, both included, in order, each once; 1900 to 2200 at most."""
    first, last = max(first, FIRST_DAY), min(last, LAST_DAY)
    return sorted({day for day in days if first <= day <= last})
