"""Where MP4 and MOV keep a place: atoms of `udta`, the lists of `meta`, XMP, and whole tracks."""

from __future__ import annotations

from heartleaf.keepsakes.developing.layouts.boxes import MOST_BOXES, Box, boxes, inside, of_meta
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


def film(window: Window, blots: Blots) -> None:
    for box in boxes(window):
        if box.name == b"moov":
            _movie(box.body, blots)
        elif box.name in (b"udta", b"meta", b"uuid"):
            _beside(window, box, blots)
        elif box.name in (b"gps ", b"GPS ", b"gpsa"):
            raise NotPromised


def _movie(moov: Window, blots: Blots) -> None:
    for box in boxes(moov):
        if box.name == b"trak":
            _track(box.body, blots)
            for inner in boxes(box.body):
                _beside(box.body, inner, blots)
        elif box.name in (b"gps ", b"GPS "):
            raise NotPromised
        else:
            _beside(moov, box, blots)


def _track(trak: Window, blots: Blots) -> None:
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
                _lists(of_meta(inner.body), blots)
            elif not _is_kept(inner.name):
                _free(box.body, inner, blots)
    elif box.name == b"meta":
        _lists(of_meta(box.body), blots)
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


def _lists(meta: Window, blots: Blots) -> None:
    """Apple's `ilst`: each item has a word as its name, or the number of a word in `keys`
    (QuickTime File Format, Metadata)."""
    keys = inside(meta, b"keys")
    words = _words(keys) if keys else []
    listed = inside(meta, b"ilst")
    for item in boxes(listed) if listed else ():
        number = int.from_bytes(item.name)
        word = words[number - 1] if 0 < number <= len(words) else item.name
        if word == b"\xa9xyz" or any(place in word.lower() for place in _TIMED_PLACES):
            for value in boxes(item.body):
                if value.name == b"data":
                    blots.blank(value.body, 8, value.body.size)
    for box in boxes(meta):
        if box.name == b"xml " or box.name == b"XMP_":
            blocks.xmp(box.body, blots)


def _words(keys: Window) -> list[bytes]:
    return [
        box.body.read(0, 256) for _, box in zip(range(MOST_BOXES), boxes(keys, 8), strict=False)
    ]
