"""Days that are counted from a death: the seventh, the fortieth, the Japanese years.

Most customs count the day itself as the first, so the seventh day is six days later; some begin
with the day after. The Japanese count years in the same way: the third memorial comes two years
after the death, though the first anniversary comes after one.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from heartleaf.days.almanac.months import DAY, months_after

JAPANESE_DAYS = (7, 49, 100)
JAPANESE_YEARS = (3, 7, 13, 17, 23, 27, 33)


def counted(of: datetime.date, counts: Iterable[int]) -> Iterator[datetime.date]:
    """The day itself is the first."""
    for count in counts:
        yield of + DAY * (count - 1)


def counted_from_next(of: datetime.date, counts: Iterable[int]) -> Iterator[datetime.date]:
    """The day after is the first."""
    for count in counts:
        yield of + DAY * count


def japanese(of: datetime.date) -> Iterator[datetime.date]:
    """The 7th, 49th and 100th day, the first anniversary, and the 3rd to the 33rd year.

    29 February is kept on the 28th where there is none: a memorial is rather held before its
    day than after it.
    """
    yield from counted(of, JAPANESE_DAYS)
    for years in (1, *(count - 1 for count in JAPANESE_YEARS)):
        yield months_after(of, 12 * years)
