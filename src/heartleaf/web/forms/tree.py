"""What the tree on paper shall be like."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from heartleaf.tree.poster import LONGEST


class PaperForm(forms.Form):
    paper = forms.ChoiceField(
        label=_("Paper"),
        choices=[
            ("a5", _("A5, 148 × 210 mm")),
            ("a4", _("A4, 210 × 297 mm")),
            ("a3", _("A3, 297 × 420 mm")),
            ("a2", _("A2, 420 × 594 mm")),
            ("us-letter", _("US letter, 8½ × 11 in")),
        ],
    )
    stands = forms.ChoiceField(
        label=_("The tree"),
        choices=[("", _("As it stands for you")), ("one", _("The one tree, by its own days"))],
        required=False,
    )
    ink = forms.ChoiceField(
        label=_("Ink"),
        choices=[("", _("In colours")), ("one", _("In outlines"))],
        required=False,
    )
    lights = forms.BooleanField(label=_("With the lights"), required=False)
    name = forms.CharField(
        label=_("Under the tree"),
        help_text=_("It may be any words, or none."),
        required=False,
        max_length=LONGEST,
    )
    years = forms.CharField(label=_("And below, smaller"), required=False, max_length=LONGEST)
    kind = forms.ChoiceField(
        label=_("Kind of file"),
        choices=[("pdf", _("PDF")), ("png", _("PNG")), ("svg", _("SVG"))],
        help_text=_("PDF is what a print shop asks for. PNG is a picture, SVG a drawing."),
    )
