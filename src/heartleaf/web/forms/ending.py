"""Forms for what is taken away for good."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heartleaf.sealing import LONGEST_PASSPHRASE

NAMED = [
    ("yes", _("With your name"), _("As it is now.")),
    ("no", _("Without your name"), _("From someone of the family.")),
]


class AskForm(forms.Form):
    """Whether what stays with the family keeps the name."""

    named = forms.ChoiceField(
        choices=[(value, words) for value, words, _consequence in NAMED],
        error_messages={"required": _("Please choose one of these.")},
    )


class SureForm(forms.Form):
    """A second yes, by whoever signed in."""

    passphrase = forms.CharField(
        label=_("Your passphrase"),
        strip=False,
        max_length=LONGEST_PASSPHRASE,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class AtOnceForm(SureForm):
    """Insisting: a word typed as it stands on the page, and the passphrase."""

    typed = forms.CharField(max_length=200)

    def __init__(self, *args: Any, word: str, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._word = word
        self.fields["typed"].label = label
        self.fields["typed"].widget.attrs["autocomplete"] = "off"

    def clean_typed(self) -> str:
        typed = str(self.cleaned_data["typed"])
        if _folded(typed) != _folded(self._word):
            raise forms.ValidationError(_("That is another word than the one above."))
        return typed


def _folded(words: str) -> str:
    """As a person reads it: an apostrophe of a phone is the same as that of a keyboard."""
    return " ".join(words.replace("’", "'").split()).casefold()
