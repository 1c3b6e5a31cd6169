"""The same file without the place: as long as before, its picture and sound untouched.

    blots = find(file, kind)              # what to write over what; None: it cannot be promised
    parts = blotted(parts, blots)         # the file in parts of any size, written over

For JPEG, PNG, WebP, HEIC, AVIF, TIFF and DNG, MP4 and MOV. Gone are the GPS directory of every EXIF
block, the places in XMP and IPTC, and the atoms in which a film keeps a place. What a person wrote
by hand (a title, a comment) stays, and so do the notes of a camera's maker inside EXIF. Where a
block is packed, elsewhere, or in a form that is not known, no copy is promised, or it goes whole.

It is plain Python over foreign bytes, for a process that has something to lose: nothing is
unpacked, every loop has an end, and what is written is never longer than what was there.

    stills      where JPEG, PNG, WebP, HEIC and AVIF keep their blocks
    films       where MP4 and MOV keep a place
    blocks      the place inside an EXIF, XMP or IPTC block
    blots       what is written over what
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from heartleaf.keepsakes.developing.layouts import windows
from heartleaf.keepsakes.developing.placeless import films, stills
from heartleaf.keepsakes.developing.placeless.blots import Blot, Blots, NotPromised, Patience

KINDS = {
    "jpeg": stills.jpeg,
    "png": stills.png,
    "webp": stills.webp,
    "heic": stills.heif,
    "avif": stills.heif,
    "tiff": stills.tiff,
    "raw": stills.dng,
    "mp4": films.film,
    "mov": films.film,
    "3gp": films.film,
    "m4a": films.film,
}


def find(file: BinaryIO, kind: str) -> list[Blot] | None:
    """What has to be written over; None if no place-free copy can be promised of this file."""
    if kind not in KINDS:
        return None
    blots = Blots()
    try:
        KINDS[kind](windows.of_file(Patience(file)), blots)
    except NotPromised:
        return None
    return blots.in_order()


def blotted(parts: Iterable[bytes], blots: Iterable[Blot]) -> Iterator[bytes]:
    """The parts of a file, each as long as it came, written over."""
    waiting = sorted(blots, key=lambda blot: blot.offset)
    begins = 0
    for part in parts:
        ends, written = begins + len(part), None
        for blot in waiting:
            if blot.offset >= ends:
                break
            first, last = max(blot.offset, begins), min(blot.offset + len(blot.data), ends)
            if first < last:
                written = written if written is not None else bytearray(part)
                data = blot.data[first - blot.offset : last - blot.offset]
                written[first - begins : last - begins] = data
        yield bytes(written) if written is not None else part
        begins = ends
        waiting = [blot for blot in waiting if blot.offset + len(blot.data) > begins]
