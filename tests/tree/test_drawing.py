"""The picture: a leaf never moves, is a link with a name, and nothing is counted."""

import re
import time
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heartleaf.tree.colouring import TINTS
from heartleaf.tree.drawing import Leaf, draw
from heartleaf.tree.standing import stand
from heartleaf.tree.wood import UNIT, Wood
from tests.tree.kept import WOOD

SVG = "{http://www.w3.org/2000/svg}"


def leaf(place, tint="leaf-3"):
    return Leaf(place, tint, f"/keepsakes/{place}/", f"Letter {place}")


def drawn(numbers, wood=WOOD, **how):
    leaves = [leaf(number) for number in numbers]
    return draw(wood, leaves, title="The tree", description="Each leaf is something kept.", **how)


def parsed(svg):
    return ElementTree.fromstring(svg)  # noqa: S314  # our own drawing


def where(svg):
    """Each leaf's address and the transform it is drawn with."""
    return {link.get("href"): link.find(f"{SVG}use").attrib for link in parsed(svg).iter(f"{SVG}a")}


def frame(svg):
    return [int(n) for n in parsed(svg).get("viewBox").split()]


@settings(max_examples=15, deadline=None)
@given(st.sets(st.integers(0, 13_000), max_size=60), st.integers(0, 13_000))
def test_a_new_leaf_moves_no_other(numbers, new):
    before = where(drawn(sorted(numbers)))
    after = where(drawn(sorted(numbers | {new})))

    assert len(before) == len(numbers)
    assert {address: after[address] for address in before} == before


def test_wood_that_was_kept_is_drawn_as_it_was():
    assert drawn(range(40), Wood.from_bytes(WOOD.to_bytes())) == drawn(range(40))


def test_wood_seen_before_grows_with_the_next_leaf():
    def timber(numbers):
        return parsed(drawn(numbers)).find(f".//{SVG}path[@class='wood']").get("d")

    before = timber(range(300))

    assert timber(range(500)) != before
    assert timber(range(300)) == before


def test_each_leaf_is_a_link_with_a_name():
    links = list(parsed(drawn([4, 9])).iter(f"{SVG}a"))

    assert {link.get("href") for link in links} == {"/keepsakes/4/", "/keepsakes/9/"}
    assert {link.findtext(f"{SVG}title") for link in links} == {"Letter 4", "Letter 9"}


@given(st.sets(st.integers(0, 12_000), min_size=1, max_size=30))
@settings(max_examples=15, deadline=None)
def test_wood_is_drawn_where_it_leads_to_a_leaf_and_nowhere_else(numbers):
    leads = set()
    for node in (WOOD.place(number).node for number in numbers):
        while node not in leads:
            leads.add(node)
            node = WOOD.parents[node]
    standing = stand(WOOD, [WOOD.place(number).node for number in numbers])

    assert {node for node, width in enumerate(standing.widths) if width} == leads | {0}
    assert {node for chain in standing.chains for node in chain} == leads | {0}
    assert all(standing.widths[WOOD.parents[n]] >= standing.widths[n] for n in leads)


def test_the_small_picture_is_one_image_without_links():
    svg = drawn(range(12), linked=False)
    picture = parsed(svg)

    assert picture.get("role") == "img"
    assert picture.get("aria-label") == "The tree"
    assert "<a " not in svg
    assert svg.count('class="leaf-3"') == 12


def test_before_anything_is_kept_there_is_a_bare_sapling():
    svg = drawn([])

    assert where(svg) == {}
    assert "#linden-leaf" not in svg
    assert svg.count("#linden-bud") == 7
    assert 'class="wood"' in svg
    assert 'class="ground"' in svg


def test_the_first_leaf_opens_from_one_bud_of_the_sapling():
    assert drawn([0]).count('"#linden-bud"') == 6
    assert frame(drawn([0])) == frame(drawn([]))


def test_a_tree_that_was_older_shows_no_buds_where_leaves_may_be_hidden():
    assert '"#linden-bud"' not in drawn([2, 60])


def test_an_empty_place_leaves_no_mark():
    svg = drawn([k for k in range(40) if k != 17])

    assert '"#linden-bud"' not in svg
    assert "/keepsakes/17/" not in where(svg)


def test_the_view_follows_the_crown():
    sapling, young, old = (frame(drawn(range(count))) for count in (3, 184, 3000))

    assert sapling[3] < 500 * UNIT < young[3] < 1100 * UNIT < old[3]
    assert abs(sapling[0] + sapling[2] / 2) <= 1


@pytest.mark.parametrize("count", [0, 1, 12, 500])
def test_every_leaf_is_within_the_view(count):
    svg = drawn(range(count))
    left, top, width, height = frame(svg)
    for use in where(svg).values():
        *_, long_x, long_y, x, y = map(int, re.findall(r"-?\d+", use["transform"]))
        assert left < x + 1.27 * long_x < left + width
        assert top < y + 1.27 * long_y < top + height


def test_a_sapling_is_slender_and_an_old_trunk_is_stout():
    def foot(count):
        wood = parsed(drawn(range(count))).find(f".//{SVG}path[@class='wood']")
        start, end = wood.get("d").split("Z")[0], wood.get("d").split("Z")[0].split()[-2]
        return abs(int(re.match(r"M(-?\d+)", start)[1]) - int(end)) / UNIT

    assert foot(3) < 14
    assert foot(3) < foot(30) < foot(184) < foot(3000)


def test_words_from_outside_stay_words():
    nasty = Leaf(0, "leaf-1", "/k/?a=1&b='\"", "<script>\"'&\0</script>")
    svg = draw(WOOD, [nasty], title='"><b>', description="<i>")
    picture = parsed(svg)

    assert picture.find(f".//{SVG}title").text == "<script>\"'&</script>"
    assert picture.find(f".//{SVG}a").get("href") == "/k/?a=1&b='\""
    assert picture.get("aria-label") == '"><b>'
    assert "<script" not in svg


def test_a_tint_that_is_none_is_refused():
    with pytest.raises(ValueError, match="no tint"):
        draw(WOOD, [leaf(0, "red onload=")], title="", description="")


def test_colours_come_by_class_alone():
    svg = drawn(range(200))

    assert "style" not in svg
    assert not re.search(r'(fill|stroke|color)="', svg)
    assert "#linden-bract" in svg


def test_nothing_counts_the_leaves():
    svg = re.sub(
        r'(transform|d|viewBox|stroke-width|href|aria-label)="[^"]*"', "", drawn(range(97))
    )

    assert "97" not in re.sub(r"<title>[^<]*</title>", "", svg)


def test_ornament_is_hidden_from_readers():
    picture = parsed(drawn(range(100)))
    hidden = [group for group in picture.iter(f"{SVG}g") if group.get("aria-hidden") == "true"]
    unseen = {use.get("href") for group in hidden for use in group.iter(f"{SVG}use")}

    assert {"#linden-bract", "#linden-leaf"} <= unseen
    assert not any(list(group.iter(f"{SVG}a")) for group in hidden)


def test_ten_thousand_leaves_are_drawn_in_a_moment():
    leaves = [leaf(number, TINTS[number % len(TINTS)]) for number in range(10_000)]
    start = time.process_time()
    svg = draw(WOOD, leaves, title="The tree", description="")

    # The goal is 100 ms (see the bench); a busy machine is given some more.
    assert time.process_time() - start < 0.3
    assert svg.count("<a ") == 10_000
