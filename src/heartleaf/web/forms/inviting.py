"""What is asked of an invitation, and of whoever comes with one."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from heartleaf.circle.inviting import Greeting
from heartleaf.circle.readable import one_line, readable, says_nothing
from heartleaf.family.models import Circle, Membership
from heartleaf.family.opening import OpenPerson
from heartleaf.web.forms.family import WayInForm, line
from heartleaf.web.forms.offering import OfferingForm

LONGEST_WORDS = 600
Role = Membership.Role


class InvitationForm(OfferingForm):
    """Only how someone comes in must be said; it is, unless somebody unsays it."""

    name = line(
        _("Whom do you ask in?"),
        help_text=_("For the two of you alone, so that you know whose invitation this is."),
        autocomplete="off",
    )
    role = forms.ChoiceField(
        label=_("They come in"),
        choices=[
            (Role.LOOKS, _("to look")),
            (Role.ADDS, _("to look, and to add something of their own")),
            (Role.CHILD, _("as a child of the family")),
            (Role.PARENT, _("as a parent")),
        ],
        initial=Role.LOOKS,
        error_messages={"required": _("Please choose one of these.")},
    )
    circles = forms.MultipleChoiceField(label=_("They can open"), required=False)
    words = forms.CharField(
        label=_("A word to greet them"),
        required=False,
        max_length=LONGEST_WORDS,
        help_text=_("It stands on the first page they see, and on the card."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "max_length": _(
                "This is more than a greeting has room for, which is about what fits on a card. It"
                " still stands here: what is too long for it could be a letter inside."
            )
        },
    )
    days = forms.TypedChoiceField(
        label=_("The invitation is good for"),
        choices=[
            ("7", _("a week")),
            ("14", _("two weeks")),
            ("30", _("a month")),
            ("90", _("three months")),
        ],
        coerce=int,
        initial="14",
        help_text=_("After that it opens nothing. It can be used once."),
    )

    def __init__(self, data: Any, person: OpenPerson) -> None:
        super().__init__(data, initial={"circles": [Circle.Kind.FRIENDS]})
        shared = [one for one in person.shared if one.kind != Circle.Kind.US]
        self.offer("circles", [(one.handle, person.circle_name(one.handle)) for one in shared])

    def roles(self) -> list[tuple[str, Any, Any]]:
        """Each with what it means."""
        means = {
            Role.ADDS: _("They can also write, and keep pictures, where you let them in."),
            Role.LOOKS: _("They change nothing and add nothing."),
            Role.CHILD: _(
                "They see what you parents keep in the circles ticked below, in plain words."
            ),
            Role.PARENT: _(
                "An equal: they open all that is shared, can do all that you can, and have an"
                " “only me” of their own. You cannot open theirs, nor they yours."
            ),
        }
        return [(value, words, means[Role(value)]) for value, words in self.choices_of("role")]

    def clean_name(self) -> str:
        return _name(self.cleaned_data["name"])

    def clean_words(self) -> str:
        words = str(self.cleaned_data["words"])
        return "" if says_nothing(words) else readable(words)

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        is_asked = said.get("role") not in {None, Role.PARENT} and "circles" not in self.errors
        if is_asked and not said["circles"]:
            self.add_error("circles", now("Please choose at least one, or nothing would open."))
        return said

    def ends(self, person: OpenPerson) -> datetime.datetime:
        """The end of the last day on which it is good, as the one who asks has it."""
        after = person.today() + datetime.timedelta(days=self.cleaned_data["days"] + 1)
        return datetime.datetime.combine(after, datetime.time(), person.zone)


class InvitedForm(WayInForm):
    """The way in of someone who was asked in. What the greeting says is no good passphrase."""

    def __init__(self, data: Any, greeting: Greeting) -> None:
        super().__init__(data)
        self._known = [greeting.by, greeting.place]

    def clean_name(self) -> str:
        return _name(self.cleaned_data["name"])

    def personal_words(self) -> list[str]:
        return [*super().personal_words(), *self._known]


def _name(typed: str) -> str:
    return "" if says_nothing(typed) else one_line(typed)
