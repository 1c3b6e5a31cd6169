"""The tree as an SVG picture: ink wood, flat leaves, nothing that moves.

Every colour is a class of tree.css, because the pages allow no inline style. One unit of the
picture is one grid step of the wood, so that all numbers are whole.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from html import escape
from itertools import repeat
from operator import add, mul
from typing import NamedTuple

from heartleaf.tree import ornament
from heartleaf.tree.colouring import TINTS
from heartleaf.tree.outlining import outlines, strokes
from heartleaf.tree.shapes import SHAPES, STALK
from heartleaf.tree.standing import Standing, stand
from heartleaf.tree.wood import UNIT, Place, Wood

_SAPLING = 7
"""While all leaves are among the first seven, the sapling's bare twigs are drawn, with buds."""
_FINE = (33 * UNIT) ** 2
"""The square of a length; shorter leaves are drawn without side veins."""
_AIR, _GROUND = 20 * UNIT, 34 * UNIT
"""Above and beside the crown; below the ground line."""


class Leaf(NamedTuple):
    """One keepsake on the tree."""

    place: int
    """The keepsake's number: 0 for the first ever kept."""
    tint: str
    """One of `colouring.TINTS`."""
    href: str
    label: str


def draw(
    wood: Wood, leaves: Sequence[Leaf], *, title: str, description: str, linked: bool = True
) -> str:
    """An `<svg class="tree">` with a leaf at the place of each keepsake, in the order given.

    Each is a link with a name; with `linked` False the whole is one picture without links.
    All texts and addresses are escaped here. Raises ValueError for a tint that is none.
    """
    _only_known({leaf.tint for leaf in leaves})
    numbers = [leaf.place for leaf in leaves]
    places = [wood.place(number) for number in numbers]
    bare = _bare(numbers)
    frame, timber = _timber(wood, (*numbers, *bare))
    buds = ornament.buds(wood, [wood.place(number) for number in bare])
    behind, before = _layers((_links if linked else _shapes)(wood, leaves, places), places)
    return "".join(
        (
            _opening(frame, title, description, linked),
            SHAPES,
            _hidden(ornament.ground(frame.breadth)),
            *('<g class="behind">', *behind, "</g>"),
            _hidden(timber + buds),
            _hidden(ornament.bracts(wood, places)),
            *('<g class="before">', *before, "</g>"),
            _hidden(ornament.fallen(places, frame.breadth)),
            "</svg>",
        )
    )


def _only_known(tints: Set[str]) -> None:
    if strange := tints - set(TINTS):
        raise ValueError(f"There is no tint {', '.join(strange)}; there are {', '.join(TINTS)}.")


def _bare(numbers: Sequence[int]) -> list[int]:
    """The sapling's places without a leaf; none once there has been a leaf beyond the sapling."""
    if any(number >= _SAPLING for number in numbers):
        return []
    return [number for number in range(_SAPLING) if number not in numbers]


# Who opens a leaf comes back to the tree, and finds the same wood unless something was kept.
@functools.lru_cache(maxsize=4)
def _timber(wood: Wood, numbers: tuple[int, ...]) -> tuple[_Frame, str]:
    """The wood that leads to these places, and what the picture shows."""
    places = [wood.place(number) for number in numbers]
    standing = stand(wood, [place.node for place in places])
    return _Frame.around(wood, places, standing), _wood(wood, standing)


def _links(wood: Wood, leaves: Sequence[Leaf], places: Sequence[Place]) -> Iterator[str]:
    """A leaf's title is its name for those who listen, and what is shown where a pointer rests."""
    addresses = _escaped([leaf.href for leaf in leaves])
    labels = _escaped([leaf.label for leaf in leaves])
    for href, label, shape in zip(addresses, labels, _shapes(wood, leaves, places), strict=True):
        yield f'<a href="{href}"><title>{label}</title>{shape}</a>'


def _escaped(texts: Sequence[str]) -> list[str]:
    """Each text safe in markup; all of them in one go, which is ten times faster."""
    if not texts:
        return []
    whole = "\0".join(texts)
    if whole.count("\0") >= len(texts):  # it must not be in a text if it is to part them
        whole = "\0".join(text.replace("\0", "") for text in texts)
    return escape(whole).split("\0")


def _shapes(wood: Wood, leaves: Sequence[Leaf], places: Sequence[Place]) -> Iterator[str]:
    for (number, tint, _, _), (_, _, _, c, d, _) in zip(leaves, places, strict=True):
        fine = "" if c * c + d * d > _FINE else "let"
        yield f'<use href="#linden-leaf{fine}" class="{tint}" {wood.laid(number)}/>'


def _layers(marks: Iterable[str], places: Sequence[Place]) -> tuple[list[str], list[str]]:
    """The leaves behind the wood, and those before it."""
    before, behind = list[str](), list[str]()
    for mark, place in zip(marks, places, strict=True):
        (behind if place.behind else before).append(mark)
    return behind, before


def _wood(wood: Wood, standing: Standing) -> str:
    twigs = (
        f'<path class="twig" stroke-width="{width}" d="{path}"/>'
        for width, path in strokes(wood, standing)
    )
    trunk = f'<path class="wood" d="{outlines(wood, standing)}"/>'
    return "".join(twigs) + trunk + ornament.bark(wood, standing)


def _hidden(drawing: str) -> str:
    return f'<g aria-hidden="true">{drawing}</g>' if drawing else ""


def _opening(frame: _Frame, title: str, description: str, linked: bool) -> str:
    role = "group" if linked else "img"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tree" viewBox="{frame.view}" '
        f'role="{role}" aria-label="{escape(title)}"><desc>{escape(description)}</desc>'
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the picture shows: the crown, the ground, some air; the trunk in the middle."""

    breadth: float
    """Of the crown."""
    view: str

    @classmethod
    def around(cls, wood: Wood, places: Sequence[Place], standing: Standing) -> _Frame:
        nodes, _, _, long_x, long_y, _ = zip(*places, strict=True)
        aside = map(abs, _tips(wood.xs, nodes, long_x))
        top = -min(_tips(wood.ys, nodes, long_y))
        half = max(60 * UNIT, max(aside)) + _AIR
        return cls(2 * half, _view(half, max(standing.height, top) + _AIR))


def _tips(foots: Sequence[int], nodes: Sequence[int], lengths: Sequence[int]) -> Iterator[float]:
    """Where leaves end, along one axis."""
    return map(add, map(foots.__getitem__, nodes), map(mul, lengths, repeat(1 + STALK)))


def _view(half: float, above: float) -> str:
    height = above + _GROUND
    breadth = max(2 * half, 0.92 * height)
    return f"{-breadth / 2:.0f} {-above:.0f} {breadth:.0f} {height:.0f}"
