"""A keepsake in words: from its card to what a page and `words.md` say of it."""

from __future__ import annotations

from collections.abc import Generator

from django.utils.translation import gettext as _

from heartleaf.archive.bag.entry import Entry
from heartleaf.archive.bag.faces import words_file
from heartleaf.archive.bag.faces.files import files_of
from heartleaf.archive.bag.faces.pieces import Piece, PieceFile
from heartleaf.archive.bag.faces.walking import Walk
from heartleaf.archive.bag.gathering import Kept
from heartleaf.family.words import name_of, said
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.words import word_for

WORDS = "words.md"


def read(walk: Walk, kept: Kept) -> Generator[Entry, None, Piece]:
    """Everything that lies in its folder beside the originals, then the keepsake itself."""
    words_name = kept.names.take(WORDS)
    files = yield from files_of(walk, kept)
    piece = _piece(walk, kept, tuple(files), kept.path(words_name))
    yield Entry.of(piece.words_path, words_file.written(piece).encode())
    return piece


def _piece(walk: Walk, kept: Kept, files: tuple[PieceFile, ...], words_path: str) -> Piece:
    card = kept.card
    return Piece(
        id=str(kept.row.pk),
        title=card.title,
        when=said(card.date, card.date_words) or _("no day known"),
        iso=card.date if card.when.is_exact else "",
        kind=kind_of(card),
        words=card.words,
        facts=tuple(_facts(walk, kept)),
        day=said(card.date),
        covered=walk.is_covered(kept),
        caption=card.neutral or kind_of(card),
        waits=_waits(card) if walk.is_closed(kept) else "",
        folder=kept.folder,
        words_path=words_path,
        files=files,
    )


def kind_of(card: Card) -> str:
    if card.kind == "picture" and len(card.faces) > 1:
        return _("Photographs")
    return word_for(card.kind)


def _facts(walk: Walk, kept: Kept) -> list[tuple[str, str]]:
    card, person = kept.card, walk.person
    children = [child for id in card.children if (child := person.facts.child(id))]
    rows = [
        (_("About"), ", ".join(name_of(child, person.facts) for child in children)),
        (_("Kept by"), walk.names.get(card.author, "")),
        (_("Where it is"), card.whereabouts),
    ]
    if walk.is_own:
        rows.append((_("For"), person.circle_name(kept.circle.handle)))
    return [(what, " ".join(words.split())) for what, words in rows if words.strip()]


def _waits(card: Card) -> str:
    if card.until:
        return _("closed until {day}").format(day=said(card.until))
    return _("closed until asked for") if card.until_asked else ""
