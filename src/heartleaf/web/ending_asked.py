"""An end asked for: once more before anyone is told, then done as it was said."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from heartleaf.archive.ending import deciding
from heartleaf.archive.ending.deciding import OnlyParent, StillInACircle, WasAParent
from heartleaf.archive.ending.models import Ending
from heartleaf.care.key_notices import reaches
from heartleaf.circle.parting import having_a_say
from heartleaf.circle.people import Someone, people_of
from heartleaf.family.opening import OpenPerson
from heartleaf.web.circles import called
from heartleaf.web.ending_sure import (
    Step,
    asked_again,
    nobody_yet,
    who_has_the_thirty_days,
    who_is_asked,
    who_is_told_of_ones_own,
    who_is_told_of_theirs,
)
from heartleaf.web.http import SignedIn
from heartleaf.web.told import tell


def asked_mine(request: SignedIn, named: str) -> HttpResponse:
    visitor, only = request.visitor, _("You are the only parent here. Nothing was changed.")
    if deciding.is_only_parent(visitor.id, visitor.family_id):
        return tell(redirect("end-mine"), only)
    step = Step(
        title=_("Take your place away?"),
        told=who_is_told_of_ones_own(parent=visitor.is_parent),
        back=reverse("end-mine"),
        on=_("Yes, in thirty days"),
        answers={"named": named},
    )
    if page := asked_again(request, step):
        return page
    try:
        deciding.ask_own(visitor, named=named == "yes")
    except OnlyParent:  # the other parent went a moment ago
        return tell(redirect("end-mine"), only)
    return redirect("end-mine")


def asked_for_all(request: SignedIn, row: Ending | None) -> HttpResponse:
    """Asked, or agreed to; whichever of the two the page showed, and not the other, if another
    parent was quicker."""
    visitor = request.visitor
    act = "agree" if row else "ask"
    if act not in request.POST or (row and row.yeses.filter(person=visitor.id).exists()):
        return redirect("end-everything")
    if page := asked_again(request, _step_of_all(visitor, row, act)):
        return page
    if row is None:
        deciding.ask_for_all(visitor)
    else:
        deciding.agree(visitor)
    return redirect("end-everything")


def asked_for_theirs(request: SignedIn, someone: Someone, named: str) -> HttpResponse:
    name = called(someone)
    step = Step(
        title=_("Take the place of {name} away?").format(name=name),
        told=who_is_told_of_theirs(name),
        back=reverse("end-person", args=[someone.id]),
        on=_("Yes, in thirty days"),
        answers={"named": named},
        not_reached=[] if reaches(someone.id) else [name],
    )
    if page := asked_again(request, step):
        return page
    try:
        deciding.ask_for_relative(request.visitor, someone.id, named=named == "yes")
    except (StillInACircle, WasAParent) as error:
        raise Http404 from error
    return redirect("end-person", id=someone.id)


def _step_of_all(visitor: OpenPerson, row: Ending | None, act: str) -> Step:
    said = set(row.yeses.values_list("person", flat=True)) if row else set()
    voices = set(having_a_say(visitor.family_id).values_list("pk", flat=True))
    waits = voices - said - {visitor.id}
    # Who was a parent is told no names.
    here = people_of(visitor) if visitor.is_parent else []
    others = [one for one in here if one.id != visitor.id]
    wait_for = [called(one) for one in others if one.id in waits]
    concerned = [one for one in others if row is None and one.id in waits] if waits else others
    names = [called(one) for one in concerned]
    if not waits:
        nameless = [] if visitor.is_parent else [_("everyone who has a place here")]
        told = who_has_the_thirty_days(names or nameless)
    elif row is None:
        told = who_is_asked(names)
    else:
        told = nobody_yet(wait_for or [_("another parent")])
    return Step(
        title=_("Take all of it away?"),
        told=told,
        back=reverse("end-everything"),
        on=_("Yes, ask for it") if waits and not row else _("Yes, in thirty days"),
        answers={act: "yes"},
        not_reached=[called(one) for one in concerned if not reaches(one.id)],
    )
