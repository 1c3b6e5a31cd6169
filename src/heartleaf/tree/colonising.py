"""Twigs by space colonisation, after Runions, Lane and Prusinkiewicz, "Modeling Trees with a
Space Colonization Algorithm" (Eurographics Workshop on Natural Phenomena, 2007).

Points of empty space each call the nearest wood towards them and are gone once it has come near.
It was chosen because it fills a given outline evenly, twigs turn away from each other instead of
crossing, and it grows on from whatever wood is there: so one tree can be young and then old.
"""

from __future__ import annotations

from math import sqrt

from heartleaf.tree.crown import BOLE, Crown, outward, top
from heartleaf.tree.limbs import STEP, Point
from heartleaf.tree.neighbours import Neighbours
from heartleaf.tree.stream import Stream

_CALL = 4.0
"""How far off a point of space is heard, in spacings."""
_MOST_ROUNDS = 70
_MOST_TWIGS = 2
"""What may leave one node beside the wood that goes straight on."""


class Growth:
    """Wood while it grows. Columns of nodes, parents always before their children; y rises."""

    def __init__(self) -> None:
        self.xs: list[float] = []
        self.ys: list[float] = []
        self.parents: list[int] = []
        self.children: list[list[int]] = []
        self.headings: list[Point] = []

    def add(self, x: float, y: float, parent: int) -> int:
        """Add a node and return its number."""
        number = len(self.xs)
        self.xs.append(x)
        self.ys.append(y)
        self.parents.append(max(parent, 0))
        self.children.append([])
        self.headings.append(self._heading(x, y, parent))
        if parent >= 0:
            self.children[parent].append(number)
        return number

    def _heading(self, x: float, y: float, parent: int) -> Point:
        if parent < 0:
            return 0.0, 1.0
        across, up = x - self.xs[parent], y - self.ys[parent]
        length = sqrt(across * across + up * up) or 1.0
        return across / length, up / length


def colonise(growth: Growth, size: float, spacing: float, chance: Stream) -> None:
    """Fill the crown of that size with twigs, as far apart as `spacing`."""
    space = _Space(growth, size, spacing, chance)
    for _ in range(_MOST_ROUNDS):
        if not space.round():
            break


class _Space:
    """The empty space within one crown: points, and the wood each of them calls."""

    def __init__(self, growth: Growth, size: float, spacing: float, chance: Stream) -> None:
        self.growth, self.crown = growth, Crown(size)
        self.near, self.far = 1.2 * spacing, _CALL * spacing
        self.points = _scatter(size, spacing, chance)
        self.nearest = [(self.far * self.far, -1)] * len(self.points)
        self.empty = Neighbours(self.far)
        self.live = set[int]()
        self._look_around()

    def _look_around(self) -> None:
        """Leave out the points that are near to wood already; the others call the nearest."""
        growth, inside = self.growth, self.crown.outside
        nodes = zip(range(len(growth.xs)), growth.xs, growth.ys, strict=True)
        within = [node for node in nodes if inside(node[1], node[2]) < 1]
        close, wide = Neighbours(self.near, within), Neighbours(self.far, within)
        for number, (x, y) in enumerate(self.points):
            if not _any_within(self.near, close, growth.xs, growth.ys, x, y):
                self.nearest[number] = self._nearest(wide, x, y)
                self.empty.add(number, x, y)
                self.live.add(number)

    def _nearest(self, wood: Neighbours, x: float, y: float) -> tuple[float, int]:
        """How far the nearest of these nodes is, squared, and which it is; -1 if none is heard."""
        xs, ys, least, nearest = self.growth.xs, self.growth.ys, self.far * self.far, -1
        for nodes in wood.about(x, y):
            for node in nodes:
                across, up = x - xs[node], y - ys[node]
                square = across * across + up * up
                if square < least or (square == least and node < nearest):
                    least, nearest = square, node
        return least, nearest

    def round(self) -> bool:
        """Every node that is called grows by one step. False when none did."""
        grown = False
        for node, (across, up) in sorted(self._calls().items()):
            if len(self.growth.children[node]) <= _MOST_TWIGS:
                grown = self._step(node, across, up) or grown
        return grown

    def _calls(self) -> dict[int, Point]:
        """For each called node the sum of unit vectors towards its points."""
        growth, sums = self.growth, dict[int, Point]()
        for number in sorted(self.live):
            node = self.nearest[number][1]
            if node < 0:
                continue
            x, y = self.points[number]
            across, up = x - growth.xs[node], y - growth.ys[node]
            length = sqrt(across * across + up * up) or 1.0
            before = sums.get(node, (0.0, 0.0))
            sums[node] = before[0] + across / length, before[1] + up / length
        return sums

    def _step(self, node: int, across: float, up: float) -> bool:
        """Grow from a node: partly straight on, partly as called, rising, sinking far out."""
        growth = self.growth
        x, y, (ahead, rise) = growth.xs[node], growth.ys[node], growth.headings[node]
        called = sqrt(across * across + up * up)
        if called < 0.02:
            return False
        far_out = max(0.0, self.crown.outside(x, y) - 0.5)
        out, away = outward(x, y)
        keep, flow = (0.4, 0.15) if growth.children[node] else (0.55, 0.12)
        across = keep * ahead + 0.45 * across / called + flow * out
        up = keep * rise + 0.45 * up / called + flow * away + 0.08 - 0.24 * far_out
        length = sqrt(across * across + up * up)
        if length < 0.1 or across * out + up * away < -0.25 * length:
            return False  # It would turn back into the tree and curl.
        x, y = x + STEP * across / length, y + STEP * up / length
        if self._taken(node, x, y):
            return False
        self._hear(growth.add(x, y, node))
        return True

    def _taken(self, node: int, x: float, y: float) -> bool:
        """True if a step from this node has already gone about there."""
        growth = self.growth
        return any(
            abs(growth.xs[child] - x) + abs(growth.ys[child] - y) < 0.6 * STEP
            for child in growth.children[node]
        )

    def _hear(self, node: int) -> None:
        """Let the points about a new node call it if it is nearest, and be gone if it is near."""
        x, y = self.growth.xs[node], self.growth.ys[node]
        points, nearest, near = self.points, self.nearest, self.near * self.near
        for cell in self.empty.about(x, y):
            gone = []
            for number in cell:
                across, up = points[number][0] - x, points[number][1] - y
                square = across * across + up * up
                if square < near:
                    gone.append(number)
                elif square < nearest[number][0]:
                    nearest[number] = square, node
            cell.difference_update(gone)
            self.live.difference_update(gone)


def _scatter(size: float, spacing: float, chance: Stream) -> list[Point]:
    """Points within the crown, none nearer to another than `spacing` (dart throwing)."""
    height = top(size) - BOLE
    inside, taken = Crown(size).outside, Neighbours(spacing)
    xs, ys = list[float](), list[float]()
    for _ in range(int(2.6 * size * height / (spacing * spacing)) + 20):
        x = chance.between(-size, size)
        y = chance.between(BOLE, BOLE + height)
        if inside(x, y) < 1 and not _any_within(spacing, taken, xs, ys, x, y):
            taken.add(len(xs), x, y)
            xs.append(x)
            ys.append(y)
    return list(zip(xs, ys, strict=True))


def _any_within(
    reach: float, things: Neighbours, xs: list[float], ys: list[float], x: float, y: float
) -> bool:
    """Is one of these things nearer to the point?"""
    square = reach * reach
    for near in things.about(x, y):
        for number in near:
            across, up = xs[number] - x, ys[number] - y
            if across * across + up * up < square:
                return True
    return False
