"""Parts of a FHIR file as they are hoped to be; anything else counts as not there."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from heartleaf.circle.readable import one_line, readable

Element = dict[str, Any]

FHIR = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
TRANSLATION = f"{FHIR}translation"


def listed(value: Any) -> list[Element]:
    """The objects of a list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def text_of(value: Any) -> str:
    """Text exactly as it is, for what is given back."""
    return value if isinstance(value, str) else ""


def words_of(element: Element, name: str, language: str = "", *, lines: bool = False) -> str:
    """Text fit to be read, in this language if the file has it so."""
    text = _translated(element.get(f"_{name}"), language) or text_of(element.get(name))
    if text.isascii() and text.isprintable():  # as nearly all of it is, and a file is long
        return text.strip() if lines else " ".join(text.split())
    return readable(text) if lines else one_line(text)


def _translated(beside: Any, language: str) -> str:
    """FHIR writes what belongs to a plain value beside it, under the same name after a line."""
    if not language:
        return ""
    for extension in extensions(beside, TRANSLATION):
        said = {text_of(part.get("url")): part for part in listed(extension.get("extension"))}
        code = text_of(said.get("lang", {}).get("valueCode"))
        content = said.get("content", {})
        words = text_of(content.get("valueString")) or text_of(content.get("valueMarkdown"))
        if code.lower().partition("-")[0] == language.lower().partition("-")[0]:
            return words
    return ""


def extensions(element: Any, *urls: str) -> Iterator[Element]:
    if isinstance(element, dict):
        found = listed(element.get("extension"))
        yield from (one for one in found if one.get("url") in urls)


def extension_value(element: Any, *urls: str) -> Any:
    """The value of the first of these extensions, None if there is none."""
    for extension in extensions(element, *urls):
        for name, value in extension.items():
            if name.startswith("value"):
                return value
    return None


def number_of(value: Any) -> Decimal | None:
    if isinstance(value, bool):
        return None
    return Decimal(value) if isinstance(value, int | Decimal) else None


def control_of(element: Element) -> str:
    """The code of how an item would like to be shown."""
    concept = extension_value(element, f"{FHIR}questionnaire-itemControl")
    codings = listed(concept.get("coding")) if isinstance(concept, dict) else []
    return next((text_of(one.get("code")) for one in codings), "")
