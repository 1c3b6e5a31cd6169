"""The siblings' view: what the parents chose for a child, one thing at a time, in plain words; and
a place to draw, to write and to speak to the brother or sister who died."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override

from heartleaf.keepsakes.cards import Card
from heartleaf.web import access
from heartleaf.web.access import child_too, signed_in, typed_by_another
from heartleaf.web.chosen import Chosen, chosen_by
from heartleaf.web.entries import entry_of
from heartleaf.web.failing import someone_else
from heartleaf.web.guest_work import new_form
from heartleaf.web.headers import may_record
from heartleaf.web.http import SignedIn
from heartleaf.web.sibling_giving import fault_in, form_sent, give, who_died
from heartleaf.web.uploading import let_files_go

# A drawing is shown from the page's own memory, and so is a sound that was just recorded.
MAKING = {
    **settings.SECURE_CSP,
    "media-src": ["'self'", "blob:"],
    "img-src": ["'self'", "blob:"],
}
LAST = "~"


@signed_in
@child_too
def home(request: SignedIn) -> HttpResponse:
    access.child_only(request)
    words = {"died": who_died(request.visitor), "has_something": bool(_ids(request))}
    return render(request, "siblings/home.html", words)


@signed_in
@child_too
def look(request: SignedIn) -> HttpResponse:
    """The first thing, or that there is nothing yet."""
    access.child_only(request)
    ids = _ids(request)
    return keepsake_page(request, ids[0]) if ids else render(request, "siblings/nothing.html")


@signed_in
@child_too
def keepsake(request: SignedIn, id: UUID) -> HttpResponse:
    access.child_only(request)
    return keepsake_page(request, id)


def keepsake_page(request: SignedIn, id: UUID) -> HttpResponse:
    """One thing, and the way to the next."""
    shown, ids = access.keepsake(request, id, place="shelf"), _ids(request)
    at = ids.index(id) if id in ids else 0
    words = {
        "shown": shown,
        "card": shown.card,
        "entry": entry_of(shown, request.visitor, alone=True),
        "title": _title(shown.card),
        "before": ids[at - 1] if at else None,
        "next": ids[at + 1] if at + 1 < len(ids) else None,
    }
    return render(request, "siblings/keepsake.html", words)


@csp_override(MAKING)
@signed_in
@child_too
def draw(request: SignedIn) -> HttpResponse:
    """With a finger, a mouse or a pen; or a photograph of a drawing."""
    return _made(request, "drawing")


@signed_in
@child_too
def write(request: SignedIn) -> HttpResponse:
    return _made(request, "letter")


@csp_override(MAKING)
@signed_in
@child_too
def say(request: SignedIn) -> HttpResponse:
    """On this page the browser may be asked for the microphone."""
    return may_record(_made(request, "sound"))


# ── Making something ────────────────────────────────────────────────────────────────────────


def _made(request: SignedIn, what: str) -> HttpResponse:
    access.child_only(request)
    if typed_by_another(request):
        let_files_go(request)
        return someone_else(request)
    if request.method != "POST":
        return _page(request, what, Chosen())
    chosen, said = chosen_by(request), request.POST.get("words", "").strip()
    came = form_sent(request)
    if not (came and came.is_used()):
        fault = fault_in(request, what, chosen, said) or give(request, what, chosen, said, came)
        if fault:
            return _page(request, what, chosen, fault=fault)
    chosen.let_go()
    return render(request, "siblings/with_parents.html", {"what": what})


def _page(request: SignedIn, what: str, chosen: Chosen, fault: str = "") -> HttpResponse:
    died = who_died(request.visitor)
    words: dict[str, Any] = {
        "what": what,
        "died": died,
        "to": request.POST.get("to") or (died[0].id if died else ""),
        "said": request.POST.get("words", ""),
        "listed": chosen.listed,
        "recorded": request.POST.getlist("recorded"),
        "fault": fault,
        "token": new_form(request.visitor.id),
        "now": request.visitor.now(),
        "crayons": _crayons(),
    }
    return render(request, f"siblings/{what}.html", words, status=422 if fault else 200)


def _crayons() -> list[tuple[str, str]]:
    return [
        ("dark", _("dark")),
        ("red", _("red")),
        ("yellow", _("yellow")),
        ("green", _("green")),
        ("blue", _("blue")),
        ("brown", _("brown")),
    ]


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _ids(request: SignedIn) -> list[UUID]:
    """What they may see, from the beginning; what has no day comes last."""
    parents = access.parents_of(request.visitor)
    facts = [
        one
        for one in request.shelf.all()
        if UUID(bytes=one.author) in parents and not one.covered and one.kind != "damaged"
    ]
    return [one.uuid for one in sorted(facts, key=lambda one: (one.placed or LAST, one.leaf))]


def _title(card: Card) -> str:
    return card.title or {"letter": _("A letter")}.get(card.kind, "")
