"""How long a backup stays: all of the last 7 days, the first of each of the last 4 weeks, and the
first of each of the last 12 months.

The first of a week or month is known as soon as it is there, so a backup has the date of its end
from the beginning: whoever deletes something for good can be told it. Besides, the newest always
stays, and the newest that is proven.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

DAYS, WEEKS, MONTHS = 7, 4, 12


@dataclass(frozen=True)
class Made:
    """A backup as the rule sees it: its instant, its date where the host lives, whether proven."""

    moment: datetime.datetime
    date: datetime.date
    proven: bool


def staying(made: Iterable[Made], today: datetime.date) -> set[Made]:
    """Those that stay, of the backups in one place."""
    all_of_them = set(made)
    ends = ending(all_of_them)
    stay = {one for one in all_of_them if ends[one] > today}
    proven = [one for one in all_of_them if one.proven]
    newest = [max(some, key=_moment) for some in (all_of_them, proven) if some]
    return stay | set(newest)


def ending(made: Iterable[Made]) -> dict[Made, datetime.date]:
    """The date from which each is no longer needed, if newer ones go on being made."""
    all_of_them = set(made)
    first_of_week = _firsts(all_of_them, _monday)
    first_of_month = _firsts(all_of_them, _first_day)
    ends = {}
    for one in all_of_them:
        end = one.date + datetime.timedelta(days=DAYS)
        if one in first_of_week:
            end = max(end, _monday(one.date) + datetime.timedelta(weeks=WEEKS))
        if one in first_of_month:
            end = max(end, _first_day(one.date).replace(year=one.date.year + MONTHS // 12))
        ends[one] = end
    return ends


def _firsts(made: set[Made], part: Callable[[datetime.date], datetime.date]) -> set[Made]:
    """The first proven one of each week or month; where none is proven, the first there is."""
    firsts: dict[datetime.date, Made] = {}
    for one in sorted(made, key=lambda one: (not one.proven, one.moment)):
        firsts.setdefault(part(one.date), one)
    return set(firsts.values())


def _moment(one: Made) -> datetime.datetime:
    return one.moment


def _monday(date: datetime.date) -> datetime.date:
    return date - datetime.timedelta(days=date.weekday())


def _first_day(date: datetime.date) -> datetime.date:
    return date.replace(day=1)
