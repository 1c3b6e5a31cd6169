"""A DNG written by hand (Adobe DNG 1.4): a mosaic of one colour a dot, and a JPEG beside it."""

from __future__ import annotations

import struct

from PIL import Image

from tests.vectors.pictures import saved, undone

SHORT, LONG, RATIONAL, SIGNED, BYTE, ASCII, UNDEFINED = 3, 4, 5, 10, 1, 2, 7


def dng(image: Image.Image, orientation: int = 1, *, preview: bool = True) -> bytes:
    stored = undone(image, orientation)
    width, height = stored.size
    red, green, blue = (band.tobytes() for band in stored.split())
    light = [
        round(((red, green, green, blue)[y % 2 * 2 + x % 2][y * width + x] / 255) ** 2.2 * 60000)
        for y in range(height)
        for x in range(width)
    ]
    mosaic = struct.pack(f"<{len(light)}H", *light)
    jpeg = saved(stored, "JPEG", quality=92)
    matrix = [3.2405, -1.5371, -0.4985, -0.9693, 1.876, 0.0416, 0.0556, -0.204, 1.0572]
    raw = {
        254: (LONG, [0]),
        256: (LONG, [width]),
        257: (LONG, [height]),
        258: (SHORT, [16]),
        259: (SHORT, [1]),
        262: (SHORT, [32803]),
        273: mosaic,
        277: (SHORT, [1]),
        278: (LONG, [height]),
        279: (LONG, [len(mosaic)]),
        33421: (SHORT, [2, 2]),
        33422: (BYTE, [0, 1, 1, 2]),
        50714: (SHORT, [0]),
        50717: (LONG, [60000]),
    }
    small = {
        254: (LONG, [1]),
        256: (LONG, [width]),
        257: (LONG, [height]),
        258: (SHORT, [8, 8, 8]),
        259: (SHORT, [7]),
        262: (SHORT, [6]),
        273: jpeg,
        277: (SHORT, [3]),
        278: (LONG, [height]),
        279: (LONG, [len(jpeg)]),
    }
    about = {
        271: (ASCII, b"Test\0"),
        272: (ASCII, b"Test One\0"),
        274: (SHORT, [orientation]),
        0x8769: {0x9003: (ASCII, b"2024:05:06 07:08:09\0")},
        50706: (BYTE, [1, 4, 0, 0]),
        50708: (ASCII, b"Test One\0"),
        50721: (SIGNED, [round(value * 10000) for value in matrix]),
        50728: (RATIONAL, [10000, 10000, 10000]),
        50778: (SHORT, [21]),
    }
    first = {**small, **about, 330: raw} if preview else {**raw, **about}
    return b"II*\0\x08\0\0\0" + _directory(first, 8)


def _directory(tags: dict, at: int) -> bytes:
    """A directory at `at`, its values and its further directories behind it."""
    table, behind = b"", b""
    begins = at + 2 + 12 * len(tags) + 4
    for tag, told in sorted(tags.items()):
        here = begins + len(behind)
        if isinstance(told, dict):
            kind, count, data = LONG, 1, struct.pack("<I", here)
            behind += _directory(told, here)
        elif isinstance(told, bytes):
            kind, count, data = LONG, 1, struct.pack("<I", here)
            behind += told + bytes(len(told) % 2)
        else:
            kind, count, data = _packed(*told)
            if len(data) > 4:
                behind += data + bytes(len(data) % 2)
                data = struct.pack("<I", here)
        table += struct.pack("<HHI", tag, kind, count) + data.ljust(4, b"\0")
    return struct.pack("<H", len(tags)) + table + bytes(4) + behind


def _packed(kind: int, values) -> tuple[int, int, bytes]:
    if isinstance(values, bytes):
        return kind, len(values), values
    if kind in (RATIONAL, SIGNED):
        pairs = [number for value in values for number in (value, 10000)]
        return (
            kind,
            len(values),
            struct.pack(f"<{len(pairs)}{'i' if kind == SIGNED else 'I'}", *pairs),
        )
    letter = {SHORT: "H", LONG: "I", BYTE: "B"}[kind]
    return kind, len(values), struct.pack(f"<{len(values)}{letter}", *values)
