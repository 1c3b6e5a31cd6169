"""The wood of a path's branch: one curve that thins to its tip, with rings of bark and pores."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import atan2, cos, degrees, hypot, radians, sin
from typing import NamedTuple

from heartleaf.tree.wood import UNIT

GAP = 86 * UNIT
"""From leaf to leaf, while there are few."""
_WIDEST = 880 * UNIT
_BASE, _STEPS = 1.15, 6
"""Of bare wood before the first leaf, in gaps; bends drawn from one leaf to the next."""

Point = tuple[float, float]


class Bough(NamedTuple):
    """The middle of the branch, bend by bend; `gap` is from leaf to leaf, `foot` its thickness."""

    points: list[Point]
    gap: float
    foot: float

    def at(self, place: float) -> tuple[Point, Point, float]:
        """The point a leaf's number along the branch, its unit heading, and how thick it is."""
        along = min(max((place + _BASE) * _STEPS, 0), len(self.points) - 1.001)
        one, rest = int(along), along - int(along)
        (ax, ay), (bx, by) = self.points[one], self.points[one + 1]
        length = hypot(bx - ax, by - ay)
        heading = (bx - ax) / length, (by - ay) / length
        return (ax + rest * (bx - ax), ay + rest * (by - ay)), heading, self.thick(along)

    def thick(self, along: float) -> float:
        left = 1 - along / (len(self.points) - 1)
        return 2.6 * UNIT + (self.foot - 2.6 * UNIT) * float(left**0.9)


def grown(leaves: int) -> Bough:
    """It rises steeply, then lets go towards its tip."""
    gap = min(GAP, _WIDEST / (leaves + _BASE))
    bends = round((leaves - 1 + _BASE) * _STEPS)
    x = y = 0.0
    points = [(x, y)]
    for bend in range(bends):
        done = bend / bends
        turn = 30 * (1 - done) ** 1.3 - 9 * done * done + 4 * sin(4.4 * done)
        leaf = (bend / _STEPS) - _BASE
        turn += 5.5 if int(leaf + 1) % 2 else -5.5  # towards the side of the leaf that is next
        x += gap / _STEPS * cos(radians(turn))
        y -= gap / _STEPS * sin(radians(turn))
        points.append((x, y))
    foot = UNIT * min(21.0, 7 + 2.6 * leaves**0.62)
    return Bough(_smoothed(points), gap, foot)


def _smoothed(points: list[Point]) -> list[Point]:
    for _ in range(3):
        inner = zip(points, points[1:], points[2:], strict=False)
        middle = [
            (0.25 * ax + 0.5 * bx + 0.25 * cx, 0.25 * ay + 0.5 * by + 0.25 * cy)
            for (ax, ay), (bx, by), (cx, cy) in inner
        ]
        points = [points[0], *middle, points[-1]]
    return points


def outline(wood: Bough) -> str:
    """Up one side and down the other; a little wider at its foot, where it left the tree."""
    left, right = list[Point](), list[Point]()
    points = wood.points
    for number, (x, y) in enumerate(points):
        (ax, ay), (bx, by) = points[max(number - 1, 0)], points[min(number + 1, len(points) - 1)]
        length = hypot(bx - ax, by - ay)
        across, down = (bx - ax) / length, (by - ay) / length
        half = wood.thick(number) / 2 + 0.12 * wood.foot * 0.6**number
        left.append((x + down * half, y - across * half))
        right.append((x - down * half, y + across * half))
    (ax, ay), (bx, by) = points[:2]
    away = 0.4 * wood.foot / hypot(bx - ax, by - ay)
    heel = ax - away * (bx - ax), ay - away * (by - ay)
    around = f"Q{spot(heel)} {spot(left[0])}Z"
    return f"M{spot(left[0])}{_curve(left)}L{spot(right[-1])}{_curve(right[::-1])}{around}"


def _curve(points: Sequence[Point]) -> str:
    """Through the middles, with the points as what it bends towards."""
    middles = [((ax + bx) / 2, (ay + by) / 2) for (ax, ay), (bx, by) in pairwise(points)]
    bends = (f"Q{spot(one)} {spot(to)}" for one, to in zip(points[1:-1], middles[1:], strict=True))
    return f"L{spot(middles[0])}{''.join(bends)}L{spot(points[-1])}"


def pores(wood: Bough) -> str:
    """Short fine lines along the older wood, as lindens have."""
    parts = []
    for number in range(3, len(wood.points) // 2, 2):
        thick = wood.thick(number)
        if thick < 9 * UNIT:
            break
        (x, y), (bx, by) = wood.points[number], wood.points[number + 1]
        aside = (-0.24, 0.16, 0.02, 0.27, -0.1)[number // 2 % 5] * thick
        length = hypot(bx - x, by - y)
        dx, dy = (bx - x) / length, (by - y) / length
        long = (4, 6, 3)[number // 2 % 3] * UNIT
        start = x - dy * aside, y + dx * aside
        parts.append(f"M{spot(start)}l{long * dx:.0f} {long * dy:.0f}")
    return f'<path class="bark" d="{"".join(parts)}"/>' if parts else ""


def spot(point: Point) -> str:
    return f"{point[0]:.0f} {point[1]:.0f}"


def ring(wood: Bough, place: float) -> str:
    """A low collar round the wood, with two fine lines across it."""
    (x, y), (along, down), thick = wood.at(place)
    half, long = 0.64 * thick + 1.8 * UNIT, 0.26 * thick + 3.4 * UNIT
    angle = degrees(atan2(down, along))
    lines = "".join(
        f"M{at:.0f} {-0.86 * half:.0f}Q{at + 0.3 * long:.0f} 0 {at:.0f} {0.86 * half:.0f}"
        for at in (-0.34 * long, 0.3 * long)
    )
    return (
        f'<g transform="translate({x:.0f} {y:.0f}) rotate({angle:.1f})">'
        f'<rect class="wood" x="{-long:.0f}" y="{-half:.0f}" width="{2 * long:.0f}" '
        f'height="{2 * half:.0f}" rx="{0.8 * long:.0f}" ry="{0.5 * half:.0f}"/>'
        f'<path class="bark ring" d="{lines}"/></g>'
    )


def turned(heading: Point, degrees: float) -> Point:
    (across, down), turn = heading, radians(degrees)
    return across * cos(turn) - down * sin(turn), across * sin(turn) + down * cos(turn)
