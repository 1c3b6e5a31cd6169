"""What each kind of keepsake is called, in one neutral word, and how long one plays."""

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


def length(seconds: float) -> str:
    """`0:42`, `12:03`, `1:02:03`; empty for what has no length."""
    whole = round(seconds)
    if seconds <= 0:
        return ""
    minutes, rest = divmod(max(1, whole), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
