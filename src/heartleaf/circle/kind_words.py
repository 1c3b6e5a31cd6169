"""Beginnings for who does not know what to say, and phrases that hurt, in plain words.

What parents say has helped and hurt them, in words of ours; gathered from
https://lossawareness.com/family-friends/phrases-actions-to-avoid/ and
https://globalspeechtherapy.com/what-to-say-to-a-grieving-parent. Neither is a rule: what somebody
writes is theirs, and nothing of it is ever refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

BEGINNINGS: list[Any] = [
    _("I do not know what to say, and I am here."),
    _("I am so sorry."),
    _("I think of you, and of your child, on other days too."),
    _("May I say the name with you?"),
    _("You need not answer this."),
]


@dataclass(frozen=True)
class Hurts:
    """A phrase, how it is heard, and by which words it is known; `id` is for ever."""

    id: str
    phrase: Any
    heard: Any
    pattern: re.Pattern[str]


def _hurts(id: str, phrase: Any, heard: Any, pattern: str) -> Hurts:
    return Hurts(id, phrase, heard, re.compile(pattern))


HURTING = [
    _hurts(
        "at-least",
        _("“At least …”"),
        _("Whatever follows, it makes the child smaller."),
        r"\bat least\b",
    ),
    _hurts(
        "reason",
        _("“Everything happens for a reason.” “It was meant to be.”"),
        _("For a parent there is no reason that would be good enough."),
        r"for a reason\b|\bmeant to be\b|\bgod'?s (will|plan)\b|\bneeded (another|an) angel\b",
    ),
    _hurts(
        "another",
        _("“You can have another.” “You are still young.”"),
        _("It was this child, and no other."),
        r"\bhave (another|other|more) (one|bab\w+|child\w*|kids?)\b|\bcan have another\b"
        r"|\btry again\b|\b(still|so) young\b",
    ),
    _hurts(
        "be-strong",
        _("“Be strong.” “Time heals.” “You have to move on.”"),
        _("It asks for something nobody can do, least of all now."),
        r"\bbe strong\b|\bstay strong\b|\btime heals\b|\bmov(e|ing) on\b|\bget over it\b"
        r"|\blet (him|her|it|them) go\b",
    ),
    _hurts(
        "better-place",
        _("“He is in a better place.”"),
        _("The place they wished for was with them."),
        r"\bbetter place\b",
    ),
    _hurts(
        "know-how",
        _("“I know how you feel.”"),
        _("Even where much is alike, every grief is its own."),
        r"\b(know|understand) (exactly )?how you feel\b",
    ),
    _hurts(
        "your-wife",
        _("“How is your wife?”, to a father alone"),
        _("He is grieving as well."),
        r"\bhow('s| is) your (wife|partner)\b",
    ),
]


def that_may_hurt(words: str) -> list[Hurts]:
    """What of it stands in these words, to be mentioned kindly."""
    plain = words.casefold().replace("’", "'")
    return [one for one in HURTING if one.pattern.search(plain)]
