"""What is written on a path. It is here alone, unless she puts a note among what is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from heartleaf.care.paths.paths import Path, PathNote, change_path
from heartleaf.family.dates import VagueDate
from heartleaf.family.facts import mark_of
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.keeping import ChangedMeanwhile
from heartleaf.web import notebook
from heartleaf.web.day_words import dates_in_words
from heartleaf.web.forms.paths import NoteForm
from heartleaf.web.http import SignedIn
from heartleaf.web.notebook import id_of_new, letter_of, with_notebook
from heartleaf.web.paths_access import look_again, note_of, path_of
from heartleaf.web.paths_words import name_of_path
from heartleaf.web.told import tell


@with_notebook
def write(request: SignedIn, id: UUID) -> HttpResponse:
    """Its form carries the id of the note it makes, so that it is made once."""
    path, today = path_of(request, id), request.visitor.today()
    new = id_of_new(request)
    if path.note(new):
        return _change(request, path, new)
    note = PathNote(id=new, on=today.isoformat())
    form = NoteForm(request.POST or None, note=note, today=today)
    if request.method != "POST" or not form.is_valid():
        return _page(request, path, form, new=new)
    _fill(note, form)
    change_path(request.visitor, path.id, lambda now: _put(now, note, ""))
    return tell(redirect("path", id=id), _("Kept. It is on this path alone."))


@with_notebook
def note(request: SignedIn, id: UUID, one: UUID) -> HttpResponse:
    return _change(request, path_of(request, id), str(one))


def _change(request: SignedIn, path: Path, id: str) -> HttpResponse:
    """What it says now stands above what was typed, where another window wrote meanwhile."""
    found, sent = note_of(path, id), request.method == "POST"
    form = NoteForm(request.POST or None, note=found, today=request.visitor.today())
    based_on = request.POST.get("based_on", "") if sent else mark_of(found)
    if not sent or not form.is_valid():
        return _page(request, path, form, note=found, based_on=based_on)
    typed = replace(found)
    _fill(typed, form)
    try:
        change_path(request.visitor, path.id, lambda now: _put(now, typed, based_on))
    except ChangedMeanwhile:
        found = note_of(path_of(request, UUID(path.id)), id)
        there, on = found.words, dates_in_words(found.day)
        words = {"note": found, "based_on": mark_of(found), "there": there, "on": on}
        return _page(request, path, form, **words)
    return tell(redirect("path", id=path.id), _("Kept."))


@with_notebook
def take_note_out(request: SignedIn, id: UUID, one: UUID) -> HttpResponse:
    """For good, with a second yes. What was made of it among what is kept stays."""
    path = path_of(request, id)
    found = note_of(path, one)
    if request.method == "POST":
        try:
            based_on = request.POST.get("based_on", "")
            change_path(request.visitor, path.id, lambda now: _take_out(now, found.id, based_on))
        except ChangedMeanwhile:
            return look_again("take-path-note-out", id=id, one=one)
        return tell(redirect("path", id=id), _("Taken out."))
    words = {"path": path, "note": found, "on": dates_in_words(found.day)}
    words |= {"based_on": mark_of(found), "joined": _joined(request, found)}
    return render(request, "paths/take_note_out.html", words)


@with_notebook
def join(request: SignedIn, id: UUID, one: UUID) -> HttpResponse:
    """Put it among what is kept, as a letter in *only me*. The name of the path is not in it."""
    path = path_of(request, id)
    found = note_of(path, one)
    there = _joined(request, found)
    if there:
        return redirect("keepsake", id=there)
    if request.method != "POST":
        words = {"path": path, "note": found, "on": dates_in_words(found.day)}
        return render(request, "paths/join.html", words)
    letter = notebook.join(request, one, _card(found))
    small = _("It stands in your timeline now, and on the tree. Only you can open it.")
    return tell(redirect("keepsake", id=letter), _("Kept."), small)


def _card(note: PathNote) -> Card:
    return Card(words=note.words, date=VagueDate.on(note.day).to_edtf(), placed=note.on)


def _joined(request: SignedIn, note: PathNote) -> UUID | None:
    """The letter of these words of it, if it is still anywhere, also in the bin."""
    letter = letter_of(UUID(note.id), _card(note))
    return letter if request.shelf.get(letter) else None


def _put(path: Path, typed: PathNote, based_on: str) -> None:
    """Raises NotThere, TooMany, ChangedMeanwhile if it says something else than what the form
    began from; nothing for one that is new."""
    there = note_of(path, typed.id) if based_on else path.note(typed.id)
    if mark_of(there) not in {based_on, mark_of(typed)}:
        raise ChangedMeanwhile
    path.write(typed)


def _take_out(path: Path, id: str, based_on: str) -> None:
    there = note_of(path, id)
    if mark_of(there) != based_on:
        raise ChangedMeanwhile
    path.notes.remove(there)


def _fill(note: PathNote, form: NoteForm) -> None:
    note.on, note.words = form.cleaned_data["on"].isoformat(), form.cleaned_data["words"]


def _page(request: SignedIn, path: Path, form: NoteForm, **words: Any) -> HttpResponse:
    status = 409 if "there" in words else 422 if form.errors else 200
    if "note" in words:
        words["joined"] = _joined(request, words["note"])
    words |= {"path": path, "name": name_of_path(path), "form": form}
    return render(request, "paths/note.html", words, status=status)
