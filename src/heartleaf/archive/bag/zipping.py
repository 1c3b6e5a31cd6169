"""A zip that is written forwards only, into a file or down a line, and that any system opens.

Nothing is packed: photographs hardly shrink, and what is stored as it is can be found again in a
damaged zip, and is the same bytes from every version of every library. Times are fixed.

Facts: PKWARE APPNOTE.TXT 6.3.10, sections 4.3.7 to 4.3.16, 4.4.4, 4.5.3 and appendix D.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# What is smaller than this is looked at whole before it is written, so that its size and checksum
# stand before it; after anything larger they stand behind.
AT_ONCE = 4 * 1024 * 1024

_UTF8, _BEHIND = 0x0800, 0x0008
_STORED = 0
_NO_TIME, _FIRST_DAY = 0, (1 << 5) | 1  # 1 January 1980, the first there is
_MADE_ON_UNIX = 3 << 8
_PLAIN_FILE = 0o100644 << 16
_PLAIN, _WIDE = 20, 45  # the version that a reader needs
_MOST = 0xFFFFFFFF
_MOST_ENTRIES = 0xFFFF

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_DESCRIPTOR, _DESCRIPTOR64 = struct.Struct("<4s3L"), struct.Struct("<4sL2Q")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64 = struct.Struct("<4sLQL")
_END = struct.Struct("<4s4H2LH")


@dataclass(frozen=True, slots=True)
class _Listed:
    name: bytes
    flags: int
    crc: int
    size: int
    offset: int


class Zip:
    """`add` gives the bytes of one file after the other, and `end` the list of contents."""

    def __init__(self) -> None:
        self._listed: list[_Listed] = []
        self._offset = 0

    def add(self, name: str, parts: Iterable[bytes], size: int | None = None) -> Iterator[bytes]:
        """`size` is how large it is at most, if that is known. Raises ValueError for more."""
        for chunk in self._add(name.encode(), iter(parts), size):
            self._offset += len(chunk)
            yield chunk

    def end(self) -> Iterator[bytes]:
        start, length = self._offset, 0
        for one in self._listed:
            line = _line(one)
            length += len(line)
            yield line
        yield _end(len(self._listed), length, start)

    def _add(self, name: bytes, parts: Iterator[bytes], size: int | None) -> Iterator[bytes]:
        offset = self._offset
        first, whole = _beginning(parts)
        if whole:
            one = _Listed(name, _UTF8, zlib.crc32(first), len(first), offset)
            yield _header(one, wide=False)
            yield first
        else:
            wide = size is None or size > _MOST
            yield _header(_Listed(name, _UTF8 | _BEHIND, 0, 0, offset), wide)
            crc, length = zlib.crc32(first), len(first)
            yield first
            for part in parts:
                crc, length = zlib.crc32(part, crc), length + len(part)
                if not wide and length > _MOST:
                    raise ValueError("This file is larger than was said.")
                yield part
            one = _Listed(name, _UTF8 | _BEHIND, crc, length, offset)
            descriptor = _DESCRIPTOR64 if wide else _DESCRIPTOR
            yield descriptor.pack(b"PK\7\10", crc, length, length)
        self._listed.append(one)


def _beginning(parts: Iterator[bytes]) -> tuple[bytes, bool]:
    """As much as is looked at at once, and whether that is all."""
    held, size = [], 0
    for part in parts:
        held.append(part)
        size += len(part)
        if size > AT_ONCE:
            return b"".join(held), False
    return b"".join(held), True


def _header(one: _Listed, wide: bool) -> bytes:
    # Where sizes stand behind, the extra says only that they take 8 bytes each.
    extra = struct.pack("<2H2Q", 1, 16, 0, 0) if wide else b""
    said = _MOST if wide else one.size
    version = _WIDE if wide else _PLAIN
    fixed = (b"PK\3\4", version, one.flags, _STORED, _NO_TIME, _FIRST_DAY, one.crc, said, said)
    return _LOCAL.pack(*fixed, len(one.name), len(extra)) + one.name + extra


def _line(one: _Listed) -> bytes:
    large = [n for n in (one.size, one.size, one.offset) if n >= _MOST]
    extra = struct.pack(f"<2H{len(large)}Q", 1, 8 * len(large), *large) if large else b""
    version = _WIDE if large else _PLAIN
    size, offset = min(one.size, _MOST), min(one.offset, _MOST)
    fixed = (b"PK\1\2", _MADE_ON_UNIX | version, version, one.flags, _STORED, _NO_TIME, _FIRST_DAY)
    rest = (len(one.name), len(extra), 0, 0, 0, _PLAIN_FILE, offset)
    return _CENTRAL.pack(*fixed, one.crc, size, size, *rest) + one.name + extra


def _end(count: int, length: int, start: int) -> bytes:
    wide = b""
    if count >= _MOST_ENTRIES or length >= _MOST or start >= _MOST:
        rest = (_END64.size - 12, _WIDE, _WIDE, 0, 0, count, count, length, start)
        wide = _END64.pack(b"PK\6\6", *rest) + _LOCATOR64.pack(b"PK\6\7", 0, start + length, 1)
    said = min(count, _MOST_ENTRIES)
    sizes = (min(length, _MOST), min(start, _MOST))
    return wide + _END.pack(b"PK\5\6", 0, 0, said, said, *sizes, 0)
