"""What comes back by our own calendar: yearly, monthly, weekly, half-way between two years.

Each date is reckoned from the day itself, never from the one before it: else a 31st that
passed through a February would be a 28th ever after. Each begins near the first that is asked
for, and may give some before it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from enum import StrEnum

from heartleaf.days.almanac.months import DAY, length, months_after


class Leap(StrEnum):
    """Where 29 February is kept in a year that has none. Families differ, and so do laws."""

    FEB28 = "feb28"
    MAR1 = "mar1"
    BOTH = "both"
    LEAP = "leap"  # in leap years only


def anniversaries(
    of: datetime.date, first: datetime.date, last: datetime.date, *, leap: Leap = Leap.BOTH
) -> Iterator[datetime.date]:
    """The same day year after year; only 29 February needs to be asked about."""
    for year in range(max(of.year + 1, first.year), last.year + 1):
        if of.day <= length(year, of.month):
            yield of.replace(year=year)
            continue
        if leap in {Leap.FEB28, Leap.BOTH}:
            yield datetime.date(year, 2, 28)
        if leap in {Leap.MAR1, Leap.BOTH}:
            yield datetime.date(year, 3, 1)


def months(of: datetime.date, first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    """Every month on its day; the 29th, 30th and 31st on the last day of a shorter month.

    A family that keeps the 31st keeps it every month. Passing over the short ones would leave
    them without a day in five months of twelve, and the 1st of the next would put two months
    into one.
    """
    for number in range(max(1, _months_between(of, first)), _months_between(of, last) + 1):
        yield months_after(of, number)


def halves(of: datetime.date, first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    """Six months after the day and after each anniversary; of a shorter month, its last day."""
    years = max(0, _months_between(of, first) // 12 - 1)
    for number in range(years * 12 + 6, _months_between(of, last) + 1, 12):
        yield months_after(of, number)


def weeks(of: datetime.date, first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    """Every seventh day."""
    number = max(1, (first - of).days // 7)
    while (day := of + number * 7 * DAY) <= last:
        yield day
        number += 1


def _months_between(of: datetime.date, last: datetime.date) -> int:
    return (last.year - of.year) * 12 + last.month - of.month
