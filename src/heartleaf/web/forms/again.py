"""How a day comes again: in any number of ways, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heartleaf.web.forms.offering import OfferingForm

USUAL = [
    ("yearly", _("Every year"), ""),
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


class AgainForm(OfferingForm):
    """The ways in which a day comes again; `codes` are those of `almanac.recurrence_of`."""

    comes = forms.MultipleChoiceField(
        label=_("How it comes again"),
        choices=[(value, words) for value, words, _means in [*USUAL, *CUSTOMS]],
        required=False,
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

    def __init__(
        self, data: Any = None, *, codes: Sequence[str], initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=(initial or {}) | _as_typed(codes))
        counts = sorted({*COUNTS, *map(int, self.initial["counts"])})
        self.offer("counts", [(str(count), COUNTS.get(count, count)) for count in counts])

    usual, customs = USUAL, CUSTOMS

    @property
    def by_custom(self) -> bool:
        """Whether one of the rarer ways is chosen, so that they are not folded away."""
        rare = {value for value, _words, _means in CUSTOMS}
        return bool(rare.intersection(self["comes"].value() or []) or self.errors.get("counts"))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        counts, comes = said.get("counts") or [], said.get("comes") or []
        if "days" in comes and not counts and "counts" not in self.errors:
            self.add_error("counts", _("Which days are counted? Choose at least one."))
        return said

    def codes(self, before: Sequence[str]) -> list[str]:
        """What was said, in codes. What a later version wrote stays."""
        offered = {value for value, _words, _means in [*USUAL, *CUSTOMS]} | {"days-from-next"}
        later = [code for code in before if code.split()[0] not in offered]
        return [self._code(word) for word in self.cleaned_data["comes"]] + later

    def _code(self, word: str) -> str:
        said = self.cleaned_data
        sunset = ["after-sunset"] if said["sunset"] else []
        if word == "yahrzeit":
            return " ".join([word, said["custom"] or "ashkenazi", *sunset])
        if word == "islamic":
            return " ".join([word, *sunset])
        if word == "days":
            return " ".join([said["counted"] or "days", *map(str, sorted(said["counts"]))])
        return word


def _as_typed(codes: Sequence[str]) -> dict[str, Any]:
    words = {code.split()[0]: code.split()[1:] for code in codes}
    counted = next((word for word in ("days", "days-from-next") if word in words), "days")
    rest = [one for word in ("yahrzeit", "islamic") for one in words.get(word, [])]
    return {
        "comes": ["days" if word == "days-from-next" else word for word in words],
        "custom": "sephardi" if "sephardi" in rest else "ashkenazi",
        "sunset": "after-sunset" in rest,
        "counts": [one for one in words.get(counted, []) if one.isdecimal()],
        "counted": counted,
    }
