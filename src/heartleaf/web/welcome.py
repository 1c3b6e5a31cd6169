"""The first evening: one question a page, each with a way past it."""

from __future__ import annotations

import secrets

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from heartleaf.archive.marker import remember
from heartleaf.family.beginning import AddressTaken, Beginner, begin_family
from heartleaf.family.facts import FamilyFacts, Vocabulary
from heartleaf.family.models import Family
from heartleaf.tree.planting import plant
from heartleaf.web import sessions
from heartleaf.web.access import parent
from heartleaf.web.callers import is_at_this_machine
from heartleaf.web.family import keep
from heartleaf.web.forms.family import ChildForm, PlaceNameForm, WayInForm, WhereForm, WordsForm
from heartleaf.web.http import Request, SignedIn

# Printed once at the start, for a first evening from another device than this machine.
ONE_TIME_CODE = "-".join(secrets.token_hex(2) for _part in range(3))


def welcome(request: Request) -> HttpResponse:
    if Family.objects.exists():
        return redirect("today")
    form = PlaceNameForm(request.POST or None, prefix="place")
    goes_on = request.method == "POST" and "back" not in request.POST
    if goes_on and form.is_valid():
        words = {"form": _way_in_form(request), "place_name": form.cleaned_data["name"]}
        return render(request, "welcome/way_in.html", words)
    return render(request, "welcome/name.html", {"form": form})


def way_in(request: Request) -> HttpResponse:
    """Make the family. From elsewhere than this machine, only with the code the start printed."""
    if Family.objects.exists() or request.method != "POST":
        return redirect("today")
    form, place = _way_in_form(request, request.POST), request.POST.get("place", "")
    if form.is_valid():
        try:
            person = begin_family(_facts(place), _beginner(form))
        except AddressTaken:
            return redirect("sign-in")
        remember()
        plant(person.family_id)
        return sessions.sign_in(redirect("welcome-children"), person)
    words = {"form": form, "place_name": place}
    return render(request, "welcome/way_in.html", words, status=422)


@parent
def children(request: SignedIn) -> HttpResponse:
    form = ChildForm(request.POST or None, hemisphere=request.visitor.facts.hemisphere)
    if request.method != "POST" or not form.is_valid():
        return render(request, "welcome/children.html", {"form": form})
    means_a_child = form.means_a_child()
    if means_a_child:
        keep(request, form)
    asks_again = means_a_child and "last" not in request.POST
    return redirect("welcome-children" if asks_again else "welcome-words")


@parent
def words(request: SignedIn) -> HttpResponse:
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = Vocabulary(**form.cleaned_data)
        request.visitor.change_facts(lambda facts: setattr(facts, "vocabulary", told))
        return redirect("welcome-place")
    return render(request, "welcome/words.html", {"form": form})


@parent
def place(request: SignedIn) -> HttpResponse:
    form = WhereForm(request.POST or None, initial={"zone": request.visitor.own.zone})
    if request.method == "POST" and form.is_valid():
        zone, hemisphere = form.cleaned_data["zone"], form.cleaned_data["hemisphere"]
        request.visitor.change_own(lambda own: setattr(own, "zone", zone))
        request.visitor.change_facts(lambda facts: setattr(facts, "hemisphere", hemisphere))
        return redirect("welcome-sheet")
    return render(request, "welcome/place.html", {"form": form})


@parent
def sheet(request: SignedIn) -> HttpResponse:
    return render(request, "welcome/sheet.html")


def _way_in_form(request: Request, typed: QueryDict | None = None) -> WayInForm:
    return WayInForm(typed, wanted="" if is_at_this_machine(request) else ONE_TIME_CODE)


def _facts(place: str) -> FamilyFacts:
    return FamilyFacts(name=place.strip()[:120] or _("Our place"))


def _beginner(form: WayInForm) -> Beginner:
    said = form.cleaned_data
    return Beginner(
        email=said["email"],
        passphrase=said["passphrase"],
        name=said["name"],
        zone=said["zone"],
    )
