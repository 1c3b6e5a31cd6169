"""Answers as FHIR writes them: read from a file, compared, put in order."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from heartleaf.care.questionnaires.elements import Element, number_of, text_of
from heartleaf.care.questionnaires.shapes import Given

CODING = ("system", "version", "code", "display")
QUANTITY = ("unit", "system", "code")
TEXTS = {
    "valueString", "valueDate", "valueDateTime", "valueTime", "valueUri", "valueUrl", "valueText",
}  # fmt: skip


def value_in(element: Element, name: str = "value") -> Given:
    """The value that an element carries (`valueCoding`, `answerBoolean`, …), under its name with
    `value`; nothing for one that is not understood here."""
    for key, value in element.items():
        kind = key.removeprefix(name)
        if kind != key and kind[:1].isupper() and (given := _given(f"value{kind}", value)):
            return given
    return {}


def _given(kind: str, value: Any) -> Given:
    match kind:
        case "valueBoolean" if isinstance(value, bool):
            return {kind: value}
        case "valueInteger" if isinstance(value, int) and not isinstance(value, bool):
            return {kind: value}
        case "valueDecimal" if (number := number_of(value)) is not None:
            return {kind: f"{number}"}
        case "valueCoding" if isinstance(value, dict):
            return {kind: coding_of(value)} if coding_of(value) else {}
        case "valueQuantity" if isinstance(value, dict):
            return quantity_of(value)
        case _ if kind in TEXTS and isinstance(value, str):
            return {kind: value}
    return {}


def coding_of(value: Element) -> dict[str, str]:
    return {name: value[name] for name in CODING if text_of(value.get(name))}


def quantity_of(value: Element) -> Given:
    number = number_of(value.get("value"))
    if number is None:
        return {}
    unit = {name: value[name] for name in QUANTITY if text_of(value.get(name))}
    return {"valueQuantity": {"value": f"{number}", **unit}}


def same(one: Given, other: Given) -> bool:
    """FHIR compares codings by system and code; numbers by what they are worth."""
    mine, theirs = worth(one), worth(other)
    return mine is not None and type(mine) is type(theirs) and mine == theirs


def later(one: Given, other: Given) -> int | None:
    """1, 0 or -1 as one comes after, with or before the other; None for what has no order."""
    mine, theirs = worth(one), worth(other)
    if isinstance(mine, Decimal) and isinstance(theirs, Decimal):
        return (mine > theirs) - (mine < theirs)
    if isinstance(mine, str) and isinstance(theirs, str):
        short = min(len(mine), len(theirs))  # "2025" and "2025-05-12": as far as both know
        return (mine[:short] > theirs[:short]) - (mine[:short] < theirs[:short])
    return None


def worth(given: Given) -> Decimal | str | bool | tuple[str, ...] | None:
    """What is compared of an answer."""
    for kind, value in given.items():
        match kind:
            case "valueCoding":
                return (value.get("system", ""), value.get("code", "") or value.get("display", ""))
            case "valueQuantity":
                return Decimal(value["value"])
            case "valueDecimal" | "valueInteger":
                return Decimal(value)
            case _:
                return value  # type: ignore[no-any-return]  # text, or yes and no
    return None
