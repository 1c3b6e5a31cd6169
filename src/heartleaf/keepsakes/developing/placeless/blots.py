"""What is written over what."""

from __future__ import annotations

import io
from typing import BinaryIO, NamedTuple

from heartleaf.keepsakes.developing.layouts.windows import Window

MOST_BYTES, MOST_BLOTS = 64 * 2**20, 20_000
MOST_READS, MOST_TIMES = 150_000, 6


class NotPromised(Exception):
    """Something in the file may hold a place and cannot be taken out."""


class Patience:
    """A file that is read only so often and so much: then no promise is made. So files made to be
    read round in circles come to an end, whatever the loop."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._reads = MOST_READS
        self._bytes = MOST_BYTES + MOST_TIMES * file.seek(0, io.SEEK_END)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def read(self, size: int = -1) -> bytes:
        found = self._file.read(size)
        self._reads -= 1
        self._bytes -= len(found)
        if self._reads < 0 or self._bytes < 0:
            raise NotPromised
        return found


class Blot(NamedTuple):
    """Bytes to stand at `offset`, instead of as many that stand there now."""

    offset: int
    data: bytes


class Blots:
    def __init__(self) -> None:
        self._found: list[Blot] = []
        self._bytes = 0

    def blank(self, window: Window, at: int, size: int, fill: bytes = b"\0") -> None:
        """Write `fill` over a part of a window, as far as it reaches."""
        for piece in window.stretches(at, size):
            self._add(Blot(piece.offset, fill * piece.size), piece.size)

    def write(self, window: Window, at: int, data: bytes) -> None:
        for piece in window.stretches(at, len(data)):
            self._add(Blot(piece.offset, data[: piece.size]), piece.size)
            data = data[piece.size :]

    def _add(self, blot: Blot, size: int) -> None:
        self._bytes += size
        if self._bytes > MOST_BYTES or len(self._found) >= MOST_BLOTS:
            raise NotPromised
        self._found.append(blot)

    def __len__(self) -> int:
        return len(self._found)

    def since(self, number: int) -> list[Blot]:
        return self._found[number:]

    def in_order(self) -> list[Blot]:
        """By where they stand; of two in one place the later one comes last and so stays."""
        return sorted(self._found, key=lambda blot: blot.offset)
