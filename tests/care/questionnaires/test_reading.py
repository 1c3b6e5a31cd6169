"""What a clinic's file says is what is shown; what cannot be shown is told."""

import pytest

from heartleaf.care.questionnaires.shapes import Cannot
from tests.care.questionnaires.asking import (
    FHIR,
    SDC,
    asked,
    group,
    option,
    questionnaire,
    reckoned,
    when,
)


def unshown(*items, **says):
    return {one.what: one.where for one in questionnaire(*items, **says).unshown}


def contained(*sets):
    return [{"resourceType": "ValueSet", **one} for one in sets]


def coded(*codes):
    return {"system": "urn:x", "concept": [{"code": code, "display": code} for code in codes]}


def words_of(item):
    return [one.words for one in item.options]


def test_who_published_it_is_read_as_the_file_says():
    read = questionnaire(
        title="Before you come", publisher="A clinic", version="3", copyright="Ours", date="2026-02"
    )

    said = (read.title, read.publisher, read.version, read.copyright, read.date)
    assert said == ("Before you come", "A clinic", "3", "Ours", "2026-02")
    assert read.unshown == ()


@pytest.mark.parametrize(
    "kind",
    ["boolean", "decimal", "integer", "date", "dateTime", "time", "string", "text", "url"],
)
def test_each_plain_kind_of_question_can_be_answered(kind):
    item = questionnaire(asked("a", kind)).items[0]

    assert item.kind == kind
    assert item.is_asked


def test_choices_of_both_releases_are_the_same_here():
    r4 = questionnaire(asked("a", "open-choice", answerOption=[option("1")])).items[0]
    r5 = questionnaire(
        asked("a", "coding", answerOption=[option("1")], answerConstraint="optionsOrString")
    ).items[0]

    assert r4 == r5
    assert (r4.kind, r4.open_to) == ("choice", "string")


@pytest.mark.parametrize("kind", ["attachment", "reference", "question", "hologram", ""])
def test_a_kind_that_cannot_be_answered_keeps_its_words(kind):
    read = questionnaire(asked("a", kind), asked("b"))

    assert read.items[0].text == "Question a"
    assert not read.items[0].is_question
    assert unshown(asked("a", kind)) == {Cannot.KIND: ("Question a",)}


def test_the_answers_of_a_set_in_the_file_are_offered():
    sets = contained({"id": "s", "compose": {"include": [coded("yes", "no")]}})
    read = questionnaire(asked("a", "choice", answerValueSet="#s"), contained=sets)

    assert words_of(read.items[0]) == ["yes", "no"]


def test_an_expanded_set_is_offered_with_what_lies_inside_it():
    contains = [
        {"display": "Nights", "abstract": True, "contains": [{"code": "n", "display": "Most"}]},
        {"code": "d", "display": "Days"},
    ]
    sets = contained({"id": "s", "expansion": {"contains": contains}})
    read = questionnaire(asked("a", "choice", answerValueSet="#s"), contained=sets)

    assert words_of(read.items[0]) == ["Most", "Days"]


def test_what_a_set_leaves_out_is_not_offered():
    compose = {"include": [coded("a", "b", "c")], "exclude": [coded("b")]}
    sets = contained({"id": "s", "compose": compose})
    read = questionnaire(asked("a", "choice", answerValueSet="#s"), contained=sets)

    assert words_of(read.items[0]) == ["a", "c"]


def test_sets_that_are_made_of_each_other_end():
    sets = contained(
        {"id": "s", "compose": {"include": [{"valueSet": ["#t"]}]}},
        {"id": "t", "compose": {"include": [{"valueSet": ["#s"]}]}},
    )

    told = unshown(asked("a", "choice", answerValueSet="#s"), contained=sets)
    assert told == {Cannot.CHOICES: ("Question a",)}


def test_nothing_is_fetched_for_a_set_that_is_elsewhere():
    item = asked("a", "choice", answerValueSet="https://elsewhere.example/answers")

    assert unshown(item) == {Cannot.CHOICES: ("Question a",)}
    assert not questionnaire(item).items[0].is_asked


def test_words_of_ones_own_can_still_be_given_where_the_answers_are_elsewhere():
    item = asked("a", "open-choice", answerValueSet="https://elsewhere.example/answers")

    assert questionnaire(item).items[0].is_asked


def test_the_words_are_those_of_the_reader_where_the_file_has_them():
    there = {
        "url": f"{FHIR}translation",
        "extension": [
            {"url": "lang", "valueCode": "de-DE"},
            {"url": "content", "valueString": "Was hilft?"},
        ],
    }
    item = asked("a", text="What helps?", _text={"extension": [there]})

    assert questionnaire(item, language="de").items[0].text == "Was hilft?"
    assert questionnaire(item, language="de").items[0].original == "What helps?"
    assert questionnaire(item, language="fi").items[0].text == "What helps?"


def test_layout_and_script_stay_where_they_are():
    xhtml = {"url": f"{FHIR}rendering-xhtml", "valueString": "<b onclick='x()'>What helps?</b>"}
    item = asked("a", text="What <b>helps</b>?", _text={"extension": [xhtml]})

    read = questionnaire(item)

    assert read.items[0].text == "What <b>helps</b>?"
    assert [one.what for one in read.unshown] == [Cannot.LOOK]


def test_words_that_turn_the_page_round_are_made_fit_to_be_read():
    assert questionnaire(asked("a", text="Ask \u202eus\x00\x1b")).items[0].text == "Ask us"


def test_help_stands_with_its_question():
    control = {"coding": [{"code": "help"}]}
    extension = [{"url": f"{FHIR}questionnaire-itemControl", "valueCodeableConcept": control}]
    inside = {"linkId": "h", "type": "display", "text": "As you like", "extension": extension}
    read = questionnaire(asked("a", item=[inside]))

    assert read.items[0].help == "As you like"
    assert read.items[0].items == ()


def test_rules_that_go_round_are_told_and_the_questions_are_asked():
    one = asked("a", enableWhen=[when("b", answerString="x")])
    other = asked("b", enableWhen=[when("a", answerString="x")])
    read = questionnaire(one, other, asked("c", enableWhen=[when("a", answerString="x")]))

    assert read.unshown[0].where == ("Question a", "Question b")
    assert [bool(item.conditions) for item in read.items] == [False, False, True]


def test_a_group_whose_rule_looks_inside_it_goes_round_too():
    inside = asked("b")
    assert Cannot.ROUND in unshown(group("g", inside, enableWhen=[when("b", answerString="x")]))


@pytest.mark.parametrize(
    ("extension", "what"),
    [
        ({"url": f"{SDC}enableWhenExpression", "valueExpression": {}}, Cannot.RULE),
        ({"url": f"{SDC}initialExpression", "valueExpression": {}}, Cannot.FILLED),
        ({"url": f"{FHIR}questionnaire-constraint"}, Cannot.CHECKED),
        ({"url": f"{FHIR}questionnaire-hidden", "valueBoolean": True}, Cannot.HIDDEN),
    ],
)
def test_what_a_file_wishes_beyond_what_is_done_here_is_told(extension, what):
    assert unshown(asked("a", extension=[extension])) == {what: ("Question a",)}


def test_a_group_that_repeats_is_there_once_and_that_is_told():
    assert unshown(group("g", asked("a"), repeats=True)) == {Cannot.GROUP_AGAIN: ("Group g",)}


def test_a_reckoning_beyond_a_sum_is_told():
    assert unshown(reckoned("a", "%resource.item.answer.weight().avg()")) == {
        Cannot.RECKONED: ("Question a",)
    }
