"""The directories of a TIFF (TIFF 6.0, section 2; BigTIFF), which is also how EXIF is laid out.

Written for bytes made by an enemy: every directory is read once, their number and the number of
their entries have an end, and nothing outside the window is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from heartleaf.keepsakes.developing.layouts.windows import Window

MOST_DIRECTORIES, MOST_ENTRIES = 2048, 1024

EXIF, GPS, INTEROP, SUB = 0x8769, 0x8825, 0xA005, 0x014A
POINTERS = (EXIF, GPS, INTEROP, SUB)
"""Tags whose value is where a further directory begins (EXIF 2.32, 4.6.3; TIFF/EP)."""

MODERN = (34925, 50000, 50001)
"""Numbers of LZMA, Zstandard and WebP inside a TIFF (libtiff)."""

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_SIZES |= {16: 8, 17: 8, 18: 8}
_WHOLE = (1, 3, 4, 13, 16, 18)


Order = Literal["little", "big"]


class Entry(NamedTuple):
    """`at` is where its value stands, `size` how long that is, `begins` where the entry is."""

    tag: int
    type: int
    at: int
    size: int
    begins: int


class Directory(NamedTuple):
    at: int
    size: int
    entries: dict[int, Entry]
    following: int


class Tiff:
    """A TIFF in a window; False if it does not begin like one. `is_followed` is False once
    something was passed over: too many of anything, a tag told twice, a pointer of no number."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.is_followed = True
        start = window.read(0, 4)
        self.order: Order = "little" if start[:2] == b"II" else "big"
        self._known = start[:2] in (b"II", b"MM")
        self.big = start in (b"II+\0", b"MM\0+")
        self.first = self.number(8, 8) if self.big else self.number(4, 4)

    def __bool__(self) -> bool:
        return self._known

    def number(self, at: int, size: int) -> int:
        return self.window.number(at, size, self.order)

    def directory(self, at: int) -> Directory:
        """The directory that begins at `at`; empty where there is none."""
        head, entry, wide = (8, 20, 8) if self.big else (2, 12, 4)
        count = self.number(at, head) if 0 < at < self.window.size else 0
        if not 0 < count <= MOST_ENTRIES:
            self.is_followed &= count == 0
            return Directory(at, 0, {}, 0)
        size = head + count * entry
        data = self.window.read(at, size)
        read = (
            self._entry(data[begins : begins + entry], at + begins, wide)
            for begins in range(head, len(data) - entry + 1, entry)
        )
        entries = {found.tag: found for found in read}
        self.is_followed &= len(entries) == count
        return Directory(at, size, entries, self.number(at + size, wide))

    def _entry(self, data: bytes, begins: int, wide: int) -> Entry:
        tag, kind = int.from_bytes(data[:2], self.order), int.from_bytes(data[2:4], self.order)
        size = _SIZES.get(kind, 0) * int.from_bytes(data[4 : 4 + wide], self.order)
        at = begins + 4 + wide if size <= wide else int.from_bytes(data[4 + wide :], self.order)
        return Entry(tag, kind, at, size, begins)

    def chain(self) -> Iterator[Directory]:
        """The first directory and those that follow it, each once."""
        at, seen = self.first, set[int]()
        while self and at and at not in seen and len(seen) < MOST_DIRECTORIES:
            seen.add(at)
            found = self.directory(at)
            if found.entries:
                yield found
            at = found.following
        self.is_followed &= len(seen) < MOST_DIRECTORIES

    def everything(self) -> Iterator[tuple[int, Directory]]:
        """Every directory there is, with the tag that led to it (0 for those in the chain); one
        to which GPS leads as well comes once more as that."""
        waiting, seen = [(0, found) for found in self.chain()], set[tuple[bool, int]]()
        while waiting and len(seen) < MOST_DIRECTORIES:
            led_by, found = waiting.pop()
            if (led_by == GPS, found.at) in seen:
                continue
            seen.add((led_by == GPS, found.at))
            yield led_by, found
            for tag in POINTERS:
                if pointer := found.entries.get(tag):
                    places = self.numbers(pointer)
                    self.is_followed &= 0 < len(places) <= 64
                    waiting += [(tag, self.directory(at)) for at in places[:64]]
        self.is_followed &= not waiting

    def numbers(self, entry: Entry | None) -> list[int]:
        """The whole numbers of a value, at most 4096 of them."""
        if entry is None or entry.type not in _WHOLE:
            return []
        size = _SIZES[entry.type]
        data = self.window.read(entry.at, min(entry.size, 4096 * size))
        return [
            int.from_bytes(data[at : at + size], self.order)
            for at in range(0, len(data) - size + 1, size)
        ]

    def text(self, entry: Entry | None) -> str:
        data = self.window.read(entry.at, min(entry.size, 4096)) if entry else b""
        return data.split(b"\0")[0].decode("ascii", "replace")


def compression(tiff: Tiff) -> int:
    """Tag 259 of the first directory; 0 where it is not said."""
    first = next(tiff.chain(), None)
    return next(iter(tiff.numbers(first.entries.get(259))), 0) if first else 0


def pages(tiff: Tiff) -> list[int]:
    """Which directories of the chain are pages, and not a smaller copy or a mask of one
    (NewSubfileType, tag 254, bits 0 and 2)."""
    kinds = [tiff.numbers(found.entries.get(254)) for found in tiff.chain()]
    found = [number for number, kind in enumerate(kinds) if not kind or not kind[0] & 0b101]
    return found or [0]
