"""What a family's own day does after its date.

once                              the day itself, and no other
yearly [feb28|mar1|both|leap]     the same day; the word is for 29 February, "both" if none
monthly · weekly · half           every month, every week, half-way between two years
yahrzeit ashkenazi|sephardi [after-sunset]
islamic [after-sunset]            yearly by the tabular Islamic calendar
days 7 40 49 100                  counted, the day itself being the first
days-from-next 3 9 40             counted, the day after being the first
japanese                          the days and years of Japanese memorials
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from heartleaf.days.almanac import counted, islamic, yearly
from heartleaf.days.almanac.limits import FIRST_DAY, LAST_DAY, WrongRule, within
from heartleaf.days.almanac.yahrzeit import yahrzeits
from heartleaf.days.almanac.yearly import Leap

# From the day, the first and the last that is asked for.
Dates = Callable[[datetime.date, datetime.date, datetime.date], Iterable[datetime.date]]

FARTHEST_COUNT = 36_525  # a hundred years


@dataclass(frozen=True, slots=True)
class Recurrence:
    """What comes back, by its code."""

    code: str
    _dates: Dates = field(compare=False, repr=False)

    def dates(
        self, of: datetime.date, first: datetime.date, last: datetime.date
    ) -> list[datetime.date]:
        """From `first` to `last`, both included, each once and in order; never before `of`.

        The day itself is no anniversary: it is in "once" alone. Outside 1900 to 2200 there is
        none.
        """
        first, last = max(first, FIRST_DAY, of), min(last, LAST_DAY)
        if first > last or of < FIRST_DAY:
            return []
        return within(self._dates(of, first, last), first, last)


def recurrence_of(code: str) -> Recurrence:
    """Read a code. Raises WrongRule with a sentence."""
    word, *rest = code.lower().split() or [""]
    if word not in READERS:
        raise WrongRule(f"“{code}” is no recurrence; there are {', '.join(READERS)}.")
    return Recurrence(" ".join([word, *rest]), READERS[word](word, rest))


def _plain(dates: Dates) -> Callable[[str, list[str]], Dates]:
    def read(word: str, rest: list[str]) -> Dates:
        if rest:
            raise WrongRule(f"“{word}” stands alone; “{' '.join(rest)}” cannot follow it.")
        return dates

    return read


def _yearly(word: str, rest: list[str]) -> Dates:
    if rest and (len(rest) > 1 or rest[0] not in {*Leap}):
        raise WrongRule(f"After “{word}” comes one of {', '.join(Leap)}, or nothing.")
    leap = Leap(rest[0]) if rest else Leap.BOTH
    return partial(yearly.anniversaries, leap=leap)


def _yahrzeit(word: str, rest: list[str]) -> Dates:
    custom, *more = rest or [""]
    if custom not in {"ashkenazi", "sephardi"}:
        raise WrongRule(f"After “{word}” comes ashkenazi or sephardi.")
    after_sunset, sephardi = _after_sunset(custom, more), custom == "sephardi"
    return partial(yahrzeits, sephardi=sephardi, after_sunset=after_sunset)


def _islamic(word: str, rest: list[str]) -> Dates:
    return partial(islamic.anniversaries, after_sunset=_after_sunset(word, rest))


def _after_sunset(word: str, rest: list[str]) -> bool:
    if rest not in ([], ["after-sunset"]):
        raise WrongRule(f"After “{word}” comes after-sunset, or nothing.")
    return bool(rest)


def _days(word: str, rest: list[str]) -> Dates:
    if not rest or not all(re.fullmatch(r"\d{1,5}", each, re.ASCII) for each in rest):
        raise WrongRule(f"After “{word}” come numbers, such as {word} 7 40.")
    counts = [int(each) for each in rest]
    if min(counts) == 0:
        raise WrongRule(f"After “{word}” there is no day 0.")
    if word == "days" and min(counts) == 1:
        raise WrongRule(f"After “{word}” the number 1 would be the day itself; 2 is the next.")
    if max(counts) > FARTHEST_COUNT:
        raise WrongRule(f"After “{word}” no number can be above {FARTHEST_COUNT}.")
    count = counted.counted if word == "days" else counted.counted_from_next
    return lambda of, _first, _last: count(of, counts)


READERS: dict[str, Callable[[str, list[str]], Dates]] = {
    "once": _plain(lambda of, _first, _last: [of]),
    "yearly": _yearly,
    "monthly": _plain(yearly.months),
    "weekly": _plain(yearly.weeks),
    "half": _plain(yearly.halves),
    "yahrzeit": _yahrzeit,
    "islamic": _islamic,
    "days": _days,
    "days-from-next": _days,
    "japanese": _plain(lambda of, _first, _last: counted.japanese(of)),
}
