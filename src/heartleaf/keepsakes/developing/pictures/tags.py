"""What a camera wrote beside a picture: when it was taken, and which film belongs to it (EXIF)."""

from __future__ import annotations

import re

from heartleaf.keepsakes.developing import moments
from heartleaf.keepsakes.developing.layouts.tiffs import EXIF, INTEROP, Entry, Tiff
from heartleaf.keepsakes.developing.layouts.windows import Window, of_bytes
from heartleaf.keepsakes.developing.looks import Taken

DATE, OFFSET, MAKER_NOTE, INTEROP_INDEX = 0x9003, 0x9011, 0x927C, 0x0001


class Tags:
    """An EXIF block, with or without the six bytes `Exif` before it; whatever is wrong with it,
    it then says nothing."""

    def __init__(self, exif: bytes | Window) -> None:
        window = of_bytes(exif) if isinstance(exif, bytes) else exif
        if window.read(0, 6) == b"Exif\0\0":
            window = window.part(6, window.size)
        self._tiff = Tiff(window)
        first = next(self._tiff.chain(), None)
        self._entries: dict[int, Entry] = {}
        if first is not None:
            self._entries = self._below(first.entries, EXIF) or first.entries

    def _below(self, entries: dict[int, Entry], tag: int) -> dict[int, Entry]:
        where = self._tiff.numbers(entries.get(tag))
        return self._tiff.directory(where[0]).entries if where else {}

    @property
    def taken(self) -> Taken | None:
        """DateTimeOriginal and its offset (EXIF 2.31); zeros, spaces and wild years are None."""
        local = moments.local(self._tiff.text(self._entries.get(DATE)))
        zone = moments.offset(self._tiff.text(self._entries.get(OFFSET)))
        return Taken(local, zone) if local else None

    @property
    def pair(self) -> str:
        """The content identifier of a Live Photo: tag 17 in Apple's maker note, a directory of
        its own, whose offsets count from the note's beginning (ExifTool, Apple tags)."""
        note = self._entries.get(MAKER_NOTE)
        if note is None:
            return ""
        window = self._tiff.window.part(note.at, min(note.size, 2**16))
        if window.read(0, 10) != b"Apple iOS\0" or window.read(12, 2) not in (b"MM", b"II"):
            return ""
        apple = _Note(window)
        found = apple.text(apple.directory(14).entries.get(17))
        return found if re.fullmatch(r"[0-9A-Za-z-]{1,64}", found) else ""

    @property
    def adobe_rgb(self) -> bool:
        """Whether a camera says so without a profile, as DCF 2.0 has it: R03."""
        interop = self._below(self._entries, INTEROP)
        return self._tiff.text(interop.get(INTEROP_INDEX)) == "R03"


class _Note(Tiff):
    """Apple's maker note: the order of its bytes stands at 12, and its directory at 14."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.order = "big" if window.read(12, 2) == b"MM" else "little"
        self.big = False
