"""The same archive, the same tree: what was once kept is drawn the same for ever.

A hash here changes only where a picture was meant to change, and never where a leaf would move.
"""

import re
from dataclasses import replace
from hashlib import sha256

from heartleaf.tree.colouring import TINTS
from heartleaf.tree.drawing import Leaf, draw
from heartleaf.tree.growing import VERSION
from heartleaf.tree.wood import Wood
from tests.tree.kept import WOOD
from tests.tree.test_growing import GROWN

LEAVES = [Leaf(k, TINTS[k % len(TINTS)], f"/{k}/", "Letter") for k in range(300)]
PLACES = "8617ed1d1af17db3"
DRAWING = "a6835e03db815bef"


def sketch(wood):
    return draw(wood, LEAVES, title="The tree", description="")


def digest(text):
    return sha256(text.encode()).hexdigest()[:16]


def test_every_leaf_lies_where_it_was_first_laid():
    laid = "".join(WOOD.laid(number) for number in range(13_000))

    assert digest(laid) == PLACES


def test_a_kept_tree_is_drawn_as_it_was_first_drawn():
    outlines = "".join(re.findall(r' d="[^"]*"', sketch(WOOD)))

    assert digest(outlines) == DRAWING


def test_the_kept_tree_is_the_one_that_its_seed_grows():
    assert sha256(WOOD.to_bytes()).hexdigest() == GROWN
    assert WOOD.version == VERSION


def test_wood_of_another_rule_goes_on_being_drawn_as_it_is():
    older = Wood.from_bytes(replace(WOOD, version=0).to_bytes())
    later = Wood.from_bytes(replace(WOOD, version=9).to_bytes())

    assert (older.version, later.version) == (0, 9)
    assert sketch(older) == sketch(later) == sketch(WOOD)
