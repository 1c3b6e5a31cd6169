"""One zip, or one part of an export in several: what is in it, and each file as a stream.

Nothing is unpacked to disk. Only STORED and DEFLATED are read: that is what exports use, and every
further method is one more decoder for hostile bytes.
"""

from __future__ import annotations

import io
import stat
import struct
import zlib
from collections.abc import Iterable
from typing import BinaryIO

from heartleaf.archive.importers import limits, reasons, zip_directory
from heartleaf.archive.importers.found import Refused
from heartleaf.archive.importers.names import in_zip, is_junk, sayable, suffix, trouble
from heartleaf.archive.importers.problems import CannotRead
from heartleaf.archive.importers.streams import BUFFER, Stretch, buffered, read_at
from heartleaf.archive.importers.zip_directory import Entry

ARCHIVES = {"zip", "rar", "7z", "tar", "gz", "tgz", "bz2", "xz", "zst", "cab", "iso"}
_LOCAL = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8
_ENCRYPTED = 0x1 | 0x40 | 0x2000


class ZipPart:
    """A zip in any seekable file. Raises CannotOpen if it cannot be read as a whole.

    `sizes`: each plain name and what the list says of its size. `refused`: what was left out.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._entries: dict[str, Entry] = {}
        self.refused: list[Refused] = []
        self._swollen = 0
        place = zip_directory.find(file)
        everything = list(zip_directory.entries(file, place))
        crowded = _overlapping(everything, place.start)
        for entry in everything:
            self._admit(entry, entry.offset in crowded)
        self.sizes = {name: entry.size for name, entry in self._entries.items()}

    def fingerprint(self, name: str) -> tuple[int, int] | None:
        """Equal for equal files in two parts of one export."""
        return self._entries[name].crc, self._entries[name].size

    def open(self, name: str) -> BinaryIO:
        entry = self._entries[name]
        start = entry.offset + _local_header(self._file, entry, name)
        return buffered(_Member(name, entry, Stretch(self._file, start, entry.packed)))

    def close(self) -> None:
        self._file.close()

    def _admit(self, entry: Entry, crowded: bool) -> None:
        name = in_zip(entry.name)
        if entry.name.endswith(("/", "\\")) or stat.S_ISDIR(entry.mode) or is_junk(name):
            return
        reason = trouble(name) or (reasons.OVERLAPS if crowded else _why_not(entry, name))
        if reason is None and name in self._entries:
            reason = reasons.SAME_NAME
        if reason is None and self._is_too_much(entry):
            reason = reasons.BOMB
        if reason:
            self.refused.append(Refused(sayable(name or entry.name), reason))
        else:
            self._entries[name] = entry

    def _is_too_much(self, entry: Entry) -> bool:
        """One blank scan is small; a thousand of them are an archive made to do harm."""
        if entry.size <= limits.RATIO * entry.packed:
            return False
        self._swollen += entry.size
        return self._swollen > limits.RATIO_ALL


def _why_not(entry: Entry, name: str) -> str | None:
    if stat.S_ISLNK(entry.mode):
        return reasons.LINK
    if stat.S_IFMT(entry.mode) not in (0, stat.S_IFREG):
        return reasons.NOT_A_FILE
    if entry.flags & _ENCRYPTED or entry.method == 99:
        return reasons.LOCKED
    if suffix(name) in ARCHIVES:
        return reasons.ARCHIVE
    if entry.method not in (_STORED, _DEFLATED):
        return reasons.PACKING
    if entry.size > limits.FILE:
        return reasons.TOO_LARGE
    return reasons.BOMB if swollen(entry.size, entry.packed) else None


def swollen(size: int, packed: int) -> bool:
    return size > limits.RATIO_FROM and size > limits.RATIO * packed


def _overlapping(entries: Iterable[Entry], end: int) -> set[int]:
    """Offsets of entries that reach into the next one or past `end`, or begin at the same place."""
    crowded, following = set(), end
    for entry in sorted(entries, key=lambda entry: entry.offset, reverse=True):
        header = _LOCAL.size + len(entry.raw_name)
        if entry.offset + header + entry.packed > following:
            crowded.add(entry.offset)
        following = min(following, entry.offset)
    return crowded


def _local_header(file: BinaryIO, entry: Entry, name: str) -> int:
    """The length of the header before the packed bytes, once it agrees with the list."""
    fixed = read_at(file, entry.offset, _LOCAL.size)
    if len(fixed) < _LOCAL.size:
        raise CannotRead(name, reasons.DAMAGED)
    mark, _, flags, method, _, _, _, _, _, n, m = _LOCAL.unpack(fixed)
    named = read_at(file, entry.offset + _LOCAL.size, n)
    if mark != b"PK\3\4" or method != entry.method or named != entry.raw_name:
        raise CannotRead(name, reasons.DAMAGED)
    if flags & _ENCRYPTED:
        raise CannotRead(name, reasons.LOCKED)
    return _LOCAL.size + int(n) + int(m)


class _Member(io.RawIOBase):
    """The unpacked bytes of one entry: never more than its list claims, and all of them true to
    their checksum, or CannotRead."""

    def __init__(self, name: str, entry: Entry, packed: Stretch) -> None:
        self._name, self._entry, self._packed = name, entry, packed
        self._unpack = zlib.decompressobj(-15) if entry.method == _DEFLATED else None
        self._waiting = b""
        self._taken = self._given = self._crc = 0

    def readable(self) -> bool:
        return True

    def readinto(self, into: memoryview) -> int:  # type: ignore[override]
        got = self._next(len(into)) if len(into) else b""
        self._given += len(got)
        self._crc = zlib.crc32(got, self._crc)
        self._check(finished=not got and bool(len(into)))
        into[: len(got)] = got
        return len(got)

    def _next(self, most: int) -> bytes:
        if self._unpack is None:
            return self._take(most)
        while not self._unpack.eof:
            self._waiting = self._waiting or self._take(BUFFER)
            if not self._waiting:
                raise CannotRead(self._name, reasons.DAMAGED)
            try:
                got = self._unpack.decompress(self._waiting, most)
            except zlib.error as problem:
                raise CannotRead(self._name, reasons.DAMAGED) from problem
            self._waiting = self._unpack.unconsumed_tail
            if got:
                return got
        return b""

    def _take(self, most: int) -> bytes:
        got = self._packed.read(most) or b""
        self._taken += len(got)
        return got

    def _check(self, finished: bool) -> None:
        if self._given > self._entry.size:
            raise CannotRead(self._name, reasons.DAMAGED)
        if swollen(self._given, self._taken - len(self._waiting)):
            raise CannotRead(self._name, reasons.BOMB)
        if finished and (self._given, self._crc) != (self._entry.size, self._entry.crc):
            raise CannotRead(self._name, reasons.DAMAGED)
