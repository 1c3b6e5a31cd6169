"""Candles that were let in, as small lights among the branches."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from heartleaf.tree.wood import UNIT, Wood

_MOST = 200
"""Past so many the crown would be all light; those that came first keep theirs."""
_WITHIN = 7
"""The first lights stand within the sapling; each may stand a little further out than the last."""
_SIZE, _SHARE = 24 * UNIT, 0.022
"""How tall a light is, and at least which share of the crown's breadth, so that it can be seen."""


def lit(keys: Sequence[str]) -> list[int]:
    """The place beside which each light stands, in the order in which they were let in.

    It follows from its key and from how many came before it: a light that comes later moves none.
    """
    taken = dict[int, None]()
    for number, key in enumerate(keys[:_MOST]):
        room = _WITHIN + 2 * number
        place = int.from_bytes(sha256(key.encode()).digest()[:4]) % room
        while place in taken:
            place = (place + 1) % room
        taken[place] = None
    return list(taken)


def lights(wood: Wood, places: Sequence[int], breadth: float) -> str:
    """Each upright on its twig, a little way in from where the leaf is."""
    size = round(max(_SIZE, _SHARE * breadth))
    spots = (_spot(wood, number) for number in places)
    return "".join(
        f'<use href="#linden-light" transform="matrix({size} 0 0 {size} {x} {y})"/>'
        for x, y in sorted(spots, key=lambda spot: spot[1])
    )


def _spot(wood: Wood, number: int) -> tuple[int, int]:
    node = wood.place(number).node
    for _step in range(2):
        node = wood.parents[node]
    return wood.xs[node], wood.ys[node]
