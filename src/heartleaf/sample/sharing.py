"""Who the sample family lets in, what it shares by link, and what guests left: by the same acts."""

from __future__ import annotations

from django.utils.translation import gettext as _

from heartleaf.circle import gathering, letterbox, letting_in, making, page_work, sharing
from heartleaf.circle.opening_pages import OpenPage
from heartleaf.circle.page_content import LEAVINGS, PageContent
from heartleaf.family.beginning import Beginner
from heartleaf.family.joining import join
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.showing import Shelf, Shown

PIECES = 4


def share(ada: OpenPerson, inge: Beginner) -> None:
    """A grandmother in two circles, a page for those who sent their love, and what came of it."""
    grandmother = join(ada, inge, ["friends"], "looks")
    grandparents = making.make(ada, _("Grandparents"))
    gathering.let_in(ada, grandmother.id, grandparents, "adds")
    page = _a_page(ada)
    candle, words = _left(page, ada, "Maren"), _left(page, ada, "Tomas", _("He is not forgotten."))
    for note in (candle, words):
        letting_in.let_in(ada, note, page)
    _left(page, ada, "Ines", _("I say his name on my walks. Rowan. It is a good name."))


def _a_page(ada: OpenPerson) -> OpenPage:
    with Shelf(ada) as shelf:
        shown = [one for one in shelf.page(size=60).entries if _may_be_shown(one, ada)]
        pieces = [sharing.piece_of(one, ada) for one in shown[:PIECES]]
    content = PageContent(
        title=_("For Rowan"),
        words=_("Thank you for thinking of him. This is a little of what we have."),
        pieces=pieces,
        allows=list(LEAVINGS),
        asks=[_("Light a candle at seven on the twelfth of May.")],
    )
    page = sharing.begin_page(ada, content)
    page_work.make(page, ada)
    sharing.open_to_guests(page)
    return page


def _may_be_shown(one: Shown, ada: OpenPerson) -> bool:
    rowan = ada.facts.remembered[0].id
    is_rowans = one.card.kind in {"picture", "letter"} and rowan in one.card.children
    return is_rowans and not one.is_covered


def _left(page: OpenPage, ada: OpenPerson, name: str, words: str = "") -> letterbox.OpenNote:
    family = ada.person.family
    note = letterbox.leave(
        family,
        words={
            "name": name,
            "words": words,
            "kind": "words" if words else "candle",
            "on": page.content.title,
        },
        files=[],
        recipients=[letterbox.to_parents(family)],
        page=page.page,
    )
    return letterbox.OpenNote(note, ada.circle("us").identities)
