"""Which items are asked, as the answers so far and the file's own rules have it (`enableWhen`)."""

from __future__ import annotations

from heartleaf.care.questionnaires.shapes import Answers, Condition, Given, Item, Questionnaire
from heartleaf.care.questionnaires.values import later, same


def enabled(questionnaire: Questionnaire, answers: Answers) -> set[str]:
    """The links of the items that are asked. An item inside one that is not asked is not either,
    and answers to what is not asked decide nothing."""
    items = {item.link_id: item for item in questionnaire.all_items()}
    parents = {one.link_id: item.link_id for item in items.values() for one in item.items}
    asked: set[str] = set()
    for link in questionnaire.order:
        parent = parents.get(link)
        if (parent is None or parent in asked) and _holds(items[link], answers, asked):
            asked.add(link)
    return asked


def _holds(item: Item, answers: Answers, asked: set[str]) -> bool:
    if not item.conditions:
        return True
    found = (_is_true(one, _answered(one, answers, asked)) for one in item.conditions)
    return any(found) if item.any_of else all(found)


def _answered(condition: Condition, answers: Answers, asked: set[str]) -> list[Given]:
    return answers.get(condition.question, []) if condition.question in asked else []


def _is_true(condition: Condition, given: list[Given]) -> bool:
    than = condition.than
    match condition.operator:
        case "exists":
            return bool(given) is (than.get("valueBoolean") is not False)
        case "=":
            return any(same(one, than) for one in given)
        case "!=":  # FHIR: no answer is equal, so it holds where there is none
            return not any(same(one, than) for one in given)
    orders = [order for one in given if (order := later(one, than)) is not None]
    match condition.operator:
        case ">":
            return any(order > 0 for order in orders)
        case "<":
            return any(order < 0 for order in orders)
        case ">=":
            return any(order >= 0 for order in orders)
        case _:
            return any(order <= 0 for order in orders)
