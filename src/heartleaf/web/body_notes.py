"""Notes of the body: written down, changed, taken out, and joined to what is kept if asked for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from heartleaf.care.body.notes import BodyNote, BodyNotes, body_notes, change_body_notes
from heartleaf.care.body.shelf import page_of, shelf
from heartleaf.family.dates import VagueDate
from heartleaf.family.facts import mark_of
from heartleaf.family.words import said
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.keeping import ChangedMeanwhile
from heartleaf.keepsakes.models import Keepsake
from heartleaf.keepsakes.notebook import NotThere
from heartleaf.web import notebook
from heartleaf.web.body import language
from heartleaf.web.forms.body import BodyNoteForm
from heartleaf.web.http import SignedIn
from heartleaf.web.notebook import id_of_new, with_notebook
from heartleaf.web.told import tell, tell_kept


@with_notebook
def notes(request: SignedIn) -> HttpResponse:
    section = body_notes(request.visitor)
    rows = [_row(note) for note in section.newest_first()]
    return render(request, "body/notes.html", {"notes": rows, "asks": bool(section.questions())})


@with_notebook
def questions(request: SignedIn) -> HttpResponse:
    """What is to be asked, with room to write on: a list to take along."""
    section = body_notes(request.visitor)
    return render(request, "body/questions.html", {"questions": section.questions()})


@with_notebook
def new_note(request: SignedIn) -> HttpResponse:
    """Its form carries the id of the note it makes, so that it is made once."""
    id, about = id_of_new(request), request.GET.get("of", "")
    if there := body_notes(request.visitor).note(id):
        return _change(request, there)
    note = BodyNote(
        id=id,
        date=VagueDate.on(request.visitor.today()).to_edtf(),
        about=about if page_of(about) else "",
        ask="ask" in request.GET,
    )
    return _write(request, note, new=id)


@with_notebook
def note(request: SignedIn, id: UUID) -> HttpResponse:
    return _change(request, _note_of(request, id))


@with_notebook
def take_out(request: SignedIn, id: UUID) -> HttpResponse:
    """Asked once, with the words in sight: nobody can bring them back."""
    there = _note_of(request, id)
    if request.method != "POST":
        words = {"note": there, "row": _row(there), "based_on": mark_of(there)}
        return render(request, "body/take_out.html", words)
    based_on = request.POST.get("based_on", "")
    try:
        change_body_notes(request.visitor, lambda section: _forget(section, there.id, based_on))
    except ChangedMeanwhile:
        sentence = _("The note is another by now, so nothing was taken out. Here it is.")
        return tell(redirect("take-body-note-out", id=id), sentence)
    return tell(redirect("body-notes"), _("Taken out."))


@with_notebook
def join(request: SignedIn, id: UUID) -> HttpResponse:
    """A letter made of it, for them alone. The note stays, and each goes its own way after."""
    there = _note_of(request, id)
    if request.method != "POST":
        return render(request, "body/join.html", {"note": there, "row": _row(there)})
    card = _as_letter(there)
    letter = notebook.join(request, id, card)
    if Keepsake.objects.filter(pk=letter, binned_at__isnull=False).exists():
        sentence = _("It was kept before, and lies in the bin. You can take it back.")
        return tell(redirect("bin"), sentence)
    sentence = _("Kept as a letter, for you alone. The note is where it was.")
    return tell_kept(request, card, request.visitor.circle("only-me"), letter, sentence)


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
    return tell(redirect("body-notes"), _("Kept, for you alone."))


def _keep(section: BodyNotes, typed: BodyNote, based_on: str) -> None:
    """Raises NotThere, ChangedMeanwhile if it says something else than when the form was
    opened."""
    there = _there(section, typed.id) if based_on else section.note(typed.id)
    if mark_of(there) not in {based_on, mark_of(typed)}:
        raise ChangedMeanwhile
    if there is None:
        section.notes.append(typed)
    section.notes = [typed if one.id == typed.id else one for one in section.notes]


def _forget(section: BodyNotes, id: str, based_on: str) -> None:
    there = _there(section, id)
    if mark_of(there) != based_on:
        raise ChangedMeanwhile
    section.notes.remove(there)


def _there(section: BodyNotes, id: str) -> BodyNote:
    there = section.note(id)
    if there is None:
        raise NotThere
    return there


def _meanwhile(request: SignedIn, form: BodyNoteForm, id: str) -> HttpResponse:
    """What it says now stands above what was typed, and nothing was kept yet."""
    there = _there(body_notes(request.visitor), id)
    return _page(request, form, note=there, there=_row(there), based_on=mark_of(there))


def _as_letter(note: BodyNote) -> Card:
    placed = note.placed
    return Card(words=note.words, date=note.date if placed else "", placed=placed)


# ── Showing ─────────────────────────────────────────────────────────────────────────────────


def _page(request: SignedIn, form: BodyNoteForm, **words: Any) -> HttpResponse:
    status = 409 if "there" in words else 422 if "nothing" in words or form.errors else 200
    return render(request, "body/note.html", {"form": form} | words, status=status)


def _row(note: BodyNote) -> dict[str, Any]:
    page = page_of(note.about, language())
    title = page.title if page else note.about
    return {"note": note, "when": said(note.date), "about": title, "page": page}


def _form(request: SignedIn, note: BodyNote) -> BodyNoteForm:
    data = request.POST if request.method == "POST" else None
    return BodyNoteForm(data, person=request.visitor, note=note, shelf=shelf(language()))


def _note_of(request: SignedIn, id: UUID) -> BodyNote:
    """Raises NotThere."""
    return _there(body_notes(request.visitor), str(id))
