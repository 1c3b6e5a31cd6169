"""From a seed to the wood of a linden: a scaffold, then twigs, then the order of its leaves.

The wood is grown once for a family and kept. The rule below is nevertheless the same for ever on
every machine: chance is HMAC in counter mode (see stream.py), arithmetic keeps to what IEEE 754
rounds exactly, nothing is read from a set or hash in its own order, and what is kept is rounded.
A better rule gets a new VERSION; trees already grown stay as they are, and so do those that come
home by an older rule: their exports say which, so that rule has to stay here beside the new one.
"""

from __future__ import annotations

from heartleaf.tree.colonising import Growth, colonise
from heartleaf.tree.limbs import leader, limbs
from heartleaf.tree.placing import place_leaves
from heartleaf.tree.stream import Stream
from heartleaf.tree.wood import UNIT, Wood

VERSION = 1

_SEASONS = (
    (70, 19),
    (110, 19),
    (155, 19),
    (210, 19),
    (285, 19),
    (372, 19),
    (470, 18),
    (590, 17),
    (730, 15.5),
    (920, 13.5),
)
"""Half the breadth of the crown after each season, and how close its twigs then stand.

Each season grows on from the last, so that the wood of a young tree never leads through
branches that only the old tree has.
"""

_COARSE = (5, 2.4, 1)
"""Within a season boughs come first, then branches, then twigs: each so many times as far apart."""

__all__ = ["VERSION", "Wood", "grow"]


def grow(seed: bytes) -> Wood:
    """The tree of this seed, with 12,400 places; takes a second or two.

    Twigs grow by space colonisation (Runions, Lane and Prusinkiewicz 2007; see colonising.py, also
    for why). The same seed gives the same wood, byte for byte, whatever the machine or Python.
    """
    growth = Growth()
    _scaffold(growth, seed)
    firm = len(growth.xs)
    for number, (size, spacing) in enumerate(_SEASONS):
        for coarse in _COARSE:
            colonise(growth, size, coarse * spacing, Stream(seed, f"twigs {number} {coarse}"))
    _smooth(growth, firm)
    places = place_leaves(growth, firm, Stream(seed, "leaves"))
    xs = tuple(round(x * UNIT) for x in growth.xs)
    ys = tuple(-round(y * UNIT) for y in growth.ys)
    return Wood(VERSION, tuple(growth.parents), xs, ys, places)


def _scaffold(growth: Growth, seed: bytes) -> None:
    stem = leader(Stream(seed, "leader"))
    for number, (x, y) in enumerate(stem):
        growth.add(x, y, number - 1)
    for parent, points in limbs(stem, Stream(seed, "limbs")):
        for x, y in points:
            parent = growth.add(x, y, parent)


def _smooth(growth: Growth, firm: int) -> None:
    """Three rounds: each node of a twig moves halfway towards the middle of its neighbours."""
    for _ in range(3):
        for node in range(firm, len(growth.xs)):
            if growth.children[node]:
                growth.xs[node] = _between(growth.xs, growth, node)
                growth.ys[node] = _between(growth.ys, growth, node)


def _between(values: list[float], growth: Growth, node: int) -> float:
    before, after = values[growth.parents[node]], values[growth.children[node][0]]
    return 0.5 * values[node] + 0.25 * (before + after)
