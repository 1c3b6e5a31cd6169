"""The scaffold: a leader that rises from the ground, and limbs that arch away from it.

It reaches to the outline of the full crown. A young tree stands on the first part of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt

from heartleaf.tree.crown import FULL, middle, top
from heartleaf.tree.stream import Stream

STEP = 8.0
"""Distance of one node from the next, here and on twigs."""

_LIMBS = 12

Point = tuple[float, float]
Chain = tuple[int, list[Point]]
"""The number of the leader's point it leaves from, then its own points."""


def leader(chance: Stream) -> list[Point]:
    """Points from the foot to the crown's top, with a slight sway; y rises."""
    height = top(FULL) - 24
    bends = [0.0, 0.0, *(chance.between(-12, 12) for _ in range(8)), 0.0]
    count = int(height / STEP)
    return [(_sway(bends, i / count), height * i / count) for i in range(count + 1)]


def limbs(stem: list[Point], chance: Stream) -> Iterator[Chain]:
    """Limbs at alternating sides, from the lowest, which spread and sink, to the steepest."""
    first = chance.side()
    for number in range(_LIMBS):
        share = number / (_LIMBS - 1)
        height = 205 + 860 * share * (0.42 + 0.58 * share) + chance.between(-6, 6)
        origin = int(height / STEP)
        side = first if number % 2 == 0 else -first
        yield origin, _limb(stem[origin], side, share, chance)


def _limb(start: Point, side: int, share: float, chance: Stream) -> list[Point]:
    end = _end(side, share + chance.between(-0.02, 0.02))
    length = _length(start, end)
    rise = 0.95 + 1.6 * share + chance.between(-0.08, 0.08)
    let_go = -0.45 + 2.1 * share * share
    leaving = _unit(side, rise)
    arriving = _unit(side, let_go)
    curve = (
        start,
        (start[0] + 0.34 * length * leaving[0], start[1] + 0.34 * length * leaving[1]),
        (end[0] - 0.36 * length * arriving[0], end[1] - 0.36 * length * arriving[1]),
        end,
    )
    return _swaying(curve, int(length / STEP), 0.007 * length, chance)


def _end(side: int, share: float) -> Point:
    """A point near the outline of the full crown: `share` 0 is the lowest, 1 close to the top."""
    up = max(-0.6, min(0.97, -0.55 + 1.52 * share * (1.25 - 0.25 * share)))
    centre = middle(FULL)
    half = top(FULL) - centre if up > 0 else 0.72 * centre
    return side * 0.97 * FULL * sqrt(1 - up * up), centre + 0.97 * half * up


def _swaying(
    curve: tuple[Point, Point, Point, Point], count: int, sway: float, chance: Stream
) -> list[Point]:
    bends = [0.0, *(chance.between(-sway, sway) for _ in range(3)), 0.0]
    across = _unit(curve[0][1] - curve[3][1], curve[3][0] - curve[0][0])
    points = []
    for i in range(1, count + 1):
        x, y = _bezier(curve, i / count)
        aside = _sway(bends, i / count)
        points.append((x + aside * across[0], y + aside * across[1]))
    return points


def _bezier(curve: tuple[Point, Point, Point, Point], t: float) -> Point:
    s = 1 - t
    a, b, c, d = s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = curve
    return a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3


def _sway(bends: list[float], t: float) -> float:
    """Smoothly from bend to bend: a uniform quadratic B-spline through their midpoints."""
    place = t * (len(bends) - 1)
    i = min(int(place), len(bends) - 2)
    f = place - i
    smooth = f * f * (3 - 2 * f)
    return bends[i] + (bends[i + 1] - bends[i]) * smooth


def _unit(x: float, y: float) -> Point:
    length = sqrt(x * x + y * y)
    return x / length, y / length


def _length(a: Point, b: Point) -> float:
    x, y = b[0] - a[0], b[1] - a[1]
    return sqrt(x * x + y * y)
