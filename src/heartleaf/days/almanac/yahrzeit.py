"""Yahrzeit: the day of a death, in the Hebrew calendar, year after year.

Most days simply come back. Where a day is not in every year, this follows the reckoning that
"Calendrical Calculations" (Dershowitz and Reingold) describes, and that Hebcal prints. The
date given is the day itself; it begins at sunset of the evening before. Some families reckon
the first one by twelve months instead of by the date; that is theirs to say.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from heartleaf.days.almanac import hebrew
from heartleaf.days.almanac.hebrew import ADAR, ADAR_II, CHESHVAN, KISLEV, SHEVAT
from heartleaf.days.almanac.months import DAY


def yahrzeits(
    of: datetime.date,
    first: datetime.date,
    last: datetime.date,
    *,
    sephardi: bool,
    after_sunset: bool,
) -> Iterator[datetime.date]:
    """Each yahrzeit of a death on that day, in the Hebrew years from `first` to `last`.

    After sunset the next Hebrew day has begun already.
    """
    death = hebrew.parts_of(of + DAY if after_sunset else of)
    begins = max(death[0] + 1, hebrew.parts_of(first)[0])
    for year in range(begins, hebrew.parts_of(last)[0] + 1):
        yield yahrzeit(death, year, sephardi=sephardi)


def yahrzeit(death: tuple[int, int, int], year: int, *, sephardi: bool) -> datetime.date:
    died, month, day = death
    if month in {CHESHVAN, KISLEV} and day == 30:
        return _thirtieth(died, month, year)
    if month == ADAR and day == 30 and not hebrew.is_leap(year):
        return hebrew.date_of(year, SHEVAT, 30)
    return hebrew.date_of(year, _month(died, month, year, sephardi=sephardi), day)


def _thirtieth(died: int, month: int, year: int) -> datetime.date:
    """30 Cheshvan and 30 Kislev are not in every year. If the first anniversary had none, the
    day is the eve of the next month for good; else it is the 30th, or the 1st where there is
    no 30th."""
    next_month = hebrew.date_of(year, month + 1, 1)
    if hebrew.has(died + 1, month, 30) and not hebrew.has(year, month, 30):
        return next_month
    return next_month - DAY


def _month(died: int, month: int, year: int, *, sephardi: bool) -> int:
    """Adar II is the last month, whatever it is called. Adar of a common year is kept in a leap
    year by Ashkenazim in the first Adar and by Sephardim in the second."""
    if not hebrew.is_leap(year):
        return min(month, ADAR)
    if month == ADAR and not hebrew.is_leap(died) and sephardi:
        return ADAR_II
    return month
