"""The pages of the tree: what is not yet is nowhere on it, and paper says nothing."""

import re
from xml.etree import ElementTree

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from heartleaf.keepsakes.showing import Shelf
from heartleaf.tree import planting
from heartleaf.tree.choosing import choose, chosen
from heartleaf.tree.drawing import Leaf
from heartleaf.tree.gathering import Kept, beside_of, leaves_today
from heartleaf.tree.grove import EVERYONES, OwnTree, clad, grove, parted
from heartleaf.tree.printing import plate
from tests.tree.kept import WOOD


@pytest.fixture(autouse=True)
def one_wood(monkeypatch):
    """Wood that was grown before: no test here is about growing."""
    planting.wood_of.cache_clear()
    monkeypatch.setattr(planting, "_grown_elsewhere", lambda seed: WOOD.to_bytes())
    yield
    planting.wood_of.cache_clear()


@pytest.fixture
def closed(ada, given_a_letter):
    """A letter that Ada closed until she asks, beside one that is open."""
    given_a_letter(ada, circle="us", title="Open to all")
    return given_a_letter(ada, circle="us", title="For later", until_asked=True)


def test_a_closed_letter_is_a_bud_for_its_writer_and_only_when_she_asks(
    ada, jonas, browser_of, closed
):
    hers, his = browser_of(ada), browser_of(jonas)

    assert b'class="buds"' not in hers.get("/tree/").content
    assert b'class="buds"' not in hers.get("/tree/?buds=1&ask=1").content
    asked = hers.post("/tree/", {"ask": "yes"}).content
    assert b'class="buds"' in asked
    assert b"For later" not in asked
    assert str(closed.id).encode() not in asked
    assert b'class="buds"' not in hers.get("/tree/").content
    assert b'class="buds"' not in his.post("/tree/", {"ask": "yes"}).content


def test_no_picture_for_paper_or_of_how_it_grew_has_a_bud(ada, browser_of, closed):
    hers = browser_of(ada)
    svg, _about = plate(ada, Shelf(ada))

    assert svg.count('"#linden-leaf"') == 1
    assert svg.count('"#linden-bud"') == 6
    assert hers.get("/tree/growing/").content.count(b'"#linden-leaf"') == 1


def test_a_plate_has_no_word_of_what_is_kept(ada, given_a_letter):
    letter = given_a_letter(ada, circle="us", title="To Rowan")
    svg, about = plate(ada, Shelf(ada))

    assert about
    assert "Rowan" not in svg
    assert str(letter.id) not in svg


@pytest.mark.parametrize(("day", "tints"), [("2026-01-10", {"bare"}), ("2026-10-10", None)])
def test_the_tree_goes_with_the_season_only_for_whoever_wants_it(
    ada, jonas, given_a_letter, day, tints
):
    given_a_letter(ada, circle="us", date="2025-05-12")
    with time_machine.travel(day):
        choose(ada, frozenset({"one"}))
        before = {leaf.tint for leaf in leaves_today(ada, Shelf(ada))}
        choose(ada, frozenset({"season"}))
        after = {leaf.tint for leaf in leaves_today(ada, Shelf(ada))}

    assert before <= {"leaf-1", "leaf-2"}
    assert after == tints or (tints is None and after <= {"fall-1", "fall-2", "fall-3"})
    assert chosen(jonas) == frozenset()


def test_what_a_later_version_chose_is_kept(ada):
    ada.change_own(lambda own: own.tree.append("stars"))
    choose(ada, frozenset({"dark"}))

    assert ada.own.tree == ["stars", "dark"]
    assert chosen(ada) == {"dark"}


def test_a_choice_is_kept_by_a_form(ada, browser_of):
    hers = browser_of(ada)

    assert hers.post("/tree/how/", {"tree": ["season", "nonsense"]}).status_code == 302
    assert b'value="season" checked' in hers.get("/tree/how/").content


def test_nobody_but_parents_sees_the_lights(ada, inge):
    assert beside_of(inge, Shelf(inge)).lights == ()
    assert beside_of(ada, Shelf(ada)).lights == ()


@pytest.mark.parametrize(
    ("kind", "begins"), [("svg", b"<svg"), ("pdf", b"%PDF"), ("png", b"\x89PNG")]
)
def test_the_tree_is_saved_for_paper(ada, browser_of, given_a_letter, kind, begins):
    given_a_letter(ada, circle="us", title="To Rowan")
    hers = browser_of(ada)
    said = {"paper": "a5", "kind": kind, "name": "Ours", "years": "", "save": "yes"}
    answer = hers.post("/tree/paper/", said)

    assert b"Rowan" in hers.get("/tree/paper/").content  # offered as the words under it
    assert answer.content.startswith(begins)
    assert answer["Content-Disposition"] == f'attachment; filename="tree.{kind}"'
    assert b"To Rowan" not in answer.content


def test_paper_that_is_none_is_told(ada, browser_of, given_a_letter):
    given_a_letter(ada, circle="us")

    answer = browser_of(ada).post("/tree/paper/", {"paper": "a0", "kind": "pdf", "save": "yes"})
    assert answer.status_code == 422


@pytest.mark.parametrize("query", ["?x=a&y=b&w=c", "?x=1", "?x=99999999999&y=0&w=-5", "?step=-9"])
def test_an_address_that_makes_no_sense_shows_the_tree(ada, browser_of, given_a_letter, query):
    given_a_letter(ada, circle="us")
    page = "/tree/growing/" if "step" in query else "/tree/"

    assert browser_of(ada).get(page + query).status_code == 200


def test_each_child_has_shades_of_their_own_and_what_is_about_both_is_plain(ada, given_a_letter):
    rowan, mila = (child.id for child in ada.facts.children)
    for about in ([rowan], [mila], [rowan, mila], [], [rowan]):
        given_a_letter(ada, circle="us", children=about, date="2025-05-12")
    leaves = leaves_today(ada, Shelf(ada))

    spring = ["kin-1-spring", "kin-2-spring", "leaf-1", "leaf-1", "kin-1-spring"]
    assert [leaf.tint for leaf in leaves] == spring
    assert [leaf.label.rpartition(", ")[2] for leaf in leaves][:3] == [
        "Rowan",
        "Mila",
        "12 May 2025",
    ]


def test_on_paper_it_is_as_it_stands_and_the_plate_of_books_stays_the_one_tree(
    ada, browser_of, given_a_letter
):
    rowan = ada.facts.children[0].id
    for about in ([rowan], []):
        given_a_letter(ada, circle="us", children=about, date="2025-05-12")
    one = plate(ada, Shelf(ada))
    said = {"paper": "a5", "kind": "svg", "save": "yes"}
    with time_machine.travel("2026-01-10"):
        hers = browser_of(ada)
        choose(ada, frozenset({"season", "grove"}))
        own = hers.post("/tree/paper/", said).content.decode()
        as_one = hers.post("/tree/paper/", {**said, "stands": "one"}).content.decode()
        page = hers.post("/tree/paper/", {"paper": "a5", "kind": "svg"}).content
        growing = hers.get("/tree/growing/").content

    assert plate(ada, Shelf(ada)) == one
    assert own.count("<svg") == 4  # the sheet, the grove, two trees
    assert own.count('href="#linden-bare"') == 2
    assert not "".join(ElementTree.fromstring(own).itertext()).strip()  # noqa: S314
    assert not re.search("class=|aria-|role=|<desc|<a ", own)
    assert as_one.count("<svg") == 2
    assert "#linden-bare" not in as_one.replace('id="linden-bare"', "")
    assert b'name="stands"' in page
    assert b"the one tree" in growing


def test_in_a_grove_each_leaf_stands_on_one_tree(ada, browser_of, given_a_letter):
    rowan, mila = (child.id for child in ada.facts.children)
    for about in ([rowan], [mila], [rowan, mila], [], [rowan]):
        given_a_letter(ada, circle="us", children=about)
    choose(ada, frozenset({"grove"}))
    two = {one.key: len(one.leaves) for one in grove(ada, Shelf(ada))}
    choose(ada, frozenset({"grove", "siblings"}))
    three = {one.key: len(one.leaves) for one in grove(ada, Shelf(ada))}
    hers = browser_of(ada)
    page = hers.get("/tree/").content.decode()

    assert two == {rowan: 2, EVERYONES: 3}
    assert three == {rowan: 2, EVERYONES: 2, mila: 1}
    assert page.count("?of=") == 3
    assert page.count('href="/keepsakes/') == 5
    assert hers.get(f"/tree/?of={rowan}").content.count(b'href="/keepsakes/') == 2
    assert hers.get("/tree/?of=nobody").status_code == 200


def test_a_living_child_has_a_tree_in_leaf_as_tall_as_the_others(ada, browser_of, given_a_letter):
    rowan, mila = (child.id for child in ada.facts.children)
    for about in [*[[rowan]] * 40, [mila]]:
        given_a_letter(ada, circle="us", children=about)
    choose(ada, frozenset({"grove", "siblings"}))
    hers = browser_of(ada)
    page = hers.get("/tree/").content.decode()
    own = hers.get(f"/tree/?of={mila}").content.decode()

    assert len(set(re.findall(r'<svg x="\d+" y="0" width="\d+" height="(\d+)"', page))) == 1
    assert page.count('href="/keepsakes/') == 41
    for seen in (page, own):
        assert seen.count('class="leaf-5"') >= 6
        assert "those open nothing" in seen
    with time_machine.travel("2026-01-10"):
        choose(ada, frozenset({"grove", "siblings", "season"}))
        assert 'class="leaf-5"' not in browser_of(ada).get("/tree/").content.decode()


def test_a_leaf_says_its_day_as_the_family_did_and_the_way_it_grew_says_it_too(
    ada, browser_of, given_a_letter
):
    rowan = ada.facts.children[0].id
    given_a_letter(ada, circle="us", children=[rowan], date="2025-05", title="To Rowan")
    given_a_letter(ada, circle="us", children=[rowan], date="2024", covered=True)
    given_a_letter(ada, circle="us", children=[rowan])
    hers = browser_of(ada)
    labels = [leaf.label for leaf in leaves_today(ada, Shelf(ada))]

    assert labels == ["To Rowan, May 2025", "Letter, Rowan", "Letter, Rowan"]
    assert b"data-grown-days>May 2025<" in hers.get("/tree/growing/?step=1").content
    for step in (0, 2, 3):
        assert b"data-grown-days><" in hers.get(f"/tree/growing/?step={step}").content
    choose(ada, frozenset({"grove"}))
    assert [leaf.label for leaf in leaves_today(ada, Shelf(ada))][1:] == ["Letter", "Letter"]


@given(st.sets(st.integers(0, 11_000), max_size=30))
def test_what_is_kept_takes_the_place_of_a_plain_leaf(places):
    kept = [Leaf(place, "leaf-3", "", "") for place in places]
    tree = clad(OwnTree("mila", "Mila", kept, False), "leaf-5")

    assert len(tree.clothes) + len(places) >= 6
    assert len(tree.clothes) <= 12
    assert not places & {leaf.place for leaf in tree.clothes}


CHILDREN = {"rowan": "Rowan", "mila": "Mila", "finn": "Finn"}


@given(
    st.lists(st.sampled_from([*CHILDREN, ""]), min_size=1, max_size=30),
    st.sets(st.integers(0, 29)),
)
def test_in_a_grove_a_leaf_stands_where_it_stands_whatever_else_is_there(about, gone):
    kept = [Kept(Leaf(k, "leaf-3", str(k), ""), child) for k, child in enumerate(about)]

    def where(kept):
        trees = parted(kept, CHILDREN)
        return {
            leaf.href: (one.key, leaf.place, one.mirrored) for one in trees for leaf in one.leaves
        }

    every, some = where(kept), where([one for one in kept if one.leaf.place not in gone])

    assert len({(key, place) for key, place, _mirrored in every.values()}) == len(every)
    assert some == {href: at for href, at in every.items() if int(href) not in gone}
