"""The boxes of ISO media files (ISO/IEC 14496-12, section 4.2): HEIC, AVIF, JPEG XL, MP4, MOV.

Written for boxes made by an enemy: a box never reaches past the window it is in, each takes at
least eight bytes, and there is an end to counting them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from heartleaf.keepsakes.developing.layouts.windows import Window
from heartleaf.keepsakes.developing.looks import Stretch

MOST_BOXES = 20_000
_MOST_EXTENTS = 256


class Box(NamedTuple):
    """`at` is where it begins in its window, `whole` how long it says it is with its own head."""

    name: bytes
    at: int
    whole: int
    body: Window


def boxes(window: Window, at: int = 0) -> Iterator[Box]:
    """The boxes one after the other; the last may say that it is longer than the window."""
    for _ in range(MOST_BOXES):
        head = window.read(at, 16)
        if len(head) < 8:
            return
        size, start = int.from_bytes(head[:4]), 8
        if size == 1:
            size, start = int.from_bytes(head[8:16]), 16
        elif size == 0:
            size = window.size - at
        if size < start:
            return
        yield Box(head[4:8], at, size, window.part(at + start, size - start))
        at += size


def inside(window: Window, *names: bytes) -> Window | None:
    """What is in the first box of each name, one in the other. Of `meta`, which began with four
    bytes of version in one standard and without them in another, both are understood."""
    for name in names:
        found = next((box.body for box in boxes(window) if box.name == name), None)
        if found is None:
            return None
        window = of_meta(found) if name == b"meta" else found
    return window


def of_meta(body: Window) -> Window:
    return body if body.read(4, 4) == b"hdlr" else body.part(4, body.size)


PICTURES = {b"hvc1", b"av01", b"grid", b"iden", b"iovl", b"tmap", b"jpeg", b"avc1", b"unci"}
"""Types of items that are pictures (ISO/IEC 23008-12), and no words about one."""


class Item(NamedTuple):
    """`content` and `encoding` are told of `mime` alone; None where they cannot be read."""

    kind: bytes
    content: bytes | None
    encoding: bytes | None


def items(meta: Window) -> dict[int, Item]:
    """The items of a `meta` box by their number (8.11.6)."""
    listed = inside(meta, b"iinf")
    if listed is None:
        return {}
    found = {}
    for box in boxes(listed, 6 if listed.number(0, 1) == 0 else 8):
        if box.name == b"infe":
            number, item = _item(box.body)
            found[number] = item
    return found


def _item(told: Window) -> tuple[int, Item]:
    """Before version 2 no type was told: such an item may be anything."""
    version = told.number(0, 1)
    wide = 4 if version == 3 else 2
    number = told.number(4, wide)
    if version not in (2, 3):
        return number, Item(b"", None, None)
    rest = told.read(4 + wide + 2, 4096)
    words = rest[4:].split(b"\0")  # the name, the content, its encoding, if that is told at all
    content = words[1] if len(words) > 2 else None
    return number, Item(rest[:4], content, words[2] if len(words) > 2 else None)


def places(file: Window, meta: Window) -> dict[int, Window | None]:
    """Where the bytes of each item stand (8.11.3): in the file, or in `idat`. None where that is
    told in another way, or in several."""
    table = inside(meta, b"iloc")
    if table is None:
        return {}
    version, sizes = table.number(0, 1), table.number(4, 2)
    offset_size, length_size, base_size, index_size = ((sizes >> by) & 15 for by in (12, 8, 4, 0))
    if version == 0:
        index_size = 0
    wide = 4 if version == 2 else 2
    at = 6 + wide
    found: dict[int, Window | None] = {}
    sources = {0: file, 1: inside(meta, b"idat")}
    for _ in range(min(table.number(6, wide), MOST_BOXES)):
        number, at = table.number(at, wide), at + wide
        method, at = (table.number(at, 2) & 15, at + 2) if version else (0, at)
        elsewhere, base = table.number(at, 2), table.number(at + 2, base_size)
        at += 2 + base_size
        extents, at = table.number(at, 2), at + 2
        parts = []
        for _ in range(min(extents, _MOST_EXTENTS)):
            at += index_size
            start = base + table.number(at, offset_size)
            length = table.number(at + offset_size, length_size)
            at += offset_size + length_size
            parts.append(Stretch(start, length or file.size))
        at += max(0, extents - _MOST_EXTENTS) * (index_size + offset_size + length_size)
        source = sources.get(method)
        clear = 0 < extents <= _MOST_EXTENTS and not elsewhere and number not in found
        found[number] = source.joined(parts) if source is not None and clear else None
        if at > table.size:
            break
    return found


def nclx(meta: Window) -> tuple[int, int] | None:
    """The numbers of the primaries and of the transfer curve of a HEIF picture without a colour
    profile (ISO/IEC 23091-2): 9 is BT.2020, 12 Display P3; 16 is PQ, 18 HLG."""
    properties = inside(meta, b"iprp", b"ipco")
    said = [box.body for box in boxes(properties) if box.name == b"colr"] if properties else []
    kinds = [colour.read(0, 4) for colour in said]
    if b"nclx" not in kinds or b"prof" in kinds or b"rICC" in kinds:
        return None
    first = said[kinds.index(b"nclx")]
    return first.number(4, 2), first.number(6, 2)


def ends_early(window: Window) -> bool:
    """Whether a box reaches past the end; the decoders themselves say nothing."""
    return any(box.at + box.whole > window.size for box in boxes(window))
