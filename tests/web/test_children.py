"""The children of a family: nobody is taken out by a slip, and nobody is invented."""

import pytest

from heartleaf.family.entering import enter_by_passphrase
from heartleaf.family.facts import Child, FamilyFacts
from heartleaf.family.words import life_of, words_of
from tests.cast import PASSPHRASE


def children():
    """As they stand in what is sealed."""
    return enter_by_passphrase("ada@example.org", PASSPHRASE).facts.children


def names():
    return [child.name for child in children()]


# ── Taking out ──────────────────────────────────────────────────────────────────────────────


def test_rowan_is_asked_for_by_name_before_he_is_taken_out(ada, hers):
    page = hers.get(f"/children/{ada.facts.children[0].id}/taking-out/").content.decode()

    assert "Take Rowan out of this list?" in page
    assert "Every letter and every picture stays" in page
    assert names() == ["Rowan", "Mila"]


def test_the_page_that_changes_him_takes_nobody_out(ada, hers):
    rowan = f"/children/{ada.facts.children[0].id}/"
    hers.post(rowan, {"name": "Rowan", "remove": "yes"})

    assert f"{rowan}taking-out/" in hers.get(rowan).content.decode()
    assert names() == ["Rowan", "Mila"]


def test_whoever_is_asked_for_is_taken_out_and_what_was_kept_stays(ada, hers, given_a_letter):
    letter, mila = given_a_letter(ada, words="Dear Mila"), ada.facts.children[1].id
    hers.post(f"/children/{mila}/taking-out/")

    assert names() == ["Rowan"]
    assert "Dear Mila" in hers.get(f"/keepsakes/{letter.id}/").content.decode()


# ── Adding ──────────────────────────────────────────────────────────────────────────────────

EMPTY = dict.fromkeys(("name", "called", "living", "due", "born", "died", "weeks", "about"), "")


def test_an_empty_page_adds_nobody_and_says_so(ada, hers):
    answer = hers.post("/children/new/", EMPTY)

    assert names() == ["Rowan", "Mila"]
    assert "nobody was added" in answer.content.decode()
    assert "Keep a child without a name" in answer.content.decode()


def test_an_empty_page_of_the_first_evening_adds_nobody_and_goes_on(ada, hers):
    for pressed in ({}, {"last": "yes"}, {"name": "  "}):
        answer = hers.post("/welcome/children/", EMPTY | pressed)
        assert answer.headers["Location"] == "/welcome/words/"

    assert names() == ["Rowan", "Mila"]


@pytest.mark.parametrize("field", ["called", "died", "weeks", "about"])
def test_a_child_of_whom_anything_is_said_needs_no_name(ada, hers, field):
    hers.post("/children/new/", EMPTY | {field: "12 May 2025"})

    assert names() == ["Rowan", "Mila", ""]


@pytest.mark.parametrize("page", ["/children/new/", "/welcome/children/"])
def test_a_child_of_whom_nothing_is_said_is_kept_if_plainly_asked_for(ada, hers, page):
    hers.post(page, EMPTY | {"unnamed": "yes"})

    assert names() == ["Rowan", "Mila", ""]
    assert not children()[-1].living


def test_the_first_evening_asks_again_until_it_is_told_to_go_on(ada, hers):
    again = hers.post("/welcome/children/", EMPTY | {"name": "Robin"})
    on = hers.post("/welcome/children/", EMPTY | {"name": "Wren", "last": "yes"})

    assert again.headers["Location"] == "/welcome/children/"
    assert on.headers["Location"] == "/welcome/words/"
    assert names() == ["Rowan", "Mila", "Robin", "Wren"]


def test_what_was_said_of_a_child_may_be_emptied(ada, hers):
    hers.post(f"/children/{ada.facts.children[0].id}/", EMPTY)

    assert names() == ["", "Mila"]


# ── Their days in a line ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("weeks", "line"),
    [
        ("20", "At 20 weeks"),
        ("31+4", "At 31+4 weeks"),
        ("20–21", "At 20–21 weeks"),
        ("about 20 weeks", "About 20 weeks"),
        ("early", "Early"),
    ],
)
def test_figures_are_called_weeks_and_words_stay_as_they_are(weeks, line):
    assert life_of(Child(weeks=weeks), words_of(FamilyFacts())) == line
