"""What gardeners, crematories and sellers say of plants with ashes in their soil: lore.

Nobody of a profession has looked it over, and the sources disagree; each saying names its own. None
of it is a fact about one plant, and none of it says whose doing anything was.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

REVIEWED_BY = ""
"""Who of a profession looked it over; nobody yet."""


class Source(NamedTuple):
    """`who` says what kind of voice it is; `dated` is as the page dates itself, empty if not."""

    who: Any
    address: str
    dated: str = ""


class Saying(NamedTuple):
    """`otherwise` is what others say against it."""

    title: Any
    words: Any
    sources: tuple[Source, ...]
    otherwise: Any = ""


BIOLOGY = Source(
    _("A website about biology, without named authors"),
    "https://biologyinsights.com/how-to-plant-a-tree-with-cremation-ashes",
)
OPERATOR = Source(
    _("A forum of those who work with ashes"),
    "https://redlib.cakez.net/r/askfuneraldirectors/comments/1j2vo71/question_about_cremains_and_trees",
    "2025-03",
)
GARDENER = Source(
    _("A gardener with a memorial fir, and those who answered"),
    "http://vdzserver.org/gwdump/threads/1073985.html",
    "2024~",
)
PLANTED = Source(
    _("Someone who planted a tree so"),
    "http://kiragluschkoff.com/2021/12/09/how-to-plant-a-tree-over-cremated-ashes/",
    "2021-12-09",
)
CREMATIONS = Source(
    _("A funeral firm"), "https://www.simplecremationshull.co.uk/neutralize-cremation-ashes"
)
SELLER = Source(
    _("A firm that sells a mixture for it"),
    "https://letyourlovegrow.com/blogs/blog/planting-cremation-ashes",
)

LORE = (
    Saying(
        _("If it turns brown, or dies"),
        _(
            "Plants do, with ashes and without: a dry summer, a cold week, the light of a room."
            " Where a memorial fir turned brown, its gardener blamed the ashes, others the drought;"
            " nobody could tell."
        ),
        (GARDENER,),
    ),
    Saying(
        _("Repotting, and moving house"),
        _(
            "A plant in a pot can come along. In fresh soil it has less of what was in the old; the"
            " old soil can be kept, or taken to where the rest is. A new pot, other light or a cold"
            " hour outside may make any plant drop leaves for a while."
        ),
        (OPERATOR,),
        _("What is said here of repotting is common garden practice; no source speaks of ashes."),
    ),
    Saying(
        _("Small amounts, in stages"),
        _(
            "Those who have done it speak of a little at a time, mixed with much soil, and of"
            " waiting between."
        ),
        (PLANTED, CREMATIONS, OPERATOR),
        _(
            "How much is little, nobody agrees on: a cup, a thin layer, one part in six. One says"
            " that even so a tree would not bear it."
        ),
    ),
    Saying(
        _("Much of them kept elsewhere"),
        _(
            "Someone who works with ashes would mix in only a part and keep the rest, so that not"
            " everything depends on one plant."
        ),
        (OPERATOR,),
    ),
    Saying(
        _("Pots and seedlings are hardest"),
        _(
            "In a pot nothing runs off into the ground round it, and young roots bear least. An"
            " older tree or shrub in the ground is said to bear a thin scattering untreated."
        ),
        (CREMATIONS,),
        _("Another source holds that nothing should be planted into untreated ashes at all."),
    ),
    Saying(
        _("Mixtures that are sold for it"),
        _(
            "Some say they neutralise ashes, by those who sell them. Others say that it may take"
            " four months before young plants bear that soil."
        ),
        (SELLER, CREMATIONS),
        _("No test by anyone who does not sell one was found."),
    ),
    Saying(
        _("Ashes are strongly alkaline, and salty"),
        _(
            "They are not like the ash of wood. A pH of 11 to 12.5 is named. Roots take up less in"
            " soil like that, and salt draws water from them."
        ),
        (BIOLOGY,),
    ),
)
