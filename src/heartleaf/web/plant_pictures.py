"""Pictures of a plant: kept aside with it, changed, joined to what is kept."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heartleaf.care.plants import pictures
from heartleaf.care.plants.keeping import KnownPlant, KnownPlants
from heartleaf.care.plants.saying import name_of_plant
from heartleaf.family.dates import VagueDate
from heartleaf.family.words import said
from heartleaf.keepsakes import keeping, preparing
from heartleaf.keepsakes.attachments import Attachment
from heartleaf.keepsakes.cards import Card, kind_for
from heartleaf.keepsakes.keeping import AlreadyKept, ChangedMeanwhile
from heartleaf.keepsakes.notebook import NotThere
from heartleaf.keepsakes.receiving import let_go
from heartleaf.keepsakes.showing import Shown
from heartleaf.web import access
from heartleaf.web.chosen import Chosen, TakenIn, chosen_by, take_in
from heartleaf.web.entries import entry_of
from heartleaf.web.filed import nothing_kept, what_became_of
from heartleaf.web.forms.plants import PlantPictureForm
from heartleaf.web.http import SignedIn
from heartleaf.web.plants import plant_of, with_plants
from heartleaf.web.told import tell
from heartleaf.web.uploading import let_files_go

SEEN = {"picture", "film"}


def add(request: SignedIn, id: UUID) -> HttpResponseBase:
    """Each file is a picture of its own, on the day inside it or today; they are with the plant
    and nowhere else."""
    answer = _add(request, id=id)
    if answer.status_code in {403, 409}:  # another's form, or no plant to keep them with
        let_files_go(request)
    return answer


@with_plants
def _add(request: SignedIn, known: KnownPlants, id: UUID) -> HttpResponse:
    found = plant_of(known, id)
    if request.method != "POST":
        form = PlantPictureForm(person=request.visitor)
        return _page(request, found, form, Chosen())
    form, chosen = PlantPictureForm(request.POST, person=request.visitor), chosen_by(request)
    if not form.is_valid():
        return _page(request, found, form, chosen)
    taken = take_in(chosen, request.visitor, found.circle)
    others = _let_others_go(taken)
    kept = _keep(request, found, form, taken)
    if not kept:
        fault = _only_pictures() if others else nothing_kept(taken, chosen, a_thing=False)
        chosen.let_go()
        return _page(request, found, form, chosen, fault=fault)
    small = " ".join([what_became_of(taken, chosen), _only_pictures() if others else ""]).strip()
    chosen.let_go()
    return tell(redirect("plant", id=id), _("Kept. It is with this plant alone."), small)


@with_plants
def change(request: SignedIn, known: KnownPlants, id: UUID) -> HttpResponse:
    """What is said of a picture that is with a plant alone: its day, the words, its cover."""
    shown = _picture(request, id)
    if shown.place != "plant" or shown.is_covered or shown.card.kind == "damaged":
        if request.method == "POST":
            raise ChangedMeanwhile
        return redirect("keepsake", id=id)
    card = shown.card
    first = {
        "date": said(card.date, card.date_words),
        "words": card.words,
        "covered": card.covered,
    }
    form = PlantPictureForm(request.POST or None, person=request.visitor, initial=first)
    based_on = request.POST.get("based_on") or str(card.said)
    entry = entry_of(shown, request.visitor)
    words = {"shown": shown, "entry": entry, "form": form, "based_on": based_on}
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "plants/picture_form.html", words, status=status)
    try:
        filled = _filled(request, form, replace(card))
        keeping.change(shown.keepsake, shown.circle, filled, based_on=_number(based_on))
    except ChangedMeanwhile:
        now = request.shelf.get(id)
        if now is None:
            raise NotThere from None
        if now.place != "plant":
            raise
        words |= {"meanwhile": now.card, "when": said(now.card.date, now.card.date_words)}
        words |= {"based_on": str(now.card.said)}
        return render(request, "plants/picture_form.html", words, status=409)
    return tell(redirect("keepsake", id=id), _("Kept."))


@require_POST
@with_plants
def join(request: SignedIn, known: KnownPlants, id: UUID) -> HttpResponse:
    """Into the timeline, where it stays with the plant too; or back to the plant alone."""
    shown = _picture(request, id)
    if request.POST.get("join") != "no":
        if shown.place == "plant":
            pictures.put_in_timeline(shown)
        return tell(redirect("keepsake", id=id), _("It is in the timeline now, and the tree."))
    found = known.get(shown.card.plant)
    if shown.place == "shelf" and found and found.circle.id == shown.circle.id:
        pictures.only_with_plant(shown)
    return tell(redirect("keepsake", id=id), _("It is with the plant alone now."))


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _picture(request: SignedIn, id: UUID) -> Shown:
    """A picture of a plant that this person may change. Raises NotThere, NotTheirs."""
    try:
        shown = access.keepsake_to_change(request, id)
    except Http404:
        raise NotThere from None
    if not shown.card.plant or shown.place not in {"plant", "shelf"}:
        raise NotThere
    return shown


def _let_others_go(taken: TakenIn) -> bool:
    """A sound or a paper is no picture of a plant: it is not kept, and that is said."""
    others = [one for one in taken.files if one.attachment.sort not in SEEN]
    for one in others:
        taken.files.remove(one)
    let_go(one.attachment for one in others)
    return bool(others)


def _keep(
    request: SignedIn, found: KnownPlant, form: PlantPictureForm, taken: TakenIn
) -> list[UUID]:
    """A keepsake of each picture; a film that was taken with a still stays with it."""
    days = {one.attachment.media: one.received.when for one in taken.files}
    left, kept = _together(taken.added), list[UUID]()
    try:
        while left:
            files = left[0]
            card = _card(request, found, form, files, days[files[0].media])
            try:
                one = keeping.keep(request.visitor, found.circle, card)
            except AlreadyKept:  # another window was quicker
                let_go(files)
                taken.here_already += [file.name for file in files]
            else:
                kept.append(one.id)
                preparing.prepare(request.visitor, one, card)
            left.pop(0)
    except BaseException:
        let_go(file for files in left for file in files)
        raise
    return kept


def _together(files: list[Attachment]) -> list[list[Attachment]]:
    stills = [one for one in files if not one.still]
    return [[one, *(film for film in files if film.still == one.media)] for one in stills]


def _card(
    request: SignedIn,
    found: KnownPlant,
    form: PlantPictureForm,
    files: list[Attachment],
    inside: VagueDate,
) -> Card:
    card = Card(
        kind=kind_for(files), place="plant", plant=found.plant.id, attachments=files, title=""
    )
    return _filled(request, form, card, inside)


def _filled(
    request: SignedIn, form: PlantPictureForm, card: Card, inside: VagueDate | None = None
) -> Card:
    answers, today = form.cleaned_data, request.visitor.today()
    when = answers["date"]
    if inside is not None and when.is_unknown and not when.words:
        when = _day_inside(inside, today)
    card.date, card.date_words = when.to_edtf(), when.words
    placed = when.placed(hemisphere=request.visitor.facts.hemisphere)
    card.placed = placed.isoformat() if placed else ""
    card.words, card.covered = answers["words"], answers["covered"]
    return card


def _day_inside(inside: VagueDate, today: datetime.date) -> VagueDate:
    """Of a camera whose clock is wrong, a day that is still to come is not believed."""
    day = inside.placed()
    return inside if day and day <= today else VagueDate.on(today)


def _only_pictures() -> str:
    return _("Only pictures and films are kept with a plant. The other files were not kept.")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else -1


def _page(
    request: SignedIn, found: KnownPlant, form: PlantPictureForm, chosen: Chosen, **more: Any
) -> HttpResponse:
    words = {
        "form": form,
        "what": "plant",
        "plant": found.plant,
        "name": name_of_plant(found.plant),
        "listed": chosen.listed,
        "missing": chosen.missing,
        "recorded": [],
        "now": request.visitor.now(),
        **more,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "plants/pictures_form.html", words, status=status)
