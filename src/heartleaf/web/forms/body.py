"""What is asked of a note of the body."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heartleaf.care.body.notes import LONGEST, BodyNote
from heartleaf.care.body.shelf import Page
from heartleaf.family.opening import OpenPerson
from heartleaf.family.words import said
from heartleaf.web.forms.family import VagueDateField
from heartleaf.web.forms.offering import OfferingForm


class BodyNoteForm(OfferingForm):
    words = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    date = VagueDateField(
        label=_("When"),
        help_text=_("A day, “May 2025”, “about spring 2025”, or nothing."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    about = forms.ChoiceField(label=_("It belongs to"), required=False)
    ask = forms.BooleanField(label=_("I want to ask this"), required=False)

    def __init__(
        self, data: Any = None, *, person: OpenPerson, note: BodyNote, shelf: tuple[Page, ...]
    ) -> None:
        typed = {
            "words": note.words,
            "date": said(note.date),
            "about": note.about,
            "ask": note.ask,
        }
        super().__init__(data, initial=typed)
        self.fields["date"].hemisphere = person.facts.hemisphere  # type: ignore[attr-defined]
        pages = [(page.name, page.title) for page in shelf]
        if note.about and note.about not in dict(pages):  # of a page that is no longer there
            pages.append((note.about, note.about))
        self.offer("about", [("", _("nothing in particular")), *pages])

    def filled(self, note: BodyNote) -> BodyNote:
        """The note as it was said; the one that is given stays as it is."""
        answer = self.cleaned_data
        return replace(
            note,
            words=answer["words"],
            date=answer["date"].to_edtf(),
            about=answer["about"],
            ask=answer["ask"],
        )
