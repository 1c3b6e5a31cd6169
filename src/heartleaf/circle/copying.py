"""Copying a keepsake's files for a page: views made anew, and what plays as it was made here.

Nothing of a file is in its copy but what is seen and heard of it: no name, no place, no camera.
An original is copied only where the page says so, and without the place if someone decided that.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from heartleaf.circle.copies import discard_copies, store_copy
from heartleaf.circle.name_in_pictures import PictureMaker
from heartleaf.circle.opening_pages import OpenPage
from heartleaf.circle.page_content import Copy, CopyBytes
from heartleaf.keepsakes.attachments import Attachment
from heartleaf.keepsakes.developing import placeless
from heartleaf.keepsakes.developing.looks import PLAYED, SMALL, Unreadable
from heartleaf.keepsakes.media import SealedFile, SealedStream, open_original, open_view
from heartleaf.keepsakes.receiving import decoder, kind_inside
from heartleaf.keepsakes.showing import Shown
from heartleaf.keepsakes.tending import to_look_over
from heartleaf.sealing import Identity, Recipient

BYTES = "application/octet-stream"
MOST_PAGES = 40


class Copier:
    """Makes the copies of one page, one file in memory at a time."""

    def __init__(self, page: OpenPage, name: str = "", *, originals: bool = False) -> None:
        self._to = Recipient(page.page.recipient)
        self._maker, self._originals = PictureMaker(name), originals

    def copies_of(self, shown: Shown) -> list[Copy]:
        """Of every file that can be seen or heard, but of no ultrasound that nobody looked over: a
        name may stand in it. A film that belongs to a still is left out.

        Raises SealingError or VaultError, and then nothing is left of what was copied."""
        keys = {str(m.id): shown.circle.identity(m.epoch) for m in shown.keepsake.media.all()}
        copies: list[Copy] = []
        waiting = to_look_over(shown.card)
        try:
            for one in shown.card.attachments:
                if not one.still and one not in waiting:
                    for copy in self._copies(one, keys):
                        copies.append(copy)
        except BaseException:
            discard_copies(file.id for copy in copies for file in copy.files)
            raise
        return copies

    def _copies(self, one: Attachment, keys: dict[str, Identity]) -> Iterator[Copy]:
        played = one.played if one.played and one.played.type in PLAYED else None
        if not one.views and not played:
            return
        copy = Copy(of=one.media, alt=one.alt, seconds=one.seconds, bars=one.bars)
        if one.views:
            view = open_view(one, "large", keys[one.viewed])
            copy.large, copy.small = self._picture(view)
        if played:
            parts = open_original(played, keys[played.media])
            copy.played = store_copy(parts, self._to, played.type)
        if self._originals:
            copy.original = self._original(one, keys[one.media])
            copy.ending = one.type if copy.original else ""
        yield copy
        if one.pages > 1 and not one.plays and one.views:
            yield from self._pages(one, keys[one.media])

    def _pages(self, one: Attachment, key: Identity) -> Iterator[Copy]:
        """The pages of a paper after its first."""
        original = SealedFile(one, key)
        kind = kind_inside(original, one)
        frame = one.framed.frame if one.sort == "ultrasound" else None
        for number in range(2, min(one.pages, MOST_PAGES) + 1):
            try:
                view = decoder.page(original, kind, number - 1, frame).data
            except Unreadable:
                continue  # the others can still be read
            large, small = self._picture(view)
            yield Copy(of=one.media, page=number, large=large, small=small)

    def _picture(self, view: bytes) -> tuple[CopyBytes, CopyBytes]:
        data, width, height = self._maker.made(view)
        large = store_copy([data], self._to, "image/jpeg", width, height)
        data, width, height = self._maker.made(view, SMALL)
        return large, store_copy([data], self._to, "image/jpeg", width, height)

    def _original(self, one: Attachment, key: Identity) -> CopyBytes | None:
        """None where the place is to be left out and that cannot be promised."""
        if not one.placeless:
            return store_copy(open_original(one, key), self._to, BYTES)
        file = SealedFile(one, key)
        blots = placeless.find(io.BufferedReader(SealedStream(file)), kind_inside(file, one))
        if blots is None:
            return None
        return store_copy(placeless.blotted(open_original(one, key), blots), self._to, BYTES)
