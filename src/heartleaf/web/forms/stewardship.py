"""What is asked where a steward is named, and where two sheets are typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from heartleaf.circle.steward import DAYS
from heartleaf.sealing.sheets import (
    LENGTH,
    LONGEST,
    NotWhole,
    UnknownWords,
    Words,
    WrongLength,
    read,
)
from heartleaf.web.forms.family import line
from heartleaf.web.forms.offering import OfferingForm

NAMED_AT_ONCE = 5


class NameStewardForm(OfferingForm):
    """`persons` are those with a way in here who could be named: id and name."""

    def __init__(self, *args: Any, persons: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("person", [("", gettext_lazy("nobody: the sheets alone")), *persons])

    name = line(
        gettext_lazy("Who is it?"),
        max_length=80,
        autocomplete="off",
        help_text=gettext_lazy("Their name stands on the sheets, and nowhere readable here."),
    )
    person = forms.ChoiceField(label=gettext_lazy("Has this person a way in here?"), required=False)
    days = forms.TypedChoiceField(
        label=gettext_lazy("The waiting time"),
        choices=lambda: [(str(days), _("{days} days").format(days=days)) for days in DAYS],
        coerce=int,
        initial="60",
    )


class WordsField(forms.CharField):
    """The words of one sheet, as they were typed."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {
            "rows": 5,
            "autocomplete": "off",
            "spellcheck": "false",
            "autocapitalize": "none",
            "lang": "en",
        }
        super().__init__(max_length=LONGEST, widget=forms.Textarea(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> Words:
        try:
            return read(super().clean(value))
        except UnknownWords as problem:
            raise forms.ValidationError(_unknown(problem.words)) from problem
        except WrongLength as problem:
            sentence = ngettext(
                "Here is %(found)d word; on a sheet there are %(length)d.",
                "Here are %(found)d words; on a sheet there are %(length)d.",
                problem.found,
            )
            said = {"found": problem.found, "length": LENGTH}
            raise forms.ValidationError(sentence % said) from problem
        except NotWhole as problem:
            raise forms.ValidationError(
                _(
                    "All of these are words of a sheet, and one of them is not the one that stands"
                    " there, or two changed places. Please compare them once more."
                )
            ) from problem


class SheetsForm(forms.Form):
    one = WordsField(
        label=gettext_lazy("The words of one sheet"),
        help_text=gettext_lazy(
            "Without their numbers or with them; small or large letters, commas and line breaks"
            " do not matter."
        ),
    )
    two = WordsField(label=gettext_lazy("The words of another sheet"))


def _unknown(words: list[str]) -> str:
    first = words[:NAMED_AT_ONCE]
    listed = ", ".join(f"“{word[:40]}”" for word in first)
    sentence = ngettext(
        "This is not a word of a sheet: %(words)s.",
        "These are not words of a sheet: %(words)s.",
        len(first),
    )
    return sentence % {"words": listed}
