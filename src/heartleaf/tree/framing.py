"""What a picture of the tree shows: all of it, or a part one has gone nearer to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import repeat
from operator import add, mul
from typing import NamedTuple, Self

from heartleaf.tree.shapes import STALK
from heartleaf.tree.standing import Standing
from heartleaf.tree.wood import UNIT, Place, Wood

_AIR, _GROUND = 20 * UNIT, 34 * UNIT
"""Above and beside the crown; below the ground line."""
_NEAREST = 300 * UNIT


class Frame(NamedTuple):
    """A rectangle of the picture, in grid steps."""

    left: int
    top: int
    width: int
    height: int

    @property
    def view(self) -> str:
        return f"{self.left} {self.top} {self.width} {self.height}"

    @property
    def middle(self) -> tuple[int, int]:
        return self.left + self.width // 2, self.top + self.height // 2

    def nearer(self, x: int, y: int, width: int) -> Self:
        """The part of this picture of about that width with x, y in its middle; never beyond its
        edges, and no nearer than a few leaves."""
        width = min(max(width, _NEAREST), self.width)
        height = self.height * width // self.width
        left = min(max(x - width // 2, self.left), self.left + self.width - width)
        top = min(max(y - height // 2, self.top), self.top + self.height - height)
        return self._replace(left=left, top=top, width=width, height=height)

    def wider(self, by: int) -> Self:
        sides = (self.left - by, self.top - by, self.width + 2 * by, self.height + 2 * by)
        return type(self)(*sides)

    def holds(self, x: int, y: int) -> bool:
        return 0 <= x - self.left <= self.width and 0 <= y - self.top <= self.height


def around(wood: Wood, places: Sequence[Place], standing: Standing) -> tuple[Frame, float]:
    """The crown, the ground and some air, with the trunk in the middle; and the crown's breadth."""
    nodes, _, _, long_x, long_y, _ = zip(*places, strict=True)
    aside = map(abs, _tips(wood.xs, nodes, long_x))
    top = -min(_tips(wood.ys, nodes, long_y))
    half = max(60 * UNIT, max(aside)) + _AIR
    above = max(standing.height, top) + _AIR
    height = above + _GROUND
    width = max(2 * half, 0.92 * height)
    return Frame(round(-width / 2), round(-above), round(width), round(height)), 2 * half


def _tips(foots: Sequence[int], nodes: Sequence[int], lengths: Sequence[int]) -> Iterator[float]:
    """Where leaves end, along one axis."""
    return map(add, map(foots.__getitem__, nodes), map(mul, lengths, repeat(1 + STALK)))
