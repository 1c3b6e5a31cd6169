"""The days in a book: the children's, and those written down in the circles it takes from."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from heartleaf.book.plans import Plan
from heartleaf.book.unmarked import unmarked
from heartleaf.book.volume import Piece
from heartleaf.days.gathering import KnownDay, KnownDays
from heartleaf.days.saying import name_of_day
from heartleaf.family.opening import OpenPerson

OBSERVANCE = "observance"


def days_of(plan: Plan, person: OpenPerson) -> Piece | None:
    """Those of the children who are remembered first, then by when they were; those of no known
    day last. None if there are none."""
    days = sorted(_entering(plan, person), key=_order)
    lines = [_line(day, person) for day in days]
    return Piece(kind="days", words="\n\n".join(lines)) if lines else None


def _entering(plan: Plan, person: OpenPerson) -> Iterator[KnownDay]:
    """What the family says of its children, and days of the circles that were chosen."""
    for day in KnownDays(person):
        if OBSERVANCE not in day.what and (not day.circle or day.circle in plan.circles):
            yield day


def _order(day: KnownDay) -> tuple[bool, datetime.date]:
    of_a_remembered_child = any(not child.living for child in day.children)
    return not of_a_remembered_child, day.when.placed() or datetime.date.max


def _line(day: KnownDay, person: OpenPerson) -> str:
    """When it was, and its name; in CommonMark in which neither is markup."""
    name = unmarked(name_of_day(day, person.facts))
    known = not day.when.is_unknown
    when = day.when.in_words(get_language() or "en", _) if known else day.when.words
    return f"*{unmarked(when)}* {name}" if when.strip() else name
