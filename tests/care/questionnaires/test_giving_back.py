"""Answers as a file for the clinic: what was said, under the clinic's own marks, and no more."""

import json

from heartleaf.care.questionnaires.response import response
from tests.care.questionnaires.asking import (
    FHIR,
    asked,
    chose,
    group,
    option,
    questionnaire,
    reckoned,
    weighed,
    when,
)


def given_back(read, answers, **says):
    return json.loads(response(read, answers, authored="2026-11-26", **says))


def items_of(read, answers):
    return given_back(read, answers).get("item", [])


def test_it_says_which_questionnaire_and_when_and_not_who():
    read = questionnaire(url="https://clinic.example/q", version="3")

    assert given_back(read, {"a": [{"valueString": "Tea"}]}) == {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": "https://clinic.example/q|3",
        "status": "in-progress",
        "authored": "2026-11-26",
        "item": [
            {"linkId": "a", "text": "What would you like?", "answer": [{"valueString": "Tea"}]}
        ],
    }


def test_whether_it_is_finished_is_what_its_person_says():
    assert given_back(questionnaire(), {}, finished=True)["status"] == "completed"


def test_each_figure_of_a_number_is_given_back():
    read = questionnaire(asked("a", "decimal"), asked("b", "quantity"))
    answers = {
        "a": [{"valueDecimal": "3.50"}],
        "b": [{"valueQuantity": {"value": "0.1000000000000000055", "unit": "h"}}],
    }

    text = response(read, answers, authored="2026-11-26").decode()

    assert '"valueDecimal": 3.50\n' in text
    assert '"value": 0.1000000000000000055,' in text


def test_what_stands_inside_a_group_or_a_question_is_given_back_inside_it():
    read = questionnaire(group("g", asked("a", item=[asked("b")])))
    answers = {"a": [{"valueString": "one"}], "b": [{"valueString": "two"}]}

    (whole,) = items_of(read, answers)

    (answer,) = whole["item"][0]["answer"]
    assert answer["valueString"] == "one"
    assert answer["item"][0]["answer"] == [{"valueString": "two"}]


def test_what_was_left_is_left_out():
    read = questionnaire(asked("a"), group("g", asked("b"), asked("c", "display")))

    assert items_of(read, {"a": [], "gone": [{"valueString": "x"}]}) == []


def test_what_is_not_asked_as_things_stand_stays_at_home():
    read = questionnaire(asked("a"), asked("b", enableWhen=[when("a", answerString="x")]))

    assert items_of(read, {"b": [{"valueString": "kept"}]}) == []


def test_a_choice_is_given_back_as_the_file_has_it():
    read = questionnaire(asked("a", "choice", answerOption=[option("1", 7, "Tea")]))

    assert items_of(read, {"a": chose("1")})[0]["answer"] == chose("1")


def test_what_the_file_fills_in_and_reckons_goes_with_it():
    form = {"linkId": "f", "type": "string", "readOnly": True, "text": "Form"}
    total = reckoned("t", "%resource.item.answer.weight().sum()")
    read = questionnaire({**form, "initial": [{"valueString": "7"}]}, weighed("w", 0, 5), total)

    answers = {one["linkId"]: one["answer"] for one in items_of(read, {"w": chose("1")})}

    assert answers["f"] == [{"valueString": "7"}]
    assert answers["t"] == [{"valueInteger": 5}]


def test_nobody_can_answer_for_the_file():
    hidden = {"url": f"{FHIR}questionnaire-hidden", "valueBoolean": True}
    read = questionnaire(asked("a", extension=[hidden]))

    assert items_of(read, {"a": [{"valueString": "forged"}]}) == []


def test_the_clinic_reads_its_own_language():
    there = {
        "url": f"{FHIR}translation",
        "extension": [
            {"url": "lang", "valueCode": "de"},
            {"url": "content", "valueString": "Was hilft?"},
        ],
    }
    item = asked("a", text="What helps?", _text={"extension": [there]})
    read = questionnaire(item, language="de")

    assert items_of(read, {"a": [{"valueString": "Ruhe"}]})[0]["text"] == "What helps?"
