"""Candles that were let in: a light that comes later moves none, and each stands in the air."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from heartleaf.tree.drawing import Beside, draw
from heartleaf.tree.lights import lights, lit
from heartleaf.tree.wood import UNIT
from tests.tree.kept import WOOD


@settings(max_examples=30)
@given(st.lists(st.uuids().map(str), unique=True, max_size=60), st.uuids().map(str))
def test_a_later_light_moves_no_other(keys, new):
    places = lit(keys)

    assert lit([*keys, new])[: len(keys)] == places
    assert len(set(places)) == len(keys)
    assert all(place < 12 + 2 * 60 for place in places)


@settings(max_examples=30)
@given(st.lists(st.uuids().map(str), unique=True, min_size=1, max_size=7), st.integers(0, 6))
def test_a_light_taken_away_moves_none_that_had_its_own_place(keys, gone):
    own = {key: lit([key])[0] for key in keys}
    rest = [key for key in keys if key != keys[gone % len(keys)]]
    before, after = (dict(zip(some, lit(some), strict=True)) for some in (keys, rest))

    assert all(after[key] == own[key] for key in rest if before[key] == own[key])


def test_no_light_stands_upon_a_leaf_of_a_young_tree_or_upon_another():
    marks = lights(WOOD, range(24), 0)
    feet = [tuple(map(int, at)) for at in re.findall(r"(-?\d+) (-?\d+)\)", marks)]
    leaves = [WOOD.middle(number) for number in range(40)]

    def nearest(x, y, others):
        return min(((x - a) ** 2 + (y - b) ** 2) ** 0.5 for a, b in others)

    assert len(set(feet)) == 24
    assert min(nearest(x, y - 12 * UNIT, leaves) for x, y in feet) > 17 * UNIT
    assert max(y for _x, y in feet) < -180 * UNIT  # within the crown


def test_lights_stand_on_a_tree_that_has_no_leaf_yet():
    svg = draw(WOOD, [], title="", description="", beside=Beside(tuple(lit(["a", "b"]))))

    assert svg.count('"#linden-light"') == 2
    assert "<a " not in svg
