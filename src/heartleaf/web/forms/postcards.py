"""What a postcard shall be like. Every field may stay as it is."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from heartleaf.circle.postcard.looks import LONGEST_WORDS
from heartleaf.family.facts import Child, FamilyFacts
from heartleaf.family.words import name_of
from heartleaf.web.forms.offering import OfferingForm


class Offered(NamedTuple):
    """What there is to choose from: pictures as (media, its small view, what it shows)."""

    pictures: list[tuple[str, str, str]]
    children: list[Child]
    facts: FamilyFacts


class PostcardForm(OfferingForm):
    """Without a picture there is one layout, and nothing to crop."""

    picture = forms.ChoiceField(label=_("Which picture"), required=False)
    layout = forms.ChoiceField(
        label=_("How it is laid out"),
        choices=[
            ("picture", _("On paper")),
            ("full", _("To the edges")),
            ("words", _("Words alone")),
        ],
        required=False,
    )
    whole = forms.ChoiceField(
        label=_("How much of the picture"),
        choices=[("", _("Cropped to fit")), ("yes", _("All of it"))],
        required=False,
    )
    shape = forms.ChoiceField(
        label=_("Shape"),
        choices=[("post", _("Upright, 4 : 5")), ("story", _("Tall, 9 : 16"))],
    )
    paper = forms.ChoiceField(
        label=_("Paper"), choices=[("light", _("Light")), ("dark", _("Dark"))]
    )
    words = forms.CharField(
        label=_("Words"),
        help_text=_("They may stay empty. A few lines can be read best."),
        required=False,
        max_length=LONGEST_WORDS,
    )
    children = forms.MultipleChoiceField(label=_("Who is named"), required=False)
    dates = forms.BooleanField(label=_("Show their dates"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind of file"),
        choices=[("jpeg", _("JPEG, smaller")), ("png", _("PNG, exact"))],
    )

    def __init__(self, data: Any = None, *, offered: Offered, initial: dict[str, Any]) -> None:
        super().__init__(
            data, initial={"shape": "post", "paper": "light", "kind": "jpeg", **initial}
        )
        self.offered = offered
        self.offer("picture", [(media, alt) for media, _src, alt in offered.pictures])
        named = [(child.id, name_of(child, offered.facts)) for child in offered.children]
        self.offer("children", named)

    def said(self, name: str) -> Any:
        """What was said, or what stands there at first."""
        if self.is_bound and self.is_valid():
            return self.cleaned_data[name]
        return self.initial.get(name, "")

    @property
    def named(self) -> list[Child]:
        return [child for child in self.offered.children if child.id in self.said("children")]
