"""The branch of a path: one curve with a leaf for each month, drawn from numbers alone.

A linden's twig bends a little at every leaf, to one side and to the other. Where someone started
again there is a ring of bark with a small new shoot; the wood goes on through it as thick as it
was, and no leaf is missing or shorter. The last leaf is the youngest, at the tip. The same leaves
always make the same branch: nothing of it is chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import hypot
from typing import NamedTuple

from heartleaf.tree.bough import GAP, Bough, Point, grown, outline, pores, ring, spot, turned
from heartleaf.tree.colouring import TINTS
from heartleaf.tree.ornament import laid
from heartleaf.tree.shapes import SHAPES, STALK
from heartleaf.tree.wood import UNIT

_LONGEST = 96 * UNIT
_FINE = 33 * UNIT
"""Shorter leaves are drawn without side veins, as on the tree."""
_LAYERS = ("behind", "beneath", "before")
_SHOOT, _SHOOTS_APART = ("leaf-1", "leaf-2"), 0.45


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
    wood = grown(len(tints))
    leaves = [_leaf(wood, number, tint, len(tints)) for number, tint in enumerate(tints)]
    places = _apart(sorted(rings), len(tints))
    layers = [_layer(number, places) for number in range(len(leaves))]
    behind, beneath, before = (
        [leaf.drawn for leaf, layer in zip(leaves, layers, strict=True) if layer == one]
        for one in _LAYERS
    )
    shoots, young = _shoots(wood, places, len(tints))
    collars = "".join(ring(wood, place) for place in places)
    ends = [*wood.points, *(edge for leaf in [*leaves, *young] for edge in leaf.edges)]
    return "".join(
        (
            _opening(ends, title, description),
            SHAPES,
            '<g aria-hidden="true">',
            *('<g class="behind">', *behind, "</g>", *beneath),
            shoots + "".join(leaf.drawn for leaf in young),
            f'<path class="wood" d="{outline(wood)}"/>{pores(wood)}{collars}',
            *before,
            "</g></svg>",
        )
    )


def _layer(number: int, rings: Sequence[float]) -> str:
    """A third of the leaves lie behind the wood; those about a ring do not cover it."""
    if any(abs(number - place) < 0.75 for place in rings):
        return "beneath"
    return "behind" if number % 3 == 1 else "before"


class _Leaf(NamedTuple):
    drawn: str
    edges: tuple[Point, Point, Point]
    """Its tip, and where it is broadest."""


def _leaf(wood: Bough, number: int, tint: str, leaves: int) -> _Leaf:
    """On one side and on the other; lower ones hang a little. The youngest goes on ahead."""
    (x, y), heading, thick = wood.at(number)
    length = min(_LONGEST, _LONGEST * (wood.gap / GAP) ** 0.5)
    length *= 1 - 0.16 * number / max(leaves, 6)
    if number == leaves - 1:
        # Along the wood, as it has just opened.
        return _placed((x, y), turned(heading, -7), 0.72 * length, tint, breadth=0.8)
    up = _side(number) < 0
    angle = (-62, -49, -56)[number % 3] if up else (51, 60, 46)[number % 3]
    across, down = turned(heading, angle)
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
    (x, y), (across, down) = root, towards
    tip = x + (1 + STALK) * length * across, y + (1 + STALK) * length * down
    middle = x + (0.4 + STALK) * length * across, y + (0.4 + STALK) * length * down
    left = middle[0] + 0.5 * length * down, middle[1] - 0.5 * length * across
    right = middle[0] - 0.5 * length * down, middle[1] + 0.5 * length * across
    return _Leaf(
        f'<use href="#linden-{shape}" class="{tint}" transform="{where}"/>', (tip, left, right)
    )


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


def _shoots(wood: Bough, places: Sequence[float], leaves: int) -> tuple[str, list[_Leaf]]:
    """Twigs with two small leaves of spring each, on the side where there is room."""
    twigs, young, last = list[str](), list[_Leaf](), -9.0
    size = 0.4 * min(_LONGEST, _LONGEST * (wood.gap / GAP) ** 0.5)
    for place in places:
        if place - last < _SHOOTS_APART:
            continue
        last = place
        (x, y), heading, thick = wood.at(place)
        free = max((-1, 1), key=lambda side: _room(place, side, leaves))
        turn = 48 if free > 0 else -58
        long = 0.3 * wood.gap + 0.5 * thick
        across, down = turned(heading, turn)
        end = x + long * across, y + long * down
        bend = x + 0.6 * long * across, y + 0.4 * long * down
        twigs.append(
            f'<path class="twig" stroke-width="{0.28 * thick + UNIT:.0f}" '
            f'd="M{spot((x, y))}Q{spot(bend)} {spot(end)}"/>'
        )
        for tint, more, share in zip(_SHOOT, (-24, 34), (1.0, 0.78), strict=True):
            towards = turned(heading, turn + (more if free > 0 else -more))
            young.append(_placed(end, towards, size * share, tint, 0.72))
    return "".join(twigs), young


def _room(place: float, side: int, leaves: int) -> float:
    """How far the nearest leaf of this side is; a leaf leans forward from where it leaves."""
    there = (number + 0.35 for number in range(leaves - 1) if _side(number) == side)
    return min((abs(place + 0.2 - one) for one in there), default=9.0)


def _opening(ends: Sequence[Point], title: str, description: str) -> str:
    air = 16 * UNIT
    left, top = min(x for x, _ in ends) - air, min(y for _, y in ends) - air
    wide, high = max(x for x, _ in ends) + air - left, max(y for _, y in ends) + air - top
    # As wide as it is, where there is room: a young branch is not drawn larger than an old one.
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tree branch" width="{wide / UNIT:.0f}" '
        f'height="{high / UNIT:.0f}" viewBox="{left:.0f} {top:.0f} {wide:.0f} {high:.0f}" '
        f'role="img" aria-label="{escape(title)}"><desc>{escape(description)}</desc>'
    )
