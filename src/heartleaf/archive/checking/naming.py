"""What may be said of a keepsake to the person who looks: no more than its page would."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from heartleaf.family.words import said
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.index import Facts
from heartleaf.keepsakes.showing import Appearance, Closing, Viewer, appearance
from heartleaf.keepsakes.words import word_for


def name_of_card(id: UUID, card: Card, viewer: Viewer) -> str:
    """“Photograph, 12 May 2025, “In the garden””; of a covered one what its cover says, and of what
    is *not yet* that it is closed."""
    closing = Closing(id.bytes, card.covered, card.until, card.until_asked)
    how = appearance(closing, viewer)
    if how == Appearance.NOWHERE:
        return _closed()
    day = said(card.date, "" if how == Appearance.COVERED else card.date_words)
    if how == Appearance.COVERED:
        return _together(card.neutral or word_for(card.kind), day)
    return _together(word_for(card.kind), day, _quoted(card.title))


def name_of_facts(facts: Facts, viewer: Viewer) -> str:
    """The same by what the index remembers, where the card cannot be opened."""
    closed = bool(facts.covered), facts.until, bool(facts.until_asked)
    how = appearance(Closing(facts.id, *closed), viewer)
    if how == Appearance.NOWHERE:
        return _closed()
    if facts.kind == "damaged":
        return ""
    day = said(facts.placed)
    if how == Appearance.COVERED:
        return _together(word_for(facts.kind), day)
    return _together(word_for(facts.kind), day, _quoted(facts.title))


def _closed() -> str:
    return _("Something that is closed for now")


def _quoted(title: str) -> str:
    return _("“{title}”").format(title=title) if title else ""


def _together(*words: str) -> str:
    return ", ".join(word for word in words if word)
