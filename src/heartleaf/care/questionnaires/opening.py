"""The bytes of a file to the JSON object of a Questionnaire, or a refusal with its reason.

The file comes from elsewhere, so nothing about it is believed: its size and depth are known before
it is parsed, and what JSON leaves open (a name twice, NaN, a number of a thousand figures) is
refused.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

from heartleaf.care.questionnaires.shapes import Refused, Why

MOST_BYTES = 512 * 1024
DEEPEST = 100
LONGEST_NUMBER = 40
LARGEST_EXPONENT = 40

# Text, brackets; text that never ends reaches to the end of the file, so each letter is read once.
_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\Z)|[\[\]{}]', re.DOTALL)
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"\x00")


def open_json(data: bytes) -> dict[str, Any]:
    """Raises Refused."""
    if len(data) > MOST_BYTES:
        raise Refused(Why.TOO_LARGE)
    text = _text(data)
    if not text.strip():
        raise Refused(Why.EMPTY)
    if text.lstrip().startswith("<"):
        raise Refused(Why.XML)
    _not_too_deep(text)
    values = _parsed(text)
    _is_a_questionnaire(values)
    return values


def _text(data: bytes) -> str:
    if data.startswith(_OTHER_ENCODINGS):
        raise Refused(Why.NOT_UTF8)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(Why.NOT_UTF8) from error


def _not_too_deep(text: str) -> None:
    """The parser calls itself for each level, so this one does not."""
    depth = 0
    for token in _TOKENS.finditer(text):
        if (bracket := token[0]) in "[{":
            depth += 1
        elif bracket in "]}":
            depth -= 1
        if depth > DEEPEST:
            raise Refused(Why.TOO_DEEP)


def _parsed(text: str) -> dict[str, Any]:
    try:
        values = json.loads(
            text,
            object_pairs_hook=_each_once,
            parse_int=_integer,
            parse_float=_decimal,
            parse_constant=_no_number,
        )
        # Half of a surrogate pair is no letter, and could not be written down again.
        json.dumps(values, ensure_ascii=False, default=str).encode()
    except Refused:
        raise
    except (ValueError, RecursionError) as error:
        raise Refused(Why.NOT_JSON) from error
    if not isinstance(values, dict):
        raise Refused(Why.OTHER_KIND)
    return values


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in pairs:
        if name in values:
            raise Refused(Why.TWICE, name)
        values[name] = value
    return values


def _integer(figures: str) -> int:
    if len(figures) > LONGEST_NUMBER:
        raise Refused(Why.NO_NUMBER)
    return int(figures)


def _decimal(figures: str) -> Decimal:
    _number, _e, exponent = figures.lower().partition("e")
    if len(figures) > LONGEST_NUMBER or abs(int(exponent or 0)) > LARGEST_EXPONENT:
        raise Refused(Why.NO_NUMBER)
    return Decimal(figures)


def _no_number(word: str) -> Any:
    raise Refused(Why.NO_NUMBER, word)


def _is_a_questionnaire(values: dict[str, Any]) -> None:
    match values.get("resourceType"):
        case "Questionnaire":
            pass
        case "QuestionnaireResponse":
            raise Refused(Why.ANSWERS)
        case "Bundle":
            raise Refused(Why.BUNDLE)
        case other:
            raise Refused(Why.OTHER_KIND, other if isinstance(other, str) else "")
    # FHIR: what these say may change what everything else means, so it must not be passed over.
    if values.get("modifierExtension") or values.get("implicitRules"):
        raise Refused(Why.OTHER_RULES)
