"""Which wishes make one message: dates in, moments out. It knows neither people nor the clock.

Two hard days close together are one hard time: one line before it, one as it begins, one after it.
A day with an hour of its own, such as a candle at seven, keeps its own. And no date ever has two
messages.
"""

from __future__ import annotations

import datetime
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

# As far apart as this, two days are one hard time; but no chain of days grows longer than this.
CLOSE = datetime.timedelta(days=2)
LONGEST = datetime.timedelta(days=7)

Which = Literal["ahead", "on", "after"]


@dataclass(frozen=True)
class Notice:
    """One wish of one day: to be told of it on a date, at an hour. `at_its_hour`: the hour is that
    of the day itself and not only of its person."""

    key: str
    date: datetime.date
    which: Which
    on: datetime.date
    hour: datetime.time
    at_its_hour: bool = False


@dataclass(frozen=True)
class Wanted:
    """A day that someone wants to be told of. `ahead` is in days, 0 for not before; it may last
    several."""

    key: str
    date: datetime.date
    ahead: int = 0
    on: bool = True
    after: bool = False
    hour: datetime.time = datetime.time(9)
    at_its_hour: bool = False
    lasts: int = 1

    def notices(self) -> Iterator[Notice]:
        days = datetime.timedelta
        if self.ahead:
            yield self._notice("ahead", self.date - days(self.ahead))
        if self.on:
            yield self._notice("on", self.date)
        if self.after:
            yield self._notice("after", self.date + days(self.lasts))

    def _notice(self, which: Which, on: datetime.date) -> Notice:
        return Notice(self.key, self.date, which, on, self.hour, self.at_its_hour)


@dataclass(frozen=True)
class Moment:
    """One message: on which date and hour of theirs, and which wishes it answers."""

    on: datetime.date
    hour: datetime.time
    answers: tuple[Notice, ...]


def moments(
    wanted: Iterable[Wanted], is_open: Callable[[Notice], bool] = lambda notice: True
) -> list[Moment]:
    """In order, at most one on a date. `is_open` says which wishes are to be answered still."""
    by_date: dict[datetime.date, list[Notice]] = defaultdict(list)
    for time in hard_times(wanted):
        for on, answers in _of_one_time(time, is_open):
            by_date[on] += answers
    return [_moment(on, answers) for on, answers in sorted(by_date.items())]


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


def _of_one_time(
    days: list[Wanted], is_open: Callable[[Notice], bool]
) -> Iterator[tuple[datetime.date, list[Notice]]]:
    notices = [one for day in days for one in day.notices() if is_open(one)]
    for which in ("ahead", "on", "after"):
        told = [one for one in notices if one.which == which and not _alone(one)]
        if told:
            dates = [one.on for one in told]
            yield max(dates) if which == "after" else min(dates), told
    alone = sorted(filter(_alone, notices), key=lambda one: one.on)
    for on, several in itertools.groupby(alone, key=lambda one: one.on):
        yield on, list(several)


def _alone(notice: Notice) -> bool:
    """A candle at seven is not lit the evening before."""
    return notice.at_its_hour and notice.which == "on"


def _moment(on: datetime.date, answers: list[Notice]) -> Moment:
    """Where something has its hour on this date, that is the hour."""
    bound = [one.hour for one in answers if _alone(one) and one.on == on]
    return Moment(on, min(bound or [one.hour for one in answers]), tuple(dict.fromkeys(answers)))
