"""The answers a question offers: in the item itself, or in a value set inside the same file.

Nothing is fetched. A value set that lives elsewhere, or is described by a rule, is not known here.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from heartleaf.care.questionnaires.elements import (
    FHIR,
    Element,
    extension_value,
    listed,
    number_of,
    text_of,
    words_of,
)
from heartleaf.care.questionnaires.shapes import Given, Option, Refused, Why
from heartleaf.care.questionnaires.values import coding_of, value_in

MOST_OPTIONS = 500
MOST_LOOKED_AT = 5_000
MOST_SETS_DEEP = 20
WEIGHTS = (
    f"{FHIR}itemWeight",
    f"{FHIR}ordinalValue",
    f"{FHIR}questionnaire-ordinalValue",
    f"{FHIR}valueset-ordinalValue",
)


class Unknown(Exception):
    """The answers of this value set cannot be known from the file."""


class Options:
    """Reads the options of items; holds what one file contains."""

    def __init__(self, file: Element, language: str) -> None:
        self._language, self._looked_at = language, 0
        self._sets: dict[str, Element] = {}
        self._codes: dict[str, Element] = {}
        for one in listed(file.get("contained")):
            kind, names = one.get("resourceType"), [text_of(one.get("url"))]
            names += [f"#{text_of(one.get('id'))}"]
            found = {name: one for name in names if name not in {"", "#"}}
            if kind == "ValueSet":
                self._sets |= found
            elif kind == "CodeSystem":
                self._codes |= found

    def of(self, item: Element) -> tuple[Option, ...]:
        """Raises Unknown, and Refused for far too many."""
        name = text_of(item.get("answerValueSet"))
        found = list(self._in_set(name, set())) if name else self._own(item)
        if len(found) > MOST_OPTIONS:
            raise Refused(Why.TOO_MANY, text_of(item.get("linkId")))
        return tuple(found)

    def _own(self, item: Element) -> list[Option]:
        return [one for each in listed(item.get("answerOption")) if (one := self._option(each))]

    def _option(self, element: Element) -> Option | None:
        given = value_in(element)
        if not given:
            return None
        kind = next(iter(given))
        inside = element.get(kind) if kind == "valueCoding" else element.get(f"_{kind}")
        weight = _weight(element) if _weight(element) is not None else _weight(inside)
        chosen = element.get("initialSelected") is True
        return Option(given, self._words(element, kind), weight, chosen)

    def _words(self, element: Element, kind: str) -> str:
        if kind != "valueCoding":
            return words_of(element, kind, self._language) or str(element.get(kind))
        coding = element[kind]
        return words_of(coding, "display", self._language) or words_of(coding, "code")

    def _in_set(self, name: str, inside: set[str]) -> Iterator[Option]:
        """A set that is made of itself is not known."""
        self._look()
        found = self._sets.get(name) or self._sets.get(name.partition("|")[0])
        if found is None or name in inside:
            raise Unknown
        if len(inside) >= MOST_SETS_DEEP:
            raise Refused(Why.TOO_DEEP)
        expansion, compose = found.get("expansion"), found.get("compose")
        if isinstance(expansion, dict) and listed(expansion.get("contains")):
            yield from self._concepts(listed(expansion["contains"]), "", "contains")
        elif isinstance(compose, dict):
            yield from self._composed(compose, inside | {name})
        else:
            raise Unknown

    def _composed(self, compose: Element, inside: set[str]) -> Iterator[Option]:
        without = set()
        for part in listed(compose.get("exclude")):
            without |= {_code(one.given) for one in self._included(part, inside)}
        for part in listed(compose.get("include")):
            found = self._included(part, inside)
            yield from (one for one in found if _code(one.given) not in without)

    def _included(self, part: Element, inside: set[str]) -> list[Option]:
        system, concepts = text_of(part.get("system")), listed(part.get("concept"))
        others = part.get("valueSet") or []
        if part.get("filter") or not isinstance(others, list):
            raise Unknown
        if concepts:
            found = list(self._concepts(concepts, system))
        elif system:
            codes = self._codes.get(system)
            if codes is None:
                raise Unknown
            found = list(self._concepts(listed(codes.get("concept")), system, "concept"))
        else:
            found = [one for name in others for one in self._in_set(text_of(name), inside)]
            return found
        for name in others:  # FHIR: what is in all of them
            also = {_code(one.given) for one in self._in_set(text_of(name), inside)}
            found = [one for one in found if _code(one.given) in also]
        return found

    def _concepts(self, concepts: list[Element], system: str, below: str = "") -> Iterator[Option]:
        for one in concepts:
            self._look()
            coding = coding_of({"system": system, **one})
            if coding.get("code") and one.get("abstract") is not True:
                words = words_of(one, "display", self._language) or words_of(one, "code")
                yield Option({"valueCoding": coding}, words, _weight(one))
            if below:
                yield from self._concepts(listed(one.get(below)), system, below)

    def _look(self) -> None:
        self._looked_at += 1
        if self._looked_at > MOST_LOOKED_AT:
            raise Refused(Why.TOO_MANY)


def _weight(element: object) -> Decimal | None:
    return number_of(extension_value(element, *WEIGHTS))


def _code(given: Given) -> tuple[str, str]:
    coding = given["valueCoding"]
    return coding.get("system", ""), coding["code"]
