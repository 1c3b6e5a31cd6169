"""Her questions: chosen, in her words, in her order, put aside, taken out."""

import re

import pytest

from heartleaf.care.check_ins.keeping import (
    AskedAlready,
    add_question,
    keep_check_in,
    take_question_out,
)
from heartleaf.care.check_ins.section import MOST_QUESTIONS, Question, open_check_ins
from heartleaf.family.facts import mark_of
from heartleaf.keepsakes.notebook import TooMany
from tests.care.check_ins.test_days import ON, said

LATER = ON.replace(day=20)
LIST = "/check-ins/questions/"
NEW = "/check-ins/questions/new/"


def asked_now(ada):
    return [one.words for one in open_check_ins(ada).asked]


def change(browser, question, form=None, **words):
    path = f"{LIST}{question.id}/"
    form = form or form_of(browser, question)
    return browser.post(path, {"words": question.words} | form | words)


def form_of(browser, question):
    page = said(browser.get(f"{LIST}{question.id}/"))
    return {"based_on": re.search(r'name="based_on" value="([^"]*)"', page)[1]}


def test_what_is_offered_becomes_hers_only_when_she_chooses_it(adas, ada):
    page = said(adas.get(LIST))
    assert "How heavy it is" in page
    assert asked_now(ada) == []

    adas.post(LIST, {"offered": ["heavy", "held"]})
    adas.post(LIST, {"offered": ["heavy"]})
    assert asked_now(ada) == ["How heavy it is", "Somebody held me, or I them"]


def test_a_question_in_her_own_words_sent_twice_is_one(adas, ada):
    page = said(adas.get(NEW))
    form = {"id": re.search(r'name="id" value="([^"]*)"', page)[1], "answered": "colour"}
    adas.post(NEW, form | {"words": "The colour  of the day"})
    adas.post(NEW, form | {"words": "The colour of the day"})

    only = open_check_ins(ada).asked
    assert [(one.words, one.answered) for one in only] == [("The colour of the day", "colour")]


@pytest.mark.parametrize("words", ["Outside", "  OUTSIDE ", "outside"])
def test_the_same_question_twice_is_told(adas, ada, asked, words):
    told = adas.post(NEW, {"words": words, "answered": "words"})

    assert told.status_code == 422
    assert "There is a question of these words." in said(told)
    assert len(asked_now(ada)) == 4


def test_a_question_without_words_or_too_long_is_told(adas, ada):
    assert adas.post(NEW, {"words": " "}).status_code == 422
    assert adas.post(NEW, {"words": "x" * 50_000}).status_code == 422
    assert adas.post(NEW, {"words": "Sea", "answered": "by song"}).status_code == 422
    assert asked_now(ada) == []


def test_a_hundred_questions_are_told_where_it_ends(adas, ada, monkeypatch):
    monkeypatch.setattr("heartleaf.care.check_ins.keeping.MOST_QUESTIONS", 2)
    for words in ("One", "Two"):
        add_question(ada, Question(words=words))

    with pytest.raises(TooMany):
        add_question(ada, Question(words="Three"))
    told = adas.post(NEW, {"words": "Three", "answered": "words"})
    assert told.status_code == 422
    assert "no room for more" in said(told)
    assert "Three" in said(told)
    assert MOST_QUESTIONS == 40  # as the sentence says


def test_a_question_put_in_other_words_keeps_what_was_said_to_it(adas, ada, asked):
    keep_check_in(ada, ON, {asked["words"].id: "The heron"}, "", "")
    change(adas, asked["words"], words="What the window showed")

    section = open_check_ins(ada)
    assert section.question(asked["words"].id).words == "What the window showed"
    assert section.of(ON).said[asked["words"].id] == "The heron"


def test_how_it_is_answered_stays(adas, ada, asked):
    change(adas, asked["words"], answered="colour")

    assert open_check_ins(ada).question(asked["words"].id).answered == "words"


def test_two_windows_that_change_a_question_lose_nothing(adas, ada, asked):
    form = form_of(adas, asked["words"])
    change(adas, asked["words"], form, words="The window")
    told = change(adas, asked["words"], form, words="The garden")

    assert told.status_code == 409
    assert "The window" in said(told)
    assert "The garden" in said(told)
    assert open_check_ins(ada).question(asked["words"].id).words == "The window"


def test_a_question_taken_out_in_another_window_is_told_with_what_was_typed(adas, ada, asked):
    question = asked["words"]
    form = form_of(adas, question)
    take_question_out(ada, question.id, mark_of(open_check_ins(ada).only(question.id)))

    told = change(adas, question, form, words="What the window showed")
    assert told.status_code == 409
    assert "What the window showed" in said(told)
    for act in ({"aside": question.id}, {"back": question.id}, {"move": f"up {question.id}"}):
        assert adas.post(LIST, act).status_code == 409
    assert adas.get(f"{LIST}{question.id}/").status_code == 404


def test_she_has_them_in_her_order(adas, ada, asked):
    adas.post(LIST, {"move": f"up {asked['words'].id}"})
    adas.post(LIST, {"move": f"down {asked['slider'].id}"})
    adas.post(LIST, {"move": f"up {asked['colour'].id}"})  # it is first: nowhere to go
    adas.post(LIST, {"move": "sideways x"})

    assert asked_now(ada) == ["Its colour", "How heavy it is", "Outside", "Somebody held me"]


def test_put_aside_and_brought_back(adas, ada, asked):
    keep_check_in(ada, ON, {asked["slider"].id: "3"}, "", "")
    adas.post(LIST, {"aside": asked["slider"].id})
    assert asked_now(ada) == ["Its colour", "Somebody held me", "Outside"]
    assert open_check_ins(ada).of(ON).said[asked["slider"].id] == "3"

    with pytest.raises(AskedAlready):
        add_question(ada, Question(words="how heavy it is"))
    adas.post(LIST, {"back": asked["slider"].id})
    assert asked_now(ada)[-1] == "How heavy it is"


def test_taken_out_it_goes_with_its_answers_after_a_second_yes(adas, ada, asked):
    keep_check_in(ada, ON, {asked["tick"].id: "yes"}, "", "")
    path = f"{LIST}{asked['tick'].id}/taking-out/"
    form = dict(re.findall(r'name="(based_on)" value="([^"]*)"', said(adas.get(path))))
    keep_check_in(ada, LATER, {asked["tick"].id: "yes"}, "", "")  # since it was shown
    assert adas.post(path, form).status_code == 409
    assert len(open_check_ins(ada).days) == 2

    form = dict(re.findall(r'name="(based_on)" value="([^"]*)"', said(adas.get(path))))
    adas.post(path, form)
    section = open_check_ins(ada)
    assert section.question(asked["tick"].id) is None
    assert section.days == {}  # nothing else was said of those days


def test_other_answers_and_the_note_stay_when_one_question_goes(ada, asked):
    answers = {asked["tick"].id: "yes", asked["words"].id: "The heron"}
    keep_check_in(ada, ON, answers, "The river", "")
    take_question_out(ada, asked["tick"].id, mark_of(open_check_ins(ada).only(asked["tick"].id)))

    kept = open_check_ins(ada).of(ON)
    assert (kept.said, kept.note) == ({asked["words"].id: "The heron"}, "The river")
