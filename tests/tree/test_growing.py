"""The wood of a tree: the same for ever, and lovely from the first leaf on."""

from hashlib import sha256

import pytest

from heartleaf.tree import planting
from heartleaf.tree.growing import grow
from heartleaf.tree.wood import UNIT, NotWood, Wood

SEED = b"a seed of sixteen"
GROWN = "59306aa38d8a24b2234c248aa281635a8fc0e67e7cb363a8662082459977ca6f"


@pytest.fixture(scope="module")
def wood():
    """Grown as a family's is, in a process of its own."""
    return Wood.from_bytes(planting._grown_elsewhere(SEED))


def test_a_seed_grows_the_same_tree_for_ever(wood):
    assert sha256(wood.to_bytes()).hexdigest() == GROWN


@pytest.mark.slow
def test_another_family_has_another_tree(wood):
    other = grow(b"another seed")

    assert other.xs != wood.xs
    assert len(other.places) >= 12_000


def test_the_wood_comes_back_from_its_bytes(wood):
    assert Wood.from_bytes(wood.to_bytes()) == wood


@pytest.mark.parametrize("cut", [0, 7, 20, 1000, -1])
def test_wood_cut_short_is_told(wood, cut):
    with pytest.raises(NotWood):
        Wood.from_bytes(wood.to_bytes()[:cut])


def test_there_are_places_for_twelve_thousand_keepsakes_and_no_two_are_alike(wood):
    assert len(wood.places) >= 12_000
    assert len(set(wood.places)) == len(wood.places)


def test_after_the_last_place_leaves_stand_beside_the_first(wood):
    last = len(wood.places)

    assert wood.place(last).node == wood.place(0).node
    assert len({wood.place(0), wood.place(last), wood.place(2 * last)}) == 3


def test_every_twig_leads_back_to_the_foot(wood):
    assert wood.parents[0] == 0
    assert all(parent < node for node, parent in enumerate(wood.parents) if node)


def test_no_twig_is_torn_from_its_parent(wood):
    for node, parent in enumerate(wood.parents):
        across, up = wood.xs[node] - wood.xs[parent], wood.ys[node] - wood.ys[parent]
        assert across * across + up * up < (14 * UNIT) ** 2


@pytest.mark.parametrize("leaves", [3, 12, 30, 184])
def test_a_young_tree_is_balanced(wood, leaves):
    aside = [wood.xs[wood.place(k).node] for k in range(leaves)]

    assert min(aside) < 0 < max(aside)
    assert abs(sum(aside) / leaves) < 0.25 * max(map(abs, aside))


def test_a_young_tree_is_small_and_its_leaves_do_not_lie_on_each_other(wood):
    tips = [
        (wood.xs[p.node] + 0.7 * p.long_x, wood.ys[p.node] + 0.7 * p.long_y)
        for p in map(wood.place, range(30))
    ]
    gaps = [abs(complex(*a) - complex(*b)) for i, a in enumerate(tips) for b in tips[:i]]

    assert min(gaps) > 30 * UNIT
    assert max(-y for _, y in tips) < 640 * UNIT


def test_later_leaves_are_smaller(wood):
    def length(number):
        place = wood.place(number)
        return abs(complex(place.long_x, place.long_y)) / UNIT

    assert 40 < length(0) < 56
    assert all(15 < length(number) < 25 for number in range(11_900, 12_000))
