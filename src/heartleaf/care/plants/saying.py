"""What happened to a plant, in sentences that judge nothing."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heartleaf.care.plants.plants import FROM, GIVEN, NOTE, Happening, Plant

SORT_WORDS = {
    "note": gettext_lazy("A note"),
    "repotted": gettext_lazy("It was repotted"),
    "moved": gettext_lazy("It moved house with us"),
    "outside": gettext_lazy("It was put outside"),
    "inside": gettext_lazy("It was brought inside"),
    "leaves": gettext_lazy("New leaves"),
    "rests": gettext_lazy("It rests"),
    "given": gettext_lazy("A cutting was given on"),
    "from": gettext_lazy("It is a cutting itself"),
    "cutting": gettext_lazy("A cutting of it grows here too"),
    "died": gettext_lazy("It died"),
    "another": gettext_lazy("Another was planted"),
}


def name_of_plant(plant: Plant) -> str:
    return plant.name or plant.kind or _("A plant at home")


def sentence_of(told: Happening) -> str:
    """Empty for a note, which says itself what it is."""
    if told.sort == GIVEN and told.whom:
        return _("A cutting was given to {whom}").format(whom=told.whom)
    if told.sort == FROM and told.whom:
        return _("It is a cutting of {which}").format(which=told.whom)
    return "" if told.sort == NOTE else str(SORT_WORDS.get(told.sort, told.sort))
