"""What is asked of a day of theirs. Every field may stay empty."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heartleaf.days.calendars import Day
from heartleaf.family.opening import OpenPerson
from heartleaf.family.words import name_of, said
from heartleaf.web.forms.family import VagueDateField, line

USUAL = [
    ("yearly", _("Every year"), ""),
    ("once", _("Once"), _("On the day itself, and not again.")),
    ("monthly", _("Every month on its day"), _("In a shorter month, on its last day.")),
    ("weekly", _("Every week"), ""),
    ("half", _("Half a year after"), _("And half-way between the years after that.")),
]
CUSTOMS = [
    ("yahrzeit", _("Yahrzeit, by the Hebrew calendar"), ""),
    (
        "islamic",
        _("Every year by the Islamic calendar"),
        _("Reckoned by a table; where the moon is sighted, it may be a day or two away."),
    ),
    ("days", _("On days that are counted"), ""),
    (
        "japanese",
        _("Japanese memorials"),
        _("The 7th, 49th and 100th day, and the 1st, 3rd, 7th, 13th, 17th, 23rd, 27th, 33rd year."),
    ),
]
COUNTS = {
    3: _("3rd"),
    7: _("7th"),
    9: _("9th"),
    30: _("30th"),
    40: _("40th"),
    49: _("49th"),
    100: _("100th"),
}


class OwnDayForm(forms.Form):
    title = line(
        _("What this day is"),
        help_text=_("For instance “the day we knew”, “the funeral”, “ashes home”, “the naming”."),
        autocomplete="off",
        list="days-of-others",
    )
    date = VagueDateField(
        label=_("When, as well as you know"),
        help_text=_("A day, “May 2025”, “about spring 2025”, or nothing."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    children = forms.MultipleChoiceField(label=_("About"), required=False)
    circle = forms.ChoiceField(label=_("Who may know of it"))
    comes = forms.ChoiceField(
        label=_("How it comes again"),
        choices=[(value, words) for value, words, _means in [*USUAL, *CUSTOMS]],
    )
    custom = forms.ChoiceField(
        label=_("By the custom of"),
        choices=[("ashkenazi", _("Ashkenazim")), ("sephardi", _("Sephardim"))],
        required=False,
    )
    sunset = forms.BooleanField(label=_("It was after sunset"), required=False)
    counts = forms.TypedMultipleChoiceField(label=_("Which days"), required=False, coerce=int)
    counted = forms.ChoiceField(
        label=_("The first of them is"),
        choices=[("days", _("the day itself")), ("days-from-next", _("the day after"))],
        required=False,
    )

    def __init__(self, data: Any = None, *, person: OpenPerson, day: Day, circle: str) -> None:
        super().__init__(data, initial=_as_typed(day, circle))
        facts, words = person.facts, person.words
        self.fields["date"].hemisphere = facts.hemisphere  # type: ignore[attr-defined]
        self._choices("children", [(child.id, name_of(child, facts)) for child in facts.children])
        circles = [(one.kind, words.circle(one.kind)) for one in person.circles.values()]
        self._choices("circle", circles)
        counts = sorted({*COUNTS, *map(int, self.initial["counts"])})
        self._choices("counts", [(str(count), COUNTS.get(count, count)) for count in counts])

    usual, customs = USUAL, CUSTOMS

    @property
    def by_custom(self) -> bool:
        """Whether one of the rarer ways is chosen, so that it is not folded away."""
        rare = {value for value, _words, _means in CUSTOMS}
        return self["comes"].value() in rare or bool(self.errors.get("counts"))

    def says_something(self) -> bool:
        said = self.cleaned_data
        return bool(said["title"] or not said["date"].is_unknown)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        counts, comes = said.get("counts") or [], said.get("comes")
        if comes == "days" and not counts and "counts" not in self.errors:
            self.add_error("counts", _("Which days are counted? Choose at least one."))
        return said

    def fill(self, day: Day) -> None:
        said = self.cleaned_data
        day.title, day.date = said["title"], said["date"].to_edtf()
        # A child that someone may not see here stays with the day.
        offered = {id for id, _name in self.fields["children"].choices}  # type: ignore[attr-defined]
        day.children = [id for id in day.children if id not in offered] + said["children"]
        day.comes = self._code(day.comes)

    def _code(self, before: str) -> str:
        said = self.cleaned_data
        comes, sunset = said["comes"], ["after-sunset"] if said["sunset"] else []
        if comes == "yahrzeit":
            return " ".join([comes, said["custom"] or "ashkenazi", *sunset])
        if comes == "islamic":
            return " ".join([comes, *sunset])
        if comes == "days":
            return " ".join([said["counted"] or "days", *map(str, sorted(said["counts"]))])
        # "yearly feb28" says more than is asked here.
        return before if before.split()[:1] == [comes] else str(comes)

    def _choices(self, field: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[field].choices = choices  # type: ignore[attr-defined]


def _as_typed(day: Day, circle: str) -> dict[str, Any]:
    word, *rest = day.comes.split() or ["yearly"]
    counted = word in {"days", "days-from-next"}
    return {
        "title": day.title,
        "date": said(day.date),
        "children": day.children,
        "circle": circle,
        "comes": "days" if counted else word,
        "custom": "sephardi" if "sephardi" in rest else "ashkenazi",
        "sunset": "after-sunset" in rest,
        "counts": [one for one in rest if one.isdecimal()] if counted else [],
        "counted": word if counted else "days",
    }
