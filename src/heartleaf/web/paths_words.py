"""A path as its page says it: how much, since when, and the branch."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heartleaf.care.paths.counting import (
    Leaf,
    days_in_all,
    days_since,
    leaves_of_days,
    leaves_of_spans,
    spans,
    whole_moons,
)
from heartleaf.care.paths.paths import AGAIN, LEAVES, MARKED, MOONS, TOTAL, Beginning, Path
from heartleaf.family.opening import OpenPerson
from heartleaf.tree.branch import draw_branch
from heartleaf.tree.colouring import tint
from heartleaf.web.day_words import dates_in_words
from heartleaf.web.forms.paths import as_dialled


@dataclass(frozen=True)
class Figure:
    """A number and what it counts."""

    number: str
    words: str


@dataclass(frozen=True)
class Row:
    """A beginning: what it was, when, her word, and which days are left out before it."""

    id: str
    what: str
    on: str
    iso: str
    word: str
    left_out: str


def name_of_path(path: Path) -> str:
    return path.title or _("A path of yours")


def telephone(number: str) -> str:
    """A link that dials; a `#` would end it there."""
    return f"tel:{as_dialled(number).replace('#', '%23')}"


def figures(path: Path, today: datetime.date) -> list[Figure]:
    """In the order in which they are offered. Where nothing is marked yet, nothing is counted."""
    said = [_figure(kind, path, today) for kind in (TOTAL, AGAIN, MOONS) if kind in path.shown]
    return [one for one in said if one]


def _figure(kind: str, path: Path, today: datetime.date) -> Figure | None:
    if kind == AGAIN:
        days, began = _days_since(path, today), len(path.beginnings) > 1
        words = ngettext("day since you began", "days since you began", days)
        if began:
            words = ngettext("day since you began again", "days since you began again", days)
        return Figure(str(days), words) if days else None
    days = _days(path, today)
    if kind == TOTAL:
        words = ngettext("day in all, kept", "days in all, kept", days)
        return Figure(str(days), words) if days else None
    moons = whole_moons(days)
    if not moons:
        return Figure("", _("In its first moon")) if days else None
    return Figure(str(moons), ngettext("moon in all, kept", "moons in all, kept", moons))


def _days(path: Path, today: datetime.date) -> int:
    marked = path.days == MARKED
    return len(path.marked_days) if marked else days_in_all(path.begun, today)


def _days_since(path: Path, today: datetime.date) -> int:
    newest = max((one.on for one in path.begun), default=today)
    if path.days == MARKED:
        return sum(day >= newest for day in path.marked_days)
    return days_since(path.begun, today) if path.begun else 0


def beginnings(path: Path) -> list[Row]:
    return [_row(one, number) for number, one in enumerate(path.beginnings)]


def _row(one: Beginning, number: int) -> Row:
    what = _("Started again") if number else _("Began")
    away, left_out = one.begun.away, ""
    if number and away and away < one.begun.on:
        days = dates_in_words(away, (one.begun.on - away).days)
        left_out = _("{days} left out").format(days=days)
    return Row(one.id, what, dates_in_words(one.begun.on), one.on, one.word, left_out)


def branch(path: Path, person: OpenPerson) -> SafeString:
    """The drawing with its words, empty if it has no leaf or is not asked for."""
    leaves = _leaves(path, person.today())
    if LEAVES not in path.shown or not leaves:
        return SafeString("")
    hemisphere = person.facts.hemisphere
    # A year's leaf has the tint of its summer, a season's that of its middle month.
    middles = [one.first + (one.last - one.first) / 2 for one in leaves]
    tints = [tint(day, hemisphere, day.isoformat()) for day in middles]
    again = [one.on for one in path.begun[1:]]
    drawn = draw_branch(
        tints,
        [_place(on, leaves) for on in again],
        title=_title(leaves),
        description=_description(path, again),
    )
    return mark_safe(drawn)  # noqa: S308  # it escapes what it is given


def _leaves(path: Path, today: datetime.date) -> list[Leaf]:
    if path.days == MARKED:
        return leaves_of_days(path.marked_days)
    return leaves_of_spans(spans(path.begun, today))


def _place(on: datetime.date, leaves: list[Leaf]) -> float:
    """Where a day is on the branch, a leaf being in the middle of what it stands for."""
    for number, leaf in enumerate(leaves):
        if on <= leaf.last:
            whole = (leaf.last - leaf.first).days + 1
            return number - 0.5 + max((on - leaf.first).days, 0) / whole
    return len(leaves) - 0.5


def _title(leaves: list[Leaf]) -> str:
    count = len(leaves)
    long = (leaves[0].last - leaves[0].first).days if leaves else 0
    one = _("A branch with one leaf")
    each = _("A branch with {count} leaves, one for each month")
    if long > 31:
        each = _("A branch with {count} leaves, one for each season")
    if long > 100:
        each = _("A branch with {count} leaves, one for each year")
    return (one if count == 1 else each).format(count=count)


def _description(path: Path, again: list[datetime.date]) -> str:
    if not path.beginnings:
        return ""
    began = _("Begun on {day}.").format(day=dates_in_words(path.beginnings[0].begun.on))
    if not again:
        return began
    days = "; ".join(map(dates_in_words, again))
    rings = ngettext(
        "A ring of bark with a new shoot where you started again, on {days}; it goes on as thick "
        "as before.",
        "Rings of bark with new shoots where you started again, on {days}; it goes on as thick as "
        "before.",
        len(again),
    )
    return f"{began} {rings.format(days=days)}"
