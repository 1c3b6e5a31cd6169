"""Where leaves may stand on the wood, and in which order the places are taken."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import islice
from math import sqrt
from operator import attrgetter, mul

from heartleaf.tree import crown
from heartleaf.tree.colonising import Growth
from heartleaf.tree.limbs import Point
from heartleaf.tree.neighbours import Neighbours
from heartleaf.tree.shapes import STALK
from heartleaf.tree.stream import Stream
from heartleaf.tree.wood import UNIT, Place

_ENOUGH = 12_400
_CHOSEN_SINGLY = 260
"""So many leaves each take the emptiest place there is; after them places come in rounds."""
_OLD_BARK = 300.0
"""The crown beyond which no leaf stands on the scaffold itself."""
_BEHIND = 0.34
"""The share of leaves that lie behind the wood."""


@dataclass(slots=True)
class _Bud:
    """A place not yet taken."""

    node: int
    x: float
    y: float
    toward: Point
    size: float
    """The smallest crown that holds it and all wood that leads to it."""
    worth: float
    """More where a leaf stands well: at the end of a twig."""

    def centre(self, length: float) -> Point:
        out = length * (STALK + 0.45)
        return self.x + out * self.toward[0], self.y + out * self.toward[1]


def place_leaves(growth: Growth, firm: int, chance: Stream) -> tuple[Place, ...]:
    """Places in the order in which keepsakes take them. Nodes below `firm` are scaffold."""
    buds = _buds(growth, firm, chance)
    young = [bud for bud in buds if bud.size <= crown.reach(_CHOSEN_SINGLY)]
    taken = _singly(young, _CHOSEN_SINGLY)
    taken = _in_rounds(buds, taken, _ENOUGH)
    return tuple(_place(bud, number, chance) for number, bud in enumerate(taken))


def _place(bud: _Bud, number: int, chance: Stream) -> Place:
    behind = number > 2 and chance.chance(_BEHIND)
    length = UNIT * crown.leaf_length(number) * chance.between(0.9, 1.08) * (0.92 if behind else 1)
    breadth = length * chance.between(0.76, 1.0) * chance.side()
    across, down = bud.toward[0], -bud.toward[1]
    return Place(
        bud.node,
        round(breadth * down),
        round(-breadth * across),
        round(length * across),
        round(length * down),
        int(behind),
    )


def _buds(growth: Growth, firm: int, chance: Stream) -> list[_Bud]:
    """Two buds on each node of the twigs, and on the scaffold while it is young; in random order,
    the innermost crowns first."""
    buds = list[_Bud]()
    around = _around(growth)
    for node, size in enumerate(_sizes(growth, around)):
        low = growth.ys[node] < crown.BOLE + 12
        if low or (node < firm and size > _OLD_BARK):
            continue
        end = not growth.children[node]
        worth = 1.0 if end else 0.85 if node >= firm else 0.7
        for side in (-1, 1):
            toward = _toward(growth, node, side, end, around[node], chance)
            buds.append(_Bud(node, growth.xs[node], growth.ys[node], toward, size, worth))
    shuffled = [buds[i] for i in chance.shuffled(len(buds))]
    return sorted(shuffled, key=attrgetter("size"))


def _around(growth: Growth) -> list[float]:
    """For each node the smallest crown that holds it; 0 for those below all foliage."""
    where = zip(growth.xs, growth.ys, strict=True)
    return [crown.size_around(x, y) if y > crown.BOLE else 0.0 for x, y in where]


def _sizes(growth: Growth, around: list[float]) -> list[float]:
    """For each node the smallest crown that holds it and all wood that leads to it."""
    sizes = list[float]()
    for own, parent in zip(around, growth.parents, strict=True):
        sizes.append(max(own, sizes[parent]) if sizes else own)
    return sizes


def _toward(
    growth: Growth, node: int, side: int, end: bool, around: float, chance: Stream
) -> Point:
    """The twig's direction, turned to one side, pulled outward and down; a unit vector."""
    ahead, up = _heading(growth, node)
    # The tangent of half the angle: 34 to 66 degrees beside a twig, 6 to 30 at its end.
    half = chance.between(0.05, 0.27) if end else chance.between(0.306, 0.649)
    cosine = (1 - half * half) / (1 + half * half)
    sine = side * 2 * half / (1 + half * half)
    x, y = growth.xs[node], growth.ys[node]
    size = max(90.0, around)
    out = x / size, (y - crown.middle(size)) / size
    across = ahead * cosine - up * sine + 0.42 * out[0]
    rise = ahead * sine + up * cosine + 0.25 * out[1] - 0.34
    length = sqrt(across * across + rise * rise)
    return (0.0, -1.0) if length < 0.05 else (across / length, rise / length)


def _heading(growth: Growth, node: int) -> Point:
    parent = growth.parents[node]
    across, up = growth.xs[node] - growth.xs[parent], growth.ys[node] - growth.ys[parent]
    length = sqrt(across * across + up * up) or 1.0
    return across / length, up / length


def _singly(buds: list[_Bud], count: int) -> list[_Bud]:
    """Each next leaf where the crown of its day is emptiest; the first at the top."""
    room = _Room(buds, crown.leaf_length(count), far=260.0)
    room.take(max(range(room.open(0)), key=lambda i: buds[i].y))
    worth = [bud.worth * bud.worth for bud in buds]
    while len(room.taken) < count:
        open = room.open(len(room.taken))
        values = list(map(mul, worth[:open], room.gaps))
        room.take(values.index(max(values)))
    return room.taken


def _in_rounds(buds: list[_Bud], taken: list[_Bud], count: int) -> list[_Bud]:
    """Fill the growing crown evenly, the gap between leaves narrowing as no more are found."""
    gap = 36.0
    room = _Room(buds, crown.leaf_length(count / 2), far=gap)
    where = {id(bud): i for i, bud in enumerate(buds)}
    for bud in taken:
        room.take(where[id(bud)])
    while len(room.taken) < count and gap > 2:
        if not _round(room, gap * gap, count):
            gap *= 0.94
            room.look_no_further_than(gap)
    return room.taken


def _round(room: _Room, square: float, count: int) -> bool:
    """Take an eighth more leaves, all with so much room. False when there were not enough."""
    number = len(room.taken)
    most = min(count, number + number // 8)
    for i, gap in enumerate(islice(room.gaps, room.open(number))):
        if gap >= square:
            room.take(i)
            if len(room.taken) == most:
                return True
    return False


class _Room:
    """How far each bud is from the nearest leaf taken; beyond `far` is far enough."""

    def __init__(self, buds: list[_Bud], length: float, far: float) -> None:
        self.buds = buds
        self.sizes = [bud.size for bud in buds]
        self.taken: list[_Bud] = []
        self.centres = [bud.centre(length) for bud in buds]
        self.gaps = [far * far] * len(buds)
        self._look_as_far_as(far)

    def open(self, number: int) -> int:
        """How many buds, from the first, the crown holds when this leaf comes."""
        return bisect_right(self.sizes, crown.reach(number + 1))

    def take(self, chosen: int) -> None:
        """The next keepsake's place; its neighbours have less room from now on."""
        bud, gaps = self.buds[chosen], self.gaps
        x, y = bud.centre(crown.leaf_length(len(self.taken)))
        self.taken.append(bud)
        for buds in self.near.about(x, y):
            for other in buds:
                left, up = self.centres[other]
                across, up = left - x, up - y
                square = across * across + up * up
                if square < gaps[other]:
                    gaps[other] = square
        gaps[chosen] = -1.0

    def look_no_further_than(self, gap: float) -> None:
        """Where leaves will be taken as close as that, what lies further off is far enough."""
        if gap < 0.7 * self.far:
            self._look_as_far_as(gap)

    def _look_as_far_as(self, far: float) -> None:
        free = ((i, *self.centres[i]) for i, gap in enumerate(self.gaps) if gap > 0)
        self.far, self.near = far, Neighbours(far, free)
