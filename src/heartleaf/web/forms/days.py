"""What is asked of a day: how it comes, and what a day of theirs is. Nothing comes at first."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from heartleaf.care.wishes import MAIL, PUSH, Coming
from heartleaf.web.day_words import joined
from heartleaf.web.forms.offering import OfferingForm
from heartleaf.web.ways import Ways

NOTHING, PAGE, TOLD = "nothing", "page", "told"
FEED = "feed"
AHEAD = [1, 2, 3, 7, 14]
LEAPS = [
    ("feb28", _("On 28 February")),
    ("mar1", _("On 1 March")),
    ("both", _("On both days")),
    ("leap", _("Only in years that have a 29 February")),
]
BY = {MAIL: _("By e-mail"), PUSH: _("By your browser"), FEED: _("In your calendar")}


@dataclass(frozen=True)
class Asked:
    """What a day's own form depends on."""

    ways: Ways
    leap: bool = False
    together: bool = False


class ComingForm(OfferingForm):
    """How one day comes to one person. A way that is not set up is not offered, and what was
    chosen of it before stays."""

    way = forms.ChoiceField(label=_("How it comes to you"))
    ahead = forms.TypedChoiceField(label=_("Days ahead"), coerce=int)
    on = forms.BooleanField(label=_("On the day"), required=False)
    after = forms.BooleanField(label=_("The day after"), required=False)
    by = forms.MultipleChoiceField(label=_("In which ways"), required=False)
    hour = forms.TimeField(
        label=_("At an hour of its own"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": _("An hour is written like 19:00.")},
    )
    leap = forms.ChoiceField(label=_("In years without a 29 February"), choices=LEAPS)

    def __init__(self, data: Any = None, *, coming: Coming, asked: Asked, leap: str = "") -> None:
        super().__init__(data, initial=_as_typed(coming, asked.ways) | {"leap": leap or "both"})
        self.coming, self.asked = coming, asked
        counts = sorted({*AHEAD, coming.ahead} - {0})
        self.offer("ahead", [("0", _("none")), *((str(count), str(count)) for count in counts)])
        self.offer("by", [(name, BY[name]) for name in asked.ways.names])
        told = [(TOLD, _("On the page, and told"))] if asked.ways.names else []
        self.offer("way", [(NOTHING, _("Nothing")), (PAGE, _("On the page")), *told])
        if not asked.leap:
            del self.fields["leap"]

    @property
    def ways(self) -> list[tuple[str, Any, Any]]:
        """The choices of `way`, each with what it means."""
        means = {
            NOTHING: _("Nothing of your own: what you agreed on together still comes.")
            if self.asked.together
            else "",
            PAGE: _("When you open Heartleaf. Nothing is sent."),
            TOLD: _("In the ways you choose here."),
        }
        return [(value, words, means[value]) for value, words in self.choices_of("way")]

    @property
    def missing(self) -> str:
        """Which ways are not there to be chosen, in a sentence; empty if all are."""
        names = {MAIL: _("E-mail"), PUSH: _("your browser"), FEED: _("your own calendar")}
        told = joined([str(names[name]) for name in self.asked.ways.missing])
        sentence = ngettext(
            "{ways} is not set up for you yet.",
            "{ways} are not set up for you yet.",
            len(self.asked.ways.missing),
        ).format(ways=told[:1].upper() + told[1:])
        return sentence if told else ""

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        way = said.get("way", NOTHING)
        if way == TOLD and not said.get("by"):
            self.add_error("by", _("Choose at least one, or “On the page” above."))
        if way != NOTHING and not (said.get("ahead") or said.get("on") or said.get("after")):
            self.add_error("ahead", _("Choose when: ahead, on the day, or the day after."))
        return said

    def fill(self, coming: Coming) -> None:
        """Write what was said into how the day comes."""
        said = self.cleaned_data
        way, by = said["way"], said["by"] if said["way"] == TOLD else []
        coming.page = way != NOTHING
        hidden = [name for name in coming.by if name not in self.asked.ways.names]
        # “On the page” is all they see of a day whose ways are not set up now.
        as_before = way == TOLD or way == PAGE == self.initial["way"]
        kept = hidden if as_before else []
        coming.by = [name for name in (MAIL, PUSH) if name in by] + kept
        coming.feed = FEED in by or (as_before and coming.feed and not self.asked.ways.feed)
        coming.ahead, coming.on, coming.after = said["ahead"], said["on"], said["after"]
        coming.hour = hour_as_kept(said["hour"])


def hour_as_kept(hour: datetime.time | None) -> str:
    return f"{hour:%H:%M}" if hour else ""


def _as_typed(coming: Coming, ways: Ways) -> dict[str, Any]:
    by = [*coming.by, *([FEED] if coming.feed else [])]
    offered = [name for name in by if name in ways.names]
    way = NOTHING if coming.is_nothing else TOLD if offered else PAGE
    return {
        "way": way,
        "ahead": str(coming.ahead),
        "on": coming.on,
        "after": coming.after,
        "by": offered,
        "hour": coming.hour,
    }
