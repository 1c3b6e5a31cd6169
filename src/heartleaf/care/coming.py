"""Which moments make one message: dates in, moments out. It knows neither people nor the clock.

Two hard days close together are one hard time: one line before it, one as it begins, one after it.
And no date ever has two messages.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

# As far apart as this, two days are one hard time; but no chain of days grows longer than this.
CLOSE = datetime.timedelta(days=2)
LONGEST = datetime.timedelta(days=7)

Which = Literal["ahead", "on", "after"]


@dataclass(frozen=True)
class Wanted:
    """A day that someone wants to be told of. `ahead` is in days, 0 for not before."""

    key: str
    date: datetime.date
    ahead: int = 0
    on: bool = True
    after: bool = False
    hour: datetime.time = datetime.time(9)


@dataclass(frozen=True)
class Moment:
    """One message: on which date and hour of theirs, and of which days it speaks."""

    on: datetime.date
    hour: datetime.time
    which: Which
    days: tuple[Wanted, ...]


def moments(wanted: Iterable[Wanted]) -> list[Moment]:
    """In order, at most one on a date."""
    times = hard_times(wanted)
    all_moments = sorted(
        itertools.chain.from_iterable(map(_of_one_time, times)), key=lambda m: (m.on, m.hour)
    )
    by_date = itertools.groupby(all_moments, key=lambda moment: moment.on)
    return [_joined(list(together)) for _on, together in by_date]


def hard_times(wanted: Iterable[Wanted]) -> list[list[Wanted]]:
    """Days so close together that they are one time, each in order."""
    times: list[list[Wanted]] = []
    for one in sorted(wanted, key=lambda one: (one.date, one.key)):
        last = times[-1] if times else []
        if last and one.date - last[-1].date <= CLOSE and one.date - last[0].date <= LONGEST:
            last.append(one)
        else:
            times.append([one])
    return times


def _of_one_time(days: list[Wanted]) -> Iterable[Moment]:
    before = [one for one in days if one.ahead]
    if before:
        first = min(one.date - datetime.timedelta(days=one.ahead) for one in before)
        yield _moment(first, "ahead", before, days)
    if on := [one for one in days if one.on]:
        yield _moment(on[0].date, "on", on, days)
    if after := [one for one in days if one.after]:
        yield _moment(days[-1].date + datetime.timedelta(days=1), "after", after, days)


def _moment(on: datetime.date, which: Which, wanting: list[Wanted], days: list[Wanted]) -> Moment:
    return Moment(on, min(one.hour for one in wanting), which, tuple(days))


def _joined(together: list[Moment]) -> Moment:
    """What is for the day itself decides how it is said."""
    leading = next((one for one in together if one.which == "on"), together[0])
    days = dict.fromkeys(one for moment in together for one in moment.days)
    return Moment(leading.on, together[0].hour, leading.which, tuple(days))
