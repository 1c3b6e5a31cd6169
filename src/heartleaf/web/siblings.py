"""The siblings' view: what the parents chose for a child, one thing at a time, in plain words; and
a place to draw, to write and to speak to the brother or sister who died."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override

from heartleaf.archive import uploads
from heartleaf.circle.letterbox import LeftAlready, leave, to_parents
from heartleaf.family.facts import Child
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.cards import Card
from heartleaf.vault import VaultError
from heartleaf.web import access
from heartleaf.web.access import child_too, signed_in, typed_by_another
from heartleaf.web.chosen import Chosen, chosen_by
from heartleaf.web.entries import entry_of
from heartleaf.web.failing import someone_else
from heartleaf.web.forms.leaving import sort_left
from heartleaf.web.guest_work import Form, TooOld, form_of, new_form
from heartleaf.web.headers import may_record
from heartleaf.web.held_files import MOST_BYTES
from heartleaf.web.http import SignedIn
from heartleaf.web.uploading import let_files_go

# A drawing is shown from the page's own memory, and so is a sound that was just recorded.
MAKING = {
    **settings.SECURE_CSP,
    "media-src": ["'self'", "blob:"],
    "img-src": ["'self'", "blob:"],
}
LONGEST = 20_000
MOST_FILES = 5
LAST = "~"


@dataclass(frozen=True)
class Died:
    """A brother or sister who died: what they are called, and the plain sentence about it."""

    id: str
    name: str
    sentence: str


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


def who_died(visitor: OpenPerson) -> list[Died]:
    """Plainly, and always in this word: a child takes others as they are said."""
    remembered = visitor.facts.remembered
    return [
        Died(one.id, name, _("{name} died.").format(name=name))
        for one in remembered
        if (name := _called(one, alone=len(remembered) == 1))
    ]


# ── Making something ────────────────────────────────────────────────────────────────────────


def _made(request: SignedIn, what: str) -> HttpResponse:
    access.child_only(request)
    if typed_by_another(request):
        let_files_go(request)
        return someone_else(request)
    if request.method != "POST":
        return _page(request, what, Chosen())
    chosen, said = chosen_by(request), request.POST.get("words", "").strip()
    came = _form(request)
    if not (came and came.is_used()):
        fault = _fault(request, what, chosen, said) or _given(request, what, chosen, said, came)
        if fault:
            return _page(request, what, chosen, fault=fault)
    chosen.let_go()
    return render(request, "siblings/with_parents.html", {"what": what})


def _form(request: SignedIn) -> Form | None:
    """Sent twice, it is given once. A page that was open for hours is taken all the same."""
    try:
        return form_of(request.POST.get("form", ""), request.visitor.id, "")
    except TooOld:
        return None


def _fault(request: SignedIn, what: str, chosen: Chosen, said: str) -> str:
    if len(said) > LONGEST:
        return _("That is longer than a letter can be here. Please make it shorter.")
    if len(chosen.files) > MOST_FILES:
        return _("Five at once are enough. Please take some off.")
    if what == "letter" and not said:
        return _("There are no words yet.")
    if what == "drawing" and not chosen.files:
        return _("There is no drawing yet.")
    if what == "sound" and not chosen.files:
        return _("There is no sound yet.")
    if sum(one.upload.size for one in chosen.files) > MOST_BYTES:
        return _("That is too large. Perhaps a smaller one will do.")
    return _strange(request, what, chosen)


def _strange(request: SignedIn, what: str, chosen: Chosen) -> str:
    """What is neither drawn nor spoken, the parents could not look at."""
    sort = {"drawing": "picture", "sound": "sound"}.get(what)
    for one in chosen.files:
        if sort_left(next(uploads.chunks(one.upload, request.visitor), b""), one.name) != sort:
            return (
                _("“{name}” is no picture. Please take it off.").format(name=one.name)
                if what == "drawing"
                else _("“{name}” is no sound. Please take it off.").format(name=one.name)
            )
    return ""


def _given(request: SignedIn, what: str, chosen: Chosen, said: str, came: Form | None) -> str:
    """Why it could not be given, or nothing."""
    try:
        _leave(request, what, chosen, said, came)
    except LeftAlready:
        pass
    except VaultError as problem:
        # A second tap may find that the first has just taken the files along.
        if not (came and came.is_used()):
            return _("It could not be taken just now. {why}").format(why=problem)
    if came:
        came.use()
    return ""


def _leave(request: SignedIn, what: str, chosen: Chosen, said: str, came: Form | None) -> None:
    """For the parents alone from now on: not even the child can open it again."""
    visitor = request.visitor
    to = next((one for one in who_died(visitor) if one.id == request.POST.get("to")), None)
    leave(
        visitor.person.family,
        words={
            "kind": {"drawing": "picture", "letter": "words", "sound": "voice"}[what],
            "name": visitor.name,
            "words": said,
            "children": [to.id] if to else [],
        },
        files=[(one.name, uploads.chunks(one.upload, visitor)) for one in chosen.files],
        recipients=[to_parents(visitor.person.family)],
        by=visitor.person,
        form=came.mark if came else None,
    )


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


def _called(child: Child, *, alone: bool) -> str:
    return child.name or (_("The baby") if alone else child.called)


def _title(card: Card) -> str:
    return card.title or {"letter": _("A letter")}.get(card.kind, "")
