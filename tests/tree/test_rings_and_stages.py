"""The cut wood and the way it grew: both only ever add."""

import itertools
import re

from heartleaf.tree.drawing import Leaf
from heartleaf.tree.rings import rings
from heartleaf.tree.stages import MOST, stage, steps
from tests.tree.kept import WOOD

LEAVES = [Leaf(k, "leaf-3", "", "") for k in range(40)]


def lines(years):
    return re.findall(r'class="ring" d="([^"]*)"', rings(WOOD, years, title="Cut"))[:-1]


def test_a_new_year_adds_a_ring_and_changes_none():
    assert lines(6)[:-1] == lines(5)
    assert len(lines(6)) == 7  # and the heart


def test_a_hundred_years_are_still_wood():
    assert len(lines(500)) == len(lines(60))


def test_it_grows_from_nothing_to_all_of_it_and_only_ever_more():
    for leaves in (1, 2, 7, 24, 25, 400, 12_400):
        counts = steps(leaves)
        assert counts[0] == 0
        assert counts[-1] == leaves
        assert all(a < b for a, b in itertools.pairwise(counts))
        assert len(counts) <= MOST + 1


def test_the_trunk_stays_where_it_is_while_the_tree_grows():
    def frame(count):
        svg = stage(WOOD, LEAVES, count, title="", description="")
        return re.search('viewBox="([^"]*)"', svg)[1]

    assert frame(0) == frame(3) == frame(40)
