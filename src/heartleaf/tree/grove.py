"""A grove: a tree for each child, of one family's wood, and one for what is everyone's.

A tree shows the part of the wood that leads to its own leaves, every other one mirrored; so no two
look alike, none needs a seed of its own, and a leaf that comes later moves none.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from django.utils.translation import gettext as _

from heartleaf.family.opening import OpenPerson
from heartleaf.family.words import name_of
from heartleaf.keepsakes.showing import Shelf
from heartleaf.tree.choosing import chosen
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
from heartleaf.tree.gathering import kept_today, title_of
from heartleaf.tree.nearing import SINGLE
from heartleaf.tree.planting import wood_of
from heartleaf.tree.shapes import SHAPES
from heartleaf.tree.stages import still
from heartleaf.tree.wood import Place, Wood

EVERYONES = "all"
_APART = 0.8
"""Trees of a grove reach a little into each other's air."""
_CLOSER = 2
"""A child has a share of all leaves: taken as they come, their places would lie far apart."""


class OwnTree(NamedTuple):
    """One tree of a grove. `key` is the child's id, or `EVERYONES`."""

    key: str
    name: str
    leaves: list[Leaf]
    mirrored: bool


def grove(person: OpenPerson, shelf: Shelf) -> list[OwnTree]:
    """The trees from left to right, everyone's in the middle. Only one if there is no child who
    has a tree of their own."""
    kept = kept_today(person, shelf)
    siblings = "siblings" in chosen(person)
    children = [child for child in person.facts.children if siblings or not child.living]
    own = {child.id for child in children}
    everyones = [leaf for leaf, child in kept if child not in own]
    trees = [
        (
            child.id,
            name_of(child, person.facts),
            [leaf for leaf, about in kept if about == child.id],
        )
        for child in children
    ]
    if everyones or not trees:
        middle = (len(trees) + 1) // 2
        trees.insert(middle, (EVERYONES, _("Together"), everyones))
    return [
        OwnTree(key, name, _closer(leaves), bool(number % 2))
        for number, (key, name, leaves) in enumerate(trees)
    ]


def drawn(person: OpenPerson, trees: list[OwnTree], beside: Beside, description: str) -> str:
    """All of them on one ground and at one scale, as they would stand beside each other."""
    # Candles are for all of them.
    bears = next((one for one in trees if one.key == EVERYONES), trees[0])
    on = [beside if one is bears else NOTHING for one in trees]
    frames = [_stood(person, *each).frame for each in zip(trees, on, strict=True)]
    high = max(frame.height for frame in frames)
    parts, x, end = list[str](), 0, 0
    for one, on_it, frame in zip(trees, on, frames, strict=True):
        wood = wood_for(person, one)
        if len(one.leaves) <= SINGLE:
            tree = draw(wood, one.leaves, title=one.name, description="", beside=on_it)
        else:
            tree = still(wood, one.leaves, title=one.name, beside=on_it)
        place = f'<svg x="{x}" y="{high - frame.height}" width="{frame.width}" '
        tree = tree.replace("<svg ", f'{place}height="{frame.height}" ', 1)
        # One set of shapes serves them all, and only the whole is laid out by the page.
        parts.append(tree.replace(SHAPES, "").replace(' class="tree"', "", 1))
        end, x = x + frame.width, x + round(_APART * frame.width)
    whole = opening(Frame(0, 0, end, high), title_of(person), description, linked=True)
    return f"{whole}{SHAPES}{''.join(parts)}</svg>"


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


def _closer(leaves: Iterable[Leaf]) -> list[Leaf]:
    """Each at half its number, or at the next place that is free: the order of keeping decides, so
    a later leaf takes nothing from an earlier one."""
    taken, found = set[int](), list[Leaf]()
    for leaf in leaves:
        place = leaf.place // _CLOSER
        while place in taken:
            place += 1
        taken.add(place)
        found.append(leaf._replace(place=place))
    return found
