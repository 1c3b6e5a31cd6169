"""What a family is asked. Only a way in and what to call the place must have an answer."""

from __future__ import annotations

import secrets
import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from heartleaf.family.dates import CannotRead, Hemisphere, VagueDate
from heartleaf.family.entering import is_strong
from heartleaf.sealing import LONGEST_ADDRESS, LONGEST_PASSPHRASE


class VagueDateField(forms.CharField):
    """A date as well as it is known; with `own_words`, what is no date is kept as it was said."""

    def __init__(self, *, own_words: bool = False, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "max_length": 120, **kwargs})
        self.own_words = own_words
        self.hemisphere: Hemisphere = "north"

    def clean(self, value: Any) -> VagueDate:
        text = super().clean(value)
        try:
            return VagueDate.parse(text, hemisphere=self.hemisphere, own_words=self.own_words)
        except CannotRead as error:
            raise forms.ValidationError(str(error)) from error


def line(
    label: Any, *, max_length: int = 120, help_text: Any = "", **attrs: Any
) -> forms.CharField:
    """One line of words that may stay empty."""
    widget = forms.TextInput(attrs=attrs)
    return forms.CharField(
        label=label, required=False, max_length=max_length, help_text=help_text, widget=widget
    )


class PlaceNameForm(forms.Form):
    name = forms.CharField(
        label=_("What would you like to call this place?"),
        required=False,
        max_length=120,
        help_text=_("If you leave it, it will be called “Our place”."),
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )


class NewPassphraseForm(forms.Form):
    passphrase = forms.CharField(
        label=_("A passphrase"),
        strip=False,
        max_length=LONGEST_PASSPHRASE,
        help_text=_("A few words that belong together only for you are good. Length helps most."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Please choose a passphrase; it is the key to this place.")},
    )

    def clean_passphrase(self) -> str:
        passphrase = str(self.cleaned_data["passphrase"])
        if not is_strong(passphrase, *self.personal_words()):
            raise forms.ValidationError(
                _("This one would be guessed quickly. One or two more words would make it strong.")
            )
        return passphrase

    def personal_words(self) -> list[str]:
        names = ("email", "name", "place")
        return [str(self.data.get(field, "")) for field in names if self.data.get(field)]


class WayInForm(NewPassphraseForm):
    """`wanted` is the code that whoever begins must know, if any. A passphrase is judged only for
    those who do: judging is work."""

    def __init__(self, *args: Any, wanted: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks_code, self._wanted = bool(wanted), wanted
        if not wanted:
            del self.fields["code"]

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=LONGEST_ADDRESS,
        help_text=_("You come in with it. Nothing is sent to it."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={
            "required": _("Please give an address; together with the passphrase it lets you in.")
        },
    )
    name = line(_("What shall we call you?"), autocomplete="given-name")
    code = line(_("The code the start has printed"), autocomplete="off")
    zone = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ["name", "email", "code", "passphrase"]

    def clean_code(self) -> str:
        typed = str(self.cleaned_data["code"]).lower()
        if not secrets.compare_digest(typed.encode(), self._wanted.encode()):
            raise forms.ValidationError(_("This is not the code the start has printed."))
        return typed

    def clean_zone(self) -> str:
        """The device's own, if it tells a time zone we know."""
        told = str(self.cleaned_data["zone"])
        return told if told in zoneinfo.available_timezones() else settings.TIME_ZONE

    def clean_passphrase(self) -> str:
        if self.asks_code and "code" not in self.cleaned_data:
            return str(self.cleaned_data["passphrase"])
        return super().clean_passphrase()


class SheetForm(forms.Form):
    key = forms.CharField(
        label=_("The key from your sheet"),
        max_length=400,
        help_text=_(
            "Begins with AGE-SECRET-KEY-1; that row may be left out. Spaces do not matter."
        ),
        widget=forms.Textarea(
            attrs={
                "rows": 3,
                "autocomplete": "off",
                "spellcheck": "false",
                "autocapitalize": "characters",
            }
        ),
    )


class SheetPartForm(forms.Form):
    part = line(_("The last row of the key"), autocomplete="off", spellcheck="false")


class ChildForm(forms.Form):
    """Everything may stay empty; that a child is meant must be said then, by the button of it."""

    def __init__(self, *args: Any, hemisphere: Hemisphere, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, VagueDateField):
                field.hemisphere = hemisphere

    def means_a_child(self) -> bool:
        """Whether anything at all is said, or a child without a name is plainly asked for."""
        return self.has_changed() or "unnamed" in self.data

    living = forms.ChoiceField(
        label=_("This is about"),
        choices=[("", _("a child we remember")), ("yes", _("a living child"))],
        required=False,
    )
    name = line(_("Name"), help_text=_("You may leave this empty."))
    called = line(
        _("How you speak of them"),
        help_text=_("For instance “our son”, “the twins”, “our little one”."),
    )
    due = VagueDateField(label=_("Due"))
    born = VagueDateField(label=_("Born"))
    died = VagueDateField(label=_("Died"))
    weeks = line(_("Weeks of pregnancy"), help_text=_("As you would say it: 20 weeks, 31+4."))
    about = forms.CharField(
        label=_("Anything you want to have said here"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WordsForm(forms.Form):
    """How this family speaks; empty means the gentle word shown beside it."""

    child = line(_("When a name is not known to us, we say"), placeholder=_("your baby"))
    died = line(_("For the death we say"), placeholder=_("died"))
    only_me = line(_("What only you can open"), placeholder=_("only me"))
    us = line(_("What the parents can open"), placeholder=_("us"))
    friends = line(_("What family and friends can open"), placeholder=_("family and friends"))
    tree = line(_("The tree with the leaves"), placeholder=_("the tree"))


class ZoneForm(forms.Form):
    """Each person's own: two of a family may live far apart."""

    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: [
            (name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones())
        ],
        help_text=_("So that a day begins when it begins for you."),
    )


class SeasonsForm(forms.Form):
    """The family's: it is one tree."""

    hemisphere = forms.ChoiceField(
        label=_("Seasons"),
        choices=[
            ("north", _("June is summer")),
            ("south", _("June is winter")),
        ],
        help_text=_("The leaves of the tree take the colour of their season."),
    )


class WhereForm(ZoneForm, SeasonsForm):
    """Both, as the first evening asks them."""


class PlaceForm(PlaceNameForm, SeasonsForm):
    """The place, as its parents may change it."""


class MeForm(ZoneForm):
    name = line(_("What shall we call you?"), autocomplete="given-name")
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, required=False)
    theme = forms.ChoiceField(
        label=_("Light or dark"),
        choices=[("device", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))],
    )
    letters = forms.ChoiceField(
        label=_("Size of letters"),
        choices=[("1", _("Usual")), ("1.15", _("Larger")), ("1.3", _("Largest"))],
    )
