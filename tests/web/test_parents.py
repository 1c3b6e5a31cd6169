"""What the family says of itself is the parents' to change. Inge, the grandmother, can read it."""

import pytest

from heartleaf.family.facts import Vocabulary
from heartleaf.family.models import Family
from heartleaf.family.opening import NotAParent

A_CHILD = {"name": "Someone", "living": "yes"}
ME = {"name": "Oma", "zone": "Pacific/Auckland", "theme": "dark", "letters": "1.3"}


@pytest.fixture
def hers(inge, browser_of):
    return browser_of(inge)


def sealed_facts():
    return [bytes(family.facts) for family in Family.objects.order_by("id")]


# ── The act ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("name", "Inge's place"),
        ("hemisphere", "south"),
        ("vocabulary", Vocabulary(died="went")),
        ("children", []),
    ],
)
def test_a_grandmother_changes_nothing_the_family_says_of_itself(inge, what, said):
    before = sealed_facts()

    with pytest.raises(NotAParent):
        inge.change_facts(lambda facts: setattr(facts, what, said))
    assert sealed_facts() == before
    assert getattr(inge.facts, what) != said


def test_either_parent_changes_it(ada, jonas):
    jonas.change_facts(lambda facts: setattr(facts, "name", "The linden"))
    ada.change_facts(lambda facts: setattr(facts, "hemisphere", "south"))

    assert (ada.facts.name, ada.facts.hemisphere) == ("The linden", "south")


# ── The pages ───────────────────────────────────────────────────────────────────────────────


def refuses(browser, path, said):
    before = sealed_facts()
    answers = [browser.get(path).status_code, browser.post(path, said).status_code]
    return answers == [404, 404] and sealed_facts() == before


def test_a_grandmother_cannot_rename_the_place(hers):
    assert refuses(hers, "/settings/place/", {"name": "Inge's place", "hemisphere": "north"})


def test_a_grandmother_cannot_turn_the_seasons(hers):
    assert refuses(hers, "/settings/place/", {"name": "Rowan's place", "hemisphere": "south"})
    said = {"zone": "Europe/Dublin", "hemisphere": "south"}
    assert refuses(hers, "/welcome/place/", said)


def test_a_grandmother_cannot_change_the_familys_words(hers):
    assert refuses(hers, "/settings/words/", {"died": "went"})
    assert refuses(hers, "/welcome/words/", {"died": "went"})


def test_a_grandmother_cannot_add_change_or_take_out_a_child(ada, hers):
    rowan = ada.facts.children[0].id

    assert refuses(hers, "/children/new/", A_CHILD)
    assert refuses(hers, "/welcome/children/", A_CHILD)
    assert refuses(hers, f"/children/{rowan}/", A_CHILD)
    assert refuses(hers, f"/children/{rowan}/taking-out/", {})


def test_the_questions_of_the_first_evening_are_not_for_a_grandmother(hers):
    assert hers.get("/welcome/sheet/").status_code == 404


def test_a_grandmother_sees_the_children_and_no_way_to_change_them(ada, inge, hers, browser_of):
    page = hers.get("/children/").content.decode()

    assert "Rowan" in page
    assert "Mila" in page
    assert "/children/new/" not in page
    assert ada.facts.children[0].id not in page
    assert "/children/new/" in browser_of(ada).get("/children/").content.decode()


def test_her_settings_show_what_she_may_change_and_nothing_else(hers):
    page = hers.get("/settings/").content.decode()

    for path in ("/settings/me/", "/settings/passphrase/", "/settings/sheet/"):
        assert path in page
        assert hers.get(path).status_code == 200
    for path in ("/settings/place/", "/settings/words/"):
        assert path not in page
    assert "This place" not in page


def test_a_grandmother_says_her_own_name_zone_and_size_of_letters(ada, inge, hers):
    assert hers.post("/settings/me/", ME).status_code == 302

    page = hers.get("/settings/").content.decode()
    assert "Oma · Pacific/Auckland" in page
    assert 'data-letters="1.3"' in page
    assert ada.own.zone != "Pacific/Auckland"


def test_a_parent_renames_the_place_and_turns_the_seasons(ada, browser_of):
    hers = browser_of(ada)
    hers.post("/settings/place/", {"name": "The linden", "hemisphere": "south"})

    page = hers.get("/settings/place/").content.decode()
    assert "The linden" in page
    assert 'value="south" checked' in page
    assert "Rowan" in hers.get("/children/").content.decode()
