"""What belongs to the picture but is no keepsake: ground, bark, buds, bracts, fallen leaves."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

from heartleaf.tree.standing import Standing
from heartleaf.tree.wood import UNIT, Place, Wood

_SAPLING = 7
"""While all leaves are among the first seven, the sapling's bare twigs are drawn, with buds."""
_MOST_BRACTS = 7
_BRACT_PER = 14
"""One bract for so many leaves, until there are enough."""

_BARK = (
    (-0.30, 18, 78),
    (-0.13, 60, 150),
    (0.04, 14, 96),
    (0.20, 84, 168),
    (0.31, 26, 88),
    (-0.02, 120, 170),
)
"""Across the trunk, in shares of its width; from and to which height, in units."""


def laid(x: float, y: float, long_x: float, long_y: float, breadth: float = 1) -> str:
    """The transform that lays a unit drawing down at x, y, its length along the given vector."""
    axes = f"{long_y * breadth:.0f} {-long_x * breadth:.0f} {long_x:.0f} {long_y:.0f}"
    return f"matrix({axes} {x:.0f} {y:.0f})"


def ground(breadth: float) -> str:
    """The line the tree stands on and three short ones below, for a crown of that breadth."""
    u = _ground_half(breadth)
    lines = (
        (-1.0, 0.010, -0.55, -0.016, -0.06, 0.0),
        (0.05, 0.0, 0.5, -0.008, 1.0, 0.012),
        (-0.62, 0.062, -0.2, 0.052, 0.16, 0.058),
        (0.26, 0.07, 0.5, 0.058, 0.82, 0.066),
        (-0.28, 0.115, -0.05, 0.108, 0.18, 0.113),
    )
    drawn = [
        f"M{a * u:.0f} {b * u:.0f}Q{c * u:.0f} {d * u:.0f} {e * u:.0f} {f * u:.0f}"
        for a, b, c, d, e, f in lines
    ]
    return (
        f'<path class="ground" d="{"".join(drawn[:2])}"/>'
        f'<path class="ground faint" d="{"".join(drawn[2:])}"/>'
    )


def bark(wood: Wood, standing: Standing) -> str:
    """Six fine lines on a trunk, once it is thick enough to bear them."""
    foot = standing.widths[0]
    if foot < 17 * UNIT:
        return ""
    return f'<path class="bark" d="{"".join(_crack(wood, foot, *line) for line in _BARK)}"/>'


def _crack(wood: Wood, foot: float, share: float, low: int, high: int) -> str:
    (x0, y0), (x1, y1) = _stem(wood, low * UNIT), _stem(wood, high * UNIT)
    start, end = x0 + share * foot, x1 + 0.9 * share * foot
    return f"M{start:.0f} {y0}Q{end:.0f} {(y0 + y1) // 2} {end:.0f} {y1}"


def _stem(wood: Wood, height: float) -> tuple[int, int]:
    """The point of the leader nearest below a height. The leader's nodes come first."""
    node = 0
    while wood.parents[node + 1] == node and -wood.ys[node + 1] <= height:
        node += 1
    return wood.xs[node], wood.ys[node]


def buds(wood: Wood, places: Sequence[Place], size: float = 0.18) -> str:
    """Closed buds at these places: winter buds where a bare sapling may have its first leaves."""
    return "".join(
        _use("bud", laid(wood.xs[p.node], wood.ys[p.node], size * p.long_x, size * p.long_y))
        for p in places
    )


def bare_places(numbers: Sequence[int]) -> list[int]:
    """The sapling's places without a leaf; none once there has been a leaf beyond the sapling."""
    if any(number >= _SAPLING for number in numbers):
        return []
    return [number for number in range(_SAPLING) if number not in numbers]


def sapling_buds(wood: Wood, numbers: Sequence[int]) -> str:
    return buds(wood, [wood.place(number) for number in bare_places(numbers)])


def bracts(wood: Wood, places: Sequence[Place]) -> str:
    """At most seven, with their nutlets, hanging beside leaves of low twigs.

    They are chosen anew only when the tree has twice the leaves, so that they hang still.
    """
    milestone = 1 << len(places).bit_length() - 1 if places else 0
    late = places[max(0, milestone - 512) : milestone]
    low = sorted(late, key=lambda place: -wood.ys[place.node])[: len(late) // 2]
    chosen = _apart(wood, low, min(_MOST_BRACTS, milestone // _BRACT_PER))
    return "".join(_use("bract", _hanging(wood, place)) for place in chosen)


def _apart(wood: Wood, places: Sequence[Place], count: int) -> list[Place]:
    """Places whose twigs do not hang close together, from the outermost."""
    chosen = list[Place]()
    for place in sorted(places, key=lambda place: -abs(wood.xs[place.node])):
        x = wood.xs[place.node]
        if all(abs(x - wood.xs[other.node]) > 60 * UNIT for other in chosen):
            chosen.append(place)
    return chosen[:count]


def _hanging(wood: Wood, place: Place) -> str:
    length = 1.1 * hypot(place.long_x, place.long_y)
    lean = -0.12 if place.long_x > 0 else 0.12
    return laid(wood.xs[place.node], wood.ys[place.node], lean * length, 0.99 * length)


def fallen(places: Sequence[Place], breadth: float) -> str:
    """One leaf on the ground beside a young tree, two beside an old one."""
    if not places:
        return ""
    u, last = _ground_half(breadth), places[-1]
    length = max(0.88 * hypot(last.long_x, last.long_y), 0.016 * breadth)
    lying = (
        ("leaf fall-2", laid(-0.96 * u, 0.02 * u, 0.985 * length, -0.08 * length, 0.68)),
        ("leaf fall-1", laid(0.94 * u, 0.05 * u, -0.97 * length, 0.15 * length, 0.68)),
    )
    count = 0 if len(places) < 8 else 1 if len(places) < 60 else 2
    return "".join(_use(shape, where) for shape, where in lying[:count])


def _use(shape: str, where: str) -> str:
    name, _, tint = shape.partition(" ")
    tint = f' class="{tint}"' if tint else ""
    return f'<use href="#linden-{name}"{tint} transform="{where}"/>'


def _ground_half(breadth: float) -> float:
    return max(95 * UNIT, 0.25 * breadth)
