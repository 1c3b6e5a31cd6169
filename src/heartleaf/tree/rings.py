"""The cut wood: a ring for each year since the first day that anything kept is of.

No two years are alike in a tree, and none of these is: how broad a ring is follows from the wood
alone, so that it stays the same for ever, and nothing of it says whether much was kept.
"""

from __future__ import annotations

import struct
from html import escape
from math import cos, pi, sin

from heartleaf.tree.stream import Stream
from heartleaf.tree.wood import Wood

_MOST = 60
_AROUND = 28
"""Bends of a ring."""
_HEART, _YEAR, _BARK = 26.0, 15.0, 13.0


def rings(wood: Wood, years: int, *, title: str) -> str:
    """An `<svg class="tree rings">`. The same wood has the same first rings whatever comes after;
    past sixty years the outermost are as close as they can be drawn."""
    years = min(max(years, 1), _MOST)
    seed = struct.pack("<64h", *(wood.xs * 64)[:64])
    chance = Stream(seed, "rings")
    sway = [chance.between(-1, 1) for _number in range(6)]
    edges, radius = [_edge(_HEART * 0.28, sway, 0.3)], _HEART * 0.28
    for _year in range(years):
        radius += chance.between(0.55, 1.35) * _YEAR
        edges.append(_edge(radius, sway, chance.between(0.7, 1.0)))
    bark = radius + _BARK
    size = bark * 1.16
    lines = "".join(f'<path class="ring" d="{edge}"/>' for edge in edges)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tree rings" role="img" '
        f'aria-label="{escape(title)}" viewBox="{-size:.0f} {-size:.0f} '
        f'{2 * size:.0f} {2 * size:.0f}"><path class="wood" d="{_edge(bark, sway, 1.1)}"/>'
        f'<path class="heartwood" d="{edges[-1]}"/>{lines}'
        f'<path class="ring" d="{_crack(radius, sway)}"/></svg>'
    )


def _edge(radius: float, sway: list[float], much: float) -> str:
    """A closed line that is nearly round."""
    points = []
    for bend in range(_AROUND):
        angle = 2 * pi * bend / _AROUND
        swing = sum(
            one * sin((number + 1) * angle + 5 * one) / (number + 2)
            for number, one in enumerate(sway)
        )
        out = radius * (1 + 0.06 * much * swing)
        points.append((out * cos(angle), 0.97 * out * sin(angle)))
    last, middles = points[-1], []
    for point in points:
        middles.append(((last[0] + point[0]) / 2, (last[1] + point[1]) / 2))
        last = point
    first = middles[0]
    bends = (
        f"Q{x:.1f} {y:.1f} {to_x:.1f} {to_y:.1f}"
        for (x, y), (to_x, to_y) in zip(points, [*middles[1:], first], strict=True)
    )
    return f"M{first[0]:.1f} {first[1]:.1f}{''.join(bends)}Z"


def _crack(radius: float, sway: list[float]) -> str:
    """Wood opens a little from its heart as it dries."""
    angle = pi * sway[0]
    x, y = cos(angle), sin(angle)
    return f"M{3 * x:.1f} {3 * y:.1f}L{0.5 * radius * x:.1f} {0.5 * radius * y:.1f}"
