"""A plant and what happened to it as a page says it: sentences, and nothing that judges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from heartleaf.care.plants.keeping import KnownPlant, KnownPlants
from heartleaf.care.plants.plants import Happening, Plant
from heartleaf.care.plants.saying import name_of_plant, sentence_of
from heartleaf.care.plants.seasons import Cell, Year
from heartleaf.family.dates import Season
from heartleaf.family.words import said
from heartleaf.web.entries import excerpt


@dataclass(frozen=True)
class Told:
    """A happening in its sentence; `link` and `name` are of another plant that it speaks of."""

    id: str
    when: str
    iso: str
    sentence: str
    words: str
    link: str = ""
    name: str = ""


def told_of(known: KnownPlants, plant: Plant) -> list[Told]:
    """What happened, the newest first; what has no known day last."""
    dated = [one for one in plant.in_order if one.when.placed()]
    undated = [one for one in plant.in_order if not one.when.placed()]
    return [_told(known, one) for one in [*dated[::-1], *undated[::-1]]]


def line_of(known: KnownPlant) -> str:
    """What a list says of a plant beside its name: where it stands, what was told of it last."""
    plant, latest = known.plant, known.plant.latest
    parts = [plant.kind if plant.name else "", plant.where]
    if latest:
        day = said(latest.date, latest.date_words)
        parts.append(", ".join(word for word in (sentence_of(latest), day) if word))
    return " · ".join(part for part in parts if part)


def facts_of(plant: Plant) -> list[tuple[str, str]]:
    """What is said of it, in rows: only what was said."""
    rows = [
        (_("What it is"), plant.kind if plant.name else ""),
        (_("Since"), said(plant.since, plant.since_words)),
        (_("Who gave it"), plant.given_by),
        (_("In its soil"), plant.soil),
        (_("Where the rest is"), plant.rest),
    ]
    return [(what, words) for what, words in rows if words.strip()]


def whole_facts(plant: Plant) -> list[tuple[str, str]]:
    """The same with its name and place: what another window wrote."""
    first = [(_("What you call it"), plant.name), (_("Where it stands"), plant.where)]
    return [*((what, words) for what, words in first if words.strip()), *facts_of(plant)]


def season_of_year(cell: Cell[Any]) -> str:
    """“Winter 2025–26”."""
    years = _years(cell.begins, cell.ends)
    words = {
        Season.SPRING: _("Spring {years}"),
        Season.SUMMER: _("Summer {years}"),
        Season.AUTUMN: _("Autumn {years}"),
        Season.WINTER: _("Winter {years}"),
    }
    return words[cell.season].format(years=years)


def name_of_season(season: Season) -> str:
    return {
        Season.SPRING: _("Spring"),
        Season.SUMMER: _("Summer"),
        Season.AUTUMN: _("Autumn"),
        Season.WINTER: _("Winter"),
    }[season]


def name_of_year(year: Year[Any]) -> str:
    return _years(year.begins, year.ends)


def _years(begins: int, ends: int) -> str:
    return f"{begins}" if begins == ends else f"{begins}–{ends % 100:02}"


def _told(known: KnownPlants, one: Happening) -> Told:
    other = known.get(one.plant) if one.plant else None
    return Told(
        id=one.id,
        when=said(one.date, one.date_words),
        iso=one.date if one.when.is_exact else "",
        sentence=sentence_of(one),
        words=one.words,
        link=other.plant.id if other else "",
        name=name_of_plant(other.plant) if other else "",
    )


def begin_of(told: Told) -> str:
    """What stands for it on the page that asks whether to take it out."""
    return told.sentence or excerpt(told.words)
