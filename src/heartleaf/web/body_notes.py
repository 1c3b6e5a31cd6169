"""Notes of the body: written down, changed, taken out, and joined to what is kept if asked for."""

from __future__ import annotations

import contextlib
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from heartleaf.care.body.notes import BodyNote, BodyNotes, body_notes, change_body_notes
from heartleaf.care.body.shelf import page_of, shelf
from heartleaf.family.dates import VagueDate
from heartleaf.family.words import said
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.keeping import AlreadyKept, ChangedMeanwhile, keep
from heartleaf.keepsakes.models import Keepsake
from heartleaf.sealing import SealingError
from heartleaf.web.access import signed_in
from heartleaf.web.body import language
from heartleaf.web.day_changes import mark_of
from heartleaf.web.forms.body import BodyNoteForm
from heartleaf.web.http import SignedIn
from heartleaf.web.told import tell, tell_kept


@signed_in
def notes(request: SignedIn) -> HttpResponse:
    section = _read(request)
    if section is None:
        return _unreadable(request)
    rows = [_row(note) for note in section.newest_first()]
    return render(request, "body/notes.html", {"notes": rows, "asks": bool(section.questions())})


@signed_in
def questions(request: SignedIn) -> HttpResponse:
    """What is to be asked, with room to write on: a list to take along."""
    section = _read(request)
    if section is None:
        return _unreadable(request)
    return render(request, "body/questions.html", {"questions": section.questions()})


@signed_in
def new_note(request: SignedIn) -> HttpResponse:
    """Its form carries the id of the note it makes, so that it is made once."""
    id, about = _id(request.POST.get("id", "")), request.GET.get("of", "")
    section = _read(request)
    if section is None and request.method != "POST":
        return _unreadable(request)
    if there := section and section.note(id):
        return _change(request, there)
    note = BodyNote(
        id=id,
        date=VagueDate.on(request.visitor.today()).to_edtf(),
        about=about if page_of(about) else "",
        ask="ask" in request.GET,
    )
    return _write(request, note, new=id)


@signed_in
def note(request: SignedIn, id: UUID) -> HttpResponse:
    section = _read(request)
    if there := section and section.note(str(id)):
        return _change(request, there)
    if not request.POST.get("words", "").strip():
        return _not_there(request, section)
    # What was typed for it can make a new note.
    new = str(uuid4())
    words: dict[str, Any] = {"fault": _cannot_be_read()} if section is None else {"gone": True}
    return _page(request, _form(request, BodyNote(id=new)), new=new, **words)


@signed_in
def take_out(request: SignedIn, id: UUID) -> HttpResponse:
    """Asked once, with the words in sight: nobody can bring them back."""
    section = _read(request)
    there = section and section.note(str(id))
    if not there:
        return _not_there(request, section)
    if request.method != "POST":
        words = {"note": there, "row": _row(there), "based_on": mark_of(there)}
        return render(request, "body/take_out.html", words)
    based_on = request.POST.get("based_on", "")
    try:
        change_body_notes(request.visitor, lambda section: _forget(section, there.id, based_on))
    except ChangedMeanwhile:
        sentence = _("The note is another by now, so nothing was taken out. Here it is.")
        return tell(redirect("take-body-note-out", id=id), sentence)
    except SealingError:
        return _unreadable(request)
    return tell(redirect("body-notes"), _("Taken out."))


@signed_in
def join(request: SignedIn, id: UUID) -> HttpResponse:
    """A letter made of it, for them alone. The note stays, and each goes its own way after."""
    section = _read(request)
    there = section and section.note(str(id))
    if not there:
        return _not_there(request, section)
    if request.method != "POST":
        return render(request, "body/join.html", {"note": there, "row": _row(there)})
    mine, card = request.visitor.circle("only-me"), _as_letter(there)
    # The same words are joined once, however often the button is pressed.
    letter = uuid5(UUID(there.id), mark_of(there))
    with contextlib.suppress(AlreadyKept):
        keep(request.visitor, mine, card, letter)
    if Keepsake.objects.filter(pk=letter, binned_at__isnull=False).exists():
        sentence = _("It was kept before, and lies in the bin. You can take it back.")
        return tell(redirect("bin"), sentence)
    sentence = _("Kept as a letter, for you alone. The note is where it was.")
    return tell_kept(request, card, mine, letter, sentence)


# ── Writing ─────────────────────────────────────────────────────────────────────────────────


def _change(request: SignedIn, there: BodyNote) -> HttpResponse:
    told = request.POST.get("based_on", "") if request.method == "POST" else mark_of(there)
    return _write(request, there, note=there, based_on=told)


def _write(request: SignedIn, begun: BodyNote, **words: Any) -> HttpResponse:
    form = _form(request, begun)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, **words)
    if not form.cleaned_data["words"]:
        return _page(request, form, **words, nothing=True)
    typed, based_on = form.filled(begun), words.get("based_on", "")
    try:
        change_body_notes(request.visitor, lambda section: _keep(section, typed, based_on))
    except ChangedMeanwhile:
        return _meanwhile(request, form, begun.id)
    except SealingError:
        return _page(request, form, **words, fault=_cannot_be_read())
    return tell(redirect("body-notes"), _("Kept, for you alone."))


def _keep(section: BodyNotes, typed: BodyNote, based_on: str) -> None:
    """Raises ChangedMeanwhile if it says something else than when the form was opened."""
    there = section.note(typed.id)
    if there is None and based_on:
        raise ChangedMeanwhile
    if there is None:
        section.notes.append(typed)
        return
    if mark_of(there) not in {based_on, mark_of(typed)}:
        raise ChangedMeanwhile
    section.notes = [typed if one.id == typed.id else one for one in section.notes]


def _forget(section: BodyNotes, id: str, based_on: str) -> None:
    there = section.note(id)
    if there is not None and mark_of(there) != based_on:
        raise ChangedMeanwhile
    section.notes = [one for one in section.notes if one.id != id]


def _meanwhile(request: SignedIn, form: BodyNoteForm, id: str) -> HttpResponse:
    """What it says now stands above what was typed, and nothing was kept yet."""
    there = body_notes(request.visitor).note(id)
    if there is None:
        return _page(request, form, new=str(uuid4()), gone=True)
    return _page(request, form, note=there, there=_row(there), based_on=mark_of(there))


def _as_letter(note: BodyNote) -> Card:
    placed = note.placed
    return Card(words=note.words, date=note.date if placed else "", placed=placed)


# ── Showing ─────────────────────────────────────────────────────────────────────────────────


def _page(request: SignedIn, form: BodyNoteForm, **words: Any) -> HttpResponse:
    status = 404 if "gone" in words else 409 if words.keys() & {"there", "fault"} else 200
    if status == 200 and ("nothing" in words or form.errors):
        status = 422
    return render(request, "body/note.html", {"form": form} | words, status=status)


def _row(note: BodyNote) -> dict[str, Any]:
    page = page_of(note.about, language())
    title = page.title if page else note.about
    return {"note": note, "when": said(note.date), "about": title, "page": page}


def _form(request: SignedIn, note: BodyNote) -> BodyNoteForm:
    data = request.POST if request.method == "POST" else None
    return BodyNoteForm(data, person=request.visitor, note=note, shelf=shelf(language()))


def _read(request: SignedIn) -> BodyNotes | None:
    """None for a notebook that was damaged or exchanged."""
    try:
        return body_notes(request.visitor)
    except SealingError:
        return None


def _not_there(request: SignedIn, section: BodyNotes | None) -> HttpResponse:
    if section is None:
        return _unreadable(request)
    raise Http404


def _unreadable(request: SignedIn) -> HttpResponse:
    return render(request, "body/unreadable.html", status=409)


def _cannot_be_read() -> str:
    return _("Your notebook cannot be read, so nothing was kept in it or changed.")


def _id(said: str) -> str:
    try:
        return str(UUID(said))
    except ValueError:
        return str(uuid4())
