"""The branch of a path: leaves as they are given, rings, and never two of the same otherwise."""

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heartleaf.tree.branch import draw_branch
from heartleaf.tree.colouring import TINTS

NUMBER = re.compile(r"-?\d+")
USES = "{http://www.w3.org/2000/svg}use"


def drawn(tints, rings=()):
    return draw_branch(tints, rings, title="A branch", description="Begun <today> & later")


def foot_of(picture):
    return re.search(r'class="wood" d="M([^C-Q]*)', picture)[1]


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.sampled_from(TINTS), min_size=1, max_size=127),
    st.lists(st.floats(-0.5, 127), max_size=40),
)
def test_it_has_a_leaf_of_each_tint_and_is_whole(tints, rings):
    picture = ET.fromstring(drawn(tints, rings))  # noqa: S314  # we drew it
    there = [use.get("class") for use in picture.iter(USES)]

    assert len(there) >= len(tints)
    assert picture.get("role") == "img"
    assert picture.get("aria-label") == "A branch"
    x, y, wide, high = map(int, picture.get("viewBox").split())
    for use in picture.iter(USES):
        at_x, at_y = map(int, NUMBER.findall(use.get("transform"))[-2:])
        assert x <= at_x <= x + wide
        assert y <= at_y <= y + high


def test_it_is_the_same_every_time():
    assert drawn(["leaf-3"] * 9, [2.5]) == drawn(["leaf-3"] * 9, [2.5])


def test_where_she_started_again_the_wood_goes_on_as_thick_and_no_leaf_is_other():
    plain, ringed = drawn(["leaf-3"] * 9), drawn(["leaf-3"] * 9, [4.5])

    assert ringed.count("<rect") == 1
    assert ringed.count("<use") == plain.count("<use") + 2  # of the new shoot
    assert plain.count('class="wood"') + 1 == ringed.count('class="wood"')
    assert foot_of(plain) == foot_of(ringed)
    assert set(re.findall("<use[^>]*>", plain)) <= set(re.findall("<use[^>]*>", ringed))


def test_its_words_are_escaped():
    assert "<desc>Begun &lt;today&gt; &amp; later</desc>" in drawn(["leaf-1"])


@pytest.mark.parametrize("tints", [[], ["red"]])
def test_it_takes_only_tints_of_the_tree(tints):
    with pytest.raises(ValueError, match="tints of the tree"):
        drawn(tints)
