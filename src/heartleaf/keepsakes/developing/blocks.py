"""Reading a file in blocks, and several pieces of a file as if they were one."""

from __future__ import annotations

import io
from abc import abstractmethod
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any, BinaryIO, cast

from heartleaf.keepsakes.developing.looks import Stretch
from heartleaf.keepsakes.seeking import Seeking

BLOCK, BLOCKS = 64 * 2**10, 256


class _Readable(Seeking):
    """What libraries want of a file, made from the one thing that differs."""

    @abstractmethod
    def piece(self, at: int, most: int) -> bytes:
        """Some of the bytes from `at` on, at most `most`; none only at the end."""

    def read(self, size: int = -1) -> bytes:
        left = max(0, self.size - self._at)
        return b"".join(self._pieces(left if size < 0 else min(size, left)))

    def readinto(self, buffer: Any) -> int:
        into = memoryview(buffer).cast("B")
        data = self.read(len(into))
        into[: len(data)] = data
        return len(data)

    def readable(self) -> bool:
        return True

    def _pieces(self, left: int) -> list[bytes]:
        pieces = []
        while left > 0 and (piece := self.piece(self._at, left)):
            pieces.append(piece)
            self._at += len(piece)
            left -= len(piece)
        return pieces


class Blocks(_Readable):
    """A file of which the blocks read last are kept: libraries ask for a few bytes here and a few
    there, and each asking may be a long way. What is large is read past the blocks."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self.size = file.seek(0, io.SEEK_END)
        self._file = file
        self._block = lru_cache(BLOCKS)(lambda number: self._read(number * BLOCK, BLOCK))

    def piece(self, at: int, most: int) -> bytes:
        if most >= BLOCK:
            return self._read(at, most)
        number, start = divmod(at, BLOCK)
        return self._block(number)[start : start + most]

    def _read(self, at: int, size: int) -> bytes:
        self._file.seek(at)
        return self._file.read(size)


class Pieces(_Readable):
    """Stretches of a file, end to end."""

    def __init__(self, file: BinaryIO, stretches: Sequence[Stretch]) -> None:
        super().__init__()
        self._file, self._stretches = file, [each for each in stretches if each.size > 0]
        self._starts = [0, *accumulate(each.size for each in self._stretches)]
        self.size = self._starts[-1]

    def piece(self, at: int, most: int) -> bytes:
        if at >= self.size:
            return b""
        number = bisect_right(self._starts, at) - 1
        stretch, within = self._stretches[number], at - self._starts[number]
        self._file.seek(stretch.offset + within)
        return self._file.read(min(most, stretch.size - within))


def in_blocks(file: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, Blocks(file))


def end_to_end(file: BinaryIO, stretches: Sequence[Stretch]) -> BinaryIO:
    return cast(BinaryIO, Pieces(file, stretches))
