"""A file from elsewhere is read, or refused with a reason. Nothing else ever comes of it."""

import contextlib
import copy
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heartleaf.care.questionnaires.enabling import enabled
from heartleaf.care.questionnaires.reading import read
from heartleaf.care.questionnaires.response import response
from heartleaf.care.questionnaires.scoring import reckon
from heartleaf.care.questionnaires.shapes import Refused, Why
from heartleaf.sample.questionnaires import before_your_appointment
from tests.care.questionnaires.asking import a_file, asked, chose, group, reckoned, weighed, when


def nested(levels):
    item = asked("last")
    for level in range(levels):
        item = group(f"g{level}", item)
    return a_file(item)


def deep_sets(deep, times):
    """Each made of the one before, so often that walking them all would never end."""
    sets = [{"resourceType": "ValueSet", "id": "s0", "compose": {"include": []}}]
    for n in range(deep):
        inside = [{"valueSet": [f"#s{n}"]}] * times
        sets.append({"resourceType": "ValueSet", "id": f"s{n + 1}", "compose": {"include": inside}})
    return a_file(asked("a", "choice", answerValueSet=f"#s{deep}"), contained=sets)


BROKEN = {
    "larger than a questionnaire": (b" " * (512 * 1024 + 1), Why.TOO_LARGE),
    "empty": (b"", Why.EMPTY),
    "only spaces": (b" \n", Why.EMPTY),
    "XML": (b'\xef\xbb\xbf<?xml version="1.0"?><Questionnaire/>', Why.XML),
    "in UTF-16": ("{}".encode("utf-16"), Why.NOT_UTF8),
    "letters that are none": (b'{"title": "\xff"}', Why.NOT_UTF8),
    "half a letter": (a_file(title="x").replace(b'"x"', b'"\\ud800"'), Why.NOT_JSON),
    "cut off": (a_file()[:-5], Why.NOT_JSON),
    "words": (b"Dear Ada", Why.NOT_JSON),
    "one long line of text that never ends": (b'"' + b'\\"' * 250_000, Why.NOT_JSON),
    "a name twice": (b'{"resourceType": "Questionnaire", "resourceType": "Patient"}', Why.TWICE),
    "thousands of names and one twice": (
        json.dumps({f"n{n}": 0 for n in range(30_000)}).encode()[:-1] + b', "n0": 1}',
        Why.TWICE,
    ),
    "NaN": (a_file(date=1).replace(b": 1", b": NaN"), Why.NO_NUMBER),
    "minus infinity": (a_file(date=1).replace(b": 1", b": -Infinity"), Why.NO_NUMBER),
    "a number of many figures": (
        a_file(date=1).replace(b": 1", b": 1" + b"0" * 5000),
        Why.NO_NUMBER,
    ),
    "a number of a great size": (a_file(date=1).replace(b": 1", b": 1e999999999"), Why.NO_NUMBER),
    "a list": (b"[]", Why.OTHER_KIND),
    "a patient": (b'{"resourceType": "Patient"}', Why.OTHER_KIND),
    "of no kind": (b'{"resourceType": 7}', Why.OTHER_KIND),
    "answers": (b'{"resourceType": "QuestionnaireResponse"}', Why.ANSWERS),
    "a bundle": (b'{"resourceType": "Bundle"}', Why.BUNDLE),
    "rules of its own": (a_file(implicitRules="https://elsewhere.example"), Why.OTHER_RULES),
    "brackets in brackets": (b"[" * 100_000, Why.TOO_DEEP),
    "objects in objects": (b'{"a":' * 100_000, Why.TOO_DEEP),
    "items two hundred deep": (nested(200), Why.TOO_DEEP),
    "items thirty deep": (nested(30), Why.TOO_DEEP),
    "no questions": (b'{"resourceType": "Questionnaire"}', Why.NO_ITEMS),
    "items that are no list": (
        b'{"resourceType": "Questionnaire", "item": {"linkId": "a"}}',
        Why.NOT_AS_SAID,
    ),
    "an item that is a word": (
        b'{"resourceType": "Questionnaire", "item": ["a"]}',
        Why.NOT_AS_SAID,
    ),
    "a question without a mark": (a_file({"type": "string"}), Why.NOT_AS_SAID),
    "a question without a kind": (a_file({"linkId": "a"}), Why.NOT_AS_SAID),
    "one mark for two": (a_file(asked("a"), group("g", asked("a"))), Why.SAME_LINK),
    "far too many questions": (
        a_file(*[{"linkId": f"{n}", "type": "display"} for n in range(12_000)]),
        Why.TOO_MANY,
    ),
    "far too many answers": (
        a_file(asked("a", "choice", answerOption=[{"valueString": f"{n}"} for n in range(9_000)])),
        Why.TOO_MANY,
    ),
    "sets that double at every step": (deep_sets(15, 2), Why.TOO_MANY),
    "four hundred sets in a chain": (deep_sets(400, 1), Why.TOO_DEEP),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_cannot_be_read_is_refused_with_its_reason_and_at_once(what):
    data, why = BROKEN[what]
    began = time.monotonic()

    with pytest.raises(Refused) as told:
        read(data)

    assert told.value.why is why
    assert time.monotonic() - began < 3


def test_a_mark_at_its_beginning_is_no_fault():
    assert read(b"\xef\xbb\xbf" + a_file()).title == "Before you come"


def test_a_chain_of_rules_as_long_as_the_file_is_followed():
    rules = [asked("q0")]
    rules += [
        asked(f"q{n}", enableWhen=[when(f"q{n - 1}", answerString="x")]) for n in range(1, 900)
    ]
    questionnaire = read(a_file(*reversed(rules)))

    everything = {f"q{n}": [{"valueString": "x"}] for n in range(900)}
    assert len(enabled(questionnaire, everything)) == 900
    assert enabled(questionnaire, everything | {"q0": []}) == {"q0"}


# ── Any change at all to a file that is whole ───────────────────────────────────────────────

WHOLE = json.loads(before_your_appointment())
WHOLE["contained"] = [
    {
        "resourceType": "ValueSet",
        "id": "s",
        "compose": {"include": [{"system": "urn:x", "concept": [{"code": "1"}, {"code": "2"}]}]},
    }
]
WHOLE["item"] += [
    asked("set", "choice", answerValueSet="#s", initial=[{"valueCoding": {"code": "1"}}]),
    weighed("w", 1, 2, enableWhen=[when("set", "!=", answerCoding={"code": "1"})]),
    reckoned("r", "%v + 1", variables={"v": "%resource.item.answer.weight().sum()"}),
]
ODD: list[object] = [
    None, True, 0, -1.5, 10**30, "", "x", "#s", "%v", [], {}, [None], [[]], [{}], ["x"], [7],
    {"url": 7}, {"value": "x"}, {"coding": [7]}, [{"url": "lang"}], [{"linkId": "w"}],
    {"code": 7}, {"code": "1"}, [{"extension": {}}], {"extension": [None, {"url": []}]},
    [{"concept": 7, "valueSet": ["#s"]}], [{"question": "w", "operator": "=", "answerCoding": 7}],
]  # fmt: skip


def places(value, way=()):
    yield way
    if isinstance(value, dict):
        for name in value:
            yield from places(value[name], (*way, name))
    elif isinstance(value, list):
        for at in range(len(value)):
            yield from places(value[at], (*way, at))


PLACES = [way for way in places(WHOLE) if way]


def changed(changes):
    """With something else in some places; a place that an earlier change took away is left."""
    file = copy.deepcopy(WHOLE)
    for way, instead in changes:
        inside = file
        with contextlib.suppress(KeyError, IndexError, TypeError):
            for step in way[:-1]:
                inside = inside[step]
            inside[way[-1]] = copy.deepcopy(instead)
    return json.dumps(file).encode()


def used(data):
    """Read as a page would, answered, reckoned and given back."""
    try:
        questionnaire = read(data, "de")
    except Refused:
        return
    answers = {"w": chose("1"), "set": [{"valueCoding": {"system": "urn:x", "code": "2"}}]}
    for given_answers in ({}, answers):
        reckon(questionnaire, given_answers)
        json.loads(response(questionnaire, given_answers, authored="2026-01-01"))


CHANGES = st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(ODD)), max_size=3)


@settings(max_examples=30, deadline=None)
@given(CHANGES)
def test_any_odd_thing_in_any_place_is_read_or_refused(changes):
    used(changed(changes))


@pytest.mark.slow
@settings(max_examples=1500, deadline=None)
@given(CHANGES)
def test_any_odd_thing_in_any_place_is_read_or_refused_swept(changes):
    used(changed(changes))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_other_bytes_in_any_place_are_read_or_refused(data):
    whole = before_your_appointment()
    at = data.draw(st.integers(0, len(whole)))
    length = data.draw(st.integers(0, 40))
    used(whole[:at] + data.draw(st.binary(max_size=12)) + whole[at + length :])


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="%()'.+,0aitemwhrsu|=!l ", max_size=60))
def test_any_other_expression_is_reckoned_or_not(expression):
    used(a_file(weighed("w", 1, 2), reckoned("r", expression)))
