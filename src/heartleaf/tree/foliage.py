"""Leaves far off, merged into foliage: masses of a tint, each tint drawn as one path.

Of all leaves in one spot the first ever kept gives its tint, its place and its direction to the
mass. So a later leaf changes no mass that is there; at most a new one appears.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import hypot
from typing import NamedTuple

from heartleaf.tree.colouring import BARE
from heartleaf.tree.framing import Frame
from heartleaf.tree.shapes import STALK
from heartleaf.tree.wood import Place, Wood

_ACROSS, _ACROSS_BEHIND = 52, 34
"""Masses side by side across the picture, before the wood and behind it."""
_COARSE = 800
"""Steps across the picture: nobody sees so far off where numbers are rounded, and short ones are
quicker to send."""


class Spot(NamedTuple):
    """A square of the picture, in one of its layers."""

    behind: int
    column: int
    row: int


Masses = Mapping[Spot, tuple[int, str]]
"""The number and the tint of the first leaf in each spot."""


def masses(wood: Wood, leaves: Iterable[tuple[int, str]], look: Frame) -> Masses:
    """The foliage of leaves, given as number and tint, in a frame. In winter there is none."""
    sizes = look.width // _ACROSS, look.width // _ACROSS_BEHIND
    left, top, width, height = look.wider(2 * sizes[1])
    first = dict[Spot, tuple[int, str]]()
    shown = [leaf for leaf in leaves if leaf[1] != BARE]
    numbers = [number for number, _tint in shown]
    for leaf, (x, y), place in zip(
        shown, wood.middles(numbers), map(wood.place, numbers), strict=True
    ):
        if 0 <= x - left <= width and 0 <= y - top <= height:
            size = sizes[place.behind]
            first.setdefault(Spot(place.behind, x // size, y // size), leaf)
    return first


# Who comes back to the tree finds the same foliage unless something was kept.
@functools.lru_cache(maxsize=4)
def foliage(
    wood: Wood, numbers: tuple[int, ...], tints: tuple[str, ...], look: Frame
) -> tuple[str, str]:
    """What is drawn of so many leaves in a frame: behind the wood, and before it."""
    return drawn(wood, masses(wood, zip(numbers, tints, strict=True), look), look)


def drawn(wood: Wood, masses: Masses, look: Frame) -> tuple[str, str]:
    """The foliage behind the wood, and that before it."""
    step = max(1, look.width // _COARSE)
    paths: dict[tuple[int, str], list[str]] = defaultdict(list)
    ends: dict[tuple[int, str], tuple[int, int]] = {}
    for spot, (number, tint) in sorted(masses.items()):
        path = spot.behind, tint
        size = look.width // (_ACROSS_BEHIND if spot.behind else _ACROSS)
        x, y, blade = _blade(wood, wood.place(number), size, step)
        before_x, before_y = ends.get(path, (0, 0))
        paths[path].append(f"m{x - before_x} {y - before_y}{blade}")
        ends[path] = x, y
    layers = ["", ""]
    for (behind, tint), parts in sorted(paths.items()):
        layers[behind] += f'<path class="{tint}" d="{"".join(parts)}"/>'
    return _scaled(layers[1], step), _scaled(layers[0], step)


def _scaled(paths: str, step: int) -> str:
    return f'<g transform="scale({step})">{paths}</g>' if paths else ""


def _blade(wood: Wood, place: Place, size: int, step: int) -> tuple[int, int, str]:
    """Where it begins, and a heart with its tip, as large as what it stands for."""
    node, wide_x, wide_y, long_x, long_y, _behind = place
    larger = max(1.0, 1.3 * size / hypot(long_x, long_y)) / step
    ax, ay, bx, by = (larger * one for one in (wide_x / 2, wide_y / 2, long_x, long_y))
    return (
        round((wood.xs[node] + STALK * long_x) / step),
        round((wood.ys[node] + STALK * long_y) / step),
        f"c{ax - 0.25 * bx:.0f} {ay - 0.25 * by:.0f} "
        f"{1.35 * ax + 0.45 * bx:.0f} {1.35 * ay + 0.45 * by:.0f} {bx:.0f} {by:.0f}"
        f"c{-1.35 * ax - 0.55 * bx:.0f} {-1.35 * ay - 0.55 * by:.0f} "
        f"{-ax - 1.25 * bx:.0f} {-ay - 1.25 * by:.0f} {-bx:.0f} {-by:.0f}z",
    )
