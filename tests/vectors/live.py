"""A still and the film around it, as Apple's phones mark the two: the film by libavformat, which
lays the mark elsewhere than a phone, and once more as a phone does."""

from __future__ import annotations

import functools
import io
import struct

import av
import numpy as np
from PIL import Image

MARK, OTHER_MARK = (f"6F2F1B3C-0000-4000-8000-ABCDEF00000{n}" for n in (1, 2))
_KEY = "com.apple.quicktime.content.identifier"


@functools.cache
def film(mark: str = "") -> bytes:
    """A third of a second, dark to light."""
    out = io.BytesIO()
    with av.open(out, "w", format="mov", options={"movflags": "use_metadata_tags"}) as file:
        if mark:
            file.metadata[_KEY] = mark
        stream = file.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 32, 32, "yuv420p"
        for light in (20, 90, 160):
            picture = np.full((32, 32, 3), light, np.uint8)
            file.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
        file.mux(stream.encode(None))
    return out.getvalue()


def film_of_a_phone(mark: str, before: int = 0) -> bytes:
    """The outline of one: `meta` without a version, right in `moov`, behind `before` bytes."""
    keys = bytes(4) + struct.pack(">L", 2) + _atom(b"mdta", b"x") + _atom(b"mdta", _KEY.encode())
    value = _atom(b"data", struct.pack(">2L", 1, 0) + mark.encode())
    meta = _atom(b"hdlr", bytes(24)) + _atom(b"keys", keys)
    meta += _atom(b"ilst", _atom(struct.pack(">L", 2), value))
    start = _atom(b"ftyp", b"qt  \0\0\0\0qt  ") + _atom(b"wide", b"")
    moov = _atom(b"moov", _atom(b"mvhd", bytes(100)) + _atom(b"meta", meta))
    return start + _atom(b"mdat", bytes(before)) + moov


def still(mark: str = "", light: int = 90) -> bytes:
    """A JPEG with the maker note of a phone."""
    block = Image.Exif()
    if mark:
        block.get_ifd(0x8769)[0x927C] = maker_note(mark)
    out = io.BytesIO()
    Image.new("RGB", (32, 32), (light, light, light)).save(out, "JPEG", exif=block)
    return out.getvalue()


def heic(mark: str = "", before: int = 4000) -> bytes:
    """The outline of one, its maker note a good way into it."""
    start = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(before)
    return start + (maker_note(mark) if mark else b"") + bytes(100)


def maker_note(mark: str) -> bytes:
    text = mark.encode() + b"\0"
    entries = struct.pack(">HHLl", 0x0001, 9, 1, 15)
    entries += struct.pack(">HHLL", 0x0011, 2, len(text), 16 + 24 + 4)
    return b"Apple iOS\0\0\1MM" + struct.pack(">H", 2) + entries + bytes(4) + text


def _atom(name: bytes, content: bytes) -> bytes:
    return struct.pack(">L", 8 + len(content)) + name + content
