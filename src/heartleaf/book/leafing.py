"""The first pages of a book as pictures, before the whole is made.

They are set as the book itself would be, and then looked at where papers are: in a process of its
own. Nothing of it is kept.
"""

from __future__ import annotations

from heartleaf.book.setting import NotSet, set_book
from heartleaf.book.volume import Pictures, Volume
from heartleaf.keepsakes.developing.decoder import DecoderGone
from heartleaf.keepsakes.developing.looks import Unreadable
from heartleaf.keepsakes.developing.wire import InMemory
from heartleaf.keepsakes.receiving import decoder


def first_pages(volume: Volume, pictures: Pictures, at_most: int) -> list[bytes]:
    """JPEGs of so many pages, as far as there are. Raises NotSet."""
    pdf = InMemory(b"".join(set_book(volume, pictures, pages=(1, at_most))))
    try:
        there = min(at_most, decoder.look(pdf, "pdf").pages)
        return [decoder.page(pdf, "pdf", number).data for number in range(there)]
    except (Unreadable, DecoderGone) as problem:
        raise NotSet("The pages could not be drawn.") from problem
