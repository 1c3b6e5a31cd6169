"""What is asked of a plant at home. Every field may stay empty."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heartleaf.care.plants.plants import CUTTING, FROM, NOTE, SORTS, Happening, Plant
from heartleaf.care.plants.saying import SORT_WORDS
from heartleaf.family.dates import VagueDate
from heartleaf.family.opening import OpenPerson
from heartleaf.family.words import said
from heartleaf.web.forms.family import VagueDateField, line
from heartleaf.web.forms.offering import OfferingForm


class PastField(VagueDateField):
    """A day as well as it is known, or in own words; but none that is wholly still to come."""

    today: datetime.date = datetime.date.max

    def clean(self, value: Any) -> VagueDate:
        when = super().clean(value)
        span = when.span(hemisphere=self.hemisphere)
        if span and span[0] > self.today:
            raise forms.ValidationError(_("This day is still to come. Is the year right?"))
        return when


class _PastForm(OfferingForm):
    """A form some of whose days have to have come."""

    def _know(self, person: OpenPerson) -> None:
        for field in self.fields.values():
            if isinstance(field, PastField):
                field.hemisphere, field.today = person.facts.hemisphere, person.today()


def _words(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PlantForm(_PastForm):
    name = line(
        _("What you call it"),
        help_text=_("For instance “the linden on the sill”, “the olive”, “his tree”."),
        autocomplete="off",
    )
    kind = line(_("What it is"), help_text=_("As far as you know."), autocomplete="off")
    where = line(_("Where it stands"), max_length=200, autocomplete="off")
    since = PastField(
        own_words=True,
        label=_("Since when"),
        help_text=_("A day, “May 2025”, “about spring 2025”, or your own words."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    given_by = line(_("Who gave it"), autocomplete="off")
    soil = _words(_("What rests in its soil"), _("In your own words, or nothing."))
    rest = _words(
        _("Where the rest is"),
        _("If only a part rests there. Whoever looks after things one day may be glad to know."),
    )

    FIELDS = ("name", "kind", "where", "given_by", "soil", "rest")

    def __init__(self, data: Any = None, *, person: OpenPerson, plant: Plant) -> None:
        typed = {name: getattr(plant, name) for name in self.FIELDS}
        super().__init__(data, initial=typed | {"since": said(plant.since, plant.since_words)})
        self._know(person)

    def says_something(self) -> bool:
        answers = self.cleaned_data
        since = answers["since"]
        return any(answers[n] for n in self.FIELDS) or bool(since.to_edtf() or since.words)

    def fill(self, plant: Plant) -> Plant:
        answers = self.cleaned_data
        since = answers["since"]
        for name in self.FIELDS:
            setattr(plant, name, answers[name])
        plant.since, plant.since_words = since.to_edtf(), since.words
        return plant


class HappeningForm(_PastForm):
    sort = forms.ChoiceField(label=_("What happened"))
    date = PastField(
        own_words=True,
        label=_("When, as well as you know"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    whom = line(_("To whom, or of which plant"), max_length=200, autocomplete="off")
    plant = forms.ChoiceField(label=_("Which plant"), required=False)
    words = _words(_("Your words"))

    def __init__(
        self,
        data: Any = None,
        *,
        person: OpenPerson,
        told: Happening,
        others: list[tuple[str, str]],
    ) -> None:
        typed = {
            "sort": told.sort,
            "date": said(told.date, told.date_words),
            "whom": told.whom,
            "plant": told.plant,
            "words": told.words,
        }
        super().__init__(data, initial=typed)
        self._know(person)
        known = [(sort, SORT_WORDS[sort]) for sort in SORTS]
        # What a later version wrote stays what it is.
        self.offer("sort", known if told.sort in SORTS else [*known, (told.sort, told.sort)])
        gone = [] if not told.plant or told.plant in dict(others) else [told.plant]
        unknown = [(id, _("one that is no longer here")) for id in gone]
        self.offer("plant", [("", _("none of those here")), *others, *unknown])

    def says_something(self) -> bool:
        answers = self.cleaned_data
        return answers["sort"] != NOTE or bool(answers["words"].strip())

    def filled(self, told: Happening) -> Happening:
        answers = self.cleaned_data
        date, sort = answers["date"], answers["sort"]
        return replace(
            told,
            sort=sort,
            date=date.to_edtf(),
            date_words=date.words,
            words=answers["words"],
            whom=answers["whom"] if sort in {"given", FROM} else "",
            plant=answers["plant"] if sort in {FROM, CUTTING, "another"} else "",
        )


class PlantPictureForm(_PastForm):
    """What is said of a picture. `taken`: only asked where there is none inside the file."""

    date = PastField(
        own_words=True,
        label=_("When it was taken"),
        help_text=_("Leave it empty for the day inside the file, or today."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    words = _words(_("Your words"))
    covered = forms.BooleanField(label=_("Cover it"), required=False)

    def __init__(self, data: Any = None, *, person: OpenPerson, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self._know(person)
