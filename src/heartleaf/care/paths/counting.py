"""How long someone has been on a path: dates in, numbers out. It knows neither clock nor zone.

**Days in all** are days of the calendar, each once. The day on which she began is the first of
them, and today is one from its morning: who began today has one day, and nobody ever has none. A
day on which she started again counts as every other, and what was before it stays. Only what she
leaves out herself is not counted: where she says since when she had not been on the path, those
days, up to the one before she started again.

Where she marks days herself, days in all are those that she marked.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from heartleaf.days.almanac import FIRST_DAY

DAY = datetime.timedelta(days=1)
# The mean synodic month, 29.530588853 days (J. Meeus, Astronomical Algorithms, 2nd ed., ch. 49).
MOON, OF_A_DAY = 29_530_588_853, 1_000_000_000
# So many leaves a branch bears; after that each stands for a season, and then for a year.
MOST_LEAVES = 60

Fault = Literal["future", "too early", "same day", "away too late", "away too early"]


@dataclass(frozen=True)
class Begun:
    """She began, or began again, on a day; `away` since when she had not been on the path, if she
    wants that left out."""

    on: datetime.date
    away: datetime.date | None = None


@dataclass(frozen=True)
class Span:
    """Days one after the other, both ends included."""

    first: datetime.date
    last: datetime.date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def fault(begun: Begun, others: Iterable[Begun], today: datetime.date) -> Fault | None:
    """What is wrong with a beginning beside the others of a path; None if nothing is."""
    if begun.on > today:
        return "future"
    if begun.on < FIRST_DAY:
        return "too early"
    days = {one.on for one in others}
    if begun.on in days:
        return "same day"
    return _fault_of_gap(begun, others, days)


def _fault_of_gap(begun: Begun, others: Iterable[Begun], days: set[datetime.date]) -> Fault | None:
    if begun.away is not None and begun.away > begun.on:
        return "away too late"
    if begun.away is not None and any(begun.away <= day < begun.on for day in days):
        return "away too early"
    # The gap of a later one would reach over this one.
    if any(one.away and one.away <= begun.on < one.on for one in others):
        return "away too early"
    return None


def spans(beginnings: Iterable[Begun], today: datetime.date) -> list[Span]:
    """The days on the path. Who began in Tokyo and flew west may be a day before she began; that
    day counts as it was."""
    ordered = sorted(beginnings, key=lambda one: one.on)
    if not ordered:
        return []
    ends = [(one.away or one.on) - DAY for one in ordered[1:]]
    ends.append(max(today, ordered[-1].on))
    return [Span(one.on, end) for one, end in zip(ordered, ends, strict=True) if one.on <= end]


def days_in_all(beginnings: Iterable[Begun], today: datetime.date) -> int:
    return sum(span.days for span in spans(beginnings, today))


def days_since(beginnings: Sequence[Begun], today: datetime.date) -> int:
    """Since the newest beginning, that day included."""
    newest = max(one.on for one in beginnings)
    return (max(today, newest) - newest).days + 1


def whole_moons(days: int) -> int:
    """From one new moon to the next, on the average, so many times."""
    return days * OF_A_DAY // MOON


@dataclass(frozen=True)
class Leaf:
    """A leaf of the branch, and the first day and the last of what it stands for."""

    first: datetime.date
    last: datetime.date


def leaves_of_spans(on_the_path: Iterable[Span]) -> list[Leaf]:
    """One for each month of the calendar in which a day was on the path; if those are more than a
    branch bears, for each season of three months, or each year."""
    return _leaves({month for span in on_the_path for month in _months(span)})


def leaves_of_days(marked: Iterable[datetime.date]) -> list[Leaf]:
    """The same, where each day was marked."""
    return _leaves({_number(day) for day in marked})


def _months(span: Span) -> Iterator[int]:
    yield from range(_number(span.first), _number(span.last) + 1)


def _number(day: datetime.date) -> int:
    return 12 * day.year + day.month - 1


def _leaves(months: set[int]) -> list[Leaf]:
    """Seasons are the meteorological ones, so the winter of a year begins in December before."""
    for long, shift in ((1, 0), (3, 1), (12, 0)):
        several = sorted({(month + shift) // long for month in months})
        if len(several) <= MOST_LEAVES or long == 12:
            return [_leaf(one * long - shift, long) for one in several]
    raise AssertionError


def _leaf(month: int, long: int) -> Leaf:
    return Leaf(_first_of(month), _first_of(month + long) - DAY)


def _first_of(month: int) -> datetime.date:
    return datetime.date(month // 12, month % 12 + 1, 1)
