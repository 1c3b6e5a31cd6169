"""Which way up a film is: the eight ways a display matrix can say.

A film turned by a matrix (ISO/IEC 14496-12, 8.3.2) keeps its pictures as the camera had them. Here
the matrix is read as the nearest of the eight that a picture can be laid on a table.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

from av.video.stream import VideoStream

_UNIT = 65536
_MOST_ASPECT = 4


class Way(NamedTuple):
    """A point x, y of the picture is shown at a*x + c*y, b*x + d*y; y counts downwards."""

    a: int = 1
    b: int = 0
    c: int = 0
    d: int = 1

    @property
    def sideways(self) -> bool:
        return self.a == 0


UPRIGHT = Way()
TURNS = (UPRIGHT, Way(0, 1, -1, 0), Way(-1, 0, 0, -1), Way(0, -1, 1, 0))
"""The four that do not mirror; not every browser knows the others."""

FILTERS: dict[Way, tuple[tuple[str, str | None], ...]] = {
    UPRIGHT: (),
    Way(0, 1, -1, 0): (("transpose", "clock"),),
    Way(-1, 0, 0, -1): (("hflip", None), ("vflip", None)),
    Way(0, -1, 1, 0): (("transpose", "cclock"),),
    Way(-1, 0, 0, 1): (("hflip", None),),
    Way(1, 0, 0, -1): (("vflip", None),),
    Way(0, 1, 1, 0): (("transpose", "cclock_flip"),),
    Way(0, -1, -1, 0): (("transpose", "clock_flip"),),
}
"""FFmpeg's filters that lay it so."""


def way_of(stream: VideoStream) -> Way:
    """How a film wants to be laid."""
    matrix = stream.codec_context.coded_side_data.get("display_matrix", b"")
    if len(matrix) != 36:
        return UPRIGHT
    a, b, _, c, d = struct.unpack_from("=5i", matrix)
    upright = abs(a) + abs(d) >= abs(b) + abs(c)
    way = Way(_sign(a), 0, 0, _sign(d)) if upright else Way(0, _sign(b), _sign(c), 0)
    return way if (a, b, c, d) != (0, 0, 0, 0) else UPRIGHT


def matrix_of(way: Way) -> list[int]:
    """The same as nine numbers; the last in the film's own unit of 1/2**30."""
    return [way.a * _UNIT, way.b * _UNIT, 0, way.c * _UNIT, way.d * _UNIT, 0, 0, 0, 2**30]


def turned(way: Way, quarters: int) -> Way:
    """The same, and then so many quarters further clockwise."""
    a, b, c, d = way
    for _ in range(quarters % 4):
        a, b, c, d = -b, a, -d, c
    return Way(a, b, c, d)


def shown_size(stream: VideoStream) -> tuple[float, float]:
    """Width and height as they are shown: with square pixels, before anything is turned."""
    aspect = aspect_of(stream)
    width, height = float(stream.width), float(stream.height)
    return (width * aspect, height) if aspect > 1 else (width, height / aspect)


def aspect_of(stream: VideoStream) -> float:
    """How wide a pixel is for its height; one that cannot be is taken for 1."""
    ratio = stream.sample_aspect_ratio
    aspect = float(ratio) if ratio and ratio.denominator else 1.0
    return aspect if 1 / _MOST_ASPECT <= aspect <= _MOST_ASPECT else 1.0


def _sign(number: int) -> int:
    return -1 if number < 0 else 1
