"""The branch of a path: one curve with a leaf for each month, drawn from numbers alone.

A linden's twig bends a little at every leaf, to one side and to the other. Where someone started
again there is a ring of bark with a small new shoot; the wood goes on through it as thick as it
was, and no leaf is missing or shorter. The last leaf is the youngest, at the tip. The same leaves
always make the same branch: nothing of it is chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise
from math import atan2, cos, hypot, radians, sin
from typing import NamedTuple

from heartleaf.tree.colouring import TINTS
from heartleaf.tree.ornament import laid
from heartleaf.tree.shapes import SHAPES, STALK
from heartleaf.tree.wood import UNIT

_WIDEST, _GAP, _LONGEST = 880 * UNIT, 86 * UNIT, 96 * UNIT
_BASE, _STEPS = 1.15, 6
"""Of bare wood before the first leaf, in gaps; bends drawn from one leaf to the next."""
_FINE = 33 * UNIT
"""Shorter leaves are drawn without side veins, as on the tree."""
_LAYERS = ("behind", "beneath", "before")
_SHOOT, _SHOOTS_APART = ("leaf-1", "leaf-2"), 0.45

Point = tuple[float, float]


class _Wood(NamedTuple):
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


def draw_branch(
    tints: Sequence[str], rings: Sequence[float], *, title: str, description: str
) -> str:
    """An `<svg class="tree branch">` with a leaf of each tint, from the first to the youngest.

    A ring stands at each of these places, counted in leaves: 0 beside the first leaf, 2.5 between
    the third and the fourth. Texts are escaped here. Raises ValueError for a tint that is none,
    or no leaf at all.
    """
    if not tints or not set(tints) <= set(TINTS):
        raise ValueError("A branch has a leaf at least, each with one of the tints of the tree.")
    wood = _grown(len(tints))
    leaves = [_leaf(wood, number, tint, len(tints)) for number, tint in enumerate(tints)]
    places = _apart(sorted(rings), len(tints))
    layers = [_layer(number, places) for number in range(len(leaves))]
    behind, beneath, before = (
        [leaf.drawn for leaf, layer in zip(leaves, layers, strict=True) if layer == one]
        for one in _LAYERS
    )
    shoots, collars = _shoots(wood, places, len(tints)), "".join(_ring(wood, p) for p in places)
    ends = [*wood.points, *(leaf.tip for leaf in leaves)]
    return "".join(
        (
            _opening(ends, title, description),
            SHAPES,
            '<g aria-hidden="true">',
            *('<g class="behind">', *behind, "</g>", *beneath),
            shoots,
            f'<path class="wood" d="{_outline(wood)}"/>{_pores(wood)}{collars}',
            *before,
            "</g></svg>",
        )
    )


def _grown(leaves: int) -> _Wood:
    """It rises steeply, then lets go towards its tip."""
    gap = min(_GAP, _WIDEST / (leaves + _BASE))
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
    return _Wood(_smoothed(points), gap, foot)


def _smoothed(points: list[Point]) -> list[Point]:
    for _ in range(3):
        inner = zip(points, points[1:], points[2:], strict=False)
        middle = [
            (0.25 * ax + 0.5 * bx + 0.25 * cx, 0.25 * ay + 0.5 * by + 0.25 * cy)
            for (ax, ay), (bx, by), (cx, cy) in inner
        ]
        points = [points[0], *middle, points[-1]]
    return points


def _layer(number: int, rings: Sequence[float]) -> str:
    """A third of the leaves lie behind the wood; those about a ring do not cover it."""
    if any(abs(number - ring) < 0.75 for ring in rings):
        return "beneath"
    return "behind" if number % 3 == 1 else "before"


class _Leaf(NamedTuple):
    drawn: str
    tip: Point


def _leaf(wood: _Wood, number: int, tint: str, leaves: int) -> _Leaf:
    """On one side and on the other; lower ones hang a little. The youngest goes on ahead."""
    (x, y), heading, thick = wood.at(number)
    length = min(_LONGEST, _LONGEST * (wood.gap / _GAP) ** 0.5)
    length *= 1 - 0.16 * number / max(leaves, 6)
    if number == leaves - 1:
        # Along the wood, as it has just opened.
        return _placed((x, y), _turned(heading, -7), 0.72 * length, tint, breadth=0.8)
    up = _side(number) < 0
    angle = (-62, -49, -56)[number % 3] if up else (51, 60, 46)[number % 3]
    across, down = _turned(heading, angle)
    if not up:
        across, down = across * 0.94, down + 0.12
    size = hypot(across, down)
    towards = across / size, down / size
    root = x - 0.3 * thick * towards[0], y - 0.3 * thick * towards[1]
    breadth = (0.9, -0.97, 0.84, -0.9)[number % 4]
    return _placed(root, towards, length * (1, 0.94, 1.03, 0.97, 0.92)[number % 5], tint, breadth)


def _placed(root: Point, towards: Point, length: float, tint: str, breadth: float = 1.0) -> _Leaf:
    # A unit drawing is a stalk and then the blade, whose length is that of the leaf.
    shape = "leaf" if length > _FINE else "leaflet"
    where = laid(*root, length * towards[0], length * towards[1], breadth)
    whole = (1 + STALK) * length
    tip = root[0] + whole * towards[0], root[1] + whole * towards[1]
    return _Leaf(f'<use href="#linden-{shape}" class="{tint}" transform="{where}"/>', tip)


def _side(number: int) -> int:
    """-1 above the wood, 1 below it."""
    return 1 if number % 2 else -1


def _apart(places: Sequence[float], leaves: int) -> list[float]:
    """Rings of one month beside each other, and none where a leaf leaves the wood."""
    near = min(0.2, (leaves + 0.5) / (len(places) + 1))
    found: list[float] = []
    for place in places:
        place = min(max(place, -0.75), leaves - 1.3)
        if abs(place - round(place)) < 0.17 and len(places) < 2 * leaves:
            place = round(place) + (0.22 if place >= round(place) else -0.22)
        if found and place - found[-1] < near:
            place = found[-1] + near
        found.append(place)
    return found


def _ring(wood: _Wood, place: float) -> str:
    """A low collar round the wood, with two fine lines across it."""
    (x, y), (along, down), thick = wood.at(place)
    half, long = 0.64 * thick + 1.8 * UNIT, 0.26 * thick + 3.4 * UNIT
    angle = atan2(down, along) * 57.29577951308232
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


def _shoots(wood: _Wood, places: Sequence[float], leaves: int) -> str:
    """Two small leaves of spring on a green twig, on the side where there is room."""
    drawn, last = list[str](), -9.0
    for place in places:
        if place - last < _SHOOTS_APART:
            continue
        last = place
        (x, y), heading, thick = wood.at(place)
        free = max((-1, 1), key=lambda side: _room(place, side, leaves))
        turn = 48 if free > 0 else -58
        twig = 0.3 * min(wood.gap, _GAP) + 0.5 * thick
        across, down = _turned(heading, turn)
        end = x + twig * across, y + twig * down
        drawn.append(
            f'<path class="twig" stroke-width="{0.28 * thick + UNIT:.0f}" d="M{_at((x, y))}'
            f'Q{x + 0.6 * twig * across:.0f} {y + 0.4 * twig * down:.0f} {_at(end)}"/>'
        )
        size = 0.4 * min(_LONGEST, _LONGEST * (wood.gap / _GAP) ** 0.5)
        for tint, more, long in zip(_SHOOT, (-24, 34), (1.0, 0.78), strict=True):
            towards = _turned(heading, turn + (more if free > 0 else -more))
            drawn.append(_placed(end, towards, size * long, tint, 0.72).drawn)
    return "".join(drawn)


def _room(place: float, side: int, leaves: int) -> float:
    """How far the nearest leaf of this side is; a leaf leans forward from where it leaves."""
    there = (number + 0.35 for number in range(leaves - 1) if _side(number) == side)
    return min((abs(place + 0.2 - one) for one in there), default=9.0)


def _turned(heading: Point, degrees: float) -> Point:
    (across, down), turn = heading, radians(degrees)
    return across * cos(turn) - down * sin(turn), across * sin(turn) + down * cos(turn)


def _outline(wood: _Wood) -> str:
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
    around = f"Q{_at(heel)} {_at(left[0])}Z"
    return f"M{_at(left[0])}{_curve(left)}L{_at(right[-1])}{_curve(right[::-1])}{around}"


def _curve(points: Sequence[Point]) -> str:
    """Through the middles, with the points as what it bends towards."""
    middles = [((ax + bx) / 2, (ay + by) / 2) for (ax, ay), (bx, by) in pairwise(points)]
    bends = (f"Q{_at(one)} {_at(to)}" for one, to in zip(points[1:-1], middles[1:], strict=True))
    return f"L{_at(middles[0])}{''.join(bends)}L{_at(points[-1])}"


def _pores(wood: _Wood) -> str:
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
        parts.append(f"M{_at(start)}l{long * dx:.0f} {long * dy:.0f}")
    return f'<path class="bark" d="{"".join(parts)}"/>' if parts else ""


def _at(point: Point) -> str:
    return f"{point[0]:.0f} {point[1]:.0f}"


def _opening(ends: Sequence[Point], title: str, description: str) -> str:
    air = 22 * UNIT
    left, top = min(x for x, _ in ends) - air, min(y for _, y in ends) - 1.6 * air
    wide, high = max(x for x, _ in ends) + air - left, max(y for _, y in ends) + 1.6 * air - top
    # As wide as it is, where there is room: a young branch is not drawn larger than an old one.
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tree branch" width="{wide / UNIT:.0f}" '
        f'height="{high / UNIT:.0f}" viewBox="{left:.0f} {top:.0f} {wide:.0f} {high:.0f}" '
        f'role="img" aria-label="{escape(title)}"><desc>{escape(description)}</desc>'
    )
