"""A view is a plain JPEG: a picture and nothing else, which whoever made it cannot get round."""

from __future__ import annotations

import re

from heartleaf.keepsakes.developing.wire import insist


def plain_jpeg_size(data: bytes) -> tuple[int, int]:
    """Width and height of a baseline JPEG that holds a picture and nothing else.

    Only JFIF's own 16 bytes, tables, one frame, one scan and the end are let through: no EXIF, XMP,
    ICC, comment, thumbnail, second picture, nothing after the end (ITU-T T.81, annex B).
    Raises `Garbled`.
    """
    insist(data[:2] == b"\xff\xd8")
    at, size = 2, (0, 0)
    while data[at : at + 2] != b"\xff\xda":
        marker, length = data[at : at + 2], int.from_bytes(data[at + 2 : at + 4])
        insist((length >= 2 and marker in _TABLES) or _is_bare_jfif(data[at : at + 18]))
        if marker == b"\xff\xc0":
            size = int.from_bytes(data[at + 7 : at + 9]), int.from_bytes(data[at + 5 : at + 7])
        at += 2 + length
    scan = at + 2 + int.from_bytes(data[at + 2 : at + 4])
    end = _MARKER_IN_SCAN.search(data, scan)
    insist(end is not None and end.start() == len(data) - 2 and data[-2:] == b"\xff\xd9")
    return size


_TABLES = (b"\xff\xdb", b"\xff\xc0", b"\xff\xc4", b"\xff\xdd")
_MARKER_IN_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7]", re.DOTALL)


def _is_bare_jfif(segment: bytes) -> bool:
    return segment[:9] == b"\xff\xe0\x00\x10JFIF\x00" and segment[16:18] == b"\x00\x00"
