"""What a valid answer is: what was typed becomes what FHIR writes, or a reason why it cannot.

Nothing is ever required. What the file asks for is said beside the question, and that is all.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from heartleaf.care.questionnaires.shapes import Given, Item
from heartleaf.care.questionnaires.values import coding_of
from heartleaf.family.dates import CannotRead, VagueDate

LONGEST_WORDS = 20_000
MOST_ANSWERS = 50
LARGEST_INTEGER = 2**31 - 1  # FHIR's own limit

_INTEGER = re.compile(r"[+-]?[0-9]{1,10}")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,18}(?:[.,][0-9]{1,12})?")
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_TIME = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])(?:[:.]([0-5][0-9]))?")


class Wrong(StrEnum):
    INTEGER = "integer"
    DECIMAL = "decimal"
    TOO_SMALL = "too-small"
    TOO_LARGE = "too-large"
    TOO_LONG = "too-long"
    TOO_MANY = "too-many"
    DATE = "date"
    WHOLE_DATE = "whole-date"
    TIME = "time"
    ADDRESS = "address"


class NotAnAnswer(ValueError):
    """What was typed is not what the question takes; `limit` is what it is held against."""

    def __init__(self, wrong: Wrong, limit: str = "") -> None:
        super().__init__(wrong.value)
        self.wrong, self.limit = wrong, limit


@dataclass(frozen=True, slots=True)
class Typed:
    """What came from a form: the numbers of chosen options, words, the time beside a date, and
    the number of a unit."""

    chosen: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    time: str = ""
    unit: str = ""


def answers_of(item: Item, typed: Typed, zone: datetime.tzinfo = datetime.UTC) -> list[Given]:
    """None, one, or several where the question takes several. Raises NotAnAnswer."""
    if item.kind == "boolean":
        return [{"valueBoolean": word == "yes"} for word in typed.chosen[:1] if word]
    chosen = [item.options[at].given for at in _places(typed.chosen, len(item.options))]
    written = [word for word in map(_plain, typed.written) if word]
    if item.options and not item.open_to:
        written = []
    found = chosen + [_one(item, word, typed, zone) for word in written]
    if len(found) > MOST_ANSWERS:
        raise NotAnAnswer(Wrong.TOO_MANY, str(MOST_ANSWERS))
    return found if item.repeats else found[-1:]


def _places(chosen: tuple[str, ...], many: int) -> list[int]:
    places = [int(word) for word in chosen if word.isascii() and word.isdecimal() and len(word) < 6]
    return sorted({at for at in places if at < many})


def _plain(text: str) -> str:
    """FHIR: no control characters but tab and the ends of lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) != "Cc").strip()


def _one(item: Item, word: str, typed: Typed, zone: datetime.tzinfo) -> Given:
    if item.open_to == "string":
        return _words(item, word)
    match item.kind:
        case "integer":
            return {"valueInteger": int(_number(item, word, _INTEGER, Wrong.INTEGER))}
        case "decimal":
            return {"valueDecimal": f"{_number(item, word, _DECIMAL, Wrong.DECIMAL)}"}
        case "quantity":
            number = _number(item, word, _DECIMAL, Wrong.DECIMAL)
            return {"valueQuantity": {"value": f"{number}", **_unit(item, typed.unit)}}
        case "date":
            return {"valueDate": _within(item, _date(word))}
        case "dateTime":
            return {"valueDateTime": _moment(_within(item, _date(word)), typed.time, zone)}
        case "time":
            return {"valueTime": _time(word)}
        case "url":
            return {"valueUri": _address(item, word)}
        case "choice":
            return {"valueCoding": coding_of({"display": _words(item, word)["valueString"]})}
        case _:
            return _words(item, word)


def _words(item: Item, word: str) -> Given:
    longest = min(item.longest or LONGEST_WORDS, LONGEST_WORDS)
    if len(word) > longest:
        raise NotAnAnswer(Wrong.TOO_LONG, str(longest))
    return {"valueString": word}


def _number(item: Item, word: str, pattern: re.Pattern[str], wrong: Wrong) -> Decimal:
    figures = "".join(unicodedata.normalize("NFKC", word).replace("\u2212", "-").split())
    if not pattern.fullmatch(figures):
        raise NotAnAnswer(wrong)
    number = Decimal(figures.replace(",", "."))
    if wrong is Wrong.INTEGER and abs(number) > LARGEST_INTEGER:
        raise NotAnAnswer(Wrong.INTEGER)
    least, most = _limit(item.least), _limit(item.most)
    if least is not None and number < least:
        raise NotAnAnswer(Wrong.TOO_SMALL, item.least)
    if most is not None and number > most:
        raise NotAnAnswer(Wrong.TOO_LARGE, item.most)
    return number


def _limit(figures: str) -> Decimal | None:
    return Decimal(figures) if _DECIMAL.fullmatch(figures) else None


def _unit(item: Item, chosen: str) -> dict[str, str]:
    if not item.units:
        return {}
    places = _places((chosen,), len(item.units))
    return item.units[places[0] if places else 0]


def _date(word: str) -> str:
    """FHIR knows a year, a month and a day, and nothing vaguer."""
    try:
        code = VagueDate.parse(word).to_edtf()
    except CannotRead as error:
        raise NotAnAnswer(Wrong.DATE, str(error)) from error
    if not _DATE.fullmatch(code):
        raise NotAnAnswer(Wrong.DATE)
    return code


def _within(item: Item, date: str) -> str:
    for limit, wrong in ((item.least, Wrong.TOO_SMALL), (item.most, Wrong.TOO_LARGE)):
        known = min(len(limit), len(date), 10)  # as far as both know it
        mine, its = date[:known], limit[:known]
        if _DATE.fullmatch(its) and (mine < its if wrong is Wrong.TOO_SMALL else mine > its):
            raise NotAnAnswer(wrong, limit[:10])
    return date


def _moment(date: str, time: str, zone: datetime.tzinfo) -> str:
    """FHIR: a moment with an hour has a zone, and belongs to a whole date."""
    if not time.strip():
        return date
    if len(date) < len("2025-05-12"):
        raise NotAnAnswer(Wrong.WHOLE_DATE)
    return datetime.datetime.fromisoformat(f"{date}T{_time(time)}").replace(tzinfo=zone).isoformat()


def _time(word: str) -> str:
    found = _TIME.fullmatch(word.strip())
    if found is None:
        raise NotAnAnswer(Wrong.TIME)
    hour, minute, second = found.groups()
    return f"{int(hour):02}:{minute}:{second or '00'}"


def _address(item: Item, word: str) -> str:
    if any(c.isspace() for c in word):
        raise NotAnAnswer(Wrong.ADDRESS)
    return str(_words(item, word)["valueString"])
