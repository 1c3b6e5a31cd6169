"""The ways to look at the tree, and what stands about it."""

from heartleaf.tree.framing import Frame
from heartleaf.web.assets import STATIC
from heartleaf.web.tree import _looking

WHOLE = Frame(-9000, -17_000, 18_000, 18_000)


def test_ways_to_look_keep_their_places_however_near_one_is():
    near, nearest = WHOLE.nearer(0, -8000, 9000), WHOLE.nearer(0, -8000, 1)
    words = [[way.words for way in _looking(look, WHOLE)] for look in (near, nearest)]

    assert words[0] == words[1]
    assert len(words[0]) == 7
    assert not _looking(nearest, WHOLE)[0].href
    assert [way.words for way in _looking(WHOLE, WHOLE)] == ["Nearer"]


def test_what_was_just_done_stands_above_the_tree_and_takes_no_column_of_it():
    style = (STATIC / "css" / "tree.css").read_text()

    assert ".tree-page > .messages { grid-column: 1 / -1;" in style
