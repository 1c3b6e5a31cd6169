"""Forms about the closed screen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator, URLValidator
from django.utils.translation import gettext_lazy as _

from heartleaf.family import short_code
from heartleaf.sealing import LONGEST_PASSPHRASE


class ClosingForm(forms.Form):
    escape_closes = forms.BooleanField(required=False)
    shake_closes = forms.BooleanField(required=False)
    covers_elsewhere = forms.BooleanField(required=False)
    closes_after = forms.TypedChoiceField(
        label=_("After how long without a touch it closes by itself"),
        coerce=int,
        choices=[
            (0, _("Never")),
            (1, _("1 minute")),
            (2, _("2 minutes")),
            (5, _("5 minutes")),
            (15, _("15 minutes")),
        ],
    )


class OpeningForm(forms.Form):
    has_code = False

    asks = forms.ChoiceField(
        label=_("To open a closed screen"),
        choices=[
            ("nothing", _("Nothing is asked")),
            ("passphrase", _("My passphrase is asked")),
            ("code", _("A short code is asked")),
        ],
    )
    code = forms.CharField(
        label=_("A code of four to eight digits"),
        required=False,
        max_length=short_code.MOST,
        validators=[
            RegexValidator(rf"^[0-9]{{{short_code.FEWEST},}}$", _("Four to eight digits, please."))
        ],
        help_text=_("Not a day or a year that somebody near you would try."),
        error_messages={"max_length": _("Four to eight digits, please.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    now = forms.CharField(
        label=_("Your passphrase"),
        strip=False,
        max_length=LONGEST_PASSPHRASE,
        help_text=_("So that nobody else can change this on your phone."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        code = said.get("code", "")
        if said.get("asks") != "code" or "code" in self.errors:
            return said
        if not code and not self.has_code:
            self.add_error("code", _("Which code shall it be?"))
        elif code and short_code.is_guessed_soon(code):
            self.add_error("code", _("This one would be tried first. Another, please."))
        return said


class LeavingForm(forms.Form):
    leave = forms.URLField(
        label=_("Where to"),
        help_text=_("The address of an ordinary page, such as the weather. Empty: no such button."),
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(["http", "https"])],
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url"}),
        error_messages={"invalid": _("This is not the address of a page.")},
    )
    escape_leaves = forms.BooleanField(required=False)
