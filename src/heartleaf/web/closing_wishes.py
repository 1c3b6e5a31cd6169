"""How somebody wants their screen to close, what opening asks, and a quick way out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from heartleaf.family import short_code
from heartleaf.family.facts import Own
from heartleaf.family.opening import OpenPerson
from heartleaf.web.access import child_too, signed_in
from heartleaf.web.closing import Asked
from heartleaf.web.confirming import why_not
from heartleaf.web.forms.closing import ClosingForm, LeavingForm, OpeningForm
from heartleaf.web.http import SignedIn
from heartleaf.web.told import tell


@signed_in
@child_too
def closing(request: SignedIn) -> HttpResponse:
    form = ClosingForm(request.POST or None, initial=asdict(request.visitor.own))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        request.visitor.change_own(lambda own: vars(own).update(said))
        return tell(redirect("settings-closing"), _("Kept."))
    words = {"form": form, "asked": asked_of(request.visitor.own)}
    return _page(request, "settings/closing.html", words)


@signed_in
@child_too
def opening(request: SignedIn) -> HttpResponse:
    """Nothing, the passphrase or a code. Whoever changes it says the passphrase, or anyone with
    the phone in hand could take the question away and come back later."""
    own = request.visitor.own
    form = OpeningForm(request.POST or None, initial={"asks": asked_of(own)})
    form.has_code = bool(own.opening_code)
    if request.method == "POST" and form.is_valid():
        fault = why_not(request, form.cleaned_data["now"])
        if not fault:
            _change_what_is_asked(request.visitor, **form.cleaned_data)
            return tell(redirect("settings-closing"), _("Kept."))
        form.add_error("now", fault)
    return _page(request, "settings/opening.html", {"form": form})


@signed_in
@child_too
def leaving(request: SignedIn) -> HttpResponse:
    form = LeavingForm(request.POST or None, initial=asdict(request.visitor.own))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        request.visitor.change_own(lambda own: vars(own).update(said))
        return tell(redirect("settings-closing"), _("Kept."))
    return _page(request, "settings/leaving.html", {"form": form})


def asked_of(own: Own) -> Asked:
    if not own.ask_to_open:
        return "nothing"
    return "code" if own.opening_code else "passphrase"


def _change_what_is_asked(person: OpenPerson, *, asks: Asked, code: str, now: str) -> None:
    if asks == "code" and code:
        short_code.choose(person, code)

    def change(own: Own) -> None:
        own.ask_to_open, own.wrong_codes = asks != "nothing", 0
        if asks != "code":
            own.opening_code = ""

    person.change_own(change)


def _page(request: SignedIn, template: str, words: Mapping[str, object]) -> HttpResponse:
    return render(request, template, dict(words), status=422 if request.method == "POST" else 200)
