"""Keeping a day of theirs in the calendar of a circle, with what was planned for it."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterator
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from heartleaf.care.calling_off import call_off
from heartleaf.care.wishes import WishesFacts
from heartleaf.days.calendars import CalendarFacts, Day, Line, plan_name
from heartleaf.days.gathering import KnownDays
from heartleaf.family.facts import mark_of
from heartleaf.family.opening import OpenPerson
from heartleaf.family.words import name_of
from heartleaf.keepsakes.keeping import ChangedMeanwhile
from heartleaf.sealing import SealingError
from heartleaf.web.day_changes import change_days, change_ways, day_of
from heartleaf.web.day_words import again, begun_in_words, next_of


def may_change(person: OpenPerson, circle: str, day: Day) -> bool:
    """Change it or take it out: who wrote it, and the parents."""
    return circle == "only-me" or person.circle(circle).may_change(day.by)


def may_move(person: OpenPerson, circle: str, day: Day) -> bool:
    """What somebody else wrote is not taken to another circle."""
    theirs = day.by in ("", str(person.id))
    return circle == "only-me" or (theirs and person.circle(circle).may_add)


class OthersPlanned(Exception):
    """The other parent has written in the plan of a day that is to be one person's alone."""


def add_day(person: OpenPerson, circle: str, day: Day) -> None:
    """Raises ChangedMeanwhile if it is there already."""
    day = replace(day, by=str(person.id))

    def add(calendar: CalendarFacts) -> None:
        if calendar.day(day.id):
            raise ChangedMeanwhile
        calendar.days.append(day)

    change_days(person, circle, add)


def replace_day(
    person: OpenPerson, known: KnownDays, day: Day, circle: str, to: str, based_on: str
) -> None:
    """Keep a day as it is now, in this circle or another. Raises ChangedMeanwhile if it is not as
    it was when its form was opened, OthersPlanned if the other parent would lose what they wrote;
    nothing is changed then."""

    def take(calendar: CalendarFacts) -> None:
        there = calendar.day(day.id)
        if there is None or mark_of_day(circle, there) != based_on:
            raise ChangedMeanwhile
        if circle != "only-me" and (to, day.date, day.comes) != (circle, there.date, there.comes):
            call_off(person, day.id)
        if to == circle:
            calendar.days = [day if one.id == day.id else one for one in calendar.days]
        else:
            _without(calendar, day.id)

    with transaction.atomic():
        change_days(person, circle, take)
        if to != circle:
            change_days(person, to, lambda calendar: calendar.days.append(day))
            if to == "only-me":
                _take_along(person, known, day)


def forget_day(person: OpenPerson, known: KnownDays, day: Day) -> None:
    call_off(person, day.id)
    for kind in known.calendars:
        change_days(person, kind, lambda calendar: _forget(calendar, day.id))
    with contextlib.suppress(SealingError):  # nothing comes of any day then
        change_ways(person, lambda wishes: _no_more(wishes, day.id))


def carry_plans(person: OpenPerson, id: str, before: datetime.date | None) -> bool:
    """What was planned for the date on which it came next is for the one on which it comes now."""
    known = KnownDays(person)
    day = day_of(known, id)
    now = next_of(day, person.today())
    if before is None or now is None or day.dates(before, before):
        return False
    old, new = plan_name(id, before), plan_name(id, now)
    kinds = [kind for kind, calendar in known.calendars.items() if old in calendar.plans]
    for kind in kinds:
        change_days(person, kind, lambda days: _take_over(days, {new: days.plans.pop(old, [])}))
    return bool(kinds)


def mark_of_day(circle: str, day: Day) -> str:
    """A mark of the day as it is, and of where it is."""
    return f"{circle} {mark_of(day)}"


def day_as_said(day: Day, circle: str, person: OpenPerson) -> list[tuple[str, str]]:
    """What a day says, as pairs of what is asked and what was said."""
    return [(what, words) for what, words in _said(day, circle, person) if words]


def _said(day: Day, circle: str, person: OpenPerson) -> Iterator[tuple[str, str]]:
    facts = person.facts
    children = [name_of(child, facts) for child in facts.children if child.id in day.children]
    yield _("What this day is"), day.title
    yield _("When"), begun_in_words(day)
    yield _("About"), ", ".join(children)
    yield _("Who may know of it"), person.circle_name(circle)
    yield _("How it comes again"), again(day.comes)


def _take_along(person: OpenPerson, known: KnownDays, day: Day) -> None:
    """If nobody else knows of it any more, what the parents planned for it and agreed on goes with
    it."""
    if "us" not in known.calendars:
        return
    plans: dict[str, list[Line]] = {}

    def take(calendar: CalendarFacts) -> None:
        plans.update(_plans(calendar, day.id))
        if {line.by for lines in plans.values() for line in lines} - {"", str(person.id)}:
            raise OthersPlanned
        _forget(calendar, day.id)

    change_days(person, "us", take)
    if plans:
        change_days(person, "only-me", lambda days: _take_over(days, plans))


def _no_more(wishes: WishesFacts, id: str) -> None:
    wishes.days.pop(id, None)


def _without(calendar: CalendarFacts, id: str) -> None:
    calendar.days = [day for day in calendar.days if day.id != id]


def _forget(calendar: CalendarFacts, id: str) -> None:
    """Everything that is said of a day."""
    _without(calendar, id)
    for name in _plans(calendar, id):
        del calendar.plans[name]
    calendar.together.pop(id, None)
    calendar.leaps.pop(id, None)


def _take_over(calendar: CalendarFacts, plans: dict[str, list[Line]]) -> None:
    for name, lines in plans.items():
        calendar.plans[name] = calendar.plans.get(name, []) + lines


def _plans(calendar: CalendarFacts, id: str) -> dict[str, list[Line]]:
    return {name: lines for name, lines in calendar.plans.items() if name.split(" ")[0] == id}
