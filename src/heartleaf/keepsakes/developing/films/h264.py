"""What is left in an H.264 stream: the picture, and nothing said beside it.

Cameras write the place, the time and their own number between the pictures, encoders their name
and settings: all in SEI messages, which no player needs (ITU-T H.264, 7.3.2.3 and annex D). Only
recovery points stay, for they say where playing may begin. Unit types: table 7-1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

SLICES = {1, 2, 3, 4, 5}
SEI, SPS, PPS, DELIMITER = 6, 7, 8, 9
RECOVERY_POINT = 6


def bare(packet: bytes, length_size: int = 0) -> bytes:
    """The same picture without what is not picture. `length_size` is how many bytes tell the size
    of each unit (ISO/IEC 14496-15, 5.3.3.1); 0 when they begin with start codes (annex B)."""
    units = _counted(packet, length_size) if length_size else _started(packet)
    kept = [left for unit in units if (left := _kept(unit))]
    if length_size:
        return b"".join(len(unit).to_bytes(length_size) + unit for unit in kept)
    return b"".join(b"\0\0\0\1" + unit for unit in kept)


def length_size(extradata: bytes | None) -> int:
    """How units are told apart in a stream with this header."""
    return (extradata[4] & 3) + 1 if extradata and len(extradata) > 6 and extradata[0] == 1 else 0


def _counted(packet: bytes, length_size: int) -> Iterator[bytes]:
    at = 0
    while at + length_size < len(packet):
        size = int.from_bytes(packet[at : at + length_size])
        yield packet[at + length_size : at + length_size + size]
        at += length_size + size


def _started(packet: bytes) -> Iterator[bytes]:
    return (unit.rstrip(b"\0") for unit in packet.split(b"\0\0\1")[1:])


def _kept(unit: bytes) -> bytes:
    kind = unit[0] & 0x1F if unit else 0
    if kind in SLICES or kind in {SPS, PPS, DELIMITER}:
        return unit
    return _recovery_point(unit) if kind == SEI else b""


def _recovery_point(unit: bytes) -> bytes:
    """An SEI unit with the recovery point of this one, or nothing if it has none."""
    payload = unit[1:].replace(b"\0\0\3", b"\0\0")
    at = 0
    while at < len(payload) - 1:
        kind, at = _number(payload, at)
        size, at = _number(payload, at)
        if kind == RECOVERY_POINT and 0 < size <= 8:
            message = bytes((kind, size)) + payload[at : at + size] + b"\x80"
            return unit[:1] + re.sub(rb"\0\0(?=[\0-\3])", b"\0\0\3", message)
        at += size
    return b""


def _number(payload: bytes, at: int) -> tuple[int, int]:
    """As many 255 as there are and one byte more, added up; and where it ends."""
    value = 0
    while at < len(payload):
        value, at = value + payload[at], at + 1
        if payload[at - 1] != 255:
            break
    return value, at
