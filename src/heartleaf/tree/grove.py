"""A grove: a tree for each child, of one family's wood, and one for what is everyone's.

A tree shows the part of the wood that leads to its own leaves, some of them mirrored; so no two
look alike, and none needs a seed of its own. A leaf has the place of its own number, and whether
a tree is mirrored follows from its child alone: whatever else is there or is not, both stay.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import NamedTuple, Protocol

from django.utils.translation import gettext as _

from heartleaf.family.opening import OpenPerson
from heartleaf.family.words import name_of
from heartleaf.keepsakes.showing import Shelf
from heartleaf.tree.choosing import chosen
from heartleaf.tree.colouring import clothed
from heartleaf.tree.drawing import (
    NOTHING,
    Beside,
    Leaf,
    Stood,
    draw,
    opening,
    shown_numbers,
    stands,
)
from heartleaf.tree.framing import Frame
from heartleaf.tree.gathering import Kept, kept_today, title_of
from heartleaf.tree.nearing import SINGLE
from heartleaf.tree.planting import wood_of
from heartleaf.tree.shapes import SHAPES
from heartleaf.tree.stages import still
from heartleaf.tree.wood import Place, Wood

EVERYONES = "all"
_SAPLING = 12
"""So many leaves clothe a young tree. A sibling's that has fewer wears some of its own."""
_APART = 0.8
"""Trees of a grove reach a little into each other's air."""


class OwnTree(NamedTuple):
    """One tree of a grove. `key` is the child's id, or `EVERYONES`."""

    key: str
    name: str
    leaves: list[Leaf]
    mirrored: bool
    clothes: tuple[Leaf, ...] = ()
    """Of a living child: plain leaves that are nothing kept, so that it never stands bare."""


def grove(person: OpenPerson, shelf: Shelf) -> list[OwnTree]:
    """The trees from left to right, everyone's in the middle. Only one if there is no child who
    has a tree of their own."""
    kept = kept_today(person, shelf)
    siblings = "siblings" in chosen(person)
    children = [child for child in person.facts.children if siblings or not child.living]
    trees = parted(kept, {child.id: name_of(child, person.facts) for child in children})
    living = {child.id for child in children if child.living}
    tint = _plain(person)
    return [clad(one, tint) if one.key in living else one for one in trees]


def clad(tree: OwnTree, tint: str) -> OwnTree:
    """The same with plain leaves where none of its own stands. What is kept takes their place:
    whoever looks sees a young tree in leaf, and not how much there is of whom."""
    own = {leaf.place for leaf in tree.leaves}
    if len(own) >= _SAPLING:
        return tree
    # Wood that leads far out to one leaf is clothed on its way, here and there.
    last = max(_SAPLING - 1, *own, 0)
    apart = 1 << (last // _SAPLING).bit_length()
    places = (place for place in range(0, last + 1, apart) if place not in own)
    return tree._replace(clothes=tuple(Leaf(place, tint, "", "") for place in places))


def _plain(person: OpenPerson) -> str:
    if "season" in chosen(person):
        return clothed(person.today(), person.facts.hemisphere, "")
    return "leaf-5"


def parted(kept: Iterable[Kept], names: Mapping[str, str]) -> list[OwnTree]:
    """The leaves by the tree they stand on, for children by their ids and names."""
    on: dict[str, list[Leaf]] = {key: [] for key in (*names, EVERYONES)}
    for leaf, child in kept:
        on[child if child in names else EVERYONES].append(leaf)
    trees = [OwnTree(key, name, on[key], _is_mirrored(key)) for key, name in names.items()]
    if on[EVERYONES] or not trees:
        together = OwnTree(EVERYONES, _("Together"), on[EVERYONES], False)
        trees.insert((len(trees) + 1) // 2, together)
    return trees


def _is_mirrored(key: str) -> bool:
    return bool(sha256(key.encode()).digest()[0] % 2)


def drawn(person: OpenPerson, trees: list[OwnTree], beside: Beside, description: str) -> str:
    """All of them on one ground and equally tall: none is to be measured by another."""

    def drawn_one(one: OwnTree, on_it: Beside) -> str:
        wood = wood_for(person, one)
        if len(one.leaves) <= SINGLE:
            return draw(wood, one.leaves, title=one.name, description="", beside=on_it)
        return still(wood, one.leaves, title=one.name, beside=on_it)

    whole, parts = _together(person, trees, beside, drawn_one)
    return f"{opening(whole, title_of(person), description, linked=True)}{parts}</svg>"


class Picture(Protocol):
    """Draws one tree without links or words."""

    def __call__(self, wood: Wood, leaves: list[Leaf], /, *, beside: Beside = ...) -> str: ...


def silent(person: OpenPerson, trees: list[OwnTree], beside: Beside, picture: Picture) -> str:
    """The same without a link or a word, for paper."""

    def drawn_one(one: OwnTree, on_it: Beside) -> str:
        tree = picture(wood_for(person, one), one.leaves, beside=on_it)
        return tree.replace(' role="img" aria-label=""', "", 1).replace("<desc></desc>", "", 1)

    whole, parts = _together(person, trees, beside, drawn_one)
    return f"{opening(whole, '', '', linked=False)}{parts}</svg>"


def _together(
    person: OpenPerson,
    trees: list[OwnTree],
    beside: Beside,
    drawn_one: Callable[[OwnTree, Beside], str],
) -> tuple[Frame, str]:
    # Candles are for all of them.
    bears = next((one for one in trees if one.key == EVERYONES), trees[0])
    on = [(beside if one is bears else NOTHING)._replace(clothes=one.clothes) for one in trees]
    frames = [_stood(person, *each).frame for each in zip(trees, on, strict=True)]
    high = max(frame.height for frame in frames)
    parts, x, end = list[str](), 0, 0
    for one, on_it, frame in zip(trees, on, frames, strict=True):
        tree = drawn_one(one, on_it)
        width = frame.width * high // frame.height
        place = f'<svg x="{x}" y="0" width="{width}" height="{high}" '
        tree = tree.replace("<svg ", place, 1)
        # One set of shapes serves them all, and only the whole is laid out by the page.
        parts.append(tree.replace(SHAPES, "").replace(' class="tree"', "", 1))
        end, x = x + width, x + round(_APART * width)
    return Frame(0, 0, end, high), f"{SHAPES}{''.join(parts)}"


def _stood(person: OpenPerson, one: OwnTree, beside: Beside) -> Stood:
    return stands(wood_for(person, one), shown_numbers(one.leaves, beside))


def wood_for(person: OpenPerson, tree: OwnTree) -> Wood:
    wood = wood_of(person.family_id)
    return mirrored(wood) if tree.mirrored else wood


@functools.lru_cache(maxsize=4)
def mirrored(wood: Wood) -> Wood:
    places = (
        Place(node, -wide_x, wide_y, -long_x, long_y, behind)
        for node, wide_x, wide_y, long_x, long_y, behind in wood.places
    )
    return replace(wood, xs=tuple(-x for x in wood.xs), places=tuple(places))
