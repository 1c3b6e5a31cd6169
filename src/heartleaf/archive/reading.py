"""Files on their way from a source to keepsakes, with only a few of their bytes in memory."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass

from heartleaf.archive.importers import reasons
from heartleaf.archive.importers.problems import CannotRead
from heartleaf.archive.importers.source import Source
from heartleaf.keepsakes.receiving import LARGEST_LOOKED_AT

# Three or four photographs, or as many scans as their size allows.
IN_HAND = 64 * 1024 * 1024


@dataclass(frozen=True)
class File:
    """One file in memory."""

    name: str
    data: bytes
    sha256: str


class Reader:
    """Hands out the files of a source to several threads. One of them reads at a time, and
    together they hold `IN_HAND` bytes at most, or one file that is larger by itself."""

    def __init__(self, source: Source) -> None:
        self._source, self._held = source, 0
        self._turn, self._room = threading.Lock(), threading.Condition()

    @contextlib.contextmanager
    def open(self, name: str) -> Iterator[File]:
        """The file; its bytes are to be let go of with the block. Raises CannotRead."""
        size = self._source.size(name)
        if size > LARGEST_LOOKED_AT:
            raise CannotRead(name, reasons.NO_PICTURE_SO_LARGE)
        with self._holding(size):
            with self._turn:
                data = self._read(name, size)
            yield File(name, data, hashlib.sha256(data).hexdigest())

    def _read(self, name: str, size: int) -> bytes:
        """In one piece, so that it is not copied again."""
        with self._source.open(name) as stream:
            data = stream.read(size + 1)
        if len(data) > size:
            raise CannotRead(name, reasons.GREW)
        return data

    @contextlib.contextmanager
    def _holding(self, size: int) -> Iterator[None]:
        with self._room:
            self._room.wait_for(lambda: not self._held or self._held + size <= IN_HAND)
            self._held += size
        try:
            yield
        finally:
            with self._room:
                self._held -= size
                self._room.notify_all()
