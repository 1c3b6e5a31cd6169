"""The identifier Apple's phones write into a still and into the film around it, read forwards.

Facts: Apple, QuickTime File Format, "Metadata" (`meta`, `keys`, `ilst`; the key
`com.apple.quicktime.content.identifier`); ISO/IEC 14496-12, 4.2 (boxes) and 8.11.1 (`meta` begins
with a version there); TIFF 6.0, section 2 (directories, of which Apple's maker note is one, with
its places counted from its own beginning); ExifTool, "Apple Tags" (0x0011).

Nothing here is trusted: a wrong one pairs two files that whoever opens them takes apart again.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from heartleaf.archive.importers.limits import MIB
from heartleaf.archive.importers.streams import BUFFER

_KEY = b"com.apple.quicktime.content.identifier"
_TAG, _ASCII = 0x0011, 2
_NOTE = b"Apple iOS\0"
_NOTE_IFD, _NOTE_SIZE = 14, 64 * 1024

_ATOMS = 1000  # more than any film of a phone has in one place
_MOST_OF_A_FILM = 16 * MIB
_MOST_OF_A_LIST = 4 * MIB
_MOST_OF_A_STILL = 1 * MIB
_SAID = re.compile(rb"[0-9A-Za-z-]{8,64}")


def of_film(film: BinaryIO) -> str:
    """The identifier in a MOV or MP4; empty if there is none, or none near enough."""
    passed = 0
    for _ in range(_ATOMS):
        size, name, header = _atom(film)
        if size < header:
            return ""
        if name == b"moov":
            return _in_list(film.read(min(size - header, _MOST_OF_A_LIST)))
        passed += size
        if passed > _MOST_OF_A_FILM or not _pass_over(film, size - header):
            return ""
    return ""


def of_still(still: BinaryIO) -> str:
    """The identifier in a JPEG or HEIC, wherever in it the maker note lies; empty if none does."""
    start = still.read(_MOST_OF_A_STILL)
    at = start.find(_NOTE)
    note = start[at : at + _NOTE_SIZE] if at >= 0 else b""
    order = {b"MM": ">", b"II": "<"}.get(note[12:_NOTE_IFD])
    if order is None or len(note) < _NOTE_IFD + 2:
        return ""
    (count,) = struct.unpack_from(order + "H", note, _NOTE_IFD)
    entries = note[_NOTE_IFD + 2 :][: 12 * count]
    for tag, kind, size, place in struct.iter_unpack(
        order + "HHLL", entries[: len(entries) // 12 * 12]
    ):
        if (tag, kind) == (_TAG, _ASCII):
            return _said(note[place : place + size])
    return ""


def _atom(film: BinaryIO) -> tuple[int, bytes, int]:
    """The whole size, the name, and how much of the size was read by now. Size 0 at the end."""
    head = film.read(8)
    size, header = int.from_bytes(head[:4]), 8
    if size == 1:
        size, header = int.from_bytes(film.read(8)), 16
    return size, head[4:], header


def _pass_over(film: BinaryIO, size: int) -> bool:
    """False if the film ends before. It can only be read forwards."""
    while size > 0:
        passed = len(film.read(min(size, BUFFER)))
        if not passed:
            return False
        size -= passed
    return True


def _in_list(moov: bytes) -> str:
    """Apple lays `meta` into `moov`; libavformat, which many tools use, into `udta` in it."""
    inside = list(_atoms(moov))
    inside += [deeper for name, content in inside if name == b"udta" for deeper in _atoms(content)]
    metas = (content for name, content in inside if name == b"meta")
    return next((said for meta in metas if (said := _in_meta(meta))), "")


def _in_meta(meta: bytes) -> str:
    lists = dict(_atoms(meta if meta[4:8] == b"hdlr" else meta[4:]))
    keys = [key for _, key in _atoms(lists.get(b"keys", b"")[8:])]
    if _KEY not in keys:
        return ""
    number = (keys.index(_KEY) + 1).to_bytes(4)
    value = dict(_atoms(lists.get(b"ilst", b""))).get(number, b"")
    return _said(value[16:])  # behind `data`, its type and its language


def _atoms(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and content of each; the entries of `keys` and `ilst` are built like atoms."""
    return islice(_every_atom(data), _ATOMS)


def _every_atom(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while (size := int.from_bytes(data[at : at + 4])) >= 8:
        yield data[at + 4 : at + 8], data[at + 8 : at + size]
        at += size


def _said(value: bytes) -> str:
    found = _SAID.fullmatch(value.rstrip(b"\0"))
    return found[0].decode("ascii") if found else ""
