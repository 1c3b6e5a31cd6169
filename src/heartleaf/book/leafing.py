"""The first pages of a book as pictures, before the whole is made.

They are set as the book itself would be, and then looked at where papers are: in a process of its
own. Nothing of it is kept. It is made while someone waits, so it may take little, and one is made
at a time.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

from heartleaf.book.setting import Limit, NotSet, Telling, set_book
from heartleaf.book.volume import Chapter, Pictures, Piece, Volume
from heartleaf.keepsakes.developing.decoder import DecoderGone
from heartleaf.keepsakes.developing.looks import Unreadable
from heartleaf.keepsakes.developing.wire import InMemory
from heartleaf.keepsakes.receiving import decoder

LIMIT = Limit(2**30, 30)
ON_A_PAGE = 5_000
"""More characters than a page of the largest paper holds."""
_one_at_a_time = threading.Lock()


class Busy(Exception):
    """Another's pages are being looked at in this moment."""


def first_pages(
    volume: Volume, pictures: Pictures, at_most: int, telling: Telling | None = None
) -> list[bytes]:
    """JPEGs of so many pages, as far as there are. Raises NotSet or Busy."""
    if not _one_at_a_time.acquire(blocking=False):
        raise Busy
    try:
        return _drawn(beginning(volume, at_most * ON_A_PAGE), pictures, at_most, telling)
    finally:
        _one_at_a_time.release()


def beginning(volume: Volume, characters: int) -> Volume:
    """A book of its first pieces, with no more words than so many characters."""
    left = characters

    def some(chapter: Chapter) -> Iterator[Piece]:
        nonlocal left
        for piece in chapter.pieces:
            if left > 0:
                yield replace(piece, words=piece.words[:left])
            left -= len(piece.words)

    chapters = [replace(one, pieces=tuple(some(one))) for one in volume.chapters]
    return replace(volume, chapters=tuple(one for one in chapters if one.pieces or one.drawing))


def _drawn(
    volume: Volume, pictures: Pictures, at_most: int, telling: Telling | None
) -> list[bytes]:
    parts = set_book(volume, pictures, telling=telling, pages=(1, at_most), limit=LIMIT)
    pdf = InMemory(b"".join(parts))
    try:
        there = min(at_most, decoder.look(pdf, "pdf").pages)
        return [decoder.page(pdf, "pdf", number).data for number in range(there)]
    except (Unreadable, DecoderGone) as problem:
        raise NotSet("The pages could not be drawn.") from problem
