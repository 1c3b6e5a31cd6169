"""The list of contents at the end of a zip, read entry by entry.

Facts: PKWARE APPNOTE.TXT 6.3.10, sections 4.3.12 to 4.3.16 and 4.5.3; Info-ZIP's extra 0x7075.
The standard library reads the whole list before anyone can count it; a million empty entries would
then cost gigabytes. Here the count stops the reading.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from heartleaf.archive.importers import limits, reasons
from heartleaf.archive.importers.problems import CannotOpen
from heartleaf.archive.importers.streams import Stretch, buffered, read_at

_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64 = struct.Struct("<4sLQL")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LONGEST_COMMENT = 65535
_SEE_64 = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list. `offset` is where its local header stands in the file; `packed` and
    `size` are claims until they have been counted."""

    raw_name: bytes
    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    mode: int
    offset: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where the list lies; `shift` is what stands before the zip, as in a self-unpacking one."""

    start: int
    size: int
    shift: int


def entries(file: BinaryIO, place: Place) -> Iterator[Entry]:
    """The entries in the order of the list. Raises CannotOpen if it is damaged or too long."""
    listing = buffered(Stretch(file, place.start, place.size), 1024 * 1024)
    left, count = place.size, 0
    while left > 0:
        count += 1
        if count > limits.ENTRIES:
            raise CannotOpen(reasons.TOO_MANY)
        entry, length = _entry(listing, place)
        left -= length
        yield entry


def find(file: BinaryIO) -> Place:
    """Where the list of contents lies. Raises CannotOpen if this is not a whole zip."""
    size = file.seek(0, 2)
    tail_at = max(0, size - _END.size - _LONGEST_COMMENT)
    tail = read_at(file, tail_at, size - tail_at)
    at = _end_record(tail)
    if at is None:
        raise CannotOpen(reasons.NOT_A_ZIP)
    _, disk, list_disk, _, _, length, offset, _ = _END.unpack_from(tail, at)
    end = tail_at + at
    locator = read_at(file, max(0, end - _LOCATOR64.size), _LOCATOR64.size)
    if locator.startswith(b"PK\6\7"):
        disk, list_disk, length, offset, end = _end64(file, end - _LOCATOR64.size, locator)
    if disk or list_disk:
        raise CannotOpen(reasons.SPLIT_ZIP)
    start = end - length
    if start < 0 or start < offset:
        raise CannotOpen(reasons.BROKEN_ZIP)
    return Place(start, length, start - offset)


def _end_record(tail: bytes) -> int | None:
    """The last place that reads as an end record with its whole comment behind it."""
    at = tail.rfind(b"PK\5\6")
    while at >= 0:
        if at + _END.size <= len(tail):
            comment: int = _END.unpack_from(tail, at)[-1]
            if at + _END.size + comment <= len(tail):
                return at
        at = tail.rfind(b"PK\5\6", 0, at)
    return None


def _end64(file: BinaryIO, locator_at: int, locator: bytes) -> tuple[int, int, int, int, int]:
    claimed = _LOCATOR64.unpack(locator)[2]
    # Beside the locator if nothing stands between, else where the locator says.
    for at in (locator_at - _END64.size, claimed):
        record = read_at(file, at, _END64.size) if 0 <= at <= locator_at - _END64.size else b""
        if record.startswith(b"PK\6\6"):
            _, _, _, _, disk, list_disk, _, _, length, offset = _END64.unpack(record)
            return disk, list_disk, length, offset, at
    raise CannotOpen(reasons.BROKEN_ZIP)


def _entry(listing: BinaryIO, place: Place) -> tuple[Entry, int]:
    fixed = listing.read(_ENTRY.size)
    if len(fixed) < _ENTRY.size or not fixed.startswith(b"PK"):
        raise CannotOpen(reasons.BROKEN_ZIP)
    (mark, _, _, flags, method, _, _, crc, packed, size, n, m, k, _, _, outer, offset) = (
        _ENTRY.unpack(fixed)
    )
    rest = listing.read(n + m + k)
    if mark != b"PK\1\2" or len(rest) < n + m + k:
        raise CannotOpen(reasons.LOCKED_ZIP if flags & 0x2000 else reasons.BROKEN_ZIP)
    extras = _extras(rest[n : n + m])
    size, packed, offset = _wide(extras.get(1, b""), size, packed, offset)
    name = _name(rest[:n], flags, extras)
    entry = Entry(
        rest[:n], name, flags, method, crc, packed, size, outer >> 16, offset + place.shift
    )
    return entry, _ENTRY.size + n + m + k


def _extras(block: bytes) -> dict[int, bytes]:
    found, at = {}, 0
    while at + 4 <= len(block):
        kind, length = struct.unpack_from("<2H", block, at)
        found[kind] = block[at + 4 : at + 4 + length]
        at += 4 + length
    return found


def _wide(extra: bytes, *claims: int) -> list[int]:
    """Each claim, or its 64-bit form where the 32-bit field says to look there."""
    numbers = iter(extra[at : at + 8] for at in range(0, len(extra) - 7, 8))
    wide = []
    for claim in claims:
        number = next(numbers, None) if claim == _SEE_64 else None
        wide.append(claim if number is None else int.from_bytes(number, "little"))
    return wide


def _name(raw: bytes, flags: int, extras: dict[int, bytes]) -> str:
    """UTF-8 where the zip says so or where it reads as such (macOS does not say); else cp437."""
    unicode_path = extras.get(0x7075, b"")
    if len(unicode_path) > 5 and unicode_path[1:5] == zlib.crc32(raw).to_bytes(4, "little"):
        raw = unicode_path[5:]
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("utf-8" if flags & 0x800 else "cp437", "replace")
