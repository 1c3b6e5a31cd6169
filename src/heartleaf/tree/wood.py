"""The skeleton of one family's tree, and the places on it where leaves may stand."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

UNIT = 10
"""Steps of the stored grid in one unit of the look (a leaf is 20 to 52 units long)."""

_MAGIC = b"heartleaf wood\n"
_COUNTS = struct.Struct("<HII")
_PLACE = struct.Struct("<6h")


class NotWood(ValueError):
    """These bytes are not a tree, or of a kind this version does not know."""


class Place(NamedTuple):
    """Where one leaf stands, in grid steps: the unit leaf's two axes, laid down at a node."""

    node: int
    wide_x: int
    wide_y: int
    long_x: int
    """From the stalk's foot towards the tip, as long as the blade."""
    long_y: int
    behind: int
    """1 where the leaf lies behind the wood, else 0."""


@dataclass(frozen=True)
class Wood:
    """Nodes and places, never changed once grown.

    Node 0 is the foot, at 0,0 on the ground; y falls upward as in SVG. A node's parent always
    comes before it. `places[k]` belongs to the k-th keepsake for ever.
    """

    version: int
    """Of the rule it grew by; wood of an older rule goes on being drawn as it is."""
    parents: tuple[int, ...]
    xs: tuple[int, ...]
    ys: tuple[int, ...]
    places: tuple[Place, ...]

    def __hash__(self) -> int:
        return hash(self.xs)  # to go through the places too would take longer than to find it

    def place(self, number: int) -> Place:
        """The place of a keepsake's number. Past the last they begin again, turned aside."""
        laps, index = divmod(number, len(self.places))
        return _turned(self.places[index], laps) if laps else self.places[index]

    def laid(self, number: int) -> str:
        """What lays the leaf of a keepsake's number down in its place, as SVG says it."""
        if number < len(self.places):
            return self._laid[number]
        return _laid(self.place(number), self.xs, self.ys)

    @cached_property
    def _laid(self) -> tuple[str, ...]:
        # To write numbers takes longer than all else in a drawing, and these are always the same.
        return tuple(_laid(place, self.xs, self.ys) for place in self.places)

    def middles(self, numbers: Sequence[int]) -> list[tuple[int, int]]:
        """About where the middle of each leaf lies."""
        if not numbers or max(numbers) >= len(self.places):
            return list(map(self.middle, numbers))
        return list(map(self._middles.__getitem__, numbers))

    def middle(self, number: int) -> tuple[int, int]:
        """About where the middle of a leaf lies."""
        if number < len(self.places):
            return self._middles[number]
        return _middle(self.place(number), self.xs, self.ys)

    @cached_property
    def _middles(self) -> tuple[tuple[int, int], ...]:
        return tuple(_middle(place, self.xs, self.ys) for place in self.places)

    def to_bytes(self) -> bytes:
        """A heading and three counts (version, nodes, places), then 16-bit little-endian numbers.

        First the columns parent, x and y of the nodes, then row after row the places.
        """
        counts = _COUNTS.pack(self.version, len(self.parents), len(self.places))
        columns = [struct.pack(f"<{len(c)}h", *c) for c in (self.parents, self.xs, self.ys)]
        return b"".join([_MAGIC, counts, *columns, *(_PLACE.pack(*row) for row in self.places)])

    @classmethod
    def from_bytes(cls, data: bytes) -> Wood:
        """The wood that `to_bytes` wrote. Raises NotWood."""
        version, nodes, places = _counts(data)
        start, column = len(_MAGIC) + _COUNTS.size, struct.Struct(f"<{nodes}h")
        parents, xs, ys = (column.unpack_from(data, start + i * column.size) for i in range(3))
        rows = _PLACE.iter_unpack(data[len(data) - places * _PLACE.size :])
        return cls(version, parents, xs, ys, tuple(map(Place._make, rows)))


def _laid(place: Place, xs: tuple[int, ...], ys: tuple[int, ...]) -> str:
    node, a, b, c, d, _ = place
    return f'transform="matrix({a} {b} {c} {d} {xs[node]} {ys[node]})"'


def _middle(place: Place, xs: tuple[int, ...], ys: tuple[int, ...]) -> tuple[int, int]:
    return xs[place.node] + place.long_x * 2 // 3, ys[place.node] + place.long_y * 2 // 3


def _counts(data: bytes) -> tuple[int, int, int]:
    start = len(_MAGIC)
    if not data.startswith(_MAGIC) or len(data) < start + _COUNTS.size:
        raise NotWood("This is not the wood of a tree.")
    version, nodes, places = _COUNTS.unpack_from(data, start)
    if len(data) != start + _COUNTS.size + 6 * nodes + _PLACE.size * places:
        raise NotWood("This wood is cut short. It can be grown again from the family's seed.")
    return version, nodes, places


def _turned(place: Place, laps: int) -> Place:
    """A leaf beside the one that has this place: turned by the angle of a 3-4-5 triangle."""
    for _ in range(laps % 8):
        wide_x, wide_y = _turn(place.wide_x, place.wide_y)
        long_x, long_y = _turn(place.long_x, place.long_y)
        place = Place(place.node, wide_x, wide_y, long_x, long_y, place.behind)
    return place


def _turn(x: int, y: int) -> tuple[int, int]:
    return (4 * x - 3 * y) // 5, (3 * x + 4 * y) // 5
