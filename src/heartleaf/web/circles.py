"""The circles: what there are, who is in each, a new one, and what came before, sealed anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heartleaf.circle import making, working
from heartleaf.circle.models import Sealing
from heartleaf.circle.people import Someone, people_of
from heartleaf.circle.sealing_anew import is_needed
from heartleaf.family.models import Circle, Membership
from heartleaf.family.opening import OpenCircle, OpenPerson
from heartleaf.web.access import parent
from heartleaf.web.forms.circles import BringElsewhereForm, CircleNameForm
from heartleaf.web.http import SignedIn
from heartleaf.web.told import tell


@dataclass(frozen=True)
class CircleRow:
    """A circle as its page and the list show it. `people` are the names of who is in it."""

    handle: str
    name: str
    people: str
    own: bool


@parent
def circles(request: SignedIn) -> HttpResponse:
    """Every shared circle and everyone who has a place here."""
    people = people_of(request.visitor)
    words = {
        "circles": [_row(request.visitor, one, people) for one in request.visitor.shared],
        "parents": [one for one in people if one.is_parent],
        "people": [_with_places(request.visitor, one) for one in people if not one.is_parent],
    }
    return render(request, "circle/circles.html", words)


@parent
def new_circle(request: SignedIn) -> HttpResponse:
    form = CircleNameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        handle = making.make(request.visitor, form.cleaned_data["name"])
        return tell(redirect("circle", handle=handle), _("Made. Both parents are in it."))
    status = 422 if form.errors else 200
    return render(request, "circle/name.html", {"form": form}, status=status)


@parent
def circle(request: SignedIn, handle: str) -> HttpResponse:
    """Who is in it and what they may do; and what came before, as long as an earlier key opens
    it."""
    found = circle_of(request, handle)
    at_work = working.go_on(request.visitor, found)
    people = people_of(request.visitor)
    words = {
        "circle": _row(request.visitor, found, people),
        "is_us": found.kind == Circle.Kind.US,
        "inside": [(one, role_words(one, handle)) for one in people if handle in one.roles],
        "outside": [one for one in people if handle not in one.roles and not one.is_parent],
        "earlier": is_needed(found),
        **progress_words(request.visitor, at_work),
    }
    part = "#state" if request.htmx else ""
    return render(request, f"circle/circle.html{part}", words)


@parent
def circle_name(request: SignedIn, handle: str) -> HttpResponse:
    own = _own(request, handle)
    form = CircleNameForm(request.POST or None, initial={"name": own.name})
    if request.method == "POST" and form.is_valid():
        making.call_circle(request.visitor, handle, form.cleaned_data["name"])
        return tell(redirect("circle", handle=handle), _("Kept."))
    words = {"form": form, "circle": _row(request.visitor, own, [])}
    return render(request, "circle/name.html", words, status=422 if form.errors else 200)


@require_POST
@parent
def seal_anew(request: SignedIn, handle: str) -> HttpResponse:
    found = circle_of(request, handle)
    if is_needed(found):
        working.start(request.visitor, found)
    return redirect("circle", handle=handle)


@parent
def take_circle_away(request: SignedIn, handle: str) -> HttpResponse:
    """Only an empty one goes. What is in it is first brought to another circle."""
    own = _own(request, handle)
    at_work = working.go_on(request.visitor, own)
    form = BringElsewhereForm(
        request.POST if "to" in request.POST else None, person=request.visitor, without=handle
    )
    if request.method == "POST" and form.is_bound and form.is_valid():
        working.start(request.visitor, own, request.visitor.circle(form.cleaned_data["to"]))
        return redirect("take-circle-away", handle=handle)
    words: dict[str, Any] = {
        "circle": _row(request.visitor, own, []),
        "empty": making.is_empty(own),
        "days": not making.ids_in(own),
        "form": form,
        **progress_words(request.visitor, at_work),
    }
    if request.method == "POST" and not form.is_bound and not at_work:
        try:
            making.take_away(request.visitor, handle)
        except making.NotEmpty:
            words["empty"] = False
        else:
            return tell(redirect("circles"), _("Taken away. Nothing was in it."))
    status = 409 if request.method == "POST" else 200
    return render(request, "circle/take_away.html", words, status=status)


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def circle_of(request: SignedIn, handle: str) -> OpenCircle:
    """One of their shared circles. Raises Http404."""
    found = next((one for one in request.visitor.shared if one.handle == handle), None)
    if found is None:
        raise Http404
    return found


def progress_words(person: OpenPerson, row: Sealing | None) -> dict[str, Any]:
    if row is None:
        return {"at_work": False}
    to = person.circles.get(str(row.to_id))
    name = person.circle_name(to.handle) if to else ""
    return {"at_work": True, "share": working.share_of(row), "to": name}


def role_words(someone: Someone, handle: str) -> str:
    words: dict[str, str] = {
        Membership.Role.PARENT: _("parent"),
        Membership.Role.ADDS: _("may add"),
        Membership.Role.LOOKS: _("may look"),
        Membership.Role.CHILD: _("a child"),
    }
    return words.get(someone.roles.get(handle, ""), "")


def called(someone: Someone) -> str:
    return someone.name or _("someone without a name")


def _own(request: SignedIn, handle: str) -> OpenCircle:
    found = circle_of(request, handle)
    if found.kind != Circle.Kind.OWN:
        raise Http404
    return found


def _row(person: OpenPerson, circle: OpenCircle, people: list[Someone]) -> CircleRow:
    inside = [called(one) for one in people if circle.handle in one.roles]
    name, own = person.circle_name(circle.handle), circle.kind == Circle.Kind.OWN
    return CircleRow(circle.handle, name, ", ".join(inside), own)


def _with_places(person: OpenPerson, someone: Someone) -> tuple[Someone, str]:
    """Someone, and the circles they are in with what they may do there."""
    places = [
        f"{person.circle_name(handle)} ({role_words(someone, handle)})" for handle in someone.roles
    ]
    return someone, ", ".join(places)
