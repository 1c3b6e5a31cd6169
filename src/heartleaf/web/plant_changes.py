"""A plant at home: written down, changed, kept by both parents, taken out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heartleaf.care.plants import pictures
from heartleaf.care.plants.bringing import bring_along
from heartleaf.care.plants.keeping import (
    KnownPlant,
    KnownPlants,
    add_plant,
    change_plant,
    forget_plant,
    keep_with_us,
)
from heartleaf.care.plants.plants import ANOTHER, CUTTING, Happening, Plant
from heartleaf.care.plants.saying import name_of_plant
from heartleaf.family.facts import mark_of
from heartleaf.keepsakes.keeping import ChangedMeanwhile
from heartleaf.keepsakes.notebook import NotThere
from heartleaf.keepsakes.showing import Shown
from heartleaf.web.entries import entry_of
from heartleaf.web.forms.plants import PlantForm
from heartleaf.web.http import SignedIn
from heartleaf.web.notebook import id_of_new
from heartleaf.web.plant_words import whole_facts
from heartleaf.web.plants import plant_of, with_plants
from heartleaf.web.told import tell

AFTER = {"cutting": CUTTING, "after": ANOTHER}


@with_plants
def new_plant(request: SignedIn, known: KnownPlants) -> HttpResponse:
    """Its form carries the id of the plant it makes, so that it is made once. It may be a cutting
    of one that is here, or be planted after it: then it stands in the same notebook."""
    plant = Plant(id=id_of_new(request), by=str(request.visitor.id))
    form = PlantForm(request.POST or None, person=request.visitor, plant=plant)
    try:
        how, mother = _mother(request, known)
    except NotThere:
        return _without_mother(request, form, plant)
    words = {"new": plant.id, "how": how, "mother": mother and mother.plant}
    if mother:
        words["mother_name"] = name_of_plant(mother.plant)
        if mother.is_shared:
            words["circle"] = request.visitor.circle_name(mother.circle.handle)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, **words)
    if not form.says_something() and not mother:
        return _page(request, form, nothing=True, **words)
    form.fill(plant)
    circle = mother.circle if mother else request.visitor.circle("only-me")
    if not mother:
        add_plant(circle, plant)
        return tell(redirect("plant", id=plant.id), _("Kept."))
    try:
        add_plant(circle, plant, mother.plant.id, _told(request, how, plant))
    except NotThere:
        return _without_mother(request, form, plant)
    return tell(redirect("plant", id=plant.id), _("Kept."))


@with_plants
def change(request: SignedIn, known: KnownPlants, id: UUID) -> HttpResponse:
    found = plant_of(known, id)
    form = PlantForm(request.POST or None, person=request.visitor, plant=found.plant)
    based_on = request.POST.get("based_on") or _mark(found.plant)
    words: dict[str, Any] = {"plant": found.plant, "name": name_of_plant(found.plant)}
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, based_on=based_on, **words)
    typed = form.fill(replace(found.plant, happenings=[]))

    def fill(plant: Plant) -> None:
        if _mark(plant) not in {based_on, _mark(typed)}:
            raise ChangedMeanwhile
        form.fill(plant)

    try:
        change_plant(found, fill)
    except ChangedMeanwhile:
        return _meanwhile(request, form, id)
    return tell(redirect("plant", id=id), _("Kept."))


@with_plants
def with_us(request: SignedIn, known: KnownPlants, id: UUID) -> HttpResponse:
    """Asked on a page of its own, as it does not come back: then both have it."""
    found = plant_of(known, id)
    if found.is_shared:
        return redirect("plant", id=id)
    if not request.visitor.is_parent:
        raise Http404
    if request.method != "POST":
        words = {
            "plant": found.plant,
            "name": name_of_plant(found.plant),
            "us": request.visitor.circle_name("us"),
            "in_timeline": any(
                one.place == "shelf" for one in request.shelf.of_plant(found.plant.id)
            ),
        }
        return render(request, "plants/with_us.html", words)
    shared = keep_with_us(request.visitor, found)
    arrived = bring_along(request.visitor, shared, request.shelf.of_plant(found.plant.id))
    name = request.visitor.circle_name("us")
    small = "" if arrived else _("Its pictures are on their way. You may leave this page.")
    sentence = _("It is with “{circle}” now.").format(circle=name)
    return tell(redirect("plant", id=id), sentence, small)


@require_POST
@with_plants
def bring_rest(request: SignedIn, known: KnownPlants, id: UUID) -> HttpResponse:
    """To both of them, what they still had alone: those pictures that the page showed."""
    found = plant_of(known, id)
    asked = set(request.POST.getlist("picture"))
    shown = request.shelf.of_plant(found.plant.id)
    chosen = [one for one in shown if str(one.keepsake.id) in asked]
    bring_along(request.visitor, found, chosen)
    return redirect("plant", id=id)


@with_plants
def take_out(request: SignedIn, known: KnownPlants, id: UUID) -> HttpResponse:
    """What is written of it goes for good. What becomes of its pictures is asked, and they go
    first: where it breaks off, the plant is still there and can be asked again."""
    found = plant_of(known, id)
    based_on = request.POST.get("based_on", "")
    if request.method == "POST" and based_on != mark_of(found.plant):
        raise ChangedMeanwhile
    shown = request.shelf.of_plant(found.plant.id)
    alone = [one for one in shown if one.place == "plant"]
    wish = request.POST.get("pictures", "")
    if request.method == "POST" and (not alone or wish in {"keep", "bin"}):
        if wish == "bin":
            pictures.put_all_in_bin(one for one in alone if one.may_be_changed)
            shown = [one for one in shown if one.place == "shelf"]
        pictures.keep_all(one for one in shown if one.may_be_changed)
        forget_plant(found)
        stay = [one for one in alone if not pictures.may_go(one, wish)]
        done = _took_out(wish if len(stay) < len(alone) else "")
        return tell(redirect("plants"), done, _which_stay(request, stay))
    words = {
        "plant": found.plant,
        "name": name_of_plant(found.plant),
        "circle": request.visitor.circle_name(found.circle.handle) if found.is_shared else "",
        "alone": bool(alone),
        "unanswered": request.method == "POST",
        "based_on": mark_of(found.plant),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "plants/take_out.html", words, status=status)


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _mother(request: SignedIn, known: KnownPlants) -> tuple[str, KnownPlant | None]:
    """Raises NotThere if it is gone, SealingError where it may be in a damaged notebook."""
    asked = request.POST if request.method == "POST" else request.GET
    for how in AFTER:
        if id := asked.get(how, ""):
            return how, plant_of(known, id)
    return "", None


def _without_mother(request: SignedIn, form: PlantForm, plant: Plant) -> HttpResponse:
    """Sent once more, it is kept as a plant by itself: so that has to be said before."""
    if request.method != "POST":
        raise NotThere
    return _page(request, form, new=plant.id, mother_gone=True)


def _told(request: SignedIn, how: str, plant: Plant) -> Happening:
    """What the one that was here first tells of it."""
    return Happening(
        sort=AFTER[how],
        date=plant.since,
        date_words=plant.since_words,
        plant=plant.id,
        by=str(request.visitor.id),
    )


def _took_out(wish: str) -> str:
    if wish == "bin":
        return _("Taken out. Its pictures are in the bin and stay there for 30 days.")
    if wish == "keep":
        return _("Taken out. Its pictures are among what is kept.")
    return _("Taken out. What you kept stays kept.")


def _which_stay(request: SignedIn, stay: list[Shown]) -> str:
    """Those that this person may not change, or that cannot be read."""
    if not stay:
        return ""
    entries = [entry_of(one, request.visitor) for one in stay]
    which = "; ".join(", ".join(w for w in (one.caption, one.when) if w) for one in entries)
    return _("These could not be changed, and stand below without it: {which}").format(which=which)


def _meanwhile(request: SignedIn, form: PlantForm, id: UUID) -> HttpResponse:
    """What it says now stands above what was typed, and nothing was kept yet."""
    found = plant_of(KnownPlants(request.visitor), id)
    return _page(
        request,
        form,
        plant=found.plant,
        name=name_of_plant(found.plant),
        based_on=_mark(found.plant),
        there=whole_facts(found.plant),
    )


def _mark(plant: Plant) -> str:
    """A mark of what is said of it, whatever happened meanwhile."""
    return mark_of(replace(plant, happenings=[], aside=False))


def _page(request: SignedIn, form: PlantForm, **words: Any) -> HttpResponse:
    status = 409 if words.keys() & {"there", "mother_gone"} else 200
    if status == 200 and ("nothing" in words or form.errors):
        status = 422
    return render(request, "plants/plant_form.html", {"form": form} | words, status=status)
