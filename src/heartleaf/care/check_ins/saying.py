"""Answers in words: no numbers, no faces, and never a colour alone."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from heartleaf.care.check_ins.section import (
    COLOUR,
    POSITIONS,
    SLIDER,
    TICK,
    TICKED,
    WORDS,
    Question,
)


def ends_of(question: Question) -> tuple[str, str]:
    """What the two ends of its slider mean."""
    return question.low or _("less"), question.high or _("more")


def positions_of(question: Question) -> list[tuple[str, str]]:
    """Each position of its slider, from one end to the other, with what it says."""
    low, high = ends_of(question)
    near, towards = _("near “{end}”"), _("a little towards “{end}”")
    said = [f"“{low}”", near.format(end=low), towards.format(end=low), _("in the middle")]
    said += [towards.format(end=high), near.format(end=high), f"“{high}”"]
    return list(zip(POSITIONS, said, strict=True))


def colours() -> list[tuple[str, str]]:
    """Each colour there is, by its code, with its name."""
    return [
        ("white", pgettext("colour", "white")),
        ("yellow", pgettext("colour", "yellow")),
        ("rust", pgettext("colour", "rust")),
        ("rose", pgettext("colour", "rose")),
        ("green", pgettext("colour", "green")),
        ("blue", pgettext("colour", "blue")),
        ("violet", pgettext("colour", "violet")),
        ("grey", pgettext("colour", "grey")),
        ("black", pgettext("colour", "black")),
    ]


def ways_to_answer() -> list[tuple[str, str, str]]:
    """How a question may be answered, each with what that means."""
    return [
        (SLIDER, _("On a line"), _("Somewhere between two ends, which you name.")),
        (COLOUR, _("By a colour"), _("One of nine, each with its name.")),
        (TICK, _("By a tick"), _("It was so, or nothing is said.")),
        (WORDS, _("In words"), _("As few or as many as you like.")),
    ]


class Sayings:
    """The answers to some questions in words. It looks up what each may be but once, so that years
    of days are said at once."""

    def __init__(self, questions: Iterable[Question]) -> None:
        self._said = {one.id: _choices(one) for one in questions}

    def of(self, question: Question, answer: str) -> str:
        """What was said; what a later version wrote stays as it is."""
        return self._said[question.id].get(answer, answer)


def answer_in_words(question: Question, answer: str) -> str:
    return Sayings([question]).of(question, answer)


def _choices(question: Question) -> dict[str, str]:
    """What stands for an answer to this question, by its code; words stand for themselves."""
    if question.answered == SLIDER:
        return dict(positions_of(question))
    if question.answered == COLOUR:
        return dict(colours())
    return {TICKED: _("yes")} if question.answered == TICK else {}
