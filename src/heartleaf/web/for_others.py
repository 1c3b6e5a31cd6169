"""Words for others: to read, to make one's own, to print, to send."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heartleaf.care.for_others.lines import PARTS
from heartleaf.care.for_others.sheet import (
    ForOthers,
    as_letter,
    change_for_others,
    for_others,
    sheet_of,
)
from heartleaf.family.dates import VagueDate
from heartleaf.family.facts import mark_of
from heartleaf.family.opening import OpenPerson
from heartleaf.family.words import names_of
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.keeping import ChangedMeanwhile
from heartleaf.sealing import SealingError
from heartleaf.web import notebook
from heartleaf.web.access import signed_in
from heartleaf.web.forms.for_others import ForOthersForm, JoinForm
from heartleaf.web.http import Request, SignedIn
from heartleaf.web.links import first_address
from heartleaf.web.notebook import id_of_new, with_notebook
from heartleaf.web.told import tell, tell_kept


@require_safe
def plain(request: Request) -> HttpResponse:
    """For anyone, signed in or not, and the same for all: nothing of any family is in it."""
    return render(request, "for_others/plain.html", {"sheet": sheet_of()})


@signed_in
def hers(request: SignedIn) -> HttpResponse:
    """Our lines stand also where the notebook cannot be read."""
    try:
        own = for_others(request.visitor)
    except SealingError:
        own = None
    words = {
        "sheet": sheet_of(own, _names(request.visitor)),
        "damaged": own is None,
        "link": first_address(request, "for-others-plain"),
    }
    return render(request, "for_others/hers.html", words)


@with_notebook
def own(request: SignedIn) -> HttpResponse:
    """Which lines stand, and words of one's own."""
    try:
        return _make_own(request)
    except SealingError:
        if request.method != "POST":
            raise
        # The whole form stands: which lines were ticked is as much as what was typed.
        form = ForOthersForm(request.POST, own=ForOthers())
        return _page(request, form, request.POST.get("based_on", ""), damaged=True)


def _make_own(request: SignedIn) -> HttpResponse:
    there, sent = for_others(request.visitor), request.method == "POST"
    form = ForOthersForm(request.POST if sent else None, own=there)
    if not sent or not form.is_valid():
        return _page(request, form, mark_of(there))
    based_on = request.POST.get("based_on", "")

    def fill(section: ForOthers) -> None:
        typed = replace(section)
        form.fill(typed)
        if mark_of(section) not in {based_on, mark_of(typed)}:
            raise ChangedMeanwhile
        form.fill(section)

    try:
        change_for_others(request.visitor, fill)
    except ChangedMeanwhile:
        now = for_others(request.visitor)
        return _page(request, form, mark_of(now), there=sheet_of(now, _names(request.visitor)))
    return tell(redirect("for-others"), _("Kept, for you alone."))


@with_notebook
def join(request: SignedIn) -> HttpResponse:
    """A letter made of it, in a circle that is chosen; from there it may go onto a page by link."""
    sheet = sheet_of(for_others(request.visitor), _names(request.visitor))
    form = JoinForm(request.POST if request.method == "POST" else None, person=request.visitor)
    new = id_of_new(request)
    if request.method != "POST" or not form.is_valid():
        words = {"form": form, "new": new, "sheet": sheet}
        return render(request, "for_others/join.html", words, status=422 if form.errors else 200)
    circle = request.visitor.circle(form.cleaned_data["circle"])
    today = request.visitor.today()
    card = Card(
        title=sheet.title,
        words=as_letter(sheet),
        date=VagueDate.on(today).to_edtf(),
        placed=today.isoformat(),
    )
    # Of one form, each circle has its own letter; sent twice to the same, it is one.
    id = notebook.join(request, uuid5(UUID(new), circle.handle), card, circle.handle)
    if "page" in request.POST and request.visitor.is_parent:
        return redirect(f"{reverse('new-page')}?with={id}")
    return tell_kept(request, card, circle, id)


def _page(request: SignedIn, form: ForOthersForm, based_on: str, **words: Any) -> HttpResponse:
    stands = form["stands"].value() or []
    parts = [(part.heading, [(line, line.id in stands) for line in part.lines]) for part in PARTS]
    told = {"form": form, "parts": parts, "based_on": based_on, "child": _names(request.visitor)}
    status = 409 if words else 422 if form.errors else 200
    return render(request, "for_others/own.html", told | words, status=status)


def _names(person: OpenPerson) -> str:
    """Of the children who died; how they are called stays among the family."""
    return names_of([child for child in person.facts.remembered if child.name])
