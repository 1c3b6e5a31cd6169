"""A person of the family: which circles they are in, what they may do there, taking them out."""

from __future__ import annotations

import functools
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from heartleaf.care import parting as letting_go
from heartleaf.care.key_notices import reaches
from heartleaf.circle import parting, steward
from heartleaf.circle.gathering import LastParent, OfParents, let_in
from heartleaf.circle.models import Parting
from heartleaf.circle.parting import TooSoon
from heartleaf.circle.people import Someone, person_of
from heartleaf.family.models import Circle
from heartleaf.family.opening import NotAParent, OpenCircle
from heartleaf.sealing import CannotOpen
from heartleaf.web.access import View, parent
from heartleaf.web.circles import called, circle_of, role_words
from heartleaf.web.forms.circles import OUT, ROLES, RoleForm
from heartleaf.web.http import SignedIn
from heartleaf.web.told import tell


def one_after_the_other(view: View) -> View:
    """Inside `parent`: what another parent changed a moment before is told, and nothing is done."""

    @functools.wraps(view)
    def guarded(request: SignedIn, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, **kwargs)
        except (NotAParent, OfParents, KeyError, CannotOpen):
            if request.method != "POST":
                raise
            said = _("Something was changed here a moment ago. Nothing was done now.")
            return tell(redirect("today"), said)

    return guarded


@parent
def person(request: SignedIn, id: UUID) -> HttpResponse:
    someone = _someone(request, id)
    circles = [one for one in request.visitor.shared if one.kind != Circle.Kind.US]
    words: dict[str, Any] = {
        "someone": someone,
        "name": called(someone),
        "circles": [_place(request, someone, one) for one in circles],
        "is_me": someone.id == request.visitor.id,
        "parting": parting.asked_about(someone.id),
        "alone": not parting.other_parents(request.visitor),
    }
    return render(request, "circle/person.html", words)


@parent
@one_after_the_other
def membership(request: SignedIn, id: UUID, handle: str) -> HttpResponse:
    """What someone may do in one circle, letting them in, and taking them out of it."""
    someone, circle = _someone(request, id), circle_of(request, handle)
    if someone.is_parent or circle.kind == Circle.Kind.US:
        raise Http404
    here = someone.roles.get(handle, "")
    name, where = called(someone), request.visitor.circle_name(handle)
    if request.method == "POST" and request.POST.get("role") == OUT:
        had = _has_steward(request)
        letting_go.let_out(request.visitor, id, [handle])
        said = _("{name} is not in “{circle}” any more.").format(name=name, circle=where)
        return tell(redirect("circle", handle=handle), said, _what_stays(request, had))
    form = RoleForm(request.POST or None, initial={"role": here})
    if request.method == "POST" and form.is_valid():
        let_in(request.visitor, id, handle, form.cleaned_data["role"])
        said = _("Kept.") if here else _("{name} is in “{circle}” now.")
        return tell(redirect("person", id=id), said.format(name=name, circle=where))
    words = {
        "someone": someone,
        "name": name,
        "circle": where,
        "handle": handle,
        "here": bool(here),
        "roles": ROLES,
        "chosen": request.POST.get("role", here),
        "fault": "".join(map(str, form["role"].errors)),
    }
    return render(request, "circle/membership.html", words, status=422 if form.errors else 200)


@parent
@one_after_the_other
def take_person_out(request: SignedIn, id: UUID) -> HttpResponse:
    """Out of every circle. Nothing happens before it is asked."""
    someone = _someone(request, id)
    if someone.is_parent or not someone.roles:
        raise Http404
    if request.method == "POST":
        had = _has_steward(request)
        letting_go.let_go(request.visitor, id)
        said = _("{name} is in no circle any more.").format(name=called(someone))
        return tell(redirect("circles"), said, _what_stays(request, had))
    row = steward.of_family(request.visitor)
    is_steward = row is not None and row.opened_at is None and row.person_id == id
    words = {"someone": someone, "name": called(someone), "is_steward": is_steward}
    return render(request, "circle/take_person_out.html", words)


@parent
@one_after_the_other
def part(request: SignedIn, id: UUID) -> HttpResponse:
    """Asking that the other parent be taken out; taking it back; and doing it when it may be."""
    someone = _someone(request, id)
    if not someone.is_parent or someone.id == request.visitor.id:
        raise Http404
    if request.method == "POST":
        return _parted(request, someone)
    row = parting.asked_about(id)
    words = {
        "someone": someone,
        "name": called(someone),
        "reached": reaches(id),
        "mine": row is not None and row.by_id == request.visitor.id,
        "asked": row,
        **_times(row),
    }
    return render(request, "circle/parting.html", words)


@parent
@one_after_the_other
def leave(request: SignedIn) -> HttpResponse:
    """A parent goes by themselves, because they want to or because it was asked of them."""
    asked = parting.asked_of(request.visitor)
    if request.method == "POST":
        try:
            letting_go.leave(request.visitor)
        except LastParent:
            return tell(redirect("circles"), _last_stays())
        said = _("You are in no circle any more. What is yours alone is here as before.")
        return tell(redirect("today"), said)
    words = {
        "asked": asked,
        "by": called(person_of(request.visitor, asked.by_id)) if asked else "",
        "alone": not parting.other_parents(request.visitor),
        **_times(asked),
    }
    return render(request, "circle/leaving.html", words)


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _someone(request: SignedIn, id: UUID) -> Someone:
    try:
        return person_of(request.visitor, id)
    except KeyError:
        raise Http404 from None


def _place(request: SignedIn, someone: Someone, circle: OpenCircle) -> dict[str, str]:
    return {
        "handle": circle.handle,
        "name": request.visitor.circle_name(circle.handle),
        "role": role_words(someone, circle.handle),
    }


def _parted(request: SignedIn, someone: Someone) -> HttpResponse:
    there, name = redirect("parting", id=someone.id), called(someone)
    if "withdraw" in request.POST:
        letting_go.withdraw(request.visitor, someone.id)
        return tell(there, _("Taken back. Nothing was changed."))
    if "ask" in request.POST:
        return tell(there, _asked(request, someone).format(name=name))
    had = _has_steward(request)
    try:
        letting_go.complete(request.visitor, someone.id)
    except (TooSoon, KeyError, OfParents):
        return tell(there, _("The thirty days are not over. Nothing was changed."))
    except LastParent:
        return tell(redirect("circles"), _last_stays())
    said = _("{name} is in no circle any more.").format(name=name)
    return tell(redirect("circles"), said, _what_stays(request, had))


def _asked(request: SignedIn, someone: Someone) -> str:
    try:
        letting_go.ask(request.visitor, someone.id)
    except letting_go.ToldToday:
        return _("{name} was told of it today already. You can ask for it again in a day.")
    if reaches(someone.id):
        return _("Asked. {name} is told now, and twice more.")
    return _("Asked. No message would reach {name}: Today says it when they come.")


def _times(row: Parting | None) -> dict[str, Any]:
    if row is None:
        return {}
    end = parting.ends(row)
    return {"ends": end, "may_be_done": end <= timezone.now()}


def _has_steward(request: SignedIn) -> bool:
    row = steward.of_family(request.visitor)
    return row is not None and row.opened_at is None


def _what_stays(request: SignedIn, had_steward: bool) -> str:
    said = _("What they have saved cannot be taken back. What came before can be sealed anew.")
    if not had_steward or _has_steward(request):
        return said
    ended = _("The sheets for when you are both gone open nothing any more: they need making anew.")
    return f"{said} {ended}"


def _last_stays() -> str:
    return _("One parent always stays: without one nobody could open what is kept here.")
