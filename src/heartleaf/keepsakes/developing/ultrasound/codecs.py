"""One compressed DICOM frame opened: RLE, JPEG, lossless JPEG, JPEG-LS, JPEG 2000 (PS3.5, 8.2).

What a frame is, its own first bytes say, not the file around it; its size is read from it, and
checked, before a library is let near it. A frame may or may not have been turned into YCbCr, and
its library may or may not have turned it back: each function here says what its pixels are now.
"""

from __future__ import annotations

import io
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from libjpeg.utils import decode as decode_jpeg
from numpy.typing import NDArray
from openjpeg.utils import decode as decode_jpeg_2000
from PIL import Image as PillowImage
from PIL import ImageFile

from heartleaf.keepsakes.developing.looks import Broken, NotShown, TooLarge

Pixels = NDArray[Any]
"""Rows of columns of one or of three samples."""

JPEG, J2K = b"\xff\xd8", b"\xff\x4f\xff\x51"
STARTS = (JPEG, J2K, b"\0\0\0\x0cjP  ")


def warm() -> None:
    """Pillow looks for its readers when it opens its first picture."""
    PillowImage.preinit()


class Opened(NamedTuple):
    """Pixels, what their samples stand for, and whether all of them were there."""

    pixels: Pixels
    meaning: str
    whole: bool = True


def opened(data: bytes, meaning: str, most_pixels: int) -> Opened:
    """Open a frame of JPEG or JPEG 2000 of which the file says that its samples are `meaning`."""
    if data[:2] == JPEG:
        return _jpeg(data, meaning, most_pixels)
    start = data.find(J2K, 0, 4096)
    if start >= 0:
        return _jpeg_2000(data[start:], meaning, most_pixels)
    raise NotShown


def _jpeg(data: bytes, meaning: str, most_pixels: int) -> Opened:
    frame = _jpeg_frame(data)
    _insist_size(frame.width, frame.height, len(frame.parts), most_pixels)
    if frame.marker in (0xC0, 0xC1, 0xC2) and frame.precision == 8:
        return _common_jpeg(data, frame.parts, meaning)
    return Opened(np.atleast_2d(decode_jpeg(_with_whole_scan(data, frame.marker))), meaning)


class _JpegFrame(NamedTuple):
    marker: int
    precision: int
    height: int
    width: int
    parts: bytes


_FRAMES = {*range(0xC0, 0xD0), 0xF7} - {0xC4, 0xC8, 0xCC}
"""SOF markers of ITU-T T.81, B.1.1.3, and of JPEG-LS, ITU-T T.87, C.1.1."""


def _jpeg_frame(data: bytes) -> _JpegFrame:
    """What the header of a frame says: of all JPEGs it is laid out alike (T.81, B.2.2)."""
    at = 2
    while at + 10 <= len(data):
        if data[at] != 0xFF:
            raise Broken
        marker, size = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        if marker == 0xFF:  # fill
            at += 1
            continue
        if marker in _FRAMES:
            height, width = (int.from_bytes(data[i : i + 2]) for i in (at + 5, at + 7))
            parts = data[at + 10 : at + 10 + 3 * data[at + 9] : 3]
            return _JpegFrame(marker, data[at + 4], height, width, parts)
        at += 2 + max(2, size)
    raise Broken


def _with_whole_scan(data: bytes, marker: int) -> bytes:
    """Old machines say of a sequential scan that it holds coefficient 0 alone, and libjpeg takes
    them at their word; it can only hold all 64 (T.81, B.2.3)."""
    scan = data.find(b"\xff\xda")
    if marker not in (0xC0, 0xC1) or scan < 0:
        return data
    at = scan + 5 + 2 * data[scan + 4]
    return data[:at] + b"\x00\x3f\x00" + data[at + 3 :]


def _common_jpeg(data: bytes, parts: bytes, meaning: str) -> Opened:
    """The JPEG of every camera. Its own marks say whether it is YCbCr; only where it has none is
    the file around it believed (libjpeg would guess)."""
    for lenient in (False, True):
        image = PillowImage.open(io.BytesIO(data), formats=("JPEG",))
        marked = (
            "jfif" in image.info or "adobe_transform" in image.info or parts in (b"RGB", b"rgb")
        )
        if image.mode == "RGB" and not marked and meaning == "RGB":
            image.draft("YCbCr", image.size)  # that is: as they are
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
        try:
            return Opened(np.asarray(image), meaning if image.mode == "L" else "RGB", not lenient)
        except OSError:
            continue
    raise Broken


def _jpeg_2000(data: bytes, meaning: str, most_pixels: int) -> Opened:
    """Sizes stand in SIZ; whether colours were turned, in the last field but five of COD (ITU-T
    T.800, A.5.1 and A.6.1). Where they were, the library has turned them back."""
    right, lower, left, upper = (int.from_bytes(data[i : i + 4]) for i in (8, 12, 16, 20))
    _insist_size(right - left, lower - upper, int.from_bytes(data[40:42]), most_pixels)
    cod = data.find(b"\xff\x52", 42, 4096)
    turned = cod >= 0 and data[cod + 8 : cod + 9] == b"\x01"
    pixels = decode_jpeg_2000(data, 0)
    return Opened(np.atleast_2d(pixels), "RGB" if turned and pixels.ndim == 3 else meaning)


def _insist_size(width: int, height: int, parts: int, most_pixels: int) -> None:
    if width <= 0 or height <= 0 or parts not in (1, 3):
        raise Broken
    if width * height > most_pixels:
        raise TooLarge


def unpacked_rle(data: bytes, planes: int, pixels: int) -> tuple[bytes, bool]:
    """The planes of an RLE frame, end to end (PS3.5, annex G), and whether they were whole. A
    header of sixteen numbers: how many segments, and where each begins."""
    header = [int.from_bytes(data[i : i + 4], "little") for i in range(0, 64, 4)]
    if len(data) < 64 or not planes <= header[0] <= 15:
        raise Broken
    starts = [*header[1 : 1 + header[0]], len(data)]
    unpacked = [_unpacked(data[start:end], pixels) for start, end in pairwise(starts[: planes + 1])]
    whole = all(len(plane) == pixels for plane in unpacked)
    return b"".join(plane.ljust(pixels, b"\0") for plane in unpacked), whole


def _unpacked(segment: bytes, size: int) -> bytes:
    """At most `size` bytes, so that no few bytes become very many."""
    out, at, end = bytearray(), 0, len(segment) - 1
    while at < end and len(out) < size:
        count = segment[at]
        if count < 128:
            out += segment[at + 1 : at + count + 2]
            at += count + 2
        else:
            if count > 128:
                out += segment[at + 1 : at + 2] * (257 - count)
            at += 2 if count > 128 else 1
    return bytes(out[:size])
