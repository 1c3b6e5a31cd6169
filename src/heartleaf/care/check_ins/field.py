"""A field of days: a month as dotted paper, with a mark on each day of which something was said.

Plain values in, SVG out. It names classes only; `check_ins.css` has every colour. The paper is the
same for every month and everywhere: a day of which nothing was said is paper like any other.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

SIDE = 28  # of a day's square
WEEKS, DAYS = 6, 7
DOTS = "".join(
    f"M{SIDE * day + SIDE // 2} {SIDE * week + SIDE // 2}h0"
    for week in range(WEEKS)
    for day in range(DAYS)
)
# What may be drawn on a day: a disc in a tint or a colour, a tick, lines of writing, or a seed
# where something was said, but not to this question.
DISC = '<circle class="disc {look}" cx="14" cy="14" r="8"/>'
SHAPES = {
    "tick": '<path class="ticked" d="m8.5 14.6 3.7 3.8 7.4-8.4"/>',
    "words": '<path class="written" d="M7.5 10.5h13M7.5 14.5h13M7.5 18.5h8"/>',
    "seed": '<circle class="seed" cx="14" cy="14" r="2.6"/>',
}
RING = '<circle class="matters" cx="14" cy="14" r="11.4"/>'
NOTE = '<path class="noted" d="M10.5 26.4h7"/>'


@dataclass(frozen=True)
class Mark:
    """A day in the field. `look` is a key of SHAPES or the classes of a disc, empty for a day that
    only matters; `words` say the same for who cannot see it; without `href` it leads nowhere."""

    on: datetime.date
    look: str = ""
    note: bool = False
    ring: bool = False
    words: str = ""
    href: str = ""


def draw_month(month: datetime.date, marks: Iterable[Mark], *, first_weekday: int = 0) -> str:
    """A month as SVG, by the weekday its weeks begin with (0 is Monday)."""
    first = month.replace(day=1)
    blank = (first.weekday() - first_weekday) % DAYS
    days = (_day(mark, blank) for mark in marks if mark.on.replace(day=1) == first)
    return (
        f'<svg class="month-field" viewBox="0 0 {SIDE * DAYS} {SIDE * WEEKS}" role="presentation">'
        f'<path class="paper" d="{DOTS}"/>{"".join(days)}</svg>'
    )


def _day(mark: Mark, blank: int) -> str:
    week, day = divmod(blank + mark.on.day - 1, DAYS)
    shape = SHAPES.get(mark.look) or (DISC.format(look=escape(mark.look)) if mark.look else "")
    drawn = f"{RING if mark.ring else ''}{shape}{NOTE if mark.note else ''}"
    at = f'transform="translate({SIDE * day} {SIDE * week})"'
    if not mark.href:
        return f'<g {at} aria-hidden="true">{drawn}</g>'
    square = f'<rect class="square" width="{SIDE}" height="{SIDE}" rx="6"/>'
    words = f"<title>{escape(mark.words)}</title>"
    return f'<a href="{escape(mark.href)}" {at}>{words}{square}{drawn}</a>'
