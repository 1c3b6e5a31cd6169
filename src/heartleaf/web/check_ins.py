"""How a day was: today, any earlier day, changed at any time. Skipped days are nothing."""

from __future__ import annotations

import datetime
import functools
from typing import Any
from uuid import UUID, uuid5

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from heartleaf.care.check_ins import keeping as care
from heartleaf.care.check_ins.section import (
    CheckIn,
    CheckIns,
    open_check_ins,
)
from heartleaf.care.check_ins.spreadsheet import days_as_csv
from heartleaf.family.facts import mark_of
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.keeping import ChangedMeanwhile
from heartleaf.keepsakes.notebook import NotThere
from heartleaf.web.access import View
from heartleaf.web.check_in_words import Shown
from heartleaf.web.day_words import dates_in_words
from heartleaf.web.forms.check_ins import AnotherDayForm, DayForm, why_not
from heartleaf.web.http import SignedIn
from heartleaf.web.notebook import join, letter_of, with_notebook
from heartleaf.web.told import tell


def with_check_ins(view: View) -> View:
    """As `with_notebook`, with their `section`."""

    @functools.wraps(view)
    def opened(request: SignedIn, **kwargs: object) -> HttpResponseBase:
        return view(request, section=open_check_ins(request.visitor), **kwargs)

    return with_notebook(opened)


@with_check_ins
def check_ins(request: SignedIn, section: CheckIns) -> HttpResponse:
    """Where it begins. Nothing that was said before comes up here."""
    today = request.visitor.today()
    form = AnotherDayForm(request.GET if "on" in request.GET else None, today=today)
    if form.is_bound and form.is_valid():
        return redirect("check-in", on=form.cleaned_data["on"].isoformat())
    words = {"section": section, "form": form, "today": today, "said": section.of(today)}
    return render(request, "check_ins/check_ins.html", words, status=422 if form.errors else 200)


@with_check_ins
def check_in(request: SignedIn, section: CheckIns, on: str) -> HttpResponse:
    day = _day(on)
    there = section.of(day)
    form = DayForm(request.POST or None, section=section, there=there)
    if request.method != "POST":
        return _page(request, day, form, there=there)
    based_on = request.POST.get("based_on", "")
    if not form.is_valid() or _cannot_be(request, day, there):
        return _page(request, day, form, there=there, based_on=based_on, status=422)
    if gone := form.answers_elsewhere():
        return _page(request, day, form, there=there, based_on=based_on, gone=gone, status=409)
    try:
        kept = care.keep_check_in(request.visitor, day, form.said(), form.note(), based_on)
    except ChangedMeanwhile:
        return _meanwhile(request, day)
    if kept.says_nothing:
        return tell(redirect("check-ins"), _("Nothing is said of that day, so nothing is kept."))
    return tell(redirect("check-ins"), _("Kept."))


@with_check_ins
def take_check_in_out(request: SignedIn, section: CheckIns, on: str) -> HttpResponse:
    """Nothing goes before it is asked."""
    day, there = _said(section, on)
    if request.method != "POST":
        letter = _letter(request, day, there)
        words = {"on": on, "date": dates_in_words(day), "mark": mark_of(there), "letter": letter}
        return render(request, "check_ins/take_out.html", words)
    care.take_check_in_out(request.visitor, day, request.POST.get("based_on", ""))
    return tell(redirect("check-ins"), _("Taken out."))


@with_check_ins
def keep_note(request: SignedIn, section: CheckIns, on: str) -> HttpResponse:
    """Her own act: the note, as a letter in *only me*. The check-in keeps it too."""
    day, there = _said(section, on)
    if not there.note:
        raise NotThere
    mark = mark_of(CheckIn(note=there.note))
    if request.method != "POST" or request.POST.get("based_on") != mark:
        words = {"on": on, "date": dates_in_words(day), "there": there, "mark": mark}
        changed = request.method == "POST"
        words["changed"] = changed
        return render(request, "check_ins/keep_note.html", words, status=409 if changed else 200)
    letter = join(request, _note_id(request, day), _card(day, there))
    return tell(redirect("keepsake", id=letter), _("It is among what you keep, for you alone."))


@with_check_ins
def export(request: SignedIn, section: CheckIns) -> HttpResponse:
    """Everything that was said, as CSV."""
    split = ";" if request.GET.get("split") == "semicolons" else ","
    response = HttpResponse(days_as_csv(section, split), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="days.csv"'
    return response


# ── The page of a day ───────────────────────────────────────────────────────────────────────


def _page(
    request: SignedIn,
    day: datetime.date,
    form: DayForm,
    *,
    there: CheckIn | None,
    based_on: str | None = None,
    status: int = 200,
    **words: Any,
) -> HttpResponse:
    """`based_on` is what the form began from; what stands there now, where nothing was typed."""
    fault = _cannot_be(request, day, there)
    words |= {
        "form": form,
        "on": day.isoformat(),
        "date": dates_in_words(day),
        "is_today": day == request.visitor.today(),
        "there": there,
        "fault": fault,
        "letter": _letter(request, day, there),
        "based_on": mark_of(there) if based_on is None else based_on,
    }
    return render(request, "check_ins/day.html", words, status=422 if fault else status)


def _meanwhile(request: SignedIn, day: datetime.date) -> HttpResponse:
    """What stands there now is above what was typed, and nothing was kept yet."""
    section = open_check_ins(request.visitor)
    there = section.of(day)
    form = DayForm(request.POST, section=section, there=there)
    stands = Shown(section).of(there) if there else ""
    return _page(request, day, form, there=there, status=409, meanwhile=True, stands=stands)


def _letter(request: SignedIn, day: datetime.date, there: CheckIn | None) -> UUID | None:
    """The keepsake that this note was put into, if it is still among what is kept."""
    if there is None or not there.note:
        return None
    letter = letter_of(_note_id(request, day), _card(day, there))
    shown = request.shelf.get(letter)
    return letter if shown and shown.place == "shelf" else None


def _note_id(request: SignedIn, day: datetime.date) -> UUID:
    """A day has one note, so its id is that of the person and the day."""
    return uuid5(request.visitor.id, day.isoformat())


def _card(day: datetime.date, there: CheckIn) -> Card:
    return Card(words=there.note, date=day.isoformat(), placed=day.isoformat())


def _cannot_be(request: SignedIn, day: datetime.date, there: CheckIn | None) -> str:
    """Nothing new is said of a day that has not come; what was said in another zone stays."""
    return "" if there else why_not(day, request.visitor.today())


def _said(section: CheckIns, on: str) -> tuple[datetime.date, CheckIn]:
    """Raises NotThere for a day of which nothing was said, Http404 for what is no day."""
    day = _day(on)
    there = section.of(day)
    if there is None:
        raise NotThere
    return day, there


def _day(on: str) -> datetime.date:
    try:
        day = datetime.date.fromisoformat(on)
    except ValueError as error:
        raise Http404 from error
    if day.isoformat() != on:  # another way to write it is another address
        raise Http404
    return day
