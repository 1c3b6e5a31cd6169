"""The wood that is drawn: what leads to leaves, how thick it is, and in which chains it runs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import compress
from math import log

from heartleaf.tree.wood import UNIT, Wood

_TIP = 1.15 * UNIT
_LENGTHENS = 0.012
"""What a node adds to its wood, as a share of a leaf: so that a bare stretch tapers as well."""

_SOFT = 80
"""The top of the height, in units, that is only this year's soft shoot and bends nothing."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The drawn part of a wood. Widths are in grid steps."""

    chains: list[list[int]]
    """Nodes from thick to thin; a side branch begins with the node of its parent."""
    widths: list[float]
    """By node; 0 where nothing is drawn."""
    height: int


def stand(wood: Wood, nodes: Iterable[int]) -> Standing:
    """The wood that leads to these nodes."""
    drawn = _drawn(wood, nodes)
    leaves = _leaves_above(wood, drawn, nodes)
    height = -min(map(wood.ys.__getitem__, drawn))
    return Standing(_chains(wood, drawn, leaves), _widths(drawn, leaves, height), height)


def _drawn(wood: Wood, nodes: Iterable[int]) -> list[int]:
    """The nodes and all that leads to them, parents first."""
    parents, seen = wood.parents, bytearray(len(wood.parents))
    seen[0] = 1
    for node in nodes:
        while not seen[node]:
            seen[node] = 1
            node = parents[node]
    return list(compress(range(len(seen)), seen))


def _leaves_above(wood: Wood, drawn: list[int], nodes: Iterable[int]) -> list[float]:
    """The pipe model (Shinozaki 1964): wood carries a pipe for every leaf above it."""
    parents, leaves = wood.parents, [0.0] * len(wood.parents)
    for node in nodes:
        leaves[node] += 1
    for node in reversed(drawn[1:]):
        leaves[node] += _LENGTHENS
        leaves[parents[node]] += leaves[node]
    return leaves


def _widths(drawn: list[int], leaves: list[float], height: int) -> list[float]:
    """From the pipes to a width: a tip keeps its own, the foot follows from the height.

    Trunks thicken as the 3/2 power of their height (elastic similarity, McMahon 1973), which is
    what keeps a sapling slender.
    """
    foot = UNIT * max(3.5, 0.00115 * max(0.0, height / UNIT - _SOFT) ** 1.5)
    power = log(foot / _TIP) / log(max(leaves[0], 1.5))
    widths = [0.0] * len(leaves)
    for node in drawn:
        widths[node] = _TIP * max(leaves[node], 1) ** power
    return widths


def _chains(wood: Wood, drawn: list[int], leaves: list[float]) -> list[list[int]]:
    """Each node goes straight on, or to a child far heavier; other children begin own chains."""
    parents, onward = wood.parents, dict[int, int]()
    for node in drawn[1:]:
        rival = onward.get(parents[node])
        if rival is None or leaves[node] > 2 * leaves[rival]:
            onward[parents[node]] = node
    heads = [node for node in drawn[1:] if onward[parents[node]] != node]
    return [_along(0, [], onward), *(_along(head, [parents[head]], onward) for head in heads)]


def _along(node: int, chain: list[int], onward: dict[int, int]) -> list[int]:
    following: int | None = node
    while following is not None:
        chain.append(following)
        following = onward.get(following)
    return chain
