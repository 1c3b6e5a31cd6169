"""Forms whose choices depend on who asks: the circles, children and people of a family."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms


class OfferingForm(forms.Form):
    def offer(self, field: str, choices: Iterable[tuple[Any, Any]]) -> None:
        """What can be chosen here: pairs of a value and its words."""
        self._choice(field).choices = list(choices)

    def choices_of(self, field: str) -> list[tuple[Any, Any]]:
        return list(cast("Iterable[tuple[Any, Any]]", self._choice(field).choices))

    def _choice(self, field: str) -> forms.ChoiceField:
        found = self.fields[field]
        if not isinstance(found, forms.ChoiceField):
            raise TypeError(f"{field} has no choices.")
        return found
