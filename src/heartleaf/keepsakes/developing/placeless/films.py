"""Where MP4 and MOV keep a place: atoms of `udta`, the lists of `meta`, XMP, and whole tracks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from heartleaf.keepsakes.developing.layouts import boxes as layout
from heartleaf.keepsakes.developing.layouts.boxes import MOST_BOXES, Box, inside, of_meta
from heartleaf.keepsakes.developing.layouts.windows import Window
from heartleaf.keepsakes.developing.placeless import blocks
from heartleaf.keepsakes.developing.placeless.blots import Blots, NotPromised

_XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
"""The `uuid` of a box with XMP in it (XMP part 3, 1.2.7.1)."""

_KEPT = b"titl dscp cprt perf auth gnre yrrc albm kywd clsf rtng name hnti hinf chpl tsel tagc"
_KEPT_WORDS = {*_KEPT.split(), b"LOOP", b"SelO", b"AllF", b"WLOC", b"ludt", b"free", b"skip"}
"""What may stay in `udta` besides Apple's words that begin with (c): nothing of it is a place.
Makers put atoms of their own there, some with a place, so what is not known here goes."""

_HARMLESS_TRACKS = {b"vide", b"soun", b"hint", b"tmcd", b"auxv", b"pict"}
_TIMED_PLACES = (b"location", b"gps")
_GPS_IN_WORDS = re.compile(rb"(?i)gps|latitude")
"""Sony writes `<Item name="Latitude" value=…>` in a form of its own."""

_HOLDING = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf", b"mvex", b"mpvd"}
"""Boxes that hold boxes, and so perhaps a `udta` (8.1 to 8.16; QuickTime has one in `mdia`)."""
_LEAVES = (
    b"ftyp styp mdat idat free skip wide pdin sidx ssix prft mfra mvhd tkhd mdhd hdlr vmhd smhd "
    b"hmhd nmhd sthd gmhd dinf edts elst tref iods stsd stts ctts stss stsz stz2 stco co64 stsc "
    b"stsh stdp padb sbgp sgpd sdtp cslg subs saiz saio mehd trex mfhd tfhd trun tfdt"
)
_PLAIN = set(_LEAVES.split())
"""Boxes in which nothing of the kind has a place."""
_PACKED = {b"cmov", b"!mov", b"!mof"}
"""Compressed indices (QuickTime File Format, Compressed Movie Resources; 8.19)."""
_GPS = {b"gps ", b"GPS ", b"gpsa"}
_TELLING = (b"udta", b"\xa9xyz", b"loci")
_MOST_NESTED = 8


def film(window: Window, blots: Blots, *, is_still: bool = False) -> None:
    """The items of a still (in its first `meta`) are the still's own affair."""
    for box in boxes(window):
        if is_still and box.name == b"meta":
            _lists(of_meta(box.body), blots)
            is_still = False
        else:
            _box(window, box, blots, 0)


def _box(window: Window, box: Box, blots: Blots, nested: int) -> None:
    if box.name in _PACKED or box.name in _GPS or nested > _MOST_NESTED:
        raise NotPromised
    if box.name in (b"udta", b"meta", b"uuid"):
        _beside(window, box, blots)
    elif box.name in _HOLDING:
        if box.name == b"trak":
            _track(box.body)
        for inner in boxes(box.body):
            _box(box.body, inner, blots, nested + 1)
    elif box.name not in _PLAIN:
        held = box.body.read(0, blocks.MOST_BLOCK)
        if box.body.size > blocks.MOST_BLOCK or any(word in held for word in _TELLING):
            raise NotPromised


def boxes(window: Window, at: int = 0) -> Iterator[Box]:
    """All of them: where there are more than are counted, no promise is made."""
    for number, box in enumerate(layout.boxes(window, at), 1):
        if number == MOST_BOXES:
            raise NotPromised
        yield box


def _track(trak: Window) -> None:
    """A track of its own may follow the way a camera went (GoPro, drones); what is in it is in the
    maker's own form, so no promise is made."""
    handler = inside(trak, b"mdia", b"hdlr")
    kind = handler.read(8, 4) if handler else b""
    if kind in _HARMLESS_TRACKS:
        return
    described = inside(trak, b"mdia", b"minf", b"stbl", b"stsd")
    said = described.read(0, 2**16).lower() if described else b""
    if kind != b"meta" or b"mebx" not in said or any(word in said for word in _TIMED_PLACES):
        raise NotPromised


def _beside(window: Window, box: Box, blots: Blots) -> None:
    if box.name == b"udta":
        for inner in boxes(box.body):
            if inner.name == b"meta":
                _meta(of_meta(inner.body), blots)
            elif not _is_kept(inner.name):
                _free(box.body, inner, blots)
    elif box.name == b"meta":
        _meta(of_meta(box.body), blots)
    elif box.name == b"uuid" and box.body.read(0, 16) == _XMP:
        blocks.xmp(box.body.part(16, box.body.size), blots)
    elif box.name == b"uuid" and b"GPSL" in box.body.read(0, blocks.MOST_BLOCK):
        blots.blank(box.body, 16, box.body.size)


def _is_kept(name: bytes) -> bool:
    return name in _KEPT_WORDS or (name[:1] == b"\xa9" and name != b"\xa9xyz")


def _free(window: Window, box: Box, blots: Blots) -> None:
    """Make of a box one that holds nothing."""
    blots.write(window, box.at + 4, b"free")
    blots.blank(box.body, 0, box.body.size)


def _meta(meta: Window, blots: Blots) -> None:
    if any(item.kind not in layout.PICTURES for item in layout.items(meta).values()):
        raise NotPromised
    _lists(meta, blots)


def _lists(meta: Window, blots: Blots) -> None:
    """Apple's `ilst`: each item has a word as its name, or the number of a word in `keys`
    (QuickTime File Format, Metadata), or of `----` in a box beside its value."""
    keys = inside(meta, b"keys")
    words = _words(keys) if keys else []
    listed = inside(meta, b"ilst")
    for item in boxes(listed) if listed else ():
        number = int.from_bytes(item.name)
        word = words[number - 1] if 0 < number <= len(words) else item.name
        if word == b"----":
            named = (one.body for one in boxes(item.body) if one.name == b"name")
            word = b" ".join(name.read(4, 256) for name in named)
        if word == b"\xa9xyz" or any(place in word.lower() for place in _TIMED_PLACES):
            for value in boxes(item.body):
                if value.name == b"data":
                    blots.blank(value.body, 8, value.body.size)
    for box in boxes(meta):
        if box.name == b"bxml":
            raise NotPromised
        if box.name == b"xml " or box.name == b"XMP_":
            blocks.xmp(box.body, blots)
            if _GPS_IN_WORDS.search(box.body.read(0, blocks.MOST_BLOCK)):
                blots.blank(box.body, 4, box.body.size, b" ")


def _words(keys: Window) -> list[bytes]:
    return [
        box.body.read(0, 256) for _, box in zip(range(MOST_BOXES), boxes(keys, 8), strict=False)
    ]
