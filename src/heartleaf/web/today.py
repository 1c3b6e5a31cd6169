"""Today: a greeting, the tree, a sheet to write on. A day only to who asked to be told of it."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heartleaf.care.missing import missed
from heartleaf.care.models import Quiet
from heartleaf.care.planning import plan_once_a_day
from heartleaf.care.sundays import is_told_today
from heartleaf.care.telling import TodayLine, told_on
from heartleaf.care.wishes import PAGE, WishesFacts, change_wishes
from heartleaf.circle.parting import ends, partings_of
from heartleaf.days.calendars import Line
from heartleaf.days.gathering import KnownDays
from heartleaf.days.saying import distance, heading, name_of_day, sentence, would_have_been
from heartleaf.family.words import said
from heartleaf.keepsakes.drafting import drafts_of
from heartleaf.keepsakes.showing import Shown
from heartleaf.sealing import SealingError
from heartleaf.tree.gathering import small_tree
from heartleaf.web.access import signed_in
from heartleaf.web.day_changes import wishes_if_whole
from heartleaf.web.ending_words import lines_for_today
from heartleaf.web.entry_pictures import caption_of
from heartleaf.web.http import SignedIn
from heartleaf.web.on_this_day import has_on_this_day
from heartleaf.web.stewardship import line_for_today


@dataclass(frozen=True)
class Near:
    """A day that is not today: how far off, what it is, and where its page is."""

    key: str
    far: str
    name: str


@dataclass(frozen=True)
class Envelope:
    """A letter that opens today, still closed; `open` and `later` are addresses."""

    title: str
    note: str
    open: str
    later: str


@dataclass(frozen=True)
class Today:
    """What this day is to someone who asked for it. `key` is that of the first day it is. A day
    that has its hour in the evening is one of candles."""

    heading: str = ""
    sentences: list[str] = field(default_factory=list)
    near: list[Near] = field(default_factory=list)
    key: str = ""
    plan: list[Line] = field(default_factory=list)
    candle: bool = False

    def __bool__(self) -> bool:
        return bool(self.key or self.near)


@signed_in
def today(request: SignedIn) -> HttpResponse:
    plan_once_a_day(request.visitor)
    now, wishes = request.visitor.now(), wishes_if_whole(request.visitor) or WishesFacts()
    quiet = Quiet.is_on(request.visitor.person)
    words = {
        "now": now,
        "greeting": _greeting(now.hour, request.visitor.name),
        "day": Today() if quiet else _day(request, wishes),
        "opening": [] if quiet else _opening(request, wishes),
        "missed": not quiet and bool(missed(request.visitor.person)),
        "keys": line_for_today(request.visitor),
        "letterbox": not quiet and _letterbox(request, wishes),
        "on_this_day": has_on_this_day(request, wishes),
        "parting": _parting(request),
        "endings": lines_for_today(request.visitor),
        "tree": small_tree(request.visitor, request.shelf),
        "drafts": [row for row, _words in drafts_of(request.visitor)],
    }
    return render(request, "today/today.html", words)


@require_POST
@signed_in
def let_be(request: SignedIn) -> HttpResponse:
    """No more of it today. Tomorrow is as was wished."""
    on = request.visitor.today().isoformat()
    with contextlib.suppress(SealingError):  # then nothing is told in any case
        change_wishes(request.visitor, lambda wishes: setattr(wishes, "let_be", on))
    return redirect("today")


@signed_in
def more(request: SignedIn) -> HttpResponse:
    return render(request, "today/more.html")


def _parting(request: SignedIn) -> str:
    """What a parent is to know before it happens: "of-me" if it is asked of them, the id of the
    other if they asked and it may be done now."""
    if not request.visitor.is_parent:
        return ""
    asked = partings_of(request.visitor)
    if any(one.person_id == request.visitor.id for one in asked):
        return "of-me"
    return next((str(one.person_id) for one in asked if ends(one) <= timezone.now()), "")


def _letterbox(request: SignedIn, wishes: WishesFacts) -> bool:
    """Only to a parent who asked for it, on a Sunday, and if something new is there."""
    asked = request.visitor.is_parent and PAGE in wishes.letterbox
    return asked and is_told_today(request.visitor)


def _opening(request: SignedIn, wishes: WishesFacts) -> list[Envelope]:
    """Letters that this person closed until today, but for those they put off."""
    day = request.visitor.today()
    return [
        _envelope(shown)
        for shown in request.shelf.opening_on(day)
        if not wishes.is_put_off(str(shown.keepsake.id), day)
    ]


def _envelope(shown: Shown) -> Envelope:
    id = shown.keepsake.id
    note = _("A letter from you. You chose that it opens today. It can wait.")
    if written := said(shown.card.written_at[:10]):
        note = _(
            "A letter from you, written on {day}. You chose that it opens today. It can wait."
        ).format(day=written)
    return Envelope(
        title=caption_of(shown.card) if shown.is_covered else shown.card.title or _("A letter"),
        note=note,
        open=reverse("keepsake", args=[id]),
        later=reverse("later", args=[id]),
    )


def _day(request: SignedIn, wishes: WishesFacts) -> Today:
    known = KnownDays(request.visitor)
    lines = told_on(request.visitor.today(), known, wishes)
    on = [line for line in lines if line.which == "on"]
    facts = request.visitor.facts
    near = [
        Near(line.falling.day.key, distance(line.days), name_of_day(line.falling.day, facts))
        for line in lines
        if line.which != "on"
    ]
    if not on:
        return Today(near=near)
    first = on[0].falling
    return Today(
        heading=heading(first) or name_of_day(first.day, facts),
        sentences=[one for line in on for one in _sentences(line, wishes, known)],
        near=near,
        key=first.day.key,
        plan=_plan(on, known),
        candle=any(line.falling.day.hour for line in on),
    )


def _sentences(line: TodayLine, wishes: WishesFacts, known: KnownDays) -> list[str]:
    facts = known.person.facts
    sentences = [sentence(line.falling, facts)]
    if wishes.would_have_been:
        sentences.append(would_have_been(line.falling, facts))
    return [one for one in sentences if one]


def _plan(on: list[TodayLine], known: KnownDays) -> list[Line]:
    """What was planned for today, by this person alone and by the parents."""
    return [
        planned
        for line in on
        for calendar in known.calendars.values()
        for planned in calendar.plan(line.falling.day.key, line.falling.on)
    ]


def _greeting(hour: int, name: str) -> str:
    if 5 <= hour < 12:
        part = _("Good morning")
    elif 12 <= hour < 18:
        part = _("Good afternoon")
    else:
        part = _("Good evening")
    return f"{part}, {name}." if name else f"{part}."
