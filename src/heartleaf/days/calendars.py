"""A circle's calendar: the days it wrote down, the observances it chose, what it plans.

Plain values, written as JSON inside a seal that says where they belong. Fields of a later version
are kept as they are.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from heartleaf.days.models import Calendar
from heartleaf.family.dates import VagueDate
from heartleaf.family.facts import Told
from heartleaf.family.opening import OpenCircle
from heartleaf.family.records import Values, change_record, open_record, read_record
from heartleaf.family.unknown import written
from heartleaf.sealing import NotBound

FORMAT = "heartleaf-calendar/1"
YEARLY = "yearly"


@dataclass
class Day(Told):
    """A day of theirs: the day we knew, the funeral, ashes home, a naming, any.

    `date` is as `VagueDate.to_edtf` writes it; `comes` says in which ways it comes again, each by
    the code of `almanac.recurrence_of`, none for once; `children` are the ids of those it is about;
    `by` is the id of who wrote it down.
    """

    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    title: str = ""
    date: str = ""
    comes: list[str] = field(default_factory=lambda: [YEARLY])
    children: list[str] = field(default_factory=list)
    by: str = ""

    @property
    def when(self) -> VagueDate:
        return VagueDate.from_edtf(self.date)


@dataclass
class Chosen(Told):
    """An observance that is kept here: which, whose country's, and which of several customs."""

    observance: str = ""
    country: str = ""
    choice: str = ""


@dataclass
class Line(Told):
    """One line of a plan, in their words: `when` may stay empty. `by` is the id of who wrote it;
    two lines with the same words are the same."""

    when: str = ""
    what: str = ""
    by: str = field(default="", compare=False)


@dataclass
class CalendarFacts(Told):
    """`plans` are by the key of a day and its date, "KEY 2026-05-12"; `together` says, by the key
    of a day, which persons agreed to tell each other of it; `again` in which ways a day of the
    children comes again, if not every year alone; `leaps` how a day on a 29 February comes in other
    years (`feb28`, `mar1`, `both` or `leap`)."""

    days: list[Day] = field(default_factory=list)
    chosen: list[Chosen] = field(default_factory=list)
    plans: dict[str, list[Line]] = field(default_factory=dict)
    together: dict[str, list[str]] = field(default_factory=dict)
    again: dict[str, list[str]] = field(default_factory=dict)
    leaps: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.days = [d if isinstance(d, Day) else Day.from_json(d) for d in self.days]
        self.chosen = [c if isinstance(c, Chosen) else Chosen.from_json(c) for c in self.chosen]
        self.plans = {
            key: [one if isinstance(one, Line) else Line.from_json(one) for one in lines]
            for key, lines in self.plans.items()
        }

    def day(self, id: str) -> Day | None:
        return next((day for day in self.days if day.id == id), None)

    def plan(self, key: str, on: datetime.date) -> list[Line]:
        return self.plans.get(plan_name(key, on), [])

    def planned_keys(self) -> set[str]:
        """The keys of the days for which something is planned."""
        return {name.rpartition(" ")[0] for name in self.plans}

    def plans_of(self, key: str) -> dict[datetime.date, list[Line]]:
        """Everything that is planned for a day, by its dates."""
        names = (name.rpartition(" ") for name in self.plans)
        dates = [_date(date) for day, _space, date in names if day == key]
        return {on: self.plan(key, on) for on in dates if on}


def plan_name(key: str, on: datetime.date) -> str:
    return f"{key} {on.isoformat()}"


def _date(text: str) -> datetime.date | None:
    """None for what a later version wrote in another way."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def open_calendar(circle: OpenCircle) -> CalendarFacts:
    """A circle's calendar, an empty one if nothing was written. Raises CannotOpen for a damaged
    one, NotBound for one that nobody who holds the key wrote, or that belongs somewhere else."""
    return _facts(open_record(Calendar, FORMAT, circle))


def read_calendar(row: Calendar, circle: OpenCircle) -> CalendarFacts:
    """A calendar as it stands in its row. Raises as `open_calendar` does."""
    return _facts(read_record(row, FORMAT, circle))


def change_calendar(circle: OpenCircle, change: Callable[[CalendarFacts], None]) -> CalendarFacts:
    """Read, change and keep a circle's calendar, against whatever others do meanwhile."""
    kept: list[CalendarFacts] = []

    def changed(values: Values) -> Values:
        facts = _facts(values)
        change(facts)
        kept[:] = [facts]
        return written(facts)

    change_record(Calendar, FORMAT, circle, changed)
    return kept[0]


def seal_calendar_anew(circle: OpenCircle) -> None:
    """The same for the circle's newest key. Raises as `open_calendar` does."""
    change_calendar(circle, lambda facts: None)


def _facts(values: Values) -> CalendarFacts:
    try:
        return CalendarFacts.from_json(values)
    except (TypeError, AttributeError) as error:
        raise NotBound("This calendar cannot be read.") from error
