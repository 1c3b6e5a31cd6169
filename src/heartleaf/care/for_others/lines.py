"""Our lines for friends and family, each under an id that stays, so that one can be left out.

Gathered from what bereaved parents told charities and studies, in words of ours; `SOURCES` names
them. What no source says is advice any friend could give.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from heartleaf.circle.kind_words import BEGINNINGS, HURTING

OPENING: list[Any] = [
    _("You may be afraid to say the wrong thing. Nearly everyone is, and so many say nothing."),
    _("Silence hurts more. A few plain words are enough, and later a few more."),
]

SOURCES = {
    "red-nose": "Red Nose Grief and Loss, Australia",
    "share": "M.I.S. Share, for friends and family",
    "men": "BMC Pregnancy and Childbirth 2020, 46 articles on the grief of men",
    "lgbtq": "LGBTQ Reproductive Loss",
    "sands": "Sands 2024, on parents’ choice of words",
    "tommys": "Tommy’s, on brothers and sisters",
    "awareness": "lossawareness.com",
    "speech": "globalspeechtherapy.com",
}


@dataclass(frozen=True)
class OurLine:
    """`named` says the same with the child's name, as `{child}`. `note` is a small second line."""

    id: str
    words: Any
    named: Any = ""
    note: Any = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class OurPart:
    id: str
    heading: Any
    lines: list[OurLine]
    note: Any = ""


HELPS = OurPart(
    "helps",
    _("What helps"),
    [
        OurLine(
            "name",
            _(
                "Say the child’s name, if you know it."
                " It does not remind a parent: none had forgotten."
            ),
            named=_("Say the name: {child}. It does not remind a parent: none had forgotten."),
            sources=("red-nose", "share"),
        ),
        OurLine(
            "sorry",
            _("“I am so sorry” is enough. So is “I do not know what to say”."),
            sources=("awareness", "speech"),
        ),
        OurLine(
            "again",
            _("Ask more than once: next week, in a year, in many years."),
            sources=("red-nose", "share"),
        ),
        OurLine(
            "calendar",
            _(
                "Put the birthday and the day of the death into your own calendar, and send a line"
                " when they come. Expect no answer."
            ),
            sources=("share",),
        ),
        OurLine(
            "both",
            _("Ask each parent how they are, also the one who was not pregnant."),
            sources=("men", "lgbtq"),
        ),
        OurLine(
            "words",
            _("Use the words the parents use: for the child, and for what happened."),
            sources=("sands",),
        ),
        OurLine(
            "siblings",
            _("To brothers and sisters say “died”, not “asleep”, and let them belong."),
            sources=("tommys",),
        ),
        OurLine(
            "do",
            _(
                "Offer something small and certain: soup on Thursday, the washing, an hour with"
                " the other children. “Tell me if you need anything” is one more thing to do."
            ),
        ),
        OurLine("tears", _("If there are tears, you did not cause them. Stay.")),
        OurLine(
            "pictures",
            _(
                "If you are shown a picture, look as you would at any child’s. Pass it on to"
                " nobody."
            ),
        ),
        OurLine("invite", _("Go on inviting, and let it be easy to say no, also at the door.")),
        OurLine(
            "wrong", _("If something came out wrong, say so: “That was clumsy of me. I am sorry.”")
        ),
    ],
)

ASKING = OurPart(
    "asking",
    _("How to ask"),
    [
        OurLine(
            "about",
            _("“Would you like to tell me about your child?”"),
            named=_("“Would you like to tell me about {child}?”"),
        ),
        OurLine("today", _("“Is today a day to speak of it, or a day for something else?”")),
        OurLine("days", _("“Which days are hard for you? I would like to know them.”")),
        OurLine(
            "come",
            _("“I would bring supper on Thursday at six. Shall I stay, or leave it at the door?”"),
        ),
    ],
)

BEGINNING = OurPart(
    "beginning",
    _("If you write"),
    [OurLine(f"beginning-{n}", words) for n, words in enumerate(BEGINNINGS, start=1)],
)

HURTS = OurPart(
    "hurts",
    _("What has hurt"),
    [
        OurLine(one.id, one.phrase, note=one.heard, sources=("awareness", "speech"))
        for one in HURTING
    ],
    note=_("Nearly everyone has said one of these, with love."),
)

PARTS = [HELPS, ASKING, BEGINNING, HURTS]
EVERY_LINE = [line for part in PARTS for line in part.lines]
