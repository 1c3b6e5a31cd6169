"""Check-ins in a notebook: what a later version wrote stays, and what is no check-in is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heartleaf.care.check_ins.keeping import with_answers
from heartleaf.care.check_ins.saying import answer_in_words, colours, positions_of
from heartleaf.care.check_ins.section import (
    COLOURS,
    CheckIn,
    CheckIns,
    Question,
)
from heartleaf.family.facts import mark_of
from heartleaf.family.unknown import written
from heartleaf.keepsakes.notebook import change_section
from heartleaf.sealing import NotBound

WHOLE = {
    "questions": [{"id": "q", "words": "Heavy", "answered": "by song", "tune": "low"}],
    "days": {"2026-05-12": {"said": {"q": "4"}, "note": "The river", "weather": "rain"}},
    "shows_days": True,
    "spoken": {"yes": 1},
}


def test_what_a_later_version_wrote_stays():
    kept = written(CheckIns.from_json(WHOLE))

    assert kept["questions"][0]["tune"] == "low"
    assert kept["days"]["2026-05-12"]["weather"] == "rain"
    assert kept["spoken"] == {"yes": 1}


@pytest.mark.parametrize(
    "values",
    [
        {"questions": {}, "days": []},
        {"questions": ["words"]},
        {"questions": [{"words": 3}]},
        {"questions": [{"aside": "no"}]},
        {"days": {"the twelfth": {}}},
        {"days": {"2026-05-12": "heavy"}},
        {"days": {"2026-05-12": {"said": ["q"]}}},
        {"days": {"2026-05-12": {"said": {"q": 4}}}},
        {"days": {"2026-05-12": {"note": None}}},
    ],
)
def test_what_is_no_check_in_is_refused(values):
    with pytest.raises((TypeError, ValueError, AttributeError)):
        CheckIns.from_json(values)


@pytest.mark.django_db
def test_a_section_of_another_shape_is_told_as_unreadable_and_not_written_over(ada):
    mine = ada.circle("only-me")
    change_section(mine, Broken, lambda section: section.days.append("x"))

    with pytest.raises(NotBound):
        change_section(mine, CheckIns, lambda section: None)


class Broken(CheckIns):
    def __post_init__(self):
        self.days = list(self.days)


ANSWERS = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["", "1", "blue", "words"]))


@settings(max_examples=40)
@given(ANSWERS, ANSWERS, st.sampled_from(["", "The sea"]))
def test_an_answer_changes_what_was_asked_and_nothing_else(before, now, note):
    there = CheckIn({id: answer for id, answer in before.items() if answer}, "earlier")
    there.unknown["weather"] = "rain"
    kept = with_answers(there, now, note)

    for id in {*before, *now}:
        assert kept.said.get(id, "") == now.get(id, before.get(id, ""))
    assert (kept.note, kept.unknown) == (note, {"weather": "rain"})


@settings(max_examples=40)
@given(ANSWERS, ANSWERS)
def test_two_check_ins_have_one_mark_only_if_they_say_the_same(one, other):
    assert (mark_of(CheckIn(one)) == mark_of(CheckIn(other))) == (one == other)


def test_the_two_ends_are_her_words_and_no_position_is_a_number():
    said = [words for _code, words in positions_of(Question(low="light", high="a stone"))]

    assert (said[0], said[-1]) == ("“light”", "“a stone”")
    assert len(set(said)) == 7
    assert not any(letter.isdigit() for words in said for letter in words)


def test_every_colour_has_a_name():
    assert tuple(code for code, name in colours() if name) == COLOURS


def test_an_answer_of_a_later_version_stays_as_it_is():
    assert answer_in_words(Question(answered="colour"), "amber") == "amber"
    assert answer_in_words(Question(answered="by song"), "low") == "low"
