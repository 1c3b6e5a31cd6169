"""What is asked of a day, and of a question. Every field of a day may stay empty."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heartleaf.care.check_ins.saying import (
    colours,
    ends_of,
    positions_of,
    ways_to_answer,
)
from heartleaf.care.check_ins.section import (
    ANSWERED,
    COLOUR,
    FIRST_DAY,
    LONGEST_NOTE,
    LONGEST_QUESTION,
    LONGEST_WORDS,
    SLIDER,
    TICK,
    TICKED,
    WORDS,
    CheckIn,
    CheckIns,
    Question,
)
from heartleaf.web.forms.family import line
from heartleaf.web.forms.offering import OfferingForm

TOO_LONG = gettext_lazy("This is longer than fits here. A letter has room for it.")
NO_ANSWER = gettext_lazy("This is none of its answers. Everything else still stands here.")


@dataclass(frozen=True)
class Asked:
    """A question as it stands on the page of a day."""

    question: Question
    bound: BoundField

    @property
    def sort(self) -> str:
        return self.question.answered

    @property
    def ends(self) -> tuple[str, str]:
        return ends_of(self.question)

    @property
    def choices(self) -> list[tuple[str, str]]:
        return positions_of(self.question) if self.sort == SLIDER else colours()

    @property
    def chosen(self) -> str:
        return str(self.bound.value() or "")


class DayForm(forms.Form):
    """A day, by the questions that are asked, and those it has an answer to already."""

    def __init__(self, data: Any = None, *, section: CheckIns, there: CheckIn | None) -> None:
        there = there or CheckIn()
        initial = {name_of(id): answer for id, answer in there.said.items()}
        super().__init__(data, initial={**initial, "note": there.note})
        self.questions = [
            one
            for one in [*section.asked, *section.aside]
            if one.answered in ANSWERED and (not one.aside or self._has_answer(one, there))
        ]
        for one in self.questions:
            self.fields[name_of(one.id)] = _field(one)
        self.fields["note"] = _words(_("A note"), LONGEST_NOTE, rows=4)

    def _has_answer(self, question: Question, there: CheckIn) -> bool:
        return question.id in there.said or name_of(question.id) in (self.data or {})

    @property
    def rows(self) -> Iterator[Asked]:
        for one in self.questions:
            yield Asked(one, self[name_of(one.id)])

    def said(self) -> dict[str, str]:
        """By the id of each question on the page, what was said to it, or nothing."""
        return {one.id: str(self.cleaned_data[name_of(one.id)]) for one in self.questions}

    def note(self) -> str:
        return str(self.cleaned_data["note"])

    def answers_elsewhere(self) -> list[str]:
        """What was typed for questions that are no longer there, as it was typed."""
        here = {name_of(one.id) for one in self.questions}
        names = [name for name in self.data if name.startswith("said-") and name not in here]
        return [str(self.data[name]) for name in names if self.data[name]]


def name_of(question: str) -> str:
    """The name of a question's field."""
    return f"said-{question}"


def _field(question: Question) -> forms.Field:
    if question.answered == WORDS:
        return _words(question.words, LONGEST_WORDS, rows=2)
    choices: Mapping[str, list[tuple[str, str]]] = {
        SLIDER: positions_of(question),
        COLOUR: colours(),
        TICK: [(TICKED, _("yes"))],
    }
    return forms.ChoiceField(
        label=question.words,
        required=False,
        choices=choices[question.answered],
        error_messages={"invalid_choice": NO_ANSWER},
    )


class WordsField(forms.CharField):
    """Words of several lines, in the one form in which they are the same words everywhere."""

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value) or "")
        return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _words(label: str, longest: int, *, rows: int) -> WordsField:
    field = WordsField(
        label=label,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
        error_messages={"max_length": TOO_LONG},
    )
    # Not as an attribute of the field: a browser would cut what is pasted, without a word.
    field.validators.append(MaxLengthValidator(longest))
    return field


class AnotherDayForm(forms.Form):
    """Which day. `today` is the person's own."""

    use_required_attribute = False

    on = forms.DateField(
        label=gettext_lazy("Another day"),
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": gettext_lazy("Please choose a day."),
            "invalid": gettext_lazy("This could not be read as a day, such as 2026-05-12."),
        },
    )

    def __init__(self, data: Any = None, *, today: datetime.date) -> None:
        super().__init__(data)
        self.today = today
        limits = {"min": FIRST_DAY.isoformat(), "max": today.isoformat()}
        self.fields["on"].widget = forms.DateInput({"type": "date", **limits}, "%Y-%m-%d")

    def clean_on(self) -> datetime.date:
        on: datetime.date = self.cleaned_data["on"]
        if fault := why_not(on, self.today):
            raise forms.ValidationError(fault)
        return on


def why_not(on: datetime.date, today: datetime.date) -> str:
    """Why nothing can be said of this day, in a sentence; empty if something can."""
    if on > today:
        return _("This day has not come yet.")
    if on < FIRST_DAY:
        return _("This day is before 1900. Days from then on can be said something of.")
    return ""


class QuestionForm(OfferingForm):
    """A question of their own. How it is answered stays, for what was said to it."""

    words = line(
        gettext_lazy("The question, in your words"),
        max_length=LONGEST_QUESTION,
        help_text=gettext_lazy("Only you see it. A single word is enough."),
        autocomplete="off",
    )
    answered = forms.ChoiceField(label=gettext_lazy("How you answer it"), required=False)
    low = line(gettext_lazy("One end of the line"), max_length=60, autocomplete="off")
    high = line(gettext_lazy("The other end"), max_length=60, autocomplete="off")

    def __init__(self, data: Any = None, *, question: Question, new: bool = False) -> None:
        self.question, self.new = question, new
        names = ("words", "answered", "low", "high")
        super().__init__(data, initial={name: getattr(question, name) for name in names})
        self.fields["low"].widget.attrs["placeholder"] = _("less")
        self.fields["high"].widget.attrs["placeholder"] = _("more")
        self.offer("answered", [(code, words) for code, words, _note in ways_to_answer()])
        if not new:
            del self.fields["answered"]

    @property
    def ways(self) -> list[tuple[str, str, str]]:
        return ways_to_answer()

    @property
    def has_ends(self) -> bool:
        return self.new or self.question.answered == SLIDER

    def clean_words(self) -> str:
        words = " ".join(str(self.cleaned_data["words"]).split())
        if not words:
            raise forms.ValidationError(_("A word is enough, so that you know it again."))
        return words

    def filled(self) -> Question:
        said = self.cleaned_data
        filled = replace(self.question, words=said["words"], low=said["low"], high=said["high"])
        return replace(filled, answered=said["answered"] or SLIDER) if self.new else filled

    def is_asked_already(self, there: Question) -> None:
        beside = _("It is put aside; you may bring it back.") if there.aside else ""
        self.add_error("words", f"{_('There is a question of these words.')} {beside}".rstrip())
