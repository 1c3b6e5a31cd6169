"""Forms of the settings."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from heartleaf.sealing import LONGEST_ADDRESS, LONGEST_PASSPHRASE
from heartleaf.web.forms.family import NewPassphraseForm


class ChangePassphraseForm(NewPassphraseForm):
    now = forms.CharField(
        label=_("Your passphrase now"),
        strip=False,
        max_length=LONGEST_PASSPHRASE,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=LONGEST_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    field_order = ["now", "passphrase", "email"]
