"""Whether a film or a sound ends before its time, as far as its outermost boxes tell.

RIFF; IFF; EBML (RFC 8794) with the Segment of RFC 9559.
"""

from __future__ import annotations

import io
from typing import BinaryIO

from heartleaf.keepsakes.developing.layouts import boxes
from heartleaf.keepsakes.developing.layouts.windows import of_file

_SEGMENT = b"\x18\x53\x80\x67"


def ends_early(file: BinaryIO, kind: str) -> bool:
    """Say whether something in it reaches past its end. Of kinds that do not tell: no."""
    size = file.seek(0, io.SEEK_END)
    if kind in {"mp4", "mov", "3gp", "m4a"}:
        return boxes.ends_early(of_file(file))
    if kind in {"wav", "avi", "aiff"}:
        file.seek(0)
        head = file.read(8)
        length = int.from_bytes(head[4:8], "big" if kind == "aiff" else "little")
        return 0 < length < 0xFFFFFFFF and length + 8 > size + 1
    if kind in {"webm", "mkv", "weba"}:
        return _segment_end(file) > size
    return False


def _segment_end(file: BinaryIO) -> int:
    """Where the one large element of a Matroska file ends; 0 if it does not say."""
    file.seek(0)
    head = file.read(4096)
    at = head.find(_SEGMENT)
    if at < 0 or at + 12 > len(head):
        return 0
    first = head[at + 4]
    width = 9 - first.bit_length()
    if not first or width > 8:
        return 0
    length = int.from_bytes(head[at + 4 : at + 4 + width]) & ((1 << 7 * width) - 1)
    unknown = length == (1 << 7 * width) - 1
    return 0 if unknown else at + 4 + width + length
