"""The tree as an SVG picture: ink wood, flat leaves, nothing that moves.

Every colour is a class of tree.css, because the pages allow no inline style. One unit of the
picture is one grid step of the wood, so that all numbers are whole.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence, Set
from html import escape
from itertools import chain
from typing import NamedTuple

from heartleaf.tree import ornament
from heartleaf.tree.colouring import BARE, SHADES, TINTS
from heartleaf.tree.framing import Frame, around
from heartleaf.tree.lights import lights
from heartleaf.tree.outlining import outlines, strokes
from heartleaf.tree.shapes import SHAPES
from heartleaf.tree.standing import Standing, stand
from heartleaf.tree.wood import UNIT, Place, Wood

_FINE = (33 * UNIT) ** 2
"""The square of a length; shorter leaves are drawn without side veins."""


class Leaf(NamedTuple):
    """One keepsake on the tree."""

    place: int
    """The keepsake's number: 0 for the first ever kept."""
    tint: str
    """One of `colouring.TINTS`."""
    href: str
    label: str


class Beside(NamedTuple):
    """What stands on the tree and is no leaf."""

    lights: Sequence[int] = ()
    """The places whose twigs bear a light."""
    buds: Sequence[int] = ()
    """The places of letters that are *not yet*, drawn as closed buds."""
    buds_href: str = ""
    buds_label: str = ""
    clothes: Sequence[Leaf] = ()
    """Leaves of the tree's own, which are nothing kept and lead nowhere."""


NOTHING = Beside()


def draw(
    wood: Wood,
    leaves: Sequence[Leaf],
    *,
    title: str,
    description: str,
    linked: bool = True,
    beside: Beside = NOTHING,
    frame: Frame | None = None,
) -> str:
    """An `<svg class="tree">` with a leaf at the place of each keepsake, in the order given.

    Each is a link with a name; with `linked` False the whole is one picture without links. It
    shows the whole tree, or what is in `frame`. All texts and addresses are escaped here. Raises
    ValueError for a tint that is none.
    """
    only_known({leaf.tint for leaf in leaves})
    numbers = [leaf.place for leaf in leaves]
    places = [wood.place(number) for number in numbers]
    stood = stands(wood, shown_numbers(leaves, beside))
    buds = ornament.sapling_buds(wood, [*numbers, *(leaf.place for leaf in beside.clothes)])
    behind, before = layers((links if linked else _shapes)(wood, leaves, places), places)
    return "".join(
        (
            opening(frame or stood.frame, title, description, linked),
            SHAPES,
            hidden(ornament.ground(stood.breadth)),
            *('<g class="behind">', *behind, "</g>"),
            hidden(stood.timber + buds),
            clothing(wood, beside),
            hidden(ornament.bracts(wood, places)),
            *('<g class="before">', *before, "</g>"),
            closed_buds(wood, beside),
            hidden(lights(wood, beside.lights, stood.breadth)),
            hidden(ornament.fallen(places, stood.breadth)),
            "</svg>",
        )
    )


def only_known(tints: Set[str]) -> None:
    if strange := tints - {*TINTS, *chain(*SHADES), BARE}:
        raise ValueError(f"There is no tint {', '.join(strange)}; there are {', '.join(TINTS)}.")


def shown_numbers(leaves: Sequence[Leaf], beside: Beside) -> tuple[int, ...]:
    """The places that wood leads to: of leaves, of what stands beside them, of bare twigs."""
    numbers = [leaf.place for leaf in (*leaves, *beside.clothes)]
    return (*numbers, *ornament.bare_places(numbers), *beside.lights, *beside.buds)


class Stood(NamedTuple):
    """A tree as far as its wood: what the picture shows, the crown's breadth, the wood drawn."""

    frame: Frame
    breadth: float
    standing: Standing
    timber: str


# Who opens a leaf comes back to the tree, and finds the same wood unless something was kept.
@functools.lru_cache(maxsize=4)
def stands(wood: Wood, numbers: tuple[int, ...]) -> Stood:
    """The wood that leads to these places."""
    places = [wood.place(number) for number in numbers]
    standing = stand(wood, [place.node for place in places])
    return Stood(*around(wood, places, standing), standing, timber(wood, standing))


def links(wood: Wood, leaves: Sequence[Leaf], places: Sequence[Place]) -> Iterator[str]:
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
        shape = tint if tint == BARE else "leaf" if c * c + d * d > _FINE else "leaflet"
        yield f'<use href="#linden-{shape}" class="{tint}" {wood.laid(number)}/>'


def clothing(wood: Wood, beside: Beside) -> str:
    places = [wood.place(leaf.place) for leaf in beside.clothes]
    return hidden("".join(_shapes(wood, beside.clothes, places)))


def closed_buds(wood: Wood, beside: Beside) -> str:
    """Buds at their places; one way leads from all of them, and none of them says a word."""
    if not beside.buds:
        return ""
    drawn = ornament.buds(wood, [wood.place(number) for number in beside.buds], 0.34)
    href, label = escape(beside.buds_href), escape(beside.buds_label)
    return f'<a class="buds" href="{href}"><title>{label}</title>{drawn}</a>'


def layers(marks: Iterable[str], places: Sequence[Place]) -> tuple[list[str], list[str]]:
    """The leaves behind the wood, and those before it."""
    before, behind = list[str](), list[str]()
    for mark, place in zip(marks, places, strict=True):
        (behind if place.behind else before).append(mark)
    return behind, before


def timber(wood: Wood, standing: Standing) -> str:
    twigs = (
        f'<path class="twig" stroke-width="{width}" d="{path}"/>'
        for width, path in strokes(wood, standing)
    )
    trunk = f'<path class="wood" d="{outlines(wood, standing)}"/>'
    return "".join(twigs) + trunk + ornament.bark(wood, standing)


def hidden(drawing: str) -> str:
    return f'<g aria-hidden="true">{drawing}</g>' if drawing else ""


def opening(frame: Frame, title: str, description: str, linked: bool) -> str:
    role = "group" if linked else "img"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tree" viewBox="{frame.view}" '
        f'role="{role}" aria-label="{escape(title)}"><desc>{escape(description)}</desc>'
    )
