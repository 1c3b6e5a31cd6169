"""What is asked when something is kept. Every field may stay empty."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heartleaf.family.dates import VagueDate
from heartleaf.family.opening import OpenPerson
from heartleaf.family.words import name_of, said
from heartleaf.keepsakes.cards import Card
from heartleaf.web.forms.family import VagueDateField, line
from heartleaf.web.forms.offering import OfferingForm

LATEST_YEAR = 2200


class KeepsakeForm(OfferingForm):
    """The words, the day, whom it is about, who may open it, and when."""

    title = line(_("Title"))
    words = forms.CharField(
        label=_("Your words"),
        required=False,
        strip=False,
        max_length=2_000_000,
        widget=forms.Textarea,
    )
    date = VagueDateField(
        own_words=True,
        label=_("When, as well as you know"),
        help_text=_("A day, “May 2025”, “about spring 2025”, “at 20 weeks”, or nothing."),
    )
    children = forms.MultipleChoiceField(label=_("About"), required=False)
    circle = forms.ChoiceField(
        label=_("Who may open it"),
        error_messages={
            "invalid_choice": _("You may not keep anything there, or not any more. Choose another.")
        },
    )
    closing = forms.ChoiceField(
        label=_("When it may be seen"),
        choices=[
            ("", _("Any time")),
            ("until", _("Not yet, until a day")),
            ("asked", _("Not yet, until I ask for it")),
        ],
        required=False,
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    covered = forms.BooleanField(label=_("Keep it covered"), required=False)
    neutral = line(
        _("What the cover says"), help_text=_("Neutral words, such as “Photograph, hospital”.")
    )

    whereabouts = line(
        _("Where it is kept"), max_length=200, help_text=_("“In the drawer beside my bed.”")
    )

    def __init__(self, *args: Any, person: OpenPerson, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        facts = person.facts
        about = [(child.id, name_of(child, facts)) for child in facts.children]
        self.offer("children", about)
        self.offer("circle", [(c.handle, person.circle_name(c.handle)) for c in person.may_add_to])
        self.hemisphere = facts.hemisphere
        date = self.fields["date"]
        if isinstance(date, VagueDateField):
            date.hemisphere = facts.hemisphere
        self.due = {child.id: child.due for child in facts.children}

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        closed = answers.get("closing") == "until"
        until = answers.get("until")
        if closed and until and until.year > LATEST_YEAR:
            self.add_error("until", _("That is further away than we can promise."))
        if closed and not until and "until" not in self.errors:
            self.add_error("until", _("Until which day? Or choose “Any time”."))
        return answers

    def fill(self, card: Card) -> Card:
        """Write what was said into the card."""
        answers = self.cleaned_data
        card.title, card.words = answers["title"], answers["words"].replace("\r\n", "\n")
        card.neutral, card.covered = answers["neutral"], answers["covered"]
        card.whereabouts = answers["whereabouts"]
        card.children = answers["children"]
        card.date, card.date_words = answers["date"].to_edtf(), answers["date"].words
        card.placed = self._placed()
        card.until = answers["until"].isoformat() if answers["closing"] == "until" else ""
        card.until_asked = answers["closing"] == "asked"
        return card

    def _placed(self) -> str:
        due = next((self.due[id] for id in self.cleaned_data["children"] if self.due.get(id)), "")
        day = self.cleaned_data["date"].placed(_day(due), hemisphere=self.hemisphere)
        return day.isoformat() if day else ""


def as_typed(card: Card, circle: str) -> dict[str, Any]:
    """A card's values as its form shows them."""
    closing = "until" if card.until else "asked" if card.until_asked else ""
    return {
        "title": card.title,
        "words": card.words,
        "date": said(card.date, card.date_words),
        "children": card.children,
        "circle": circle,
        "closing": closing,
        "until": datetime.date.fromisoformat(card.until) if card.until else None,
        "covered": card.covered,
        "neutral": card.neutral,
        "whereabouts": card.whereabouts,
    }


def _day(text: str) -> datetime.date | None:
    return VagueDate.from_edtf(text).placed() if text else None
