"""What happened to a plant: written down, changed, taken out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from heartleaf.care.plants.keeping import KnownPlant, KnownPlants, change_plant
from heartleaf.care.plants.plants import DIED, SORTS, Happening, Plant
from heartleaf.care.plants.saying import name_of_plant
from heartleaf.family.dates import VagueDate
from heartleaf.family.facts import mark_of
from heartleaf.keepsakes.keeping import ChangedMeanwhile
from heartleaf.keepsakes.notebook import NotThere
from heartleaf.web.forms.plants import HappeningForm
from heartleaf.web.http import SignedIn
from heartleaf.web.notebook import id_of_new
from heartleaf.web.plant_words import begin_of, told_of
from heartleaf.web.plants import plant_of, with_plants
from heartleaf.web.told import tell


@with_plants
def new_happening(request: SignedIn, known: KnownPlants, id: UUID) -> HttpResponse:
    """Its form carries the id of what it writes down, so that it is written once."""
    found = plant_of(known, id)
    told = Happening(id=id_of_new(request), by=str(request.visitor.id))
    if request.method != "POST":
        told.date = VagueDate.on(request.visitor.today()).to_edtf()
        if (sort := request.GET.get("sort", "")) in SORTS:
            told.sort = sort
    form = _form(request, known, found, told)
    words = {"new": told.id}
    if request.method != "POST" or not form.is_valid():
        return _page(request, found, form, **words)
    if not form.says_something():
        return _page(request, found, form, nothing=True, **words)
    written = form.filled(told)

    def add(plant: Plant) -> None:
        if plant.happening(written.id) is None:
            plant.happenings.append(written)

    change_plant(found, add)
    return _kept(written, id)


@with_plants
def happening(request: SignedIn, known: KnownPlants, id: UUID, entry: UUID) -> HttpResponse:
    found = plant_of(known, id)
    told = _there(found.plant, entry)
    form = _form(request, known, found, told)
    based_on = request.POST.get("based_on") or mark_of(told)
    if request.method != "POST" or not form.is_valid():
        return _page(request, found, form, told=told, based_on=based_on)
    if not form.says_something():
        return _page(request, found, form, told=told, based_on=based_on, nothing=True)
    written = form.filled(told)

    def replace(plant: Plant) -> None:
        now = _there(plant, entry)
        if mark_of(now) not in {based_on, mark_of(written)}:
            raise ChangedMeanwhile
        plant.happenings[plant.happenings.index(now)] = written

    try:
        change_plant(found, replace)
    except ChangedMeanwhile:
        return _meanwhile(request, form, id, entry)
    return _kept(written, id)


@with_plants
def take_out(request: SignedIn, known: KnownPlants, id: UUID, entry: UUID) -> HttpResponse:
    found = plant_of(known, id)
    told = _there(found.plant, entry)
    if request.method == "POST":

        def remove(plant: Plant) -> None:
            now = _there(plant, entry)
            if mark_of(now) != request.POST.get("based_on"):
                raise ChangedMeanwhile
            plant.happenings.remove(now)

        change_plant(found, remove)
        return tell(redirect("plant", id=id), _("Taken out."))
    said = next(one for one in told_of(known, found.plant) if one.id == told.id)
    words = {"plant": found.plant, "told": told, "said": said, "begin": begin_of(said)}
    words["based_on"] = mark_of(told)
    return render(request, "plants/take_happening_out.html", words)


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _there(plant: Plant, entry: UUID) -> Happening:
    told = plant.happening(str(entry))
    if told is None:
        raise NotThere
    return told


def _form(
    request: SignedIn, known: KnownPlants, found: KnownPlant, told: Happening
) -> HappeningForm:
    others = [
        (one.plant.id, name_of_plant(one.plant)) for one in known if one.plant.id != found.plant.id
    ]
    return HappeningForm(request.POST or None, person=request.visitor, told=told, others=others)


def _kept(told: Happening, id: UUID) -> HttpResponse:
    stays = _("Its page stays. You can put it aside, or leave it as it is.")
    return tell(redirect("plant", id=id), _("Kept."), stays if told.sort == DIED else "")


def _meanwhile(request: SignedIn, form: HappeningForm, id: UUID, entry: UUID) -> HttpResponse:
    """What it says now stands above what was typed."""
    known = KnownPlants(request.visitor)
    found = plant_of(known, id)
    now = _there(found.plant, entry)
    there = next(one for one in told_of(known, found.plant) if one.id == now.id)
    return _page(request, found, form, told=now, based_on=mark_of(now), there=there)


def _page(request: SignedIn, found: KnownPlant, form: HappeningForm, **words: Any) -> HttpResponse:
    status = 409 if "there" in words else 200
    if status == 200 and ("nothing" in words or form.errors):
        status = 422
    known = {"form": form, "plant": found.plant, "name": name_of_plant(found.plant)}
    return render(request, "plants/happening_form.html", known | words, status=status)
