"""Motion photographs: the film of a second or two that a phone hides behind a still picture.

Google says in XMP how far from the end it begins (Motion Photo 1.0, and `MicroVideoOffset` before
that), Samsung puts it after the word `MotionPhoto_Data`, HEIC files keep it in a box `mpvd`, and
others simply append it. Whatever a file says, only what begins as a film and has a film's boxes
is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from heartleaf.keepsakes.developing.boxes import boxes, inside
from heartleaf.keepsakes.developing.looks import Stretch
from heartleaf.keepsakes.developing.windows import Window, of_bytes

MOST_TRIES = 32
_XMP_WITHIN = 2**20
_OFFSET = re.compile(rb'MicroVideoOffset(?:="|>)(\d{1,12})["<]')
_ITEM = re.compile(rb"Container:Item\b[^>]{0,2000}>|<GContainer:Item\b[^>]{0,2000}>")
_LENGTH = re.compile(rb'Item:Length="(\d{1,12})"')
_FILM_BOXES = {b"moov", b"mdat", b"free", b"skip", b"wide", b"uuid", b"meta", b"moof", b"mfra"}
_FILM_BOXES |= {b"udta", b"sidx", b"styp", b"pdin", b"emsg"}


def film_behind(original: bytes, kind: str) -> Stretch | None:
    """Where in a JPEG or HEIC its film is. The whole file is searched, in memory."""
    if kind not in ("jpeg", "heic") or original.find(b"ftyp", 12) < 0:
        return None
    window = of_bytes(original)
    for tried, at in enumerate(_beginnings(original, window, kind)):
        if found := _film_at(original, window, at):
            return found
        if tried == MOST_TRIES:
            break
    return None


def _beginnings(original: bytes, window: Window, kind: str) -> Iterator[int]:
    if kind == "heic":
        hidden = inside(window, b"mpvd")
        if hidden is not None and hidden.size:
            yield hidden.offset(0)
    else:
        yield from _said_by_xmp(original)
    samsung = original.rfind(b"MotionPhoto_Data")
    if samsung > 0:
        yield samsung + len(b"MotionPhoto_Data")
    at = original.find(b"ftyp", 12)
    while at > 0:
        yield at - 4
        at = original.find(b"ftyp", at + 4)


def _said_by_xmp(original: bytes) -> Iterator[int]:
    head = original[:_XMP_WITHIN]
    if b"MotionPhoto" not in head and b"MicroVideo" not in head:
        return
    for item in _ITEM.finditer(head):
        if b'"MotionPhoto"' in item[0] and (length := _LENGTH.search(item[0])):
            yield len(original) - int(length[1])
    if offset := _OFFSET.search(head):
        yield len(original) - int(offset[1])


def _film_at(original: bytes, window: Window, at: int) -> Stretch | None:
    """A film is `ftyp`, then `moov` and the bytes it speaks of; it ends where its boxes do, or
    where the box it lies in does."""
    if at <= 0 or original[at + 4 : at + 8] != b"ftyp":
        return None
    end, seen = at, set[bytes]()
    rest = window.part(at, window.size)
    for box in boxes(rest):
        if box.name not in _FILM_BOXES and not (box.at == 0 and box.whole <= 512):
            break
        if box.at + box.whole > rest.size:
            break
        seen.add(box.name)
        end = at + box.at + box.whole
    return Stretch(at, end - at) if {b"moov", b"mdat"} <= seen else None
