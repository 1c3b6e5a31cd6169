"""The way the tree grew: still pictures of it, from the bare sapling to how it stands."""

from __future__ import annotations

from collections.abc import Sequence

from heartleaf.tree import ornament
from heartleaf.tree.colouring import BARE
from heartleaf.tree.drawing import NOTHING, Beside, Leaf, draw, hidden, opening, stands, timber
from heartleaf.tree.foliage import foliage
from heartleaf.tree.framing import Frame
from heartleaf.tree.lights import lights
from heartleaf.tree.nearing import HAIR, SINGLE, places_and_tints
from heartleaf.tree.shapes import SHAPES
from heartleaf.tree.standing import Standing
from heartleaf.tree.wood import Wood

MOST = 24
_BEND = 1.6
"""Early steps add few leaves: one more is to a sapling what many are to an old tree."""


def steps(leaves: int) -> list[int]:
    """How many leaves there are at each step, from none to all of them."""
    most = min(leaves, MOST)
    counts = (max(step, round(leaves * (step / most) ** _BEND)) for step in range(1, most + 1))
    return [0, *counts]


def stage(wood: Wood, leaves: Sequence[Leaf], count: int, *, title: str, description: str) -> str:
    """The tree as it was with its first so many leaves, within the frame of the whole."""
    frame = stands(wood, _numbers(leaves)).frame
    return still(wood, leaves[:count], title=title, description=description, frame=frame)


def single(wood: Wood, leaves: Sequence[Leaf], *, beside: Beside = NOTHING) -> str:
    """One picture without links or words, however many leaves there are each by itself."""
    return draw(wood, leaves, title="", description="", linked=False, beside=beside)


def still(
    wood: Wood,
    leaves: Sequence[Leaf],
    *,
    title: str = "",
    description: str = "",
    frame: Frame | None = None,
    beside: Beside = NOTHING,
) -> str:
    """One picture without links, as seen from where all of it is seen: leaf by leaf, or foliage."""
    if len(leaves) <= SINGLE:
        said = {"title": title, "description": description}
        return draw(wood, leaves, **said, linked=False, beside=beside, frame=frame)
    stood = stands(wood, _numbers(leaves))
    look = frame or stood.frame
    behind, before = foliage(wood, *places_and_tints(leaves), look)
    widths = stood.standing.widths
    thin = 0.0 if leaves[0].tint == BARE else HAIR * look.width
    chains = [chain for chain in stood.standing.chains if widths[chain[1]] >= thin]
    places = [wood.place(leaf.place) for leaf in leaves]
    return "".join(
        (
            opening(look, title, description, linked=False),
            SHAPES,
            hidden(ornament.ground(stood.breadth)),
            f'<g class="behind">{behind}</g>',
            hidden(timber(wood, Standing(chains, widths, stood.standing.height))),
            f'<g class="before">{before}</g>',
            hidden(lights(wood, beside.lights, stood.breadth)),
            hidden(ornament.fallen(places, stood.breadth)),
            "</svg>",
        )
    )


def _numbers(leaves: Sequence[Leaf]) -> tuple[int, ...]:
    numbers = [leaf.place for leaf in leaves]
    return (*numbers, *ornament.bare_places(numbers))
