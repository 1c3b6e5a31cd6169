"""The tree from far off and from nearer: foliage merges, leaves stay where they are."""

import re
import time
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from heartleaf.tree.colouring import BARE, TINTS
from heartleaf.tree.drawing import Beside, Leaf, draw
from heartleaf.tree.foliage import masses
from heartleaf.tree.framing import Frame
from heartleaf.tree.nearing import SINGLE, seen
from tests.tree.kept import WOOD

SVG = "{http://www.w3.org/2000/svg}"
MANY = [Leaf(k, TINTS[k % len(TINTS)], f"/keepsakes/{k}/", f"Letter {k}") for k in range(10_000)]


def looked(leaves, **how):
    way = {"way": lambda part: (f"?{part.column}.{part.row}", "Nearer")}
    return seen(WOOD, leaves, title="The tree", description="", **way, **how)


def parsed(svg):
    return ElementTree.fromstring(svg)  # noqa: S314  # our own drawing


def where(svg):
    """The transform of each leaf that is a link of its own, by its address."""
    links = parsed(svg).iter(f"{SVG}a")
    return {a.get("href"): use.attrib for a in links if (use := a.find(f"{SVG}use")) is not None}


def test_a_tree_of_few_leaves_is_drawn_as_it_always_was():
    leaves = MANY[:40]

    assert looked(leaves).svg == draw(WOOD, leaves, title="The tree", description="")


def test_far_off_ten_thousand_leaves_are_foliage_that_leads_nearer():
    far = looked(MANY)

    assert not far.single
    assert where(far.svg) == {}
    assert len(re.findall('class="way"', far.svg)) == 9
    assert len(far.svg) < 360_000


def test_going_nearer_by_the_links_ends_at_single_leaves():
    steps, frame, single = 0, None, False
    while not single and steps < 5:
        ways = []
        shown = seen(
            WOOD,
            MANY,
            title="",
            description="",
            way=lambda part, ways=ways: (ways.append(part.frame), ("?", ""))[1],
            window=frame and (*frame.middle, frame.width),
        )
        single, frame, steps = shown.single, (ways[0] if ways else None), steps + 1

    assert single
    assert steps <= 4


@given(st.integers(-9000, 9000), st.integers(-17_000, 0), st.integers(0, 20_000))
@settings(max_examples=8, deadline=None)
def test_from_wherever_it_is_looked_at_a_leaf_lies_where_it_lay(x, y, width):
    leaves = MANY[:900]
    all_of_them = where(draw(WOOD, leaves, title="", description=""))
    shown = looked(leaves, window=(x, y, width))
    look, whole = shown.look, shown.whole

    assert where(shown.svg).items() <= all_of_them.items()
    assert whole.left <= look.left
    assert whole.top <= look.top
    assert look.left + look.width <= whole.left + whole.width
    assert look.top + look.height <= whole.top + whole.height


def test_every_leaf_that_can_be_seen_in_a_window_is_in_it():
    leaves = MANY[:900]
    shown = looked(leaves, window=(0, -5000, 4000))
    inside = {leaf.href for leaf in leaves if shown.look.holds(*WOOD.middle(leaf.place))}

    assert inside <= where(shown.svg).keys()
    assert len(where(shown.svg)) < 900


@given(st.integers(0, 12_000))
@settings(max_examples=8, deadline=None)
def test_a_new_leaf_changes_no_mass_of_foliage_that_is_there(new):
    look = Frame(-9000, -17_300, 18_000, 17_700)
    others = [(k, "leaf-3") for k in range(0, 12_000, 3)]
    before = masses(WOOD, others, look)
    after = masses(WOOD, [*others, (12_001 + new, "fall-1")], look)

    assert before.items() <= after.items()


def test_in_winter_there_is_no_foliage_and_each_leaf_is_a_bud_that_opens():
    bare = [leaf._replace(tint=BARE) for leaf in MANY[:30]]
    svg = looked(bare).svg

    assert svg.count('href="#linden-bare"') == 30
    assert len(where(svg)) == 30
    assert masses(WOOD, [(leaf.place, BARE) for leaf in bare], looked(bare).look) == {}


def test_a_closed_bud_says_nothing():
    beside = Beside(buds=(3, 9), buds_href="/waiting/", buds_label="Not yet")
    svg = looked([leaf for leaf in MANY[:20] if leaf.place not in beside.buds], beside=beside).svg
    (buds,) = [a for a in parsed(svg).iter(f"{SVG}a") if a.get("class") == "buds"]

    assert buds.get("href") == "/waiting/"
    assert buds.findtext(f"{SVG}title") == "Not yet"
    assert len(list(buds.iter(f"{SVG}use"))) == 2
    assert "/keepsakes/3/" not in svg


def test_ten_thousand_leaves_are_seen_in_a_moment():
    looked(MANY)
    start = time.process_time()
    looked(MANY)

    # The goal is 100 ms (see the bench); a busy machine is given some more.
    assert time.process_time() - start < 0.3
    assert len(MANY) > SINGLE
