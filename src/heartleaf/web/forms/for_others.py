"""What someone makes of the words for others. Everything may stay as it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heartleaf.care.for_others.lines import EVERY_LINE
from heartleaf.care.for_others.sheet import ForOthers
from heartleaf.family.opening import OpenPerson
from heartleaf.web.forms.offering import OfferingForm

LONGEST = 4_000


def paragraph(label: Any, help_text: Any, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class ForOthersForm(OfferingForm):
    opening = paragraph(
        _("How it begins"), _("If you leave it empty, our two sentences stand there.")
    )
    ask = paragraph(_("What you would like to be asked"), _("One thing on each line."))
    rather_not = paragraph(_("What you would rather not be asked"), _("One thing on each line."))
    own = paragraph(_("What you want to say besides"), _("One thing on each line."))
    named = forms.BooleanField(required=False)
    stands = forms.MultipleChoiceField(
        required=False, choices=[(line.id, line.words) for line in EVERY_LINE]
    )

    def __init__(self, data: Any = None, *, own: ForOthers) -> None:
        typed = {
            "opening": own.opening,
            "ask": own.ask,
            "rather_not": own.rather_not,
            "own": "\n".join(own.own),
            "named": own.named,
            "stands": [line.id for line in EVERY_LINE if line.id not in own.left_out],
        }
        super().__init__(data, initial=typed)

    def fill(self, own: ForOthers) -> None:
        said = self.cleaned_data
        ours = [line.id for line in EVERY_LINE]
        # An id of a later version stays as it was said there.
        later = [id for id in own.left_out if id not in ours]
        own.left_out = later + [id for id in ours if id not in said["stands"]]
        own.own = [line.strip() for line in said["own"].splitlines() if line.strip()]
        own.opening, own.ask, own.rather_not = said["opening"], said["ask"], said["rather_not"]
        own.named = said["named"]


class JoinForm(OfferingForm):
    """In which circle a letter of it is kept."""

    circle = forms.ChoiceField(label=_("Who may open it"))

    def __init__(self, data: Any = None, *, person: OpenPerson) -> None:
        super().__init__(data, initial={"circle": "only-me"})
        circles = [(one.handle, person.circle_name(one.handle)) for one in person.may_add_to]
        self.offer("circle", circles)
