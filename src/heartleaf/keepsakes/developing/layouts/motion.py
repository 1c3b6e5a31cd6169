"""Motion photographs: the film of a second or two that a phone hides behind a still picture.

Google says in XMP how far from the end it begins (Motion Photo 1.0, and `MicroVideoOffset` before
that), HEIC files keep it in a box `mpvd`, Samsung puts it after a word of its own, and others
simply append it: so in the end it is looked for. Whatever a file says, only what begins as a film
and has a film's boxes is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from heartleaf.keepsakes.developing.layouts.boxes import boxes
from heartleaf.keepsakes.developing.layouts.windows import Window
from heartleaf.keepsakes.developing.looks import Stretch

MOST_TRIES = 32
_XMP_WITHIN = 2**20
_AT_ONCE = 2**20
_OFFSET = re.compile(rb'MicroVideoOffset(?:="|>)(\d{1,12})["<]')
_ITEM = re.compile(rb"<G?Container:Item\b[^>]{0,2000}>")
_LENGTH = re.compile(rb'Item:Length="(\d{1,12})"')
_FILM_BOXES = {b"moov", b"mdat", b"free", b"skip", b"wide", b"uuid", b"meta", b"moof", b"mfra"}
_FILM_BOXES |= {b"ftyp", b"udta", b"sidx", b"styp", b"pdin", b"emsg"}


def film_in(window: Window) -> Stretch | None:
    """Where in a JPEG or HEIC its film is; it is looked for in the whole file."""
    for at in islice(_beginnings(window), MOST_TRIES):
        if at > 0 and window.read(at + 4, 4) == b"ftyp" and (found := _film_at(window, at)):
            return found
    return None


def _beginnings(window: Window) -> Iterator[int]:
    if window.read(4, 4) == b"ftyp":
        hidden = next((box for box in boxes(window) if box.name == b"mpvd"), None)
        if hidden is not None:
            yield hidden.at + hidden.whole - hidden.body.size
    else:
        yield from _said_by_xmp(window)
    for at in _found(window, b"ftyp"):
        yield at - 4


def _said_by_xmp(window: Window) -> Iterator[int]:
    head = window.read(0, _XMP_WITHIN)
    for item in _ITEM.finditer(head):
        if b'"MotionPhoto"' in item[0] and (length := _LENGTH.search(item[0])):
            yield window.size - int(length[1])
    if offset := _OFFSET.search(head):
        yield window.size - int(offset[1])


def _found(window: Window, word: bytes) -> Iterator[int]:
    """Where a word stands, but for the very beginning; read piece by piece."""
    for begins in range(12, window.size, _AT_ONCE):
        piece = window.read(begins, _AT_ONCE + len(word) - 1)
        at = piece.find(word)
        while at >= 0:
            yield begins + at
            at = piece.find(word, at + 1)


def _film_at(window: Window, at: int) -> Stretch | None:
    """A film is `ftyp`, then `moov` and the bytes it speaks of; it ends where its boxes do, or
    where the file does."""
    size, seen = 0, set[bytes]()
    rest = window.part(at, window.size)
    for box in boxes(rest):
        if box.name not in _FILM_BOXES or box.at + box.whole > rest.size:
            break
        if box.name == b"ftyp" and box.at:
            break
        seen.add(box.name)
        size = box.at + box.whole
    return Stretch(at, size) if {b"moov", b"mdat"} <= seen else None
