"""What is asked of how days come to someone: when, with which words, and to which address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heartleaf.care.wishes import WishesFacts
from heartleaf.sealing import LONGEST_ADDRESS
from heartleaf.web.forms.days import hour_as_kept
from heartleaf.web.forms.family import line

OWN, NEUTRAL = "own", "neutral"
WORDS = [
    (
        NEUTRAL,
        _("Messages say nothing of what the day is"),
        _("“Something you asked to be told of.” The rest is here."),
    ),
    (
        OWN,
        _("Messages name the day, in your words"),
        _(
            "Someone who holds your phone can read it. These words then wait on the server "
            "in a form that whoever runs it could read."
        ),
    ),
]


class HowForm(forms.Form):
    hour = forms.TimeField(
        label=_("The usual hour of a message"),
        help_text=_("Where you are. A day may have an hour of its own."),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={
            "invalid": _("An hour is written like 19:00."),
            "required": _("An hour is needed here, such as 09:00."),
        },
    )
    words = forms.ChoiceField(
        label=_("What a message says"), choices=[(value, words) for value, words, _means in WORDS]
    )
    on_this_day = forms.BooleanField(
        label=_("On this day: show what was kept on the same day in earlier years"),
        required=False,
    )
    would_have_been = forms.BooleanField(
        label=_("Say how old a child who died would have been"), required=False
    )

    means = WORDS

    @classmethod
    def of(cls, wishes: WishesFacts, data: Any = None) -> HowForm:
        asked = {
            "hour": wishes.hour,
            "words": OWN if wishes.own_words else NEUTRAL,
            "on_this_day": wishes.on_this_day,
            "would_have_been": wishes.would_have_been,
        }
        return cls(data, initial=asked)

    def fill(self, wishes: WishesFacts) -> None:
        said = self.cleaned_data
        wishes.hour, wishes.own_words = hour_as_kept(said["hour"]), said["words"] == OWN
        wishes.on_this_day, wishes.would_have_been = said["on_this_day"], said["would_have_been"]


class AddressForm(forms.Form):
    address = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=LONGEST_ADDRESS,
        help_text=_("A code goes to it first, so that no message goes to somebody else."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("To which address?")},
    )


class CodeForm(forms.Form):
    code = line(
        _("The six figures from the mail"), autocomplete="one-time-code", inputmode="numeric"
    )
