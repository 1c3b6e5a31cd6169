"""Candles that were let in, as small lights among the branches."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import count

from heartleaf.tree.wood import UNIT, Wood

Spot = tuple[int, int]

_MOST = 200
"""Past so many the crown would be all light; those that came first keep theirs."""
_WITHIN = 12
"""A light stands within the young tree, if its own place there is free."""
_SIZE, _SHARE = 24 * UNIT, 0.022
"""How tall a light is, and at least which share of the crown's breadth, so that it can be seen."""
_LEAVES = 120
"""So many leaves, the first, leave a light some air."""
_AWAY = 28
"""It stands at most so many nodes down the twig from where the leaf is."""


def lit(keys: Sequence[str]) -> list[int]:
    """The place on whose twig each light stands, in the order in which they were let in.

    It follows from its key: one that comes later moves none, and one taken away leaves all where
    they are but those that would have stood in its place.
    """
    taken = dict[int, None]()
    for key in keys[:_MOST]:
        taken[next(place for place in _wished(key) if place not in taken)] = None
    return list(taken)


def _wished(key: str) -> Iterator[int]:
    """The places of a light, the dearest first; each may be a little further out than the last."""
    for step in count():
        said = sha256(f"{key}{step or ''}".encode()).digest()
        yield int.from_bytes(said[:4]) % (_WITHIN + 2 * step)


def lights(wood: Wood, places: Sequence[int], breadth: float) -> str:
    """Each upright on its twig, where there is air."""
    if not places:
        return ""
    size = round(max(_SIZE, _SHARE * breadth))
    spots = _airy(wood, _rounded(max(places) + 1))
    return "".join(
        f'<use href="#linden-light" transform="matrix({size} 0 0 {size} {x} {y})"/>'
        for x, y in sorted((spots[number] for number in places), key=lambda spot: spot[1])
    )


def _rounded(number: int) -> int:
    return -(-number // 16) * 16


@functools.lru_cache(maxsize=8)
def _airy(wood: Wood, number: int) -> tuple[Spot, ...]:
    """For each of the first places the spot on its twig that lies furthest from all leaves, and
    from the spots before it. They follow from the wood alone, whatever is on it."""
    blades = [at for k in range(min(_LEAVES, len(wood.places))) for at in _blade(wood, k)]
    spots = list[Spot]()
    for place in range(number):
        x, y = wood.middle(place)
        near = [at for at in blades if abs(at[0] - x) + abs(at[1] - y) < 320 * UNIT]
        near += [(a, b - _SIZE // 2) for a, b in spots]
        down = _down_the_twig(wood, place)
        spots.append(max(down, key=lambda spot: _air(spot, near)))
    return tuple(spots)


def _blade(wood: Wood, number: int) -> list[Spot]:
    """Three points along a leaf."""
    node, _, _, long_x, long_y, _ = wood.place(number)
    x, y = wood.xs[node], wood.ys[node]
    return [(x + long_x * k // 10, y + long_y * k // 10) for k in (4, 8, 11)]


def _down_the_twig(wood: Wood, number: int) -> list[Spot]:
    """Some way, but not onto the trunk; a leaf that stands on it has its light just there."""
    node, found = wood.place(number).node, list[Spot]()
    while len(found) < _AWAY and (node > _leader(wood) or not found):
        found.append((wood.xs[node], wood.ys[node]))
        node = wood.parents[node]
    return found


@functools.lru_cache(maxsize=4)
def _leader(wood: Wood) -> int:
    """The last node of the trunk, whose nodes come first."""
    onward = (k for k in range(1, len(wood.parents)) if wood.parents[k] != k - 1)
    return next(onward, len(wood.parents)) - 1


def _air(spot: Spot, near: Sequence[Spot]) -> float:
    """How far the middle of a light is from what is nearest to it."""
    x, y = spot[0], spot[1] - _SIZE // 2
    return min(((a - x) ** 2 + (b - y) ** 2 for a, b in near), default=0)
