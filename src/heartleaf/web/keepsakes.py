"""Looking: the timeline, one keepsake, search, what waits, the bin."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heartleaf.book.plans import covered_anew
from heartleaf.care.plants.keeping import KnownPlants
from heartleaf.care.plants.saying import name_of_plant
from heartleaf.circle.posting import may_post
from heartleaf.family.facts import Own
from heartleaf.keepsakes import keeping, preparing
from heartleaf.keepsakes.cards import Card, open_card
from heartleaf.keepsakes.index import Position
from heartleaf.keepsakes.models import Version
from heartleaf.keepsakes.moving import share_moved
from heartleaf.keepsakes.showing import Shown
from heartleaf.sealing import SealingError
from heartleaf.web import access
from heartleaf.web.access import after_of, signed_in
from heartleaf.web.ending_words import goes_with
from heartleaf.web.entries import entries_of, entry_of, proved
from heartleaf.web.entry_pictures import caption_of
from heartleaf.web.http import SignedIn
from heartleaf.web.told import tell


@signed_in
def timeline(request: SignedIn) -> HttpResponse:
    rising = request.GET.get("order") == "beginning"
    page = request.shelf.page(after=after_of(request), rising=rising)
    words = {
        "entries": entries_of(page.entries, request.visitor),
        "rising": rising,
        "onward": _address(page.after, rising),
        "begun": "after" in request.GET,
    }
    return render(request, "keepsakes/timeline.html", words)


@signed_in
def search(request: SignedIn) -> HttpResponse:
    typed = (request.POST.get("words") or request.GET.get("words") or "")[:200]
    after = after_of(request)
    page = request.shelf.find(typed, after=after)
    words = {
        "typed": typed,
        "begun": after is not None,
        "entries": entries_of(page.entries, request.visitor),
        "onward": f"{page.after.placed}.{page.after.leaf}" if page.after else "",
    }
    part = "#found" if request.htmx else ""
    return render(request, f"keepsakes/search.html{part}", words)


@signed_in
def keepsake(request: SignedIn, id: UUID) -> HttpResponse:
    shown = access.keepsake(request, id)
    word, covered = request.GET.get("uncovered", ""), shown.is_covered
    if not covered and shown.place != "bin":
        preparing.prepare(request.visitor, shown.keepsake, shown.card)
    words = {
        "shown": shown,
        "card": shown.card,
        "entry": proved(entry_of(shown, request.visitor, uncovered=word, alone=True), shown),
        "moving": share_moved(id),
        "uncovered": word if shown.appearance and word else "",
        "may_post": shown.place == "shelf"
        and shown.card.kind != "damaged"
        and may_post(request.visitor, shown.circle),
        **_with_plant(request, shown),
    }
    return render(request, f"keepsakes/{'covered' if covered else 'keepsake'}.html", words)


@require_POST
@signed_in
def uncover(request: SignedIn, id: UUID) -> HttpResponse:
    """For this moment and this page only; leaving the page covers it again."""
    access.keepsake(request, id)
    return redirect(f"{reverse('keepsake', args=[id])}?uncovered={access.uncovering(request, id)}")


@require_POST
@signed_in
def cover(request: SignedIn, id: UUID) -> HttpResponse:
    """Cover it, or leave it uncovered, for this person alone."""
    access.keepsake(request, id)
    covered = request.POST.get("cover") != "no"

    def choose(own: Own) -> None:
        own.covers[str(id)] = covered

    request.visitor.change_own(choose)
    covered_anew(request.visitor, str(id))
    return redirect("keepsake", id=id)


@signed_in
def versions(request: SignedIn, id: UUID) -> HttpResponse:
    shown = _clear(request, id)
    rows = shown.keepsake.versions.all()
    earlier = [(row, _earlier(shown, row)) for row in rows]
    return render(request, "keepsakes/versions.html", {"shown": shown, "earlier": earlier})


@signed_in
def version(request: SignedIn, id: UUID, revision: int) -> HttpResponse:
    shown = _clear(request, id)
    row = shown.keepsake.versions.filter(revision=revision).first()
    if row is None:
        raise Http404
    card = _earlier(shown, row)
    return render(request, "keepsakes/version.html", {"shown": shown, "card": card, "row": row})


@signed_in
def waiting(request: SignedIn) -> HttpResponse:
    """What is *not yet*. Nothing of it is said before someone asks, and asking is a POST."""
    if request.method != "POST":
        return render(request, "keepsakes/waiting.html")
    waits = request.shelf.waiting()
    if id := request.POST.get("bring-out"):
        chosen = next((one for one in waits if str(one.keepsake.id) == id), None)
        return _bring_out(request, chosen) if chosen else redirect("waiting")
    words = {"asked": True, "entries": [entry_of(one, request.visitor) for one in waits]}
    return render(request, "keepsakes/waiting.html", words)


def _bring_out(request: SignedIn, shown: Shown) -> HttpResponse:
    id, card = shown.keepsake.id, shown.card
    if card.until:
        card.until = ""
        keeping.change(shown.keepsake, shown.circle, card)
    request.visitor.change_own(lambda own: own.asked.append(str(id)))
    return redirect("keepsake", id=id)


# ── The bin ─────────────────────────────────────────────────────────────────────────────────


@signed_in
def bin(request: SignedIn) -> HttpResponse:
    page = request.shelf.page(place="bin", size=100)
    return render(
        request, "keepsakes/bin.html", {"entries": entries_of(page.entries, request.visitor)}
    )


@require_POST
@signed_in
def put_in_bin(request: SignedIn, id: UUID) -> HttpResponse:
    shown = access.keepsake_to_change(request, id)
    keeping.put_in_bin(shown.keepsake)
    sentence = _("This is in the bin now and stays there for 30 days. You can take it back.")
    of = _with_plant(request, shown)["plant"] if shown.card.place == "plant" else None
    to = redirect("plant", id=of.id) if of else redirect("timeline")
    return tell(to, sentence, _("You find it under More, The bin."))


@require_POST
@signed_in
def take_back(request: SignedIn, id: UUID) -> HttpResponse:
    shown = access.keepsake_to_change(request, id, place="bin")
    keeping.take_back(shown.keepsake, shown.circle)
    return tell(redirect("keepsake", id=id), _("It is back where it was."))


@signed_in
def for_good(request: SignedIn, id: UUID) -> HttpResponse:
    shown = access.keepsake_to_change(request, id, place="bin")
    if request.method == "POST":
        keeping.destroy(shown.keepsake)
        return tell(redirect("bin"), _("It is gone for good."))
    words = {"shown": shown, "entry": entry_of(shown, request.visitor), **goes_with(request, shown)}
    return render(request, "keepsakes/for_good.html", words)


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _with_plant(request: SignedIn, shown: Shown) -> dict[str, Any]:
    """The plant at home that it is a picture of, if there is one."""
    found = KnownPlants(request.visitor).get(shown.card.plant) if shown.card.plant else None
    if found is None:
        return {"plant": None}
    here = found.circle.id == shown.circle.id
    return {"plant": found.plant, "plant_name": name_of_plant(found.plant), "with_its_plant": here}


def _clear(request: SignedIn, id: UUID) -> Shown:
    shown = access.keepsake(request, id)
    if shown.is_covered:
        raise Http404
    return shown


def _earlier(shown: Shown, row: Version) -> Card:
    """An earlier card; one that does not open, or is not its own, says so in its title."""
    try:
        return open_card(shown.keepsake, shown.circle, row)
    except SealingError:
        return Card(kind="damaged", title=caption_of(Card(kind="damaged")))


def _address(after: Position | None, rising: bool) -> str:
    if after is None:
        return ""
    order = "&order=beginning" if rising else ""
    return f"{reverse('timeline')}?after={quote(f'{after.placed}.{after.leaf}')}{order}"
