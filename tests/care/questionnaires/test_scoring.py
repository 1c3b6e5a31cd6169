"""Only what the file says is reckoned, and only where it says how in a way that is known here."""

import time
from decimal import Decimal

import pytest

from heartleaf.care.questionnaires.expressions import parse
from heartleaf.care.questionnaires.scoring import reckon
from heartleaf.care.questionnaires.sums import NotUnderstood
from tests.care.questionnaires.asking import (
    asked,
    chose,
    group,
    option,
    questionnaire,
    reckoned,
    weighed,
    when,
)

FIRST = "%resource.item.where(linkId='a').answer"
AROUND = (
    "%questionnaire.item.where(linkId = 'a').answerOption.where(valueCoding.code="
    "%resource.item.where(linkId = 'a').answer.valueCoding.code).extension"
    ".where(url='http://hl7.org/fhir/StructureDefinition/{by}').valueDecimal"
)


def reckoned_as(expression, answers, *more, **says):
    read = questionnaire(
        weighed("a", 0, 1, 2),
        group("g", weighed("b", 0, 1, 5)),
        *more,
        reckoned("sum", expression, **says),
    )
    return [one.number for one in reckon(read, answers).found]


BOTH = {"a": chose("1"), "b": chose("2")}


@pytest.mark.parametrize(
    ("expression", "number"),
    [
        ("%resource.repeat(item).answer.weight().sum()", 6),
        ("%resource.descendants().where(linkId != 'b').answer.weight().sum()", 1),
        ("QuestionnaireResponse.item.answer.value.ordinal().sum()", 1),
        ("%resource.item.item.answer.valueCoding.ordinal().sum()", 5),
        (f"{FIRST}.weight()", 1),
        (f"{FIRST}.weight() + 10", 11),
        ("%resource.repeat(item).where(linkId='a' or linkId='b').answer.weight().sum()", 6),
        ("%resource.repeat(item).where(linkId in ('a' | 'x')).answer.weight().sum()", 1),
        ("%resource.repeat(item).where(linkId.startsWith('b')).answer.weight().sum()", 5),
        ("%resource.repeat(item).answer.weight().aggregate($this + $total, 0)", 6),
        ("%resource.repeat(item).answer.weight().aggregate($total+$this,0)", 6),
        (AROUND.format(by="itemWeight"), 1),
        ("%a + (%b + 1)", 7),
        ("iif(%a.exists(), %a, 0) + iif(%b.exists(), %b, 0)", 6),
    ],
)
def test_a_sum_is_reckoned_as_the_file_says(expression, number):
    variables = {"a": f"{FIRST}.weight()", "b": "%resource.item.item.answer.weight().sum()"}

    assert reckoned_as(expression, BOTH, variables=variables) == [number]


def test_numbers_that_were_typed_are_added():
    read = questionnaire(
        asked("n", "integer"),
        asked("m", "decimal"),
        reckoned("sum", "%resource.item.answer.value.sum()", kind="decimal"),
    )
    given = {"n": [{"valueInteger": 2}], "m": [{"valueDecimal": "0.1"}]}

    assert [one.number for one in reckon(read, given).found] == [Decimal("2.1")]


@pytest.mark.parametrize(
    "expression",
    [
        "%resource.repeat(item).answer.weight().avg()",
        "%resource.item.where(linkId.matches('(a|a)*b')).answer.weight().sum()",
        "%resource.item.answer.weight().sum() / 2",
        "%resource.item.where(linkId='a' or linkId='b' and linkId='c').answer.weight().sum()",
        "%a",
        "%again + 1",
        "%context.item.answer.weight().sum()",
        "%resource.item.answer.weight().sum() > 9",
        "'x'",
        "1 +",
        "(" * 500,
        "iif(" * 500,
        "",
        "%resource.item.answer.weight().sum().toString()",
        "item.answer.weight().sum()",
    ],
)
def test_everything_else_is_left_unreckoned(expression):
    assert reckoned_as(expression, BOTH, variables={"again": "%again"}) == []


def test_variables_that_call_each_other_a_thousand_times_end():
    variables = {f"v{n}": f"%v{n + 1} + %v{n + 1}" for n in range(1000)} | {"v1000": "1"}

    assert reckoned_as("%v0", BOTH, variables=variables) == []


def test_nothing_is_said_where_nothing_was_answered():
    assert reckoned_as("%resource.repeat(item).answer.weight().sum()", {}) == []


def test_it_is_said_whether_all_that_it_adds_was_answered():
    read = questionnaire(
        weighed("a", 0, 1),
        weighed("b", 0, 1),
        asked("c", "choice", answerOption=[option("1")]),
        reckoned("sum", "%resource.item.answer.weight().sum()"),
    )

    assert [one.whole for one in reckon(read, {"a": chose("1")}).found] == [False]
    both = {"a": chose("1"), "b": chose("0")}
    assert [one.whole for one in reckon(read, both).found] == [True]


def test_what_is_not_asked_does_not_count():
    only_then = weighed(
        "c", 0, 100, enableWhen=[when("a", answerCoding=chose("0")[0]["valueCoding"])]
    )

    everything = "%resource.repeat(item).answer.weight().sum()"
    assert reckoned_as(everything, BOTH | {"c": chose("1")}, only_then) == [6]


@pytest.mark.parametrize("by", ["itemWeight", "ordinalValue", "questionnaire-ordinalValue"])
def test_a_weight_may_be_called_by_each_of_its_names(by):
    read = questionnaire(
        asked("a", "choice", answerOption=[option("1", 7, by=by)]),
        reckoned("sum", "%resource.item.answer.weight().sum()"),
    )

    assert [one.number for one in reckon(read, {"a": chose("1")}).found] == [7]


def test_a_long_expression_over_many_items_gives_up():
    path = "%resource.descendants().answer.weight().sum()"
    items = [weighed(f"q{n}", 1) for n in range(300)]
    read = questionnaire(*items, *[reckoned(f"s{n}", " + ".join([path] * 60)) for n in range(8)])

    sums = reckon(read, {"q1": chose("0")})
    assert len(sums.found) < 8
    assert sums.too_many


def test_many_answers_of_many_options_added_many_times_take_no_more_than_a_moment():
    """Answers count as items do, and an option is not looked for anew each time."""
    options = [option(str(at), 1) for at in range(500)]
    path = "%resource.item.answer.weight().sum()"
    read = questionnaire(
        asked("a", "choice", answerOption=options, repeats=True),
        *[reckoned(f"s{n}", " + ".join([path] * 60)) for n in range(40)],
    )
    answers = {"a": [chose(str(at))[0] for at in range(499, 449, -1)]}
    began = time.process_time()

    sums = reckon(read, answers)

    assert time.process_time() - began < 1.5
    assert {one.number for one in sums.found} == {50 * 60}
    assert 0 < len(sums.found) < 7  # each looks at more than 3,000 answers, of 20,000
    assert sums.too_many


def test_an_expression_as_long_as_a_book_is_not_read():
    with pytest.raises(NotUnderstood):
        parse("1 + " * 2000 + "1")
