"""What a rule is made of. Each term says on which days of a year it falls: mostly one, at times
none (29 February), at times two (an Islamic year is shorter than ours).

What is reckoned from another day may come to lie in the year beside it; who asks must look
there too.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal, Protocol

from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter

from heartleaf.days.almanac import hebrew, islamic
from heartleaf.days.almanac.months import DAY, length

WEEK = 7


class Term(Protocol):
    def in_year(self, year: int) -> list[datetime.date]: ...


@dataclass(frozen=True, slots=True)
class Fixed:
    """The same day every year; 29 February in leap years only."""

    month: int
    day: int

    def in_year(self, year: int) -> list[datetime.date]:
        if self.day > length(year, self.month):
            return []
        return [datetime.date(year, self.month, self.day)]


@dataclass(frozen=True, slots=True)
class Nth:
    """The first to the fifth of a weekday in a month; 0 stands for the last. Not every month
    has a fifth."""

    number: int
    weekday: int
    month: int

    def in_year(self, year: int) -> list[datetime.date]:
        if self.number == 0:
            end = datetime.date(year, self.month, length(year, self.month))
            return [_weekday_near(end, self.weekday, "on or before")]
        start = datetime.date(year, self.month, 1)
        day = _weekday_near(start, self.weekday, "on or after") + DAY * WEEK * (self.number - 1)
        return [day] if day.month == self.month else []


@dataclass(frozen=True, slots=True)
class Easter:
    orthodox: bool

    def in_year(self, year: int) -> list[datetime.date]:
        return [easter(year, EASTER_ORTHODOX if self.orthodox else EASTER_WESTERN)]


@dataclass(frozen=True, slots=True)
class HebrewDay:
    """A day of the Hebrew calendar, in the years that have it; Adar is the last month."""

    month: int
    day: int

    def in_year(self, year: int) -> list[datetime.date]:
        days = (self._in_hebrew_year(each) for each in hebrew.years_of(year))
        return [day for day in days if day and day.year == year]

    def _in_hebrew_year(self, year: int) -> datetime.date | None:
        month = self.month
        if month == hebrew.ADAR_II and not hebrew.is_leap(year):
            month = hebrew.ADAR
        return hebrew.date_of(year, month, self.day) if hebrew.has(year, month, self.day) else None


@dataclass(frozen=True, slots=True)
class IslamicDay:
    """A day of the tabular Islamic calendar, in the years that have it."""

    month: int
    day: int

    def in_year(self, year: int) -> list[datetime.date]:
        days = (
            islamic.date_of(each, self.month, self.day)
            for each in islamic.years_of(year)
            if self.day <= islamic.length(each, self.month)
        )
        return [day for day in days if day.year == year]


Side = Literal["before", "after", "on or before", "on or after"]


@dataclass(frozen=True, slots=True)
class WeekdayNear:
    """The nearest such weekday on one side of a day."""

    weekday: int
    side: Side
    of: Term

    def in_year(self, year: int) -> list[datetime.date]:
        return [_weekday_near(day, self.weekday, self.side) for day in self.of.in_year(year)]


@dataclass(frozen=True, slots=True)
class Shifted:
    days: int
    of: Term

    def in_year(self, year: int) -> list[datetime.date]:
        return [day + DAY * self.days for day in self.of.in_year(year)]


@dataclass(frozen=True, slots=True)
class Unless:
    """Where the one meets the other, a third instead."""

    of: Term
    meets: Term
    instead: Term

    def in_year(self, year: int) -> list[datetime.date]:
        if set(self.of.in_year(year)).isdisjoint(self.meets.in_year(year)):
            return self.of.in_year(year)
        return self.instead.in_year(year)


@dataclass(frozen=True, slots=True)
class Moved:
    """On some weekdays it waits for another."""

    of: Term
    weekdays: frozenset[int]
    to: int

    def in_year(self, year: int) -> list[datetime.date]:
        return [self._moved(day) for day in self.of.in_year(year)]

    def _moved(self, day: datetime.date) -> datetime.date:
        return _weekday_near(day, self.to, "after") if day.weekday() in self.weekdays else day


def _weekday_near(day: datetime.date, weekday: int, side: Side) -> datetime.date:
    ahead, back = (weekday - day.weekday()) % WEEK, (day.weekday() - weekday) % WEEK
    match side:
        case "on or after":
            return day + DAY * ahead
        case "on or before":
            return day - DAY * back
        case "after":
            return day + DAY * (ahead or WEEK)
        case "before":
            return day - DAY * (back or WEEK)
