"""The beginnings of a path, and the days that are marked on it. Every beginning is kept, and none
takes anything from another."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from heartleaf.care.paths.counting import fault
from heartleaf.care.paths.paths import MARKED, Beginning, Path, change_path, open_paths
from heartleaf.family.facts import mark_of
from heartleaf.keepsakes.keeping import ChangedMeanwhile
from heartleaf.keepsakes.notebook import NotThere
from heartleaf.web.day_words import dates_in_words
from heartleaf.web.forms.paths import BeginningForm, MarkForm
from heartleaf.web.http import SignedIn
from heartleaf.web.notebook import id_of_new, with_notebook
from heartleaf.web.paths_access import beginning_of, look_again, part_of, path_of
from heartleaf.web.paths_words import name_of_path
from heartleaf.web.told import tell

MARKS = 100


@with_notebook
def start_again(request: SignedIn, id: UUID) -> HttpResponse:
    """A date, perhaps a word. The total stays."""
    path = path_of(request, id)
    return _begin(request, path, None, "paths/again.html")


@with_notebook
def beginning(request: SignedIn, id: UUID, one: UUID) -> HttpResponse:
    """Corrected: its day, its word, and what is left out before it."""
    path = path_of(request, id)
    return _begin(request, path, beginning_of(path, one), "paths/beginning.html")


def _begin(request: SignedIn, path: Path, one: Beginning | None, template: str) -> HttpResponse:
    today, id = request.visitor.today(), one.id if one else id_of_new(request)
    others = [each for each in path.beginnings if each.id != id]
    form = BeginningForm(request.POST or None, one=one, others=others, today=today)
    words: dict[str, Any] = {"path": path, "name": name_of_path(path), "form": form, "id": id}
    based_on = request.POST.get("based_on", "") if request.method == "POST" else mark_of(one)
    words |= {"one": one, "only": not others, "based_on": based_on}
    if request.method != "POST" or not form.is_valid():
        return render(request, template, words, status=422 if form.errors else 200)
    filled = form.filled(id)

    def begin(now: Path) -> None:
        there = beginning_of(now, id) if one else now.beginning(id)
        if mark_of(there) not in {based_on, mark_of(filled)}:
            raise ChangedMeanwhile
        if fault(filled.begun, [each.begun for each in now.beginnings if each.id != id], today):
            raise ChangedMeanwhile
        now.begin(filled)

    try:
        change_path(request.visitor, path.id, begin)
    except ChangedMeanwhile:
        there = open_paths(request.visitor).path(path.id).beginning(id)
        words |= {"meanwhile": True, "there": there, "based_on": mark_of(there)}
        words["on"] = dates_in_words(there.begun.on) if there else ""
        return render(request, template, words, status=409)
    here = redirect("path", id=path.id)
    return tell(here, _("Kept.") if one else _("Started again. All your days stay."))


@with_notebook
def take_beginning_out(request: SignedIn, id: UUID, one: UUID) -> HttpResponse:
    """With a second yes. The last one stays: a path began some day."""
    path = path_of(request, id)
    found = beginning_of(path, one)
    if len(path.beginnings) == 1:
        sentence = _("A path began some day, so this one stays. It can be corrected.")
        return tell(redirect("beginning", id=id, one=one), sentence)
    if request.method == "POST":

        def take_out(now: Path) -> None:
            there = beginning_of(now, one)
            if mark_of(there) != request.POST.get("based_on") or len(now.beginnings) == 1:
                raise ChangedMeanwhile
            now.beginnings.remove(there)

        try:
            change_path(request.visitor, path.id, take_out)
        except ChangedMeanwhile:
            return look_again("take-beginning-out", id=id, one=one)
        return tell(redirect("path", id=id), _("Taken out."))
    words = {"path": path, "one": found, "on": dates_in_words(found.begun.on)}
    words["based_on"] = mark_of(found)
    words["is_first"] = found is path.beginnings[0]
    return render(request, "paths/take_beginning_out.html", words)


@with_notebook
def days(request: SignedIn, id: UUID) -> HttpResponse:
    """The days she marked, each of which can be taken back; no others."""
    path, today = path_of(request, id), request.visitor.today()
    if path.days != MARKED:
        raise NotThere
    if request.method == "POST" and "back" in request.POST:
        return _take_back(request, path)
    form = MarkForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["on"]
        change_path(request.visitor, path.id, lambda now: now.mark(on))
        sentence = _("Today is marked.") if on == today else _("{day} is marked.")
        return tell(_back(request, path), sentence.format(day=dates_in_words(on)))
    part = part_of(request, path.marked_days, MARKS)
    marked = [(day.isoformat(), dates_in_words(day)) for day in part.shown]
    words = {"path": path, "name": name_of_path(path), "form": form, "marked": marked}
    words["earlier"] = part.onward
    return render(request, "paths/days.html", words, status=422 if form.errors else 200)


def _take_back(request: SignedIn, path: Path) -> HttpResponse:
    try:
        on = datetime.date.fromisoformat(request.POST["back"])
    except ValueError:
        raise Http404 from None
    change_path(request.visitor, path.id, lambda now: now.unmark(on))
    return tell(
        _back(request, path), _("{day} is not marked any more.").format(day=dates_in_words(on))
    )


def _back(request: SignedIn, path: Path) -> HttpResponse:
    to = "path" if request.POST.get("from") == "path" else "path-days"
    return redirect(to, id=path.id)
