"""The tree as large as it has become: all of it as foliage, and leaf by leaf from nearer.

A picture has single leaves, each a link, when few enough are in it. Otherwise they are foliage,
and each part of it is a link that leads nearer.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import NamedTuple

from heartleaf.tree import ornament
from heartleaf.tree.colouring import BARE
from heartleaf.tree.drawing import (
    NOTHING,
    Beside,
    Leaf,
    closed_buds,
    clothing,
    hidden,
    layers,
    links,
    only_known,
    opening,
    shown_numbers,
    stands,
    timber,
)
from heartleaf.tree.foliage import foliage
from heartleaf.tree.framing import Frame
from heartleaf.tree.lights import lights
from heartleaf.tree.shapes import SHAPES
from heartleaf.tree.standing import Standing
from heartleaf.tree.wood import UNIT, Wood

SINGLE = 1200
"""So many leaves are drawn one by one, with a link each; more of them are foliage."""
_REACH = 80 * UNIT
"""No leaf is longer: what stands further outside a picture does not reach into it."""
HAIR = 1 / 900
"""Twigs finer than this share of the picture are not seen among foliage."""
_PARTS = 3
"""A picture is parted so many times each way into what one may go nearer to."""


class Part(NamedTuple):
    """A part of what is seen: its column and row, and what it shows from nearer."""

    column: int
    row: int
    frame: Frame


class Seen(NamedTuple):
    """A drawing, what it shows, the whole that is a part of, and whether its leaves are single."""

    svg: str
    look: Frame
    whole: Frame
    single: bool


Way = Callable[[Part], tuple[str, str]]
"""Where the link of a part leads, and what it is called."""


def seen(
    wood: Wood,
    leaves: Sequence[Leaf],
    *,
    title: str,
    description: str,
    way: Way,
    beside: Beside = NOTHING,
    window: tuple[int, int, int] | None = None,
) -> Seen:
    """The tree, or what is in a window: its middle, x and y, and its width, in grid steps.

    Texts and addresses are escaped here. Raises ValueError for a tint that is none.
    """
    only_known({leaf.tint for leaf in leaves})
    numbers = shown_numbers(leaves, beside)
    stood = stands(wood, numbers)
    look = stood.frame.nearer(*window) if window else stood.frame
    near = _within(wood, leaves, look)
    single = len(near) <= SINGLE
    if single:
        (behind, before), over = _single(wood, near), ""
    else:
        behind, before = foliage(wood, *places_and_tints(leaves), look)
        over = _ways(wood, near, look, stood.frame, way)
    # In winter all twigs are there to be seen.
    thin = 0.0 if single or leaves[0].tint == BARE else look.width * HAIR
    whole = single and look == stood.frame
    clothed = [leaf.place for leaf in (*leaves, *beside.clothes)]
    wooden = stood.timber if whole else _timber_within(wood, numbers, look, thin)
    places = [wood.place(leaf.place) for leaf in leaves]
    svg = "".join(
        (
            opening(look, title, description, linked=True),
            SHAPES,
            hidden(ornament.ground(stood.breadth)),
            f'<g class="behind">{behind}</g>',
            hidden(wooden + ornament.sapling_buds(wood, clothed)),
            clothing(wood, beside),
            hidden(ornament.bracts(wood, places)) if single else "",
            f'<g class="before">{before}</g>',
            closed_buds(wood, beside),
            hidden(lights(wood, beside.lights, min(stood.breadth, 1.6 * look.width))),
            hidden(ornament.fallen(places, stood.breadth)),
            over,
            "</svg>",
        )
    )
    return Seen(svg, look, stood.frame, single)


def places_and_tints(leaves: Sequence[Leaf]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    return tuple(leaf.place for leaf in leaves), tuple(leaf.tint for leaf in leaves)


def _within(wood: Wood, leaves: Sequence[Leaf], look: Frame) -> list[Leaf]:
    left, top, width, height = look.wider(_REACH)
    middles = wood.middles([leaf.place for leaf in leaves])
    return [
        leaf
        for leaf, (x, y) in zip(leaves, middles, strict=True)
        if 0 <= x - left <= width and 0 <= y - top <= height
    ]


def _single(wood: Wood, leaves: Sequence[Leaf]) -> tuple[str, str]:
    places = [wood.place(leaf.place) for leaf in leaves]
    behind, before = layers(links(wood, leaves, places), places)
    return "".join(behind), "".join(before)


@functools.lru_cache(maxsize=6)
def _timber_within(wood: Wood, numbers: tuple[int, ...], look: Frame, thin: float) -> str:
    """The wood that shows in a picture."""
    standing, reach = stands(wood, numbers).standing, look.wider(_REACH)
    chains = [
        chain
        for chain in standing.chains
        if standing.widths[chain[-1 if len(chain) < 2 else 1]] >= thin
        and any(reach.holds(wood.xs[node], wood.ys[node]) for node in chain)
    ]
    return timber(wood, Standing(chains, standing.widths, standing.height))


def _ways(wood: Wood, near: Iterable[Leaf], look: Frame, whole: Frame, way: Way) -> str:
    """Links that lie over the foliage, row by row; none where no leaf is."""
    wide, high = look.width // _PARTS, look.height // _PARTS
    middles = wood.middles([leaf.place for leaf in near])
    inside = {((y - look.top) // high, (x - look.left) // wide) for x, y in middles}
    links = []
    for row, column in sorted(inside):
        if not (0 <= row < _PARTS and 0 <= column < _PARTS):
            continue
        left, top = look.left + column * wide, look.top + row * high
        frame = whole.nearer(left + wide // 2, top + high // 2, round(1.15 * wide))
        href, label = map(escape, way(Part(column, row, frame)))
        links.append(
            f'<a class="way" href="{href}"><title>{label}</title>'
            f'<rect x="{left}" y="{top}" width="{wide}" height="{high}"/></a>'
        )
    return "".join(links)
