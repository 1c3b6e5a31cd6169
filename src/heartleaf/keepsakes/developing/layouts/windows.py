"""Windows: parts of a file, read as if they were a file of their own.

What describes a picture lies in pieces inside it: an EXIF block in a JPEG, an item of a HEIC in
several extents. A window reads such pieces end to end and can say where in the file each byte
stands. It never reads past its end, whatever a length inside the file says.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator
from typing import Literal, Protocol

from heartleaf.keepsakes.developing.looks import Stretch

MOST_PIECES = 4096


class Readable(Protocol):
    def seek(self, offset: int, whence: int = ..., /) -> int: ...
    def read(self, size: int = ..., /) -> bytes: ...


class Window:
    def __init__(self, file: Readable, pieces: Iterable[Stretch]) -> None:
        self._file = file
        self._pieces = [piece for piece in pieces if piece.size > 0][:MOST_PIECES]
        self.size = sum(piece.size for piece in self._pieces)

    def read(self, at: int, size: int) -> bytes:
        """Up to `size` bytes from `at`; fewer, or none, where the window ends."""
        return b"".join(self._read(piece) for piece in self.stretches(at, size))

    def _read(self, piece: Stretch) -> bytes:
        self._file.seek(piece.offset)
        found = []
        missing = piece.size
        while missing > 0 and (chunk := self._file.read(missing)):
            found.append(chunk)
            missing -= len(chunk)
        return found[0] if len(found) == 1 else b"".join(found)

    def number(self, at: int, size: int, order: Literal["big", "little"] = "big") -> int:
        """A whole number of `size` bytes; 0 past the end."""
        return int.from_bytes(self.read(at, size), order)

    def stretches(self, at: int, size: int) -> Iterator[Stretch]:
        """Where in the file the bytes from `at` stand."""
        start = max(at, 0)
        end = min(max(at + size, start), self.size)
        passed = 0
        for piece in self._pieces:
            first, last = max(start - passed, 0), min(end - passed, piece.size)
            if first < last:
                yield Stretch(piece.offset + first, last - first)
            passed += piece.size

    def part(self, at: int, size: int) -> Window:
        return Window(self._file, self.stretches(at, size))

    def joined(self, stretches: Iterable[Stretch]) -> Window:
        """Several parts of this window as one."""
        return Window(self._file, [piece for part in stretches for piece in self.stretches(*part)])

    def offset(self, at: int) -> int:
        """Where in the file the byte `at` stands."""
        return next((piece.offset for piece in self.stretches(at, 1)), 0)


def of_bytes(data: bytes) -> Window:
    return of_file(io.BytesIO(data))


def of_file(file: Readable) -> Window:
    return Window(file, [Stretch(0, file.seek(0, os.SEEK_END))])
