"""The parents' letterbox: one thing at a time, and nothing that presses."""

from __future__ import annotations

import contextlib
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heartleaf.care.planning import plan
from heartleaf.care.wishes import WishesFacts, change_wishes
from heartleaf.circle import letterbox as box
from heartleaf.circle import letting_in
from heartleaf.circle.letterbox import OpenNote, State, TakenMeanwhile
from heartleaf.circle.models import Page
from heartleaf.circle.opening_pages import OpenPage, open_for_us
from heartleaf.circle.page_content import CANDLE
from heartleaf.family.models import Membership
from heartleaf.sealing import SealingError
from heartleaf.web import access, failing
from heartleaf.web.access import parent
from heartleaf.web.day_changes import wishes_if_whole
from heartleaf.web.http import SignedIn
from heartleaf.web.note_words import entry_of, reader_of, what_it_is, whom_it_is_for
from heartleaf.web.told import tell

EVERYTHING = "everything"
WAYS = ("page", "mail", "push")


@require_safe
@parent
def letterbox(request: SignedIn) -> HttpResponse:
    """Whether something waits is said here and nowhere else."""
    everything = request.GET.get("of") == EVERYTHING
    words = {
        "first": next(_for_parents(request, everything), None),
        "everything": everything,
        "somebody_reads_first": _somebody_reads_first(request),
        "let_in": _captions(request, State.LET_IN),
        "aside": _captions(request, State.ASIDE),
    }
    return render(request, "letterbox/letterbox.html", words)


@require_safe
@parent
def note(request: SignedIn, id: UUID) -> HttpResponse:
    opened = access.note(request, id)
    is_uncovered = access.is_uncovered(request, id)
    uncovered = request.GET.get("uncovered", "") if is_uncovered else ""
    everything = not opened.is_for_parents
    words = {
        "entry": entry_of(opened, uncovered=uncovered, is_uncovered=is_uncovered),
        "state": opened.note.state,
        "page": opened.note.page,
        "keeps": opened.words.kind != CANDLE,
        "circles": _circles(request),
        **_where(request, opened),
        "whom": whom_it_is_for(opened, request.visitor),
        "reading": opened.reading,
        "reader": reader_of(opened, request.visitor),
        "blocked": letting_in.is_blocked(opened.note.page, bytes(opened.note.sender)),
        "another": _another(request, opened, everything),
    }
    return render(request, "letterbox/note.html", words)


def _where(request: SignedIn, opened: OpenNote) -> dict[str, str]:
    """Where it is kept, if nothing else is chosen: *us*; what a child gave, where the child sees it
    again, as they were told."""
    child, parent = opened.note.by, request.visitor
    mine = Membership.objects.filter(person=child) if child else Membership.objects.none()
    shared = {str(one) for one in mine.values_list("circle", flat=True)}
    theirs = [one.handle for one in parent.circles.values() if str(one.id) in shared]
    if not theirs:
        return {"chosen": "us"}
    return {"chosen": theirs[0], "child_sees": parent.circle_name(theirs[0])}


@require_POST
@parent
def let_in(request: SignedIn, id: UUID) -> HttpResponse:
    """Onto its page; and into a circle, if the parent left that ticked."""
    opened = access.note(request, id)
    page = _page_of(request, opened)
    circle = None
    if "keep" in request.POST:
        with contextlib.suppress(KeyError):
            circle = request.visitor.circle(request.POST.get("circle", "us"))
    if circle and not circle.may_add:
        circle = None
    try:
        unseen = letting_in.let_in(request.visitor, opened, page, circle)
    except TakenMeanwhile:
        return failing.changed_meanwhile(request)
    sentence = _("Let in. It stands on the page now.") if page else _("Let in.")
    small = []
    if unseen:
        names = ", ".join(one.name or _("a file") for one in unseen)
        small.append(_("What the page cannot show: {names}.").format(names=names))
    if circle:
        name = request.visitor.circle_name(circle.handle)
        small.append(_("It is also kept with “{circle}”.").format(circle=name))
    return tell(redirect("letterbox"), sentence, " ".join(small))


@require_POST
@parent
def put_aside(request: SignedIn, id: UUID) -> HttpResponse:
    """Out of the way, for as long as they like; or back to what waits."""
    opened = access.note(request, id)
    back = "back" in request.POST
    try:
        (box.take_up_again if back else box.put_aside)(opened)
    except TakenMeanwhile:
        return failing.changed_meanwhile(request)
    said = _("It waits again.") if back else _("Left aside. You find it below, when you want to.")
    return tell(redirect("letterbox"), said)


@parent
def take_away(request: SignedIn, id: UUID) -> HttpResponse:
    """For good. It is asked once."""
    opened = access.note(request, id)
    if request.method != "POST":
        shows = {"entry": entry_of(opened, is_uncovered=False), "state": opened.note.state}
        return render(request, "letterbox/take_away.html", shows)
    with contextlib.suppress(TakenMeanwhile):
        letting_in.take_down(opened, _page_of(request, opened))
    box.take_away(opened)
    return tell(redirect("letterbox"), _("It was taken away for good."))


@require_POST
@parent
def take_down(request: SignedIn, id: UUID) -> HttpResponse:
    """Off the page. It lies aside then."""
    opened = access.note(request, id)
    try:
        letting_in.take_down(opened, _page_of(request, opened))
    except TakenMeanwhile:
        return failing.changed_meanwhile(request)
    small = _("What you kept of it stays where you kept it.")
    return tell(redirect("letterbox"), _("It is not on the page any more."), small)


@require_POST
@parent
def block(request: SignedIn, id: UUID) -> HttpResponse:
    """Nothing more from this sender to this page; or again."""
    opened = access.note(request, id)
    if "end" in request.POST:
        letting_in.unblock(opened)
        return tell(redirect("note", id=id), _("Whoever sent it may leave something again."))
    letting_in.block(opened)
    small = _("They are told that the page takes nothing more. With another device they could try.")
    return tell(redirect("note", id=id), _("Nothing more comes from this sender."), small)


@parent
def sundays(request: SignedIn) -> HttpResponse:
    """Being told, once a week, that something waits; only if asked for."""
    wishes = wishes_if_whole(request.visitor) or WishesFacts()
    if request.method != "POST":
        ways = _ways(request, wishes)
        shows = {"ways": ways, "others": len(ways) < len(WAYS)}
        return render(request, "letterbox/sundays.html", shows)
    asked = [way for way in WAYS if way in request.POST.getlist("by")]
    try:
        change_wishes(request.visitor, lambda one: setattr(one, "letterbox", asked))
    except SealingError:
        return failing.damaged(request)
    plan(request.visitor)
    return tell(redirect("letterbox"), _("Kept."))


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _ways(request: SignedIn, wishes: WishesFacts) -> list[tuple[str, str, bool]]:
    """Those by which this parent can be told."""
    kinds = set(request.visitor.person.channels.values_list("kind", flat=True)) | {"page"}
    hour = wishes.hour
    words = {
        "page": _("A line on the page Today"),
        "mail": _("A mail at {hour}, which does not say what it is").format(hour=hour),
        "push": _("A message to your browsers at {hour}, which does not say what it is").format(
            hour=hour
        ),
    }
    return [(way, words[way], way in wishes.letterbox) for way in WAYS if way in kinds]


def _for_parents(request: SignedIn, everything: bool) -> Any:
    waiting = box.waiting(request.visitor)
    return (one for one in waiting if everything or one.is_for_parents)


def _another(request: SignedIn, opened: OpenNote, everything: bool) -> OpenNote | None:
    """The next that waits, after this one and then from the beginning."""
    others = [one for one in _for_parents(request, everything) if one.id != opened.id]
    later = [one for one in others if one.note.arrived_at > opened.note.arrived_at]
    return next(iter(later or others), None)


def _captions(request: SignedIn, state: str) -> list[tuple[UUID, str, str]]:
    return [
        (one.id, what_it_is(one), one.words.name or one.words.on)
        for one in box.waiting(request.visitor, state)
    ]


def _circles(request: SignedIn) -> list[tuple[str, str]]:
    """Where it can be kept, *us* first."""
    person = request.visitor
    circles = sorted(person.may_add_to, key=lambda one: one.kind != "us")
    return [(one.handle, person.circle_name(one.handle)) for one in circles]


def _page_of(request: SignedIn, opened: OpenNote) -> OpenPage | None:
    if opened.note.page is None:
        return None
    with contextlib.suppress(SealingError):
        return open_for_us(opened.note.page, request.visitor.circle("us"))
    return None


def _somebody_reads_first(request: SignedIn) -> bool:
    """On any of the pages; it says nothing of what waits."""
    us = request.visitor.circle("us")
    for page in Page.objects.filter(family=request.visitor.family_id):
        with contextlib.suppress(SealingError, ValueError, TypeError):
            if open_for_us(page, us).content.first_reader:
                return True
    return False
