"""Reading a stretch of a file, forwards, counted."""

from __future__ import annotations

import io
from typing import BinaryIO

from heartleaf.archive.importers import limits, reasons
from heartleaf.archive.importers.problems import CannotRead

BUFFER = 64 * 1024


def buffered(raw: io.RawIOBase, size: int = BUFFER) -> BinaryIO:
    return io.BufferedReader(raw, size)


def read_at(file: BinaryIO, at: int, size: int) -> bytes:
    """`size` bytes from `at`, fewer only at the end, also where a file gives less than asked."""
    return buffered(Stretch(file, at, size), max(size, 1)).read(size)


class Stretch(io.RawIOBase):
    """`size` bytes of `file` from `start`. Several may read one file in turn, because each keeps
    its own place; closing one leaves the file open."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._file, self._at, self._end = file, start, start + size

    def readable(self) -> bool:
        return True

    def readinto(self, into: memoryview) -> int:  # type: ignore[override]
        self._file.seek(self._at)
        got = self._file.read(min(len(into), self._end - self._at))
        into[: len(got)] = got
        self._at += len(got)
        return len(got)


class Counted(io.RawIOBase):
    """A file that is closed with this one, and refused once more than `most` bytes came."""

    def __init__(self, name: str, file: BinaryIO, most: int = limits.FILE) -> None:
        self._name, self._file, self._left = name, file, most

    def readable(self) -> bool:
        return True

    def readinto(self, into: memoryview) -> int:  # type: ignore[override]
        try:
            got = self._file.read(len(into))
        except OSError as problem:
            raise CannotRead(self._name, reasons.NO_WAY_IN) from problem
        self._left -= len(got)
        if self._left < 0:
            raise CannotRead(self._name, reasons.TOO_LARGE)
        into[: len(got)] = got
        return len(got)

    def close(self) -> None:
        self._file.close()
        super().close()
