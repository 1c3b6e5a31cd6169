"""How long it has been: whole years, months, weeks and days since a day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from heartleaf.days.almanac.months import DAY, months_after
from heartleaf.days.almanac.yearly import Leap


@dataclass(frozen=True, slots=True)
class Since:
    """Each is the whole of it, not what the others leave: one year is also 12 months, 52 weeks
    and 365 days."""

    years: int
    months: int
    weeks: int
    days: int


def since(of: datetime.date, on: datetime.date, *, leap: Leap = Leap.MAR1) -> Since:
    """How long it has been on a day. Raises ValueError if that day is before it.

    By the calendar, as ages are: a month is full on the same day of the month, or on the last
    day of a shorter one. For 29 February a year is full on 1 March, or on 28 February where the
    family chose that day alone.
    """
    if on < of:
        raise ValueError("That day is before it.")
    months = (on.year - of.year) * 12 + on.month - of.month
    if _full(of, months, leap) > on:
        months -= 1
    days = (on - of).days
    return Since(years=months // 12, months=months, weeks=days // 7, days=days)


def count_of(of: datetime.date, on: datetime.date) -> int:
    """Which day it is, the day itself being the first; the day before it is 0."""
    return (on - of).days + 1


def _full(of: datetime.date, months: int, leap: Leap) -> datetime.date:
    """The day on which so many months are full."""
    full = months_after(of, months)
    moved = (of.month, of.day) == (2, 29) and full.day < of.day
    return full + DAY if moved and leap is not Leap.FEB28 else full
