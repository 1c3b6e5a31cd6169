"""Keeping a plan: nothing that somebody else wrote meanwhile is overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from heartleaf.days.calendars import CalendarFacts, Line
from heartleaf.family.facts import mark_of
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.keeping import ChangedMeanwhile
from heartleaf.web.day_changes import change_days

LONGEST_WHEN, LONGEST_WHAT, MOST_LINES = 60, 600, 200


@dataclass
class PlanForm:
    """What stands in the form: the lines, whose plan it was and is to be, and the mark of the
    lines it began from. `more`: only empty lines are asked for; `fault`: why nothing was kept."""

    lines: list[Line]
    before: str
    circle: str
    based_on: str = ""
    more: bool = False
    fault: str = ""

    @classmethod
    def of(cls, there: list[Line], circle: str) -> Self:
        return cls(there, circle, circle, mark_of(*there))

    @classmethod
    def sent(cls, typed: QueryDict, before: str, offered: Sequence[str]) -> Self:
        chosen = typed.get("circle", before)
        rows = zip(typed.getlist("when"), typed.getlist("what"), strict=False)
        lines = [Line(_as_typed(when), _as_typed(what)) for when, what in rows]
        return cls(
            [line for line in lines if line.when or line.what],
            before,
            chosen if chosen in offered else before,
            typed.get("based_on", ""),
            "more" in typed,
        )

    @property
    def too_long(self) -> str:
        """What there is no room for, in a sentence; empty if all of it fits."""
        if any(len(line.what) > LONGEST_WHAT for line in self.lines):
            return _("A line has room for {count} letters.").format(count=LONGEST_WHAT)
        if any(len(line.when) > LONGEST_WHEN for line in self.lines):
            return _("“When” has room for {count} letters.").format(count=LONGEST_WHEN)
        if len(self.lines) > MOST_LINES:
            return _("A plan has room for {count} lines.").format(count=MOST_LINES)
        return ""


def keep_plan(person: OpenPerson, name: str, form: PlanForm) -> bool:
    """Whether nobody wrote there since the form was opened. If somebody did, what is there stays,
    and what was typed stands below it. Raises SealingError for a damaged calendar."""
    me, alone = str(person.id), True

    def write(calendar: CalendarFacts) -> None:
        nonlocal alone
        there = calendar.plans.get(name, [])
        moved = form.circle != form.before
        as_it_was = not there or moved or mark_of(*there) == form.based_on
        alone = as_it_was or there == form.lines
        lines = [_written(line, there, me) for line in form.lines]
        above = [] if as_it_was and not moved else there
        _put(calendar, name, [*above, *(line for line in lines if line not in above)])

    def leave(calendar: CalendarFacts) -> None:
        """What the other parent wrote is not taken away from them."""
        nonlocal alone
        there = calendar.plans.get(name, [])
        theirs = [line for line in there if line.by not in ("", me)]
        alone = mark_of(*there) == form.based_on or there == theirs
        _put(calendar, name, theirs if alone else there)

    with transaction.atomic():
        change_days(person, form.circle, write)
        if form.circle != form.before:
            change_days(person, form.before, leave)
    return alone


def let_plan_go(person: OpenPerson, name: str, circle: str, based_on: str) -> None:
    """Raises ChangedMeanwhile if these are not the words that were seen when it was asked."""

    def drop(calendar: CalendarFacts) -> None:
        if mark_of(*calendar.plans.get(name, [])) not in ("", based_on):
            raise ChangedMeanwhile
        _put(calendar, name, [])

    change_days(person, circle, drop)


def _as_typed(text: str) -> str:
    """As browsers count it: they send the end of a line as two letters and count it as one."""
    return text.replace("\r\n", "\n").strip()


def _written(line: Line, there: list[Line], me: str) -> Line:
    """A line that stands there already is still of whoever wrote it."""
    return next((one for one in there if one == line), replace(line, by=me))


def _put(calendar: CalendarFacts, name: str, lines: list[Line]) -> None:
    calendar.plans[name] = lines
    if not lines:
        del calendar.plans[name]
