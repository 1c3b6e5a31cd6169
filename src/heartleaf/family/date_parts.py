"""The pieces a vague date is made of: a stretch of the calendar, a week of pregnancy."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass, replace
from enum import Enum
from typing import Literal

from heartleaf.family.date_sayings import (
    NO_SUCH_DAY,
    WEEKS_AND_DATES,
    WEEKS_OUTSIDE,
    YEAR_OUTSIDE,
    CannotRead,
)

Hemisphere = Literal["north", "south"]
Span = tuple[datetime.date, datetime.date]

FIRST_YEAR, LAST_YEAR = 1850, 2200
PREGNANCY = datetime.timedelta(days=280)


class Season(Enum):
    SPRING = "spring"
    SUMMER = "summer"
    AUTUMN = "autumn"
    WINTER = "winter"


class Near(Enum):
    """How closely the words hold: as said, about, or one third of what is said."""

    SAID = "said"
    ABOUT = "about"
    EARLY = "early"
    MID = "mid"
    LATE = "late"


THIRDS = (Near.EARLY, Near.MID, Near.LATE)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A day, a month, a season or a year; perhaps only about it, or early, mid or late in it.

    A season is the meteorological one (three whole months), named after the year that holds
    most of it: winter 2025 in the north is December 2024 to February 2025, so that it stands
    in the year it is called by. Raises CannotRead for a day that no calendar has.
    """

    year: int
    month: int | None = None
    day: int | None = None
    season: Season | None = None
    near: Near = Near.SAID

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise CannotRead(YEAR_OUTSIDE)
        if (self.season and self.month) or (self.day is not None and self.month is None):
            raise ValueError("A stretch is a day, a month, a season or a year.")
        if self.month is not None and not _on_the_calendar(self.year, self.month, self.day):
            raise CannotRead(NO_SUCH_DAY)
        if self.day is not None and self.near in THIRDS:
            raise ValueError("A day has no early and late part.")

    @property
    def is_day(self) -> bool:
        return self.day is not None and self.near is Near.SAID

    def about(self) -> Stretch:
        return replace(self, near=Near.ABOUT) if self.near is Near.SAID else self

    def span(self, hemisphere: Hemisphere) -> Span:
        """First and last day. "About" reaches half the stretch's own length beyond each end."""
        if self.near in THIRDS:
            return self._third(THIRDS.index(self.near), hemisphere)
        first, last = self._whole(hemisphere)
        if self.near is Near.ABOUT:
            reach = datetime.timedelta(days=max(3, (last - first).days // 2))
            return first - reach, last + reach
        return first, last

    def _whole(self, hemisphere: Hemisphere) -> Span:
        if self.month and self.day:
            day = datetime.date(self.year, self.month, self.day)
            return day, day
        month, count = self._months(hemisphere)
        return _months_from(self.year, month, count)

    def _third(self, which: int, hemisphere: Hemisphere) -> Span:
        month, count = self._months(hemisphere)
        if count > 1:
            return _months_from(self.year, month + which * count // 3, count // 3)
        first, last = self._whole(hemisphere)
        starts = first.replace(day=1 + 10 * which)
        return starts, (last if which == 2 else first.replace(day=10 + 10 * which))

    def _months(self, hemisphere: Hemisphere) -> tuple[int, int]:
        """The first month (December before counts as 0) and how many."""
        if self.season:
            turn = 0 if hemisphere == "north" else 6
            first = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}[self.season.value]
            return (first + turn) % 12, 3
        return (self.month, 1) if self.month else (1, 12)


@dataclass(frozen=True, slots=True)
class Weeks:
    """A week of pregnancy as midwives count it, from 280 days before the due date.

    Without days it is the whole week, and it stands where that week begins.
    """

    weeks: int
    days: int = 0
    near: Near = Near.SAID

    def __post_init__(self) -> None:
        if not (0 <= self.weeks <= 45 and 0 <= self.days <= 6):
            raise CannotRead(WEEKS_OUTSIDE)
        if self.near in THIRDS:
            raise ValueError("A week has no early and late part.")

    def about(self) -> Weeks:
        return replace(self, near=Near.ABOUT)

    def begins(self, due: datetime.date) -> datetime.date:
        return due - PREGNANCY + datetime.timedelta(days=self.weeks * 7 + self.days)

    def span(self, due: datetime.date) -> Span:
        """First and last day; "about" reaches half a week beyond each end."""
        first = self.begins(due)
        reach = datetime.timedelta(days=3 if self.near is Near.ABOUT else 0)
        return first - reach, first + datetime.timedelta(days=0 if self.days else 6) + reach


Part = Stretch | Weeks
Pair = tuple[Part | None, Part | None]


def in_order(first: Part, last: Part, hemisphere: Hemisphere) -> Pair:
    """The ends put right; one alone where they are the same. Raises CannotRead for a mixture."""
    if first == last:
        return first, None
    if isinstance(first, Weeks) and isinstance(last, Weeks):
        turned = (first.weeks, first.days) > (last.weeks, last.days)
    elif isinstance(first, Stretch) and isinstance(last, Stretch):
        turned = first.span(hemisphere) > last.span(hemisphere)
    else:
        raise CannotRead(WEEKS_AND_DATES)
    return (last, first) if turned else (first, last)


def season_of(day: datetime.date, hemisphere: Hemisphere) -> Season:
    north = [Season.WINTER, Season.SPRING, Season.SUMMER, Season.AUTUMN]
    turn = 0 if hemisphere == "north" else 2
    return north[(day.month % 12 // 3 + turn) % 4]


def _on_the_calendar(year: int, month: int, day: int | None) -> bool:
    return 1 <= month <= 12 and (day is None or 1 <= day <= calendar.monthrange(year, month)[1])


def _months_from(year: int, month: int, count: int) -> Span:
    first = datetime.date(year - 1, 12, 1) if month == 0 else datetime.date(year, month, 1)
    end_year, end_month = divmod(year * 12 + month - 1 + count - 1, 12)
    return first, datetime.date(
        end_year, end_month + 1, calendar.monthrange(end_year, end_month + 1)[1]
    )
