"""What Ada said of some days: two questions she was offered, two of her own."""

from __future__ import annotations

import datetime
import random

from heartleaf.care.check_ins.section import (
    COLOUR,
    SLIDER,
    TICK,
    WORDS,
    CheckIn,
    CheckIns,
    Question,
)
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.notebook import change_section

HEAVY, SLEPT = "5b0c1f6e-6a52-4d0c-9f7e-0d8c6a3b2e11", "5b0c1f6e-6a52-4d0c-9f7e-0d8c6a3b2e12"
COLOURED, HELD = "5b0c1f6e-6a52-4d0c-9f7e-0d8c6a3b2e13", "5b0c1f6e-6a52-4d0c-9f7e-0d8c6a3b2e14"
OUTSIDE = "5b0c1f6e-6a52-4d0c-9f7e-0d8c6a3b2e15"
QUESTIONS = [
    Question(HEAVY, "How heavy it is", SLIDER, "lighter", "very heavy"),
    Question(COLOURED, "The colour of the day", COLOUR),
    Question(HELD, "Somebody held me, or I them", TICK),
    Question(OUTSIDE, "What I saw outside", WORDS),
    Question(SLEPT, "How I slept", SLIDER, "hardly", "well", aside=True),
]
FIRST = datetime.date(2025, 6, 10)
COLOURS = ["grey", "blue", "grey", "white", "violet", "green", "yellow", "black", "rose"]
SEEN = ["The heron again.", "Rain on the glass, all day.", "The linden, nearly bare.", "Nothing."]
NOTES = {
    "2025-06-10": "The first night at home without anyone calling.",
    "2025-06-21": "Jonas made soup; we ate it outside, not talking, and it was all right.",
    "2025-09-29": "The day he was due. I did nothing and let it.",
    "2025-12-24": "We put one small light in the window.",
    "2026-05-12": "The river, with Jonas. Mila threw in a daisy for him and one for the ducks.",
}


def keep_check_ins(ada: OpenPerson) -> None:
    change_section(ada.circle("only-me"), CheckIns, lambda section: _fill(section, ada.today()))


def _fill(section: CheckIns, today: datetime.date) -> None:
    """Some weeks much, some nothing; the same however often it is made."""
    section.questions += QUESTIONS
    dice = random.Random(12)  # noqa: S311  # nobody's secret
    days = [FIRST + datetime.timedelta(days=n) for n in range((today - FIRST).days)]
    for on in days:
        if on.isoformat() in NOTES or (on.toordinal() // 9 % 4 and dice.random() < 0.45):
            section.days[on.isoformat()] = _said(on, dice)


def _said(on: datetime.date, dice: random.Random) -> CheckIn:
    said = {HEAVY: str(dice.choice([2, 3, 4, 4, 5, 5, 6, 6, 7])), COLOURED: dice.choice(COLOURS)}
    if on < datetime.date(2025, 9, 1):
        said[SLEPT] = dice.choice("1223")
    if dice.random() < 0.4:
        said[HELD] = "yes"
    if dice.random() < 0.25:
        said[OUTSIDE] = dice.choice(SEEN)
    if dice.random() < 0.15:
        del said[HEAVY]
    return CheckIn(said, NOTES.get(on.isoformat(), ""))
