"""A few questions to begin with. Chosen, they are the person's own and can be put otherwise."""

from __future__ import annotations

from django.utils.translation import gettext as _

from heartleaf.care.check_ins.section import SLIDER, TICK, WORDS, Question


def offered() -> list[Question]:
    """Each under an id of its own, which is not the one it is kept under."""
    heavy, sleep = _("How heavy it is"), _("How I slept")
    body, held = _("What my body says"), _("Somebody held me, or I them")
    return [
        Question("heavy", heavy, SLIDER, _("lighter"), _("very heavy")),
        Question("sleep", sleep, SLIDER, _("hardly"), _("well")),
        Question("body", body, WORDS),
        Question("held", held, TICK),
    ]
