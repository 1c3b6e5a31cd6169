"""Small parts of an item in a FHIR file, each as far as it is written as FHIR says."""

from __future__ import annotations

from heartleaf.care.questionnaires.elements import (
    FHIR,
    Element,
    control_of,
    extension_value,
    extensions,
    listed,
    number_of,
    text_of,
)
from heartleaf.care.questionnaires.shapes import Given, Option
from heartleaf.care.questionnaires.values import CODING, value_in

HELPS = {"help", "flyover"}


def is_help(element: Element) -> bool:
    return element.get("type") == "display" and control_of(element) in HELPS


def open_to_more(element: Element, kind: str) -> str:
    """R4 says it by the type, R5 beside it."""
    if kind == "open-choice":
        return "string"
    words = {"optionsOrString": "string", "optionsOrType": "type"}
    return words.get(text_of(element.get("answerConstraint")), "")


def initial(element: Element) -> tuple[Given, ...]:
    return tuple(given for one in listed(element.get("initial")) if (given := value_in(one)))


def chosen(options: tuple[Option, ...]) -> tuple[Given, ...]:
    return tuple(option.given for option in options if option.chosen)


def whole(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def limit(element: Element, name: str) -> str:
    value = extension_value(element, f"{FHIR}{name}")
    if isinstance(value, dict):
        value = value.get("value")
    number = number_of(value)
    return f"{number}" if number is not None else text_of(value)


def units(element: Element) -> tuple[dict[str, str], ...]:
    urls = (f"{FHIR}questionnaire-unit", f"{FHIR}questionnaire-unitOption")
    codings = [one.get("valueCoding") for one in extensions(element, *urls)]
    units = []
    for coding in codings:
        if isinstance(coding, dict):
            said = {name: coding[name] for name in CODING if text_of(coding.get(name))}
            unit = said.pop("display", "") or said.get("code", "")
            said.pop("version", None)
            units += [{"unit": unit} | said] if unit else []
    return tuple(units)


def variables(element: Element) -> dict[str, str]:
    values = (one.get("valueExpression") for one in extensions(element, f"{FHIR}variable"))
    named = ((text_of(one.get("name")), one) for one in values if isinstance(one, dict))
    return {name: fhirpath(said) for name, said in named if name}


def fhirpath(said: object) -> str:
    if not isinstance(said, dict) or said.get("language") != "text/fhirpath":
        return ""
    return text_of(said.get("expression"))
