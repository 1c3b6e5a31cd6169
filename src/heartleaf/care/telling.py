"""Which days the page tells of today: only those asked for. Quiet is asked before."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from heartleaf.care.coming import Which
from heartleaf.care.wishes import Coming, WishesFacts
from heartleaf.days.gathering import Falling, KnownDays

FURTHEST = datetime.timedelta(days=31)
YESTERDAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class TodayLine:
    """A day that is, that comes in `days`, or that was yesterday."""

    falling: Falling
    which: Which
    days: int


def told_on(today: datetime.date, known: KnownDays, wishes: WishesFacts) -> list[TodayLine]:
    """Today's first, then what comes, then what was yesterday."""
    if wishes.let_be == today.isoformat():
        return []
    ways = {day.key: wishes.coming(day) for day in known}
    asked = [key for key, way in ways.items() if way.page]
    # A week that began some days ago is still this week.
    around = known.fallings(today - FURTHEST, today + FURTHEST, asked)
    lines = [_line(one, ways[one.day.key], today) for one in around]
    order: list[Which] = ["on", "ahead", "after"]
    return sorted(filter(None, lines), key=lambda line: (order.index(line.which), line.days))


def _line(falling: Falling, way: Coming, today: datetime.date) -> TodayLine | None:
    if falling.day.in_a_month:  # nobody knows the day before it, or after
        return TodayLine(falling, "on", 0) if way.on and today == falling.on else None
    begins, ends = falling.on, falling.on + datetime.timedelta(days=falling.day.lasts - 1)
    until = (begins - today).days
    if way.on and begins <= today <= ends:
        return TodayLine(falling, "on", 0)
    if 0 < until <= way.ahead:
        return TodayLine(falling, "ahead", until)
    if way.after and today == ends + YESTERDAY:
        return TodayLine(falling, "after", -1)
    return None
