"""A film's index in front of its pictures, in one pass over a sink that only grows.

FFmpeg writes an MP4 as `ftyp`, `mdat`, `moov`, and knows the `moov` only at the end. A player that
reads over a network wants it first. So a gap is left behind `ftyp`; at the end the `moov`, held
back in memory, is put there if it fits, and behind the pictures if not. On its way it loses
whatever is not needed to play. Boxes: ISO/IEC 14496-12, section 8.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

from heartleaf.keepsakes.developing.layouts.boxes import Box, boxes
from heartleaf.keepsakes.developing.layouts.windows import of_bytes

MOST_GAP = 12 * 2**20
MOST_MOOV = 128 * 2**20
_HEADER = 8

_KEPT = {
    b"moov": {b"mvhd", b"trak"},
    b"trak": {b"tkhd", b"edts", b"mdia"},
    b"mdia": {b"mdhd", b"hdlr", b"minf"},
    b"minf": {b"vmhd", b"smhd", b"dinf", b"stbl"},
    b"stbl": {b"stsd", b"stts", b"stss", b"ctts", b"stsc", b"stsz", b"stco", b"co64"}
    | {b"sgpd", b"sbgp", b"sdtp"},
}
"""What a player needs of each box that holds others. `udta`, `meta` and the like are not in it."""

_ENTRIES = {b"avc1": 78, b"mp4a": 28}
"""Sample entries, and how many bytes of one stand before its own boxes (12.1.3, 12.2.3)."""
_SETUPS = {b"avcC", b"esds", b"colr", b"pasp", b"btrt"}

_OFFSETS = {b"stco": ">I", b"co64": ">Q"}


def gap_for(seconds: float, rate: float) -> int:
    """Bytes that the index of a film of this length will hardly exceed: for each picture its size,
    its time twice; and the sound and the places of both."""
    return min(MOST_GAP, 4096 + int(max(0.0, seconds) * (20 * rate + 500)))


class Fronted:
    """What FFmpeg writes to; `finish` when it has closed. All it writes behind `ftyp` lands `gap`
    bytes further on, and what it writes after it first went back is the `moov`."""

    def __init__(self, out: BinaryIO, gap: int) -> None:
        self.out, self.gap = out, max(gap, _HEADER)
        self._at = self._end = 0
        self._front = 0
        self._tail: bytearray | None = None

    def write(self, data: bytes) -> int:
        if self._front == 0:
            self._begin(data)
        elif self._tail is not None and self._at >= self._end:
            self._hold(self._tail, data)
        else:
            self.out.seek(self._at + self.gap)
            self.out.write(data)
        self._at += len(data)
        if self._tail is None:
            self._end = max(self._end, self._at)
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        end = self._end + len(self._tail or b"")
        self._at = offset + (0, self._at, end)[whence]
        if self._at < self._end and self._tail is None:
            self._tail = bytearray()
        return self._at

    def tell(self) -> int:
        return self._at

    def _begin(self, data: bytes) -> None:
        self._front = int.from_bytes(data[:4])
        if data[4:8] != b"ftyp" or self._front > len(data):
            raise ValueError("a film begins with its type")
        self.out.write(data[: self._front])
        self.out.write(_free(self.gap))
        self.out.write(data[self._front :])

    def _hold(self, tail: bytearray, data: bytes) -> None:
        at = self._at - self._end
        if at + len(data) > MOST_MOOV:
            raise MemoryError
        tail[at : at + len(data)] = data

    def finish(self) -> None:
        """Put the index where it belongs."""
        for box in boxes(of_bytes(bytes(self._tail or b""))):
            if box.name == b"moov":
                self._lay(_cleaned(box, self.gap))

    def _lay(self, moov: bytes) -> None:
        room = self.gap - len(moov)
        if room == 0 or room >= _HEADER:
            self.out.seek(self._front)
            self.out.write(moov + (_free(room) if room else b""))
        else:
            self.out.seek(self._end + self.gap)
            self.out.write(moov)


def _free(size: int) -> bytes:
    return size.to_bytes(4) + b"free" + bytes(size - _HEADER)


def _cleaned(box: Box, shift: int) -> bytes:
    """A box without what is not kept, its offsets moved by `shift`."""
    if kept := _KEPT.get(box.name):
        parts = (_cleaned(part, shift) for part in boxes(box.body) if part.name in kept)
        return _box(box.name, b"".join(parts))
    if box.name == b"stsd":
        entries = (_entry(part) for part in boxes(box.body, 8))
        return _box(box.name, box.body.read(0, 8) + b"".join(entries))
    inside = box.body.read(0, box.body.size)
    if box.name in _OFFSETS:
        form = f">{int.from_bytes(inside[4:8])}{_OFFSETS[box.name][1]}"
        moved = [offset + shift for offset in struct.unpack_from(form, inside, 8)]
        inside = inside[:8] + struct.pack(form, *moved)
    return _box(box.name, inside)


def _entry(box: Box) -> bytes:
    """How one track is coded: the numbers, and of its boxes what a decoder needs."""
    head = _ENTRIES.get(box.name, box.body.size)
    setups = (
        _box(part.name, part.body.read(0, part.body.size))
        for part in boxes(box.body, head)
        if part.name in _SETUPS and (part.name != b"colr" or part.body.read(0, 4) == b"nclx")
    )
    return _box(box.name, box.body.read(0, head) + b"".join(setups))


def _box(name: bytes, inside: bytes) -> bytes:
    return (len(inside) + _HEADER).to_bytes(4) + name + inside
