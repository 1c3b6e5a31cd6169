"""The children of a family: nobody is taken out by a slip, and nobody is invented."""

import pytest

from heartleaf.family.entering import enter_by_passphrase
from tests.cast import PASSPHRASE


@pytest.fixture
def hers(ada, browser_of):
    return browser_of(ada)


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
