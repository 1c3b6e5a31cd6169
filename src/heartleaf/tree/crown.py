"""How large a tree is with so many leaves: the outline of its crown, the length of a leaf.

Lengths are units of the look; heights are above the ground. Only sums, products, quotients and
square roots are used here and wherever wood grows: IEEE 754 rounds those alike on every machine,
while sine or power may differ in the last bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import sqrt

_REACHES = (
    (0, 88),
    (7, 104),
    (12, 138),
    (30, 192),
    (80, 275),
    (184, 372),
    (500, 470),
    (1000, 545),
    (3000, 690),
    (6000, 800),
    (12_000, 920),
)
"""Leaves, and half the breadth of the crown that holds them."""

_LENGTHS = ((0, 50), (60, 50), (184, 45), (500, 38), (1000, 33.5), (3000, 27), (12_000, 20))
"""The number of a leaf, and how long it is. Later leaves are smaller, earlier ones never shrink."""

BOLE = 185.0
"""Height of the lowest foliage: low enough for a sapling, high enough for an old tree."""

FULL = 920.0
"""Half the breadth of the crown when every place is filled."""


def reach(leaves: float) -> float:
    """Half the breadth of a crown of so many leaves."""
    return _along(_REACHES, leaves)


def leaf_length(number: float) -> float:
    """The length of the leaf with this number."""
    return _along(_LENGTHS, number)


def top(size: float) -> float:
    """Height of a crown whose half breadth is `size`."""
    return BOLE + 40 + 1.72 * size


def middle(size: float) -> float:
    """Height at which such a crown is broadest: a little below its middle, as a linden's."""
    return BOLE + 0.44 * (top(size) - BOLE)


class Crown:
    """The crown of one size, for many points."""

    __slots__ = ("_above", "_below", "_middle", "_size")

    def __init__(self, size: float) -> None:
        self._size, self._middle = size, middle(size)
        self._above, self._below = top(size) - self._middle, self._middle - BOLE

    def outside(self, x: float, height: float) -> float:
        """Below 1 inside the crown, 1 on its outline, above 1 outside."""
        up = height - self._middle
        across, up = x / self._size, up / (self._above if up > 0 else self._below)
        return sqrt(across * across + up * up)


def outward(x: float, height: float) -> tuple[float, float]:
    """Away from where the crown begins: the unit vector along which branches stream."""
    up = height - 0.6 * BOLE
    length = sqrt(x * x + up * up) or 1.0
    return x / length, up / length


def size_around(x: float, height: float) -> float:
    """The smallest crown that holds the point; FULL and a half where none does."""
    low, high = 40.0, 1.5 * FULL
    for _ in range(16):
        size = (low + high) / 2
        if Crown(size).outside(x, height) <= 1:
            high = size
        else:
            low = size
    return high


def _along(knots: Sequence[tuple[float, float]], x: float) -> float:
    for (x0, y0), (x1, y1) in pairwise(knots):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return knots[-1][1]
