"""Files on their way from a source to keepsakes, with only a few of their bytes in memory."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from heartleaf.archive.importers import reasons
from heartleaf.archive.importers.problems import CannotRead
from heartleaf.archive.importers.source import Source
from heartleaf.keepsakes.developing.kinds import HEAD, SORTS, kind_of
from heartleaf.keepsakes.developing.looks import NotKnown
from heartleaf.keepsakes.media import PART
from heartleaf.keepsakes.receiving import LARGEST_PICTURE

# Three or four photographs, or as many scans as their size allows.
IN_HAND = 64 * 1024 * 1024


@dataclass(frozen=True)
class File:
    """One file: in memory, as a picture or a small thing of any kind is, or read as it is asked
    for."""

    name: str
    sha256: str
    data: bytes | None
    chunks: Iterator[bytes]


class Reader:
    """Hands out the files of a source to several threads. One of them reads at a time, and
    together they hold `IN_HAND` bytes at most, or one picture that is larger by itself."""

    def __init__(self, source: Source) -> None:
        self._source, self._held = source, 0
        self._turn, self._room = threading.RLock(), threading.Condition()

    @contextlib.contextmanager
    def open(self, name: str) -> Iterator[File]:
        """The file; its bytes are to be let go of with the block. Raises CannotRead."""
        size = self._source.size(name)
        if size > IN_HAND and not self._is_picture(name, size):
            with self._turn:
                yield File(name, self._hash(name, size), None, self._pieces(name, size))
            return
        with self._holding(size):
            with self._turn:
                data = self._read(name, size)
            yield File(name, hashlib.sha256(data).hexdigest(), data, iter([data]))

    def _is_picture(self, name: str, size: int) -> bool:
        with self._turn, contextlib.suppress(NotKnown):
            kind = kind_of(self._source.head(name, HEAD), name)
            return SORTS[kind] == "picture" and size <= LARGEST_PICTURE
        return False

    def _read(self, name: str, size: int) -> bytes:
        """In one piece, so that it is not copied again."""
        with self._source.open(name) as stream:
            data = stream.read(size + 1)
        if len(data) > size:
            raise CannotRead(name, reasons.GREW)
        return data

    def _hash(self, name: str, size: int) -> str:
        """It is read twice: a large file that is here already is not sealed to find that out."""
        whole = hashlib.sha256()
        for piece in self._pieces(name, size):
            whole.update(piece)
        return whole.hexdigest()

    def _pieces(self, name: str, size: int) -> Iterator[bytes]:
        with self._source.open(name) as stream:
            yield from _in_pieces(stream, name, size)

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


def _in_pieces(stream: BinaryIO, name: str, size: int) -> Iterator[bytes]:
    while piece := stream.read(PART):
        size -= len(piece)
        if size < 0:
            raise CannotRead(name, reasons.GREW)
        yield piece
