"""What is written on a path. It is here alone, unless she puts a note among what is kept."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from heartleaf.care.paths.paths import Path, PathNote, change_path
from heartleaf.family.dates import VagueDate
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.keeping import AlreadyKept, ChangedMeanwhile, keep
from heartleaf.web.day_changes import mark_of
from heartleaf.web.forms.paths import NoteForm
from heartleaf.web.http import SignedIn
from heartleaf.web.paths_access import id_of_new, note_of, path_of, with_paths
from heartleaf.web.paths_words import day_in_words, name_of_path
from heartleaf.web.told import tell


@with_paths
def write(request: SignedIn, id: UUID) -> HttpResponse:
    """Its form carries the id of the note it makes, so that it is made once."""
    path, today = path_of(request, id), request.visitor.today()
    note = PathNote(id=id_of_new(request), on=today.isoformat())
    form = NoteForm(request.POST or None, note=note, today=today)
    if request.method != "POST" or not form.is_valid():
        return _page(request, path, form, new=note.id)
    _fill(note, form)
    change_path(request.visitor, path.id, lambda now: _write_once(now, note))
    return tell(redirect("path", id=id), _("Kept. It is on this path alone."))


@with_paths
def note(request: SignedIn, id: UUID, one: UUID) -> HttpResponse:
    path, today = path_of(request, id), request.visitor.today()
    found = note_of(path, one)
    form = NoteForm(request.POST or None, note=found, today=today)
    joined = _joined(request, found)
    based_on = request.POST.get("based_on") or _mark(found)
    if request.method != "POST" or not form.is_valid():
        return _page(request, path, form, note=found, based_on=based_on, joined=joined)

    def fill(now: Path) -> None:
        there = now.note(found.id)
        if there is None or _mark(there) != based_on:
            raise ChangedMeanwhile
        changed = replace(there)
        _fill(changed, form)
        now.write(changed)

    try:
        change_path(request.visitor, path.id, fill)
    except ChangedMeanwhile:
        there, mark = found.words, _mark(found)
        return _page(request, path, form, note=found, based_on=mark, there=there, joined=joined)
    return tell(redirect("path", id=id), _("Kept."))


@with_paths
def take_note_out(request: SignedIn, id: UUID, one: UUID) -> HttpResponse:
    """For good, with a second yes. What was made of it among what is kept stays."""
    path = path_of(request, id)
    found = note_of(path, one)
    if request.method == "POST":

        def take_out(now: Path) -> None:
            now.notes = [each for each in now.notes if each.id != found.id]

        change_path(request.visitor, path.id, take_out)
        return tell(redirect("path", id=id), _("Taken out."))
    words = {"path": path, "note": found, "on": day_in_words(found.on)}
    return render(request, "paths/take_note_out.html", words | {"joined": _joined(request, found)})


@with_paths
def join(request: SignedIn, id: UUID, one: UUID) -> HttpResponse:
    """Put it among what is kept, as a letter in *only me*. The name of the path is not in it."""
    path = path_of(request, id)
    found = note_of(path, one)
    there = _joined(request, found)
    if there:
        return redirect("keepsake", id=there)
    if request.method != "POST":
        words = {"path": path, "note": found, "on": day_in_words(found.on)}
        return render(request, "paths/join.html", words)
    # The keepsake has the note's own id, so that two taps make one; where that one was destroyed,
    # it is another by now.
    keepsake = uuid4() if found.joined else UUID(found.id)
    circle = request.visitor.circle("only-me")
    with contextlib.suppress(AlreadyKept):
        keep(request.visitor, circle, _card(found), keepsake)
    change_path(request.visitor, path.id, lambda now: _is_joined(now, found.id, keepsake))
    small = _("It stands in your timeline now, and on the tree. Only you can open it.")
    return tell(redirect("keepsake", id=keepsake), _("Kept."), small)


def _card(note: PathNote) -> Card:
    date = VagueDate.parse(note.on)
    return Card(words=note.words, date=date.to_edtf(), placed=note.on)


def _is_joined(path: Path, note: str, keepsake: UUID) -> None:
    found = path.note(note)
    if found is not None:
        found.joined = str(keepsake)


def _joined(request: SignedIn, note: PathNote) -> str:
    """The keepsake that was made of it, if it is still anywhere, also in the bin."""
    with contextlib.suppress(ValueError):
        if note.joined and request.shelf.get(UUID(note.joined)):
            return note.joined
    return ""


def _write_once(path: Path, note: PathNote) -> None:
    if path.note(note.id) is None:
        path.write(note)


def _fill(note: PathNote, form: NoteForm) -> None:
    note.on, note.words = form.cleaned_data["on"].isoformat(), form.cleaned_data["words"]


def _mark(note: PathNote) -> str:
    return mark_of(replace(note, joined=""))


def _page(request: SignedIn, path: Path, form: NoteForm, **words: Any) -> HttpResponse:
    status = 409 if "there" in words else 422 if form.errors else 200
    words |= {"path": path, "name": name_of_path(path), "form": form}
    return render(request, "paths/note.html", words, status=status)
