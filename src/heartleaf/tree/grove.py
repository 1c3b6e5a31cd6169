"""A grove: a tree for each child, of one family's wood, and one for what is everyone's.

A tree shows the part of the wood that leads to its own leaves, every other one mirrored; so no two
look alike, none needs a seed of its own, and a leaf that comes later moves none.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from heartleaf.family.opening import OpenPerson
from heartleaf.family.words import name_of
from heartleaf.keepsakes.showing import Shelf
from heartleaf.tree.choosing import chosen
from heartleaf.tree.drawing import Leaf
from heartleaf.tree.gathering import kept_today, title_of
from heartleaf.tree.planting import wood_of
from heartleaf.tree.wood import Place, Wood

EVERYONES = "all"
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
        trees.insert(middle, (EVERYONES, title_of(person), everyones))
    return [
        OwnTree(key, name, _closer(leaves), bool(number % 2))
        for number, (key, name, leaves) in enumerate(trees)
    ]


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
