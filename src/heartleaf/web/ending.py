"""What is taken away for good: one's own place, a relative's, or all that the family has here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heartleaf.archive.ending import deciding
from heartleaf.archive.ending.carrying_out import let_keys_go
from heartleaf.archive.ending.deciding import (
    FAMILY,
    OnlyParent,
    OthersAreHere,
)
from heartleaf.archive.ending.lingering import still_holding
from heartleaf.archive.ending.models import Ending
from heartleaf.care.key_notices import reaches
from heartleaf.circle.parting import having_a_say
from heartleaf.circle.people import people_of, person_of
from heartleaf.family.models import Person
from heartleaf.web import sessions
from heartleaf.web.access import parent, signed_in
from heartleaf.web.circles import called
from heartleaf.web.confirming import why_not
from heartleaf.web.ending_asked import asked_for_all, asked_for_theirs, asked_mine
from heartleaf.web.ending_words import lingering, waits_until
from heartleaf.web.forms.ending import NAMED, AskForm, AtOnceForm
from heartleaf.web.http import Request, SignedIn
from heartleaf.web.people import one_after_the_other
from heartleaf.web.told import tell


@signed_in
def ending(request: SignedIn) -> HttpResponse:
    """Three ways, from the smallest on, and what none of them can do."""
    visitor = request.visitor
    whole, mine = deciding.of_family(visitor.family_id), deciding.of_person(visitor.id)
    words = {
        "all_until": waits_until(whole) if whole else "",
        "has_a_say": visitor.is_parent or (whole is not None and deciding.has_a_say(visitor)),
        "all_asked": whole is not None and deciding.has_a_say(visitor),
        "mine_asked": mine is not None,
        **lingering(still_holding()),
    }
    return render(request, "ending/ending.html", words)


@signed_in
def mine(request: SignedIn) -> HttpResponse:
    visitor = request.visitor
    row = deciding.of_person(visitor.id)
    form, at_once = AskForm(None), _at_once(request, visitor.own.email)
    if request.method == "POST":
        if "stop" in request.POST:
            return _stopped(request, row, "end-mine")
        if "typed" in request.POST:
            if at_once.is_valid() and _is_really_them(request, at_once):
                return _mine_at_once(request, named=request.POST.get("named") != "no")
        else:
            form = AskForm(request.POST)
            if form.is_valid():
                return asked_mine(request, form.cleaned_data["named"])
    words: dict[str, Any] = {
        "row": row,
        "until": waits_until(row) if row else "",
        "address": _address(request, row),
        "by_another": row is not None and row.by_id != visitor.id,
        "only_parent": deciding.is_only_parent(visitor.id, visitor.family_id),
        "named": NAMED,
        "chosen": request.POST.get("named", "yes" if row is None or row.named else "no"),
        "fault": " ".join(map(str, form["named"].errors)) if form.is_bound else "",
        "word": visitor.own.email,
        "at_once": at_once,
        **lingering(still_holding()),
    }
    return render(request, "ending/mine.html", words, status=_status(form, at_once))


@signed_in
@one_after_the_other
def everything(request: SignedIn) -> HttpResponse:
    """Asked by one parent, and needing the yes of each; stopped by either with one tap. For who
    was a parent there is something here only once it is asked."""
    visitor = request.visitor
    row = deciding.of_family(visitor.family_id)
    if not visitor.is_parent and not (row and deciding.has_a_say(visitor)):
        raise Http404
    at_once = _at_once(request, _place(request))
    if request.method == "POST":
        if "stop" in request.POST:
            return _stopped(request, row, "end-everything" if visitor.is_parent else "ending")
        if "typed" in request.POST:
            if at_once.is_valid() and _is_really_them(request, at_once):
                return _all_at_once(request)
        else:
            return asked_for_all(request, row)
    yeses = {yes.person_id: yes for yes in row.yeses.all()} if row else {}
    here = people_of(visitor) if visitor.is_parent else []
    others = [one for one in here if one.id != visitor.id]
    asked = set(having_a_say(visitor.family_id).values_list("pk", flat=True))
    said = yeses.get(visitor.id)
    words: dict[str, Any] = {
        "row": row,
        "until": waits_until(row) if row else "",
        "address": _address(request, row),
        "parents": [called(one) for one in others if one.id in asked],
        "parted": [called(one) for one in others if one.id in asked and not one.is_parent],
        "wait_for": [called(one) for one in others if one.id in asked - yeses.keys()],
        "others": [called(one) for one in others if one.id not in asked],
        "can_be_at_once": visitor.is_parent and all(one.is_parent for one in others),
        "not_reached": [called(one) for one in others if not reaches(one.id)],
        "mine": said is not None,
        "insisted": said is not None and said.at_once,
        "word": _place(request),
        "at_once": at_once,
        **lingering(still_holding()),
    }
    return render(request, "ending/everything.html", words, status=_status(at_once))


@parent
@one_after_the_other
def person(request: SignedIn, id: UUID) -> HttpResponse:
    """A relative's place, once they are in no circle: they are told, and can stop it. Who was a
    parent decides that alone."""
    try:
        someone = person_of(request.visitor, id)
    except KeyError as error:
        raise Http404 from error
    if someone.is_parent or someone.roles:
        raise Http404
    row = deciding.of_person(id)
    form = AskForm(None)
    if request.method == "POST":
        if "stop" in request.POST:
            return _stopped(request, row, "person", id)
        form = AskForm(request.POST)
        if form.is_valid():
            return asked_for_theirs(request, someone, form.cleaned_data["named"])
    words = {
        "someone": someone,
        "name": called(someone),
        "was_parent": Person.objects.filter(pk=id, was_parent=True).exists(),
        "row": row,
        "until": waits_until(row) if row else "",
        "not_reached": [] if reaches(id) else [called(someone)],
        "may_stop": row is not None and row.by_id == request.visitor.id,
        "chosen": request.POST.get("named", "yes"),
        "named": [("yes", _("With their name"), ""), ("no", _("Without their name"), "")],
        "fault": " ".join(map(str, form["named"].errors)) if form.is_bound else "",
        **lingering(still_holding()),
    }
    return render(request, "ending/person.html", words, status=_status(form))


@require_safe
def ended(request: Request, id: UUID) -> HttpResponse:
    """What was done and what is still where; for whoever has the address, as nobody of it can sign
    in any more."""
    row = Ending.objects.filter(pk=id).exclude(keys_gone_at=None).first()
    if row is None:
        raise Http404
    words = {
        "row": row,
        "all": row.of == FAMILY,
        **lingering(still_holding(until=row.keys_gone_at)),
    }
    return render(request, "ending/ended.html", words)


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _mine_at_once(request: SignedIn, *, named: bool) -> HttpResponse:
    try:
        row = deciding.ask_own(request.visitor, named=named, at_once=True)
    except OnlyParent:
        return tell(redirect("end-mine"), _("You are the only parent here. Nothing was changed."))
    return _gone(request, row, "end-mine")


def _all_at_once(request: SignedIn) -> HttpResponse:
    try:
        row = deciding.insist(request.visitor)
    except OthersAreHere:
        said = _("Others have a place of their own here, and have the thirty days.")
        return tell(redirect("end-everything"), said, _("Nothing was changed."))
    return _gone(request, row, "end-everything")


def _gone(request: SignedIn, row: Ending, back: str) -> HttpResponse:
    """No key is left: the session is none any more, and the clock takes the rest away."""
    if not let_keys_go(row, timezone.now(), insisted=True):
        return redirect(back)
    request.session_row = None  # type: ignore[assignment]  # its row is gone with the others
    return sessions.sign_out(request, redirect("ended", id=row.pk))


def _stopped(request: SignedIn, row: Ending | None, back: str, *where: UUID) -> HttpResponse:
    if row is None or deciding.stop(request.visitor, row):
        return tell(redirect(back, *where), _("Stopped. Everything is as it was."))
    raise Http404


def _at_once(request: SignedIn, word: str) -> AtOnceForm:
    given = request.POST if "typed" in request.POST else None
    label = _("Type it here: {word}").format(word=word)
    return AtOnceForm(given, word=word, label=label)


def _is_really_them(request: SignedIn, form: AtOnceForm) -> bool:
    if fault := why_not(request, form.cleaned_data["passphrase"]):
        form.add_error("passphrase", fault)
    return form.is_valid()


def _address(request: SignedIn, row: Ending | None) -> str:
    """Where it is said afterwards, whole, for whoever wants to write it down."""
    return request.build_absolute_uri(reverse("ended", args=[row.pk])) if row else ""


def _place(request: SignedIn) -> str:
    return request.visitor.facts.name or _("Our place")


def _status(*forms: Any) -> int:
    return 422 if any(form.is_bound and form.errors for form in forms) else 200
