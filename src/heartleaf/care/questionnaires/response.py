"""Answers as a FHIR `QuestionnaireResponse`, for the clinic: their links, their words, the answers.

It holds no name and nothing else of the person. What is not asked as things stand, and what the
file alone does not know, is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from heartleaf.care.questionnaires.enabling import enabled
from heartleaf.care.questionnaires.scoring import Sums, reckon
from heartleaf.care.questionnaires.shapes import Answers, Given, Item, Questionnaire


def response(
    questionnaire: Questionnaire, answers: Answers, *, authored: str, finished: bool = False
) -> bytes:
    """JSON. `authored` is the day of the last change; `finished` is what its person said."""
    asked = enabled(questionnaire, answers)
    sums = reckon(questionnaire, answers)
    all_answers = answers_with_the_files_own(questionnaire, answers, sums)
    version = f"|{questionnaire.version}" if questionnaire.version else ""
    values: dict[str, Any] = {"resourceType": "QuestionnaireResponse"}
    if questionnaire.language:
        values["language"] = questionnaire.language
    if questionnaire.url:
        values["questionnaire"] = f"{questionnaire.url}{version}"
    values |= {"status": "completed" if finished else "in-progress", "authored": authored}
    items = list(_items(questionnaire.items, all_answers, asked))
    if items:
        values["item"] = items
    return f"{_json(values)}\n".encode()


def answers_with_the_files_own(
    questionnaire: Questionnaire, answers: Answers, sums: Sums
) -> Answers:
    """What a person answered, what the file fills in itself, and what it has reckoned."""
    own = {
        item.link_id: list(item.initial)
        for item in questionnaire.all_items()
        if item.is_question and not item.is_asked and not item.is_reckoned and item.initial
    }
    reckoned = {one.item.link_id: [_sum(one.item, one.number)] for one in sums.found}
    theirs = {
        item.link_id: answers.get(item.link_id, [])
        for item in questionnaire.all_items()
        if item.is_asked
    }
    return theirs | own | reckoned


def _sum(item: Item, number: Decimal) -> Given:
    if item.kind == "integer" and number == number.to_integral_value():
        return {"valueInteger": int(number)}
    if item.kind == "quantity":
        return {"valueQuantity": {"value": f"{number}", **(item.units[0] if item.units else {})}}
    return {"valueDecimal": f"{number}"}


def _items(items: tuple[Item, ...], answers: Answers, asked: set[str]) -> Iterator[dict[str, Any]]:
    for item in items:
        if item.link_id not in asked:
            continue
        inside = list(_items(item.items, answers, asked))
        given = [_answer(one) for one in answers.get(item.link_id, [])]
        said: dict[str, Any] = {"linkId": item.link_id}
        if item.original:
            said["text"] = item.original
        if item.kind == "group":
            said["item"] = inside
        elif given or inside:
            given = given or [{}]
            given[0] |= {"item": inside} if inside else {}
            said["answer"] = given
        if said.get("item") or said.get("answer"):
            yield said


def _answer(given: Given) -> dict[str, Any]:
    """With numbers as numbers again."""
    for kind, value in given.items():
        if kind == "valueDecimal":
            return {kind: Decimal(value)}
        if kind == "valueQuantity":
            return {kind: value | {"value": Decimal(value["value"])}}
    return dict(given)


def _json(value: Any, indent: str = "\n") -> str:
    """The standard library would bring decimals into binary; FHIR keeps each of their figures."""
    deeper = f"{indent}  "
    match value:
        case Decimal():
            return f"{value:f}"
        case dict():
            pairs = (f"{json.dumps(name)}: {_json(one, deeper)}" for name, one in value.items())
            return f"{{{deeper}{f',{deeper}'.join(pairs)}{indent}}}" if value else "{}"
        case list():
            return f"[{deeper}{f',{deeper}'.join(_json(one, deeper) for one in value)}{indent}]"
        case _:
            return json.dumps(value, ensure_ascii=False)
