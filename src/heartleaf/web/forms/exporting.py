"""What is asked before an export is made."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from heartleaf.archive.bag.asked import Asked

EVERYTHING, SEALED, SOMEONE = "everything", "sealed", "someone"


class ExportForm(forms.Form):
    """The button says what is to be made. `persons` are those it can be for."""

    make = forms.ChoiceField(choices=[(one, one) for one in (EVERYTHING, SEALED, SOMEONE)])
    whom = forms.TypedChoiceField(label=_("For whom"), coerce=UUID, required=False)
    covered = forms.BooleanField(required=False)
    originals = forms.BooleanField(required=False)
    places = forms.BooleanField(required=False)
    named = forms.BooleanField(required=False)

    def __init__(self, *args: Any, persons: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # As Django's own: a field of this form alone, not of the class.
        self.fields["whom"].choices = [  # type: ignore[attr-defined]
            (id, name or _("someone whose name cannot be read")) for id, name in persons
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("make") == SOMEONE and not said.get("whom") and "whom" not in self.errors:
            self.add_error("whom", _("For whom shall it be?"))
        return said

    @property
    def asked(self) -> Asked:
        said = self.cleaned_data
        if said["make"] != SOMEONE:
            return Asked(sealed=said["make"] == SEALED)
        return Asked(
            whom=said["whom"],
            covered=said["covered"],
            originals=said["originals"],
            placeless=not said["places"],
        )
