"""The tabular Islamic calendar: reckoned, not sighted, so it may differ by a day or two.

Eleven years of thirty are leap years: 2, 5, 7, 10, 13, 16, 18, 21, 24, 26 and 29. It begins on
16 July 622 of the Julian calendar (the civil epoch). A day begins at sunset before it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from heartleaf.days.almanac.months import DAY

MONTHS = {
    name: number
    for number, name in enumerate(
        [
            "muharram",
            "safar",
            "rabi-i",
            "rabi-ii",
            "jumada-i",
            "jumada-ii",
            "rajab",
            "shaban",
            "ramadan",
            "shawwal",
            "dhu-al-qada",
            "dhu-al-hijja",
        ],
        start=1,
    )
}
LAST_MONTH = 12
LONGEST = {1: 30, 3: 30, 5: 30, 7: 30, 9: 30, 11: 30, LAST_MONTH: 30}
EPOCH = datetime.date(622, 7, 19)  # the same day as 16 July 622 in the Julian calendar


def anniversaries(
    of: datetime.date, first: datetime.date, last: datetime.date, *, after_sunset: bool
) -> Iterator[datetime.date]:
    """The same Islamic day year after year, some eleven days earlier in ours each time.

    After sunset the next day has begun already. The 30th of the last month, which only leap
    years have, is its 29th in other years: the day on which the year ends.
    """
    year, month, day = parts_of(of + DAY if after_sunset else of)
    for later in range(max(year + 1, parts_of(first)[0]), parts_of(last)[0] + 1):
        yield date_of(later, month, min(day, length(later, month)))


def date_of(year: int, month: int, day: int) -> datetime.date:
    months = 29 * (month - 1) + month // 2
    return EPOCH + DAY * ((year - 1) * 354 + (3 + 11 * year) // 30 + months + day - 1)


def parts_of(day: datetime.date) -> tuple[int, int, int]:
    since = (day - EPOCH).days
    year = (30 * since + 10_646) // 10_631
    within = (day - date_of(year, 1, 1)).days
    month = (11 * within + 330) // 325
    return year, month, (day - date_of(year, month, 1)).days + 1


def length(year: int, month: int) -> int:
    """Thirty days and twenty-nine by turns; in a leap year the last month has thirty too."""
    leap = (14 + 11 * year) % 30 < 11
    return 30 if month % 2 or (month == LAST_MONTH and leap) else 29


def years_of(year: int) -> range:
    """The Islamic years, two or three, that one of ours has part of."""
    first = parts_of(datetime.date(year, 1, 1))[0]
    return range(first, parts_of(datetime.date(year, 12, 31))[0] + 1)
