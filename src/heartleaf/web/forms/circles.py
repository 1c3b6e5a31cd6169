"""Forms of the circles and of the people in them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heartleaf.family.models import Membership
from heartleaf.family.opening import OpenPerson
from heartleaf.web.forms.offering import OfferingForm

ROLES = [
    (
        Membership.Role.LOOKS,
        _("May look"),
        _("Opens what is kept there, and changes nothing."),
    ),
    (
        Membership.Role.ADDS,
        _("May add"),
        _("May keep letters and pictures there too, and change what they kept themselves."),
    ),
    (
        Membership.Role.CHILD,
        _("A child"),
        _("Sees what you chose for them, in plain words."),
    ),
]
OUT = "out"


class CircleNameForm(forms.Form):
    """What a circle of the family's own is called."""

    name = forms.CharField(
        label=_("What is it called?"),
        max_length=60,
        help_text=_("“Grandparents”, “The Thursday group”. Those who are in it read the name."),
        error_messages={"required": _("One word is enough.")},
    )


class RoleForm(forms.Form):
    """What someone may do in a circle."""

    role = forms.ChoiceField(
        label=_("What they may do there"),
        choices=[(value, words) for value, words, _consequence in ROLES],
        error_messages={"required": _("Please choose one of these.")},
    )


class BringElsewhereForm(OfferingForm):
    """Where everything of a circle is to go."""

    to = forms.ChoiceField(label=_("Bring everything to"))

    def __init__(self, *args: Any, person: OpenPerson, without: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        handles = [
            one.handle for one in person.may_add_to if one.handle not in (without, "only-me")
        ]
        self.offer("to", [(handle, person.circle_name(handle)) for handle in handles])
