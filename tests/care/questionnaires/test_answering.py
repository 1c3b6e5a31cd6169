"""What is asked, and what an answer is. Nothing is required."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from heartleaf.care.questionnaires.answering import NotAnAnswer, Typed, Wrong, answers_of
from heartleaf.care.questionnaires.enabling import enabled
from tests.care.questionnaires.asking import FHIR, asked, chose, group, option, questionnaire, when


def limits(**values):
    return [{"url": f"{FHIR}{name}", "valueInteger": value} for name, value in values.items()]


def answered(kind, *written, zone=datetime.UTC, time="", unit="", **says):
    item = questionnaire(asked("a", kind, **says)).items[0]
    return answers_of(item, Typed(written=written, time=time, unit=unit), zone)


@pytest.mark.parametrize(
    ("kind", "typed", "given"),
    [
        ("string", " by the sea ", {"valueString": "by the sea"}),
        ("text", "one\r\ntwo\x07", {"valueString": "one\ntwo"}),
        ("integer", "12", {"valueInteger": 12}),
        ("integer", "−3", {"valueInteger": -3}),
        ("decimal", "3,50", {"valueDecimal": "3.50"}),
        ("date", "12 May 2025", {"valueDate": "2025-05-12"}),
        ("date", "May 2025", {"valueDate": "2025-05"}),
        ("date", "2025", {"valueDate": "2025"}),
        ("time", "7:05", {"valueTime": "07:05:00"}),
        ("dateTime", "May 2025", {"valueDateTime": "2025-05"}),
        ("url", "https://clinic.example/", {"valueUri": "https://clinic.example/"}),
    ],
)
def test_what_was_typed_becomes_what_fhir_writes(kind, typed, given):
    assert answered(kind, typed) == [given]


def test_an_hour_is_that_of_whoever_answers():
    (given,) = answered("dateTime", "12 May 2025", time="03:10", zone=ZoneInfo("Europe/Dublin"))

    assert given == {"valueDateTime": "2025-05-12T03:10:00+01:00"}


def test_a_quantity_has_the_unit_of_the_file():
    unit = {"system": "http://unitsofmeasure.org", "code": "h", "display": "hours"}
    extension = [{"url": f"{FHIR}questionnaire-unit", "valueCoding": unit}]

    assert answered("quantity", "7.5", extension=extension) == [
        {"valueQuantity": {"value": "7.5", "unit": "hours", "code": "h", "system": unit["system"]}}
    ]


@pytest.mark.parametrize("kind", ["string", "text", "integer", "decimal", "date", "time", "url"])
def test_nothing_is_an_answer_to_everything(kind):
    assert answered(kind, "", required=True) == []
    assert answered(kind, " \n") == []


@pytest.mark.parametrize(
    ("kind", "typed", "says", "wrong"),
    [
        ("integer", "twelve", {}, Wrong.INTEGER),
        ("integer", "1.5", {}, Wrong.INTEGER),
        ("integer", "99999999999", {}, Wrong.INTEGER),
        ("integer", "3000000000", {}, Wrong.INTEGER),
        ("integer", "-1", {"extension": limits(minValue=0)}, Wrong.TOO_SMALL),
        ("integer", "11", {"extension": limits(maxValue=10)}, Wrong.TOO_LARGE),
        ("decimal", "NaN", {}, Wrong.DECIMAL),
        ("decimal", "1e9", {}, Wrong.DECIMAL),
        ("string", "abcd", {"maxLength": 3}, Wrong.TOO_LONG),
        ("text", "a" * 20_001, {}, Wrong.TOO_LONG),
        ("date", "about spring 2025", {}, Wrong.DATE),
        ("date", "31 April 2025", {}, Wrong.DATE),
        ("time", "25:00", {}, Wrong.TIME),
        ("url", "two words", {}, Wrong.ADDRESS),
    ],
)
def test_what_is_no_answer_says_why(kind, typed, says, wrong):
    with pytest.raises(NotAnAnswer) as told:
        answered(kind, typed, **says)

    assert told.value.wrong is wrong


def test_an_hour_needs_a_whole_date():
    with pytest.raises(NotAnAnswer) as told:
        answered("dateTime", "May 2025", time="03:10")

    assert told.value.wrong is Wrong.WHOLE_DATE


@pytest.mark.parametrize("forged", ["9", "-1", "x", "²", "1" * 50])
def test_only_what_is_offered_can_be_chosen(forged):
    item = questionnaire(asked("a", "choice", answerOption=[option("1"), option("2")])).items[0]

    assert answers_of(item, Typed(chosen=(forged,), written=("mine",))) == []
    assert answers_of(item, Typed(chosen=("1",))) == chose("2")


def test_several_can_be_chosen_only_where_the_file_says_so():
    options = [option("1"), option("2")]
    several = questionnaire(asked("a", "choice", answerOption=options, repeats=True)).items[0]
    one = questionnaire(asked("a", "choice", answerOption=options)).items[0]

    assert answers_of(several, Typed(chosen=("1", "0"))) == chose("1") + chose("2")
    assert answers_of(one, Typed(chosen=("0", "1"))) == chose("2")


@pytest.mark.parametrize(
    ("operator", "answer", "given", "is_asked"),
    [
        ("=", {"answerString": "x"}, [{"valueString": "x"}], True),
        ("=", {"answerString": "x"}, [], False),
        ("!=", {"answerString": "x"}, [], True),
        ("!=", {"answerString": "x"}, [{"valueString": "x"}], False),
        ("exists", {"answerBoolean": True}, [{"valueString": "x"}], True),
        ("exists", {"answerBoolean": False}, [{"valueString": "x"}], False),
        ("exists", {"answerBoolean": False}, [], True),
        (">", {"answerInteger": 3}, [{"valueInteger": 4}], True),
        (">", {"answerInteger": 3}, [{"valueInteger": 3}], False),
        (">=", {"answerDecimal": 3}, [{"valueInteger": 3}], True),
        ("<", {"answerDate": "2025-05-12"}, [{"valueDate": "2025-05-11"}], True),
        ("<=", {"answerDate": "2025-05-12"}, [{"valueDate": "2025-05"}], True),
        (">", {"answerString": "3"}, [{"valueInteger": 4}], False),
        (
            "=",
            {"answerCoding": {"system": "urn:x", "code": "1"}},
            chose("1"),
            True,
        ),
        (
            "=",
            {"answerCoding": {"system": "urn:y", "code": "1"}},
            chose("1"),
            False,
        ),
    ],
)
def test_a_rule_is_kept_to_as_fhir_says(operator, answer, given, is_asked):
    read = questionnaire(asked("a"), asked("b", enableWhen=[when("a", operator, **answer)]))

    assert ("b" in enabled(read, {"a": given})) is is_asked


def test_of_several_rules_any_is_enough_unless_the_file_says_all():
    rules = [when("a", answerString="x"), when("b", answerString="y")]
    one = {"a": [{"valueString": "x"}]}
    either = questionnaire(asked("a"), asked("b"), asked("c", enableWhen=rules))
    both = questionnaire(asked("a"), asked("b"), asked("c", enableWhen=rules, enableBehavior="all"))

    assert "c" in enabled(either, one)
    assert "c" not in enabled(both, one)
    assert "c" in enabled(both, one | {"b": [{"valueString": "y"}]})


def test_what_is_no_longer_asked_decides_nothing():
    read = questionnaire(
        asked("c", enableWhen=[when("b", answerString="y")]),
        asked("a"),
        group("g", asked("b"), enableWhen=[when("a", answerString="x")]),
    )
    answers = {"b": [{"valueString": "y"}]}

    assert enabled(read, answers) == {"a"}
    assert enabled(read, answers | {"a": [{"valueString": "x"}]}) == {"a", "g", "b", "c"}
