"""How the tree stands for one person. Each choice is a word in `own.tree`; none is the plain tree.

It is each person's own, as covers and quiet are: two parents may want two trees of one wood.
"""

from __future__ import annotations

from typing import Literal, get_args

from heartleaf.family.opening import OpenPerson

Choice = Literal["season", "one", "grove", "siblings", "dark"]
"""`season`: the whole tree goes with the season of the reader's day. `one`: no shades of their own
for the children. `grove`: a tree for each
child. `siblings`: in it, living children have theirs too. `dark`: without the lights."""

CHOICES: tuple[Choice, ...] = get_args(Choice)


def chosen(person: OpenPerson) -> frozenset[str]:
    """What they chose; words of a later version mean nothing here."""
    return frozenset(person.own.tree) & frozenset(CHOICES)


def choose(person: OpenPerson, choices: frozenset[str]) -> None:
    """Keep these, and leave what a later version wrote as it is."""
    kept = [word for word in CHOICES if word in choices]
    person.change_own(
        lambda own: setattr(own, "tree", [*(w for w in own.tree if w not in CHOICES), *kept])
    )
