"""Plants at home: all of them, one with its seasons, two pictures beside each other, the lore."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heartleaf.care.plants import bringing
from heartleaf.care.plants.keeping import KnownPlant, KnownPlants, change_plant
from heartleaf.care.plants.lore import LORE, REVIEWED_BY
from heartleaf.care.plants.plants import Plant
from heartleaf.care.plants.saying import name_of_plant
from heartleaf.care.plants.seasons import ORDER, Album, in_seasons
from heartleaf.family.dates import VagueDate
from heartleaf.family.words import said
from heartleaf.keepsakes.notebook import NotThere
from heartleaf.keepsakes.showing import Shown
from heartleaf.sealing import SealingError
from heartleaf.web.access import View, signed_in
from heartleaf.web.entries import Entry, entries_of, entry_of
from heartleaf.web.http import SignedIn
from heartleaf.web.notebook import with_notebook
from heartleaf.web.plant_words import (
    facts_of,
    line_of,
    name_of_season,
    name_of_year,
    season_of_year,
    told_of,
)
from heartleaf.web.told import tell

LATELY = 12
"""So many happenings stand open; the earlier ones are folded."""


def with_plants(view: View) -> View:
    """As `with_notebook`, with `known`, every plant that this person may know of."""

    @functools.wraps(view)
    def opened(request: SignedIn, **kwargs: object) -> HttpResponseBase:
        return view(request, known=KnownPlants(request.visitor), **kwargs)

    return with_notebook(opened)


def plant_of(known: KnownPlants, id: UUID | str) -> KnownPlant:
    """Raises NotThere for a plant that this person does not know of, SealingError where it may be
    in a notebook that cannot be read."""
    found = known.get(str(id))
    if found is None and known.damaged:
        raise SealingError("A notebook cannot be read.")
    if found is None:
        raise NotThere
    return found


@dataclass(frozen=True)
class Season:
    """A cell of the album: what it is called, and its pictures, the newest first."""

    name: str
    key: str
    whole: str
    pictures: list[Entry]


@with_plants
def plants(request: SignedIn, known: KnownPlants) -> HttpResponse:
    rows = [(one.plant, name_of_plant(one.plant), _line(request, one)) for one in known]
    words = {
        "plants": [row for row in rows if not row[0].aside],
        "aside": [row for row in rows if row[0].aside],
        "damaged": [request.visitor.circle_name(handle) for handle in known.damaged],
        "left": entries_of(_of_no_plant(request, known), request.visitor),
    }
    return render(request, "plants/plants.html", words)


@with_plants
def plant(request: SignedIn, known: KnownPlants, id: UUID) -> HttpResponse:
    found = plant_of(known, id)
    pictures = request.shelf.of_plant(found.plant.id)
    album, told = _album(request, pictures), told_of(known, found.plant)
    words = {
        "plant": found.plant,
        "name": name_of_plant(found.plant),
        "facts": facts_of(found.plant),
        "circle": request.visitor.circle_name(found.circle.handle) if found.is_shared else "",
        "may_write": found.circle.may_add,
        "may_share": request.visitor.is_parent and not found.is_shared,
        "told": told[:LATELY],
        "earlier": told[LATELY:],
        "from_others": _from_others(known, found.plant),
        "years": _years(album),
        "apart": [picture for picture in album.apart if picture.pictures],
        "line": found.plant.where,
        "seasons": [(season.value, name_of_season(season)) for season in ORDER],
        "on_the_way": bringing.are_on_their_way(request.visitor, found),
        "left": [one.keepsake.id for one in bringing.not_with_it(pictures, found)],
        "two": len(pictures) > 1,
    }
    return render(request, "plants/plant.html", words)


@with_plants
def beside(request: SignedIn, known: KnownPlants, id: UUID) -> HttpResponse:
    """Any two beside each other; without a choice the first and the last."""
    found = plant_of(known, id)
    entries = entries_of(request.shelf.of_plant(found.plant.id), request.visitor)
    entries = [one for one in entries if one.pictures]
    chosen = [one for one in entries if one.id in request.GET.getlist("picture")]
    two = chosen[:1] + chosen[-1:] if len(chosen) > 1 else entries[:1] + entries[-1:]
    words = {
        "plant": found.plant,
        "name": name_of_plant(found.plant),
        "two": two if len(entries) > 1 else [],
        "entries": entries,
        "one_chosen": len(chosen) == 1,
        "chosen": [one.id for one in two],
    }
    return render(request, "plants/beside.html", words)


@require_POST
@with_plants
def put_aside(request: SignedIn, known: KnownPlants, id: UUID) -> HttpResponse:
    found, aside = plant_of(known, id), request.POST.get("aside") != "no"
    change_plant(found, lambda plant: setattr(plant, "aside", aside))
    if aside:
        return tell(redirect("plants"), _("Put aside. Everything of it stays as it is."))
    return tell(redirect("plant", id=id), _("It stands with the others again."))


@signed_in
def ashes(request: SignedIn) -> HttpResponse:
    """What gardeners say of plants with ashes, which is lore: its sources disagree."""
    lore = [
        {
            **saying._asdict(),
            "sources": [{**s._asdict(), "when": said(s.dated)} for s in saying.sources],
        }
        for saying in LORE
    ]
    return render(request, "plants/ashes.html", {"lore": lore, "reviewed_by": REVIEWED_BY})


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _line(request: SignedIn, known: KnownPlant) -> str:
    shared = request.visitor.circle_name(known.circle.handle) if known.is_shared else ""
    return " · ".join(part for part in (line_of(known), shared) if part)


def _of_no_plant(request: SignedIn, known: KnownPlants) -> list[Shown]:
    """Pictures whose plant is not here, so that none is ever out of reach: it was taken out while
    one was on its way or in the bin, or what was written of it cannot be read."""
    return request.shelf.of_other_plants([one.plant.id for one in known])


def _album(request: SignedIn, pictures: list[Shown]) -> Album[Entry]:
    dated = [(_when(one), entry_of(one, request.visitor)) for one in pictures]
    return in_seasons(dated, request.visitor.facts.hemisphere)


def _when(shown: Shown) -> VagueDate:
    try:
        return shown.card.when
    except ValueError:  # written by a later version
        return VagueDate.unknown()


def _years(album: Album[Entry]) -> list[tuple[str, list[Season]]]:
    return [
        (
            name_of_year(year),
            [
                Season(
                    name_of_season(cell.season),
                    cell.season.value,
                    season_of_year(cell),
                    cell.pictures[::-1],
                )
                for cell in year.cells
            ],
        )
        for year in album.years
    ]


def _from_others(known: KnownPlants, plant: Plant) -> list[tuple[str, str, str]]:
    """Where it comes from, as other plants tell it: the sentence, its id, its name."""
    words = {
        "cutting": _("It is a cutting of"),
        "another": _("It was planted after"),
        "from": _("A cutting of it is"),
    }
    return [
        (words[told.sort], other.plant.id, name_of_plant(other.plant))
        for other, told in known.speaking_of(plant.id)
        if told.sort in words
    ]
