"""Candles that were let in: a light that comes later moves none."""

from hypothesis import given
from hypothesis import strategies as st

from heartleaf.tree.drawing import Beside, draw
from heartleaf.tree.lights import lit
from tests.tree.kept import WOOD


@given(st.lists(st.uuids().map(str), unique=True, max_size=60), st.uuids().map(str))
def test_a_later_light_moves_no_other(keys, new):
    places = lit(keys)

    assert lit([*keys, new])[: len(keys)] == places
    assert len(set(places)) == len(keys)
    assert all(place < 7 + 2 * number for number, place in enumerate(places))


def test_lights_stand_on_a_tree_that_has_no_leaf_yet():
    svg = draw(WOOD, [], title="", description="", beside=Beside(tuple(lit(["a", "b"]))))

    assert svg.count('"#linden-light"') == 2
    assert "<a " not in svg
