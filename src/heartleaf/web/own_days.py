"""A day of theirs: written down, changed, moved to another circle, taken out."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from heartleaf.days.calendars import Day
from heartleaf.days.gathering import KnownDays
from heartleaf.keepsakes.keeping import ChangedMeanwhile
from heartleaf.sealing import SealingError
from heartleaf.web.day_changes import cannot_be_read, day_of, own_day, with_days
from heartleaf.web.day_words import next_of
from heartleaf.web.forms.own_days import OwnDayForm
from heartleaf.web.http import SignedIn
from heartleaf.web.keeping_days import (
    OthersPlanned,
    add_day,
    carry_plans,
    day_as_said,
    forget_day,
    mark_of_day,
    may_change,
    may_move,
    replace_day,
)
from heartleaf.web.told import tell


@with_days
def new_day(request: SignedIn, known: KnownDays) -> HttpResponse:
    """Its form carries the id of the day it makes, so that it is made once."""
    day = Day(id=_id(request.POST.get("id", "")))
    if request.method == "POST" and own_day(known, day.id):
        return _change(request, known, day.id)
    form = OwnDayForm(request.POST or None, person=request.visitor, day=day, circle="only-me")
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, new=day.id)
    if not form.says_something():
        return _page(request, form, new=day.id, nothing=True)
    try:
        add_day(request.visitor, form.cleaned_data["circle"], form.filled(day))
    except ChangedMeanwhile:
        return _change(request, KnownDays(request.visitor), day.id)
    except SealingError:
        return _page(request, form, new=day.id, fault=cannot_be_read())
    small = _("Nothing comes of it by itself. Here you choose how it comes, or leave it as it is.")
    return tell(redirect("day", key=day.id), _("Kept."), small)


@with_days
def change_day(request: SignedIn, known: KnownDays, id: UUID) -> HttpResponse:
    return _change(request, known, str(id))


@with_days
def take_day_out(request: SignedIn, known: KnownDays, id: UUID) -> HttpResponse:
    """What is said of the day goes, with its plans. Nothing goes before it is asked."""
    found = own_day(known, str(id))
    if found is None:
        raise Http404
    circle, day = found
    if not may_change(request.visitor, circle, day):
        return _not_theirs(day)
    if request.method == "POST":
        forget_day(request.visitor, known, day)
        return tell(redirect("days"), _("Taken out. What you kept stays kept."))
    shared = request.visitor.circle_name(circle) if circle != "only-me" else ""
    return render(request, "days/take_out.html", {"day": day, "circle": shared})


def _change(request: SignedIn, known: KnownDays, id: str) -> HttpResponse:
    found = own_day(known, id)
    if found is None:
        return _gone(request, known)
    circle, day = found
    if not may_change(request.visitor, circle, day):
        return _not_theirs(day)
    form = OwnDayForm(request.POST or None, person=request.visitor, day=day, circle=circle)
    if not may_move(request.visitor, circle, day):
        form.stays_in(circle)
    based_on = request.POST.get("based_on", "")
    if request.method != "POST":
        return _page(request, form, day=day, based_on=mark_of_day(circle, day))
    if not form.is_valid():
        return _page(request, form, day=day, based_on=based_on)
    typed, to = form.filled(day), form.cleaned_data["circle"]
    before = next_of(day_of(known, id), request.visitor.today())
    if mark_of_day(to, typed) != mark_of_day(circle, day):
        try:
            replace_day(request.visitor, known, typed, circle, to, based_on)
        except OthersPlanned:
            form.others_planned()
            return _page(request, form, day=day, based_on=based_on)
        except ChangedMeanwhile:
            return _meanwhile(request, form, id)
        except SealingError:
            return _page(request, form, day=day, based_on=based_on, fault=cannot_be_read())
    small = _("What you planned came along.") if carry_plans(request.visitor, id, before) else ""
    name, here = request.visitor.circle_name(to), redirect("day", key=id)
    moved = _("Kept. It is with “{circle}”.").format(circle=name)
    return tell(here, _("Kept.") if to == circle else moved, small)


def _not_theirs(day: Day) -> HttpResponse:
    sentence = _("Only who wrote this day down, and the parents, can change it.")
    return tell(redirect("day", key=day.id), sentence)


def _meanwhile(request: SignedIn, form: OwnDayForm, id: str) -> HttpResponse:
    """What it says now stands above what was typed, and nothing was kept yet."""
    known = KnownDays(request.visitor)
    found = own_day(known, id)
    if found is None:
        return _gone(request, known)
    circle, day = found
    if not may_move(request.visitor, circle, day):
        form.stays_in(circle)
    return _page(
        request,
        form,
        day=day,
        based_on=mark_of_day(circle, day),
        there=day_as_said(day, circle, request.visitor),
        shared=circle != "only-me",
    )


def _gone(request: SignedIn, known: KnownDays) -> HttpResponse:
    """The words that were typed for it can make a new day."""
    if not any(request.POST.get(name) for name in ("title", "date")):
        raise Http404
    new = str(uuid4())
    form = OwnDayForm(request.POST, person=request.visitor, day=Day(id=new), circle="only-me")
    fault = _("This day is no longer here: it was taken out, or is not open to you any more.")
    if known.calendars and known.damaged:
        fault = cannot_be_read()
    return _page(request, form, new=new, fault=fault, gone=True)


def _page(request: SignedIn, form: OwnDayForm, **words: Any) -> HttpResponse:
    status = 404 if "gone" in words else 409 if words.keys() & {"there", "fault"} else 200
    if status == 200 and ("nothing" in words or form.errors):
        status = 422
    return render(request, "days/own_day.html", {"form": form} | words, status=status)


def _id(said: str) -> str:
    try:
        return str(UUID(said))
    except ValueError:
        return str(uuid4())
