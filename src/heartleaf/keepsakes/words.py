"""What each kind of keepsake is called, in one neutral word."""

from __future__ import annotations

from django.utils.translation import gettext as _


def word_for(kind: str) -> str:
    """A damaged one is taken for a letter: it cannot say what it was."""
    return words().get(kind, _("Letter"))


def words() -> dict[str, str]:
    """Every kind's word, for where there are many to say."""
    return {
        "letter": _("Letter"),
        "picture": _("Photograph"),
        "film": _("Film"),
        "sound": _("Sound"),
        "paper": _("Paper"),
        "ultrasound": _("Ultrasound"),
        "thing": _("Thing"),
    }
