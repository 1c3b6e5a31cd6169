"""Words are found: by their beginnings, in any script, and as many as there are."""

from __future__ import annotations

import dataclasses
import gc
import weakref

import pytest

from heartleaf.keepsakes import images, index, keeping
from heartleaf.keepsakes.cards import open_card
from heartleaf.keepsakes.images import FORMAT
from heartleaf.keepsakes.models import IndexImage
from heartleaf.keepsakes.showing import Shelf


def found(person, typed):
    return [one.card.words for one in Shelf(person).find(typed).entries]


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        ("The yellow blanket", "yell blank"),
        ("Schöne Straße", "schone strasse"),
        ("昨日、小さな帽子を見つけた", "帽子"),
        ("昨日、小さな帽子を見つけた", "帽"),
        ("وجدت القبعة الصغيرة", "قبعة"),
        ("Die Mütze 帽子 in der Schublade", "mutze 帽子"),
    ],
)
def test_a_part_of_what_was_written_finds_it(ada, given_a_letter, words, typed):
    given_a_letter(ada, words=words)

    assert found(ada, typed) == [words]


@pytest.mark.parametrize("typed", ["帽鞄", "blanket 帽子", "ellow", "", "·"])
def test_what_is_not_there_finds_nothing(ada, given_a_letter, typed):
    given_a_letter(ada, words="The yellow blanket")
    given_a_letter(ada, words="帽子と鞄")

    assert found(ada, typed) == []


def test_of_very_many_the_newest_are_found(ada, given_a_letter, monkeypatch):
    monkeypatch.setattr(index, "WALKED_FROM", 3)
    for day in (3, 1, 4, 2, 5):
        given_a_letter(ada, words=f"rain on the {day}.", date=f"{day} May 2025")

    assert [words[12] for words in found(ada, "rain")] == ["5", "4", "3", "2", "1"]
    assert found(ada, "snow") == []


@pytest.mark.parametrize("walked_from", [3, 500])
def test_what_was_found_goes_on_where_the_page_ended(ada, given_a_letter, monkeypatch, walked_from):
    monkeypatch.setattr(index, "WALKED_FROM", walked_from)
    for day in range(1, 6):
        circle = "us" if day % 2 else "only-me"
        given_a_letter(ada, words=f"rain on the {day}.", date=f"{day} May 2025", circle=circle)
    given_a_letter(ada, words="rain, I do not know when")

    pages, after = [], None
    while not pages or after:
        page = Shelf(ada).find("rain", after=after, size=2)
        pages.append([one.card.date[-1:] for one in page.entries])
        after = page.after

    assert pages == [["5", "4"], ["3", "2"], ["1", ""]]


def test_an_index_of_an_earlier_version_is_made_again(ada, given_a_letter, monkeypatch):
    monkeypatch.setattr(images, "APPLY_AT_MOST", 0)
    monkeypatch.setattr(images, "FORMAT", FORMAT - 1)
    given_a_letter(ada, words="rain")
    assert found(ada, "rain") == ["rain"]
    earlier = set(IndexImage.objects.values_list("media", flat=True))

    monkeypatch.setattr(images, "FORMAT", FORMAT)

    assert found(ada, "rain") == ["rain"]
    assert not earlier & set(IndexImage.objects.values_list("media", flat=True))


def test_an_open_index_goes_with_the_request_that_opened_it(ada, given_a_letter):
    given_a_letter(ada, words="rain")
    shelf = Shelf(ada)
    shelf.find("rain")
    gone = weakref.ref(shelf)

    del shelf
    gc.collect()

    assert gone() is None


def test_a_letter_changed_while_ada_is_looking_is_found_all_the_same(ada, given_a_letter):
    letter = given_a_letter(ada, words="The yellow blanket")
    shelf = Shelf(ada)
    assert shelf._indexes  # how far the circle has come is known from here on

    circle = ada.circle("only-me")
    keeping.change(letter, circle, dataclasses.replace(open_card(letter, circle), title="At home"))

    assert [one.card.title for one in shelf.find("blanket").entries] == ["At home"]
    assert [one.card.title for one in shelf.page().entries] == ["At home"]


def test_a_letter_changed_between_its_facts_and_its_words_is_found(ada, given_a_letter):
    letter = given_a_letter(ada, words="The yellow blanket")
    shelf = Shelf(ada)
    assert shelf.page().entries  # the facts are read

    circle = ada.circle("only-me")
    keeping.change(letter, circle, dataclasses.replace(open_card(letter, circle), title="At home"))

    assert len(shelf.find("blanket").entries) == 1
