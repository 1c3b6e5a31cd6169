"""What is asked of a path. Only when it began must be said; everything else may stay empty."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heartleaf.care.paths.counting import Begun, fault
from heartleaf.care.paths.paths import (
    AGAIN,
    EVERY,
    LEAVES,
    MARKED,
    MOONS,
    TOTAL,
    Beginning,
    Path,
    PathNote,
)
from heartleaf.web.forms.care import AS_IN_A_DATE_FIELD
from heartleaf.web.forms.family import line

LONGEST_WORDS, LONGEST_NOTE, MOST_REASONS = 4000, 10_000, 40
TOO_LONG = _("That is longer than fits here: %(limit_value)d letters do, this has %(show_value)d.")
DIALLED = re.compile(r"\+?[0-9*#]{2,20}")
BETWEEN = re.compile(r"[\s().\-/\u00a0\u2010-\u2015]+")
WHY_NOT = {
    "future": _("That day has not come yet. Today is fine, or any day before."),
    "too early": _("That is further back than can be counted here: from 1900 on it can."),
    "same day": _("That day is among your beginnings already; it stands there once."),
    "away too late": _("That is after the day you started again. It may stay empty."),
    "away too early": _(
        "That reaches back over another beginning of yours. Any day after it is fine, or none."
    ),
}
SHOWN = [
    (TOTAL, _("Days in all")),
    (AGAIN, _("Days since you last began")),
    (MOONS, _("Moons")),
    (LEAVES, _("Leaves on a small branch")),
]
DAYS = [
    (EVERY, _("Every day since the beginning"), _("As for a path without something.")),
    (
        MARKED,
        _("Only days that you mark"),
        _("As for walking, or asking for help. No other day is shown."),
    ),
]


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        input_formats=[AS_IN_A_DATE_FIELD],
        widget=forms.DateInput(format=AS_IN_A_DATE_FIELD, attrs={"type": "date"}),
        error_messages={
            "required": _("Which day? Today is fine, or any day before."),
            "invalid": _("That day could not be read. Written like 2025-06-02 it can."),
        },
    )


def words_field(label: Any, *, most: int, rows: int = 4, help_text: Any = "") -> forms.CharField:
    """Words that may stay empty. The browser does not cut them short: a sentence says so."""
    field = forms.CharField(
        label=label,
        required=False,
        max_length=most,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": TOO_LONG},
    )
    del field.widget.attrs["maxlength"]
    return field


class PathForm(forms.Form):
    """What it is, her own words, why, and a person to call."""

    use_required_attribute = False  # a sentence of ours, not the browser's

    title = line(_("What this path is"), autocomplete="off")
    words = words_field(
        _("In your own words"),
        most=LONGEST_WORDS,
        help_text=_("They stand first on its page."),
    )
    reasons = words_field(
        _("Why"),
        most=LONGEST_WORDS,
        help_text=_("Each reason on a line of its own. You find them again in a hard moment."),
    )
    call_name = line(_("A person you may call"), autocomplete="off")
    call_number = line(_("Their number, as you dial it"), autocomplete="off", inputmode="tel")
    days = forms.ChoiceField(
        label=_("Its days"), choices=[(value, words) for value, words, _means in DAYS]
    )
    shown = forms.MultipleChoiceField(label=_("How it is shown"), choices=SHOWN, required=False)
    alcohol = forms.BooleanField(label=_("It is about alcohol"), required=False)

    ways_of_days = DAYS

    def __init__(self, data: Any = None, *, path: Path) -> None:
        typed = {name: getattr(path, name) for name in self.base_fields if hasattr(path, name)}
        super().__init__(data, initial=typed | {"reasons": "\n".join(path.reasons)})

    def clean_reasons(self) -> list[str]:
        lines = [one.strip() for one in str(self.cleaned_data["reasons"]).splitlines()]
        reasons = list(filter(None, lines))
        if len(reasons) > MOST_REASONS:
            raise forms.ValidationError(
                _("Those are more lines than fit here: {most} do.").format(most=MOST_REASONS)
            )
        return reasons

    def clean_call_number(self) -> str:
        number = str(self.cleaned_data["call_number"])
        if number and not DIALLED.fullmatch(as_dialled(number)):
            raise forms.ValidationError(
                _("A telephone could not dial that. Digits can stay, with spaces if you like.")
            )
        return number

    def fill(self, path: Path, today: datetime.date) -> None:
        """Write what was said into the path. A way of showing it of a later version stays."""
        said = dict(self.cleaned_data)
        later = [one for one in path.shown if one not in dict(SHOWN)]
        if said["words"] != path.words:
            path.words_on = today.isoformat() if said["words"] else ""
        for name in ("title", "words", "reasons", "call_name", "call_number", "alcohol", "days"):
            setattr(path, name, said[name])
        path.shown = said["shown"] + later


def as_dialled(number: str) -> str:
    return BETWEEN.sub("", number)


class NewPathForm(PathForm):
    on = day_field(_("When it began, or begins"), help_text=_("Today, or a day that has been."))

    field_order = ["title", "on"]

    def __init__(self, data: Any = None, *, path: Path, today: datetime.date) -> None:
        super().__init__(data, path=path)
        self.today, self.initial["on"] = today, today

    def clean_on(self) -> datetime.date:
        on: datetime.date = self.cleaned_data["on"]
        why = fault(Begun(on), [], self.today)
        if why:
            raise forms.ValidationError(WHY_NOT[why])
        return on

    def fill(self, path: Path, today: datetime.date) -> None:
        super().fill(path, today)
        path.begin(Beginning(id=path.id, on=self.cleaned_data["on"].isoformat()))


class BeginningForm(forms.Form):
    """A day on which she began, or began again; the first of a path has nothing before it that
    could be left out."""

    use_required_attribute = False

    on = day_field(_("On which day"))
    word = line(_("A word, if you like"), max_length=400, help_text=_("It stands beside the day."))
    away = day_field(
        _("Not on the path since"),
        required=False,
        help_text=_("Only if days before it are to be left out. Empty, every day counts."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        one: Beginning | None,
        others: Iterable[Beginning],
        today: datetime.date,
    ) -> None:
        said = {"on": one.on, "word": one.word, "away": one.away} if one else {"on": today}
        super().__init__(data, initial=said)
        self.one, self.others, self.today = one, [each.begun for each in others], today
        if self.is_first:
            del self.fields["away"]

    @property
    def is_first(self) -> bool:
        one = self.one
        return one is not None and all(each.on > one.begun.on for each in self.others)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        on, away = said.get("on"), said.get("away")
        why = fault(Begun(on, away), self.others, self.today) if on else None
        if why:
            self.add_error("away" if why.startswith("away") and away else "on", WHY_NOT[why])
        return said

    def filled(self, id: str) -> Beginning:
        said = self.cleaned_data
        on, away = said["on"].isoformat(), said.get("away")
        one = self.one or Beginning(id=id, on=on)
        return replace(one, on=on, word=said["word"], away=away.isoformat() if away else "")


class MarkForm(forms.Form):
    """A day that she marks."""

    use_required_attribute = False

    on = day_field(_("A day to mark"))

    def __init__(self, data: Any = None, *, today: datetime.date) -> None:
        super().__init__(data, initial={"on": today})
        self.today = today

    def clean_on(self) -> datetime.date:
        on: datetime.date = self.cleaned_data["on"]
        why = fault(Begun(on), [], self.today)
        if why:
            raise forms.ValidationError(WHY_NOT[why])
        return on


class NoteForm(MarkForm):
    on = day_field(_("Of which day"))
    words = words_field(_("Your words"), most=LONGEST_NOTE, rows=8)

    field_order = ["words", "on"]

    def __init__(self, data: Any = None, *, note: PathNote, today: datetime.date) -> None:
        super().__init__(data, today=today)
        self.initial = {"words": note.words, "on": note.on or today}

    def clean_words(self) -> str:
        words = str(self.cleaned_data["words"])
        if not words:
            raise forms.ValidationError(_("Nothing is written yet. A word is enough."))
        return words
