"""The fields of an observance and of its rules, as TOML gives them, made into what they mean."""

from __future__ import annotations

import datetime
import re
from typing import Any

from heartleaf.days.almanac import WrongRule, rule_of
from heartleaf.days.countries import COUNTRIES
from heartleaf.days.observance import Observance, When

KINDS = ("loss", "memorial", "parents", "children", "siblings", "grandparents")
LONGEST = 366


class WrongField(ValueError):
    """A field that cannot be used, and a sentence that says why."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class Fields:
    """The fields of one block. Each is taken once; what is left over is unknown."""

    def __init__(self, given: dict[str, Any]) -> None:
        self._given = given
        self._known: list[str] = []

    def words(self, name: str, *, needed: bool = False) -> str:
        value = self._take(name, str, "words in quotation marks", "")
        if needed and not value.strip():
            raise WrongField(name, f"“{name}” is missing.")
        return value.strip()

    def number(self, name: str, default: int, last: int) -> int:
        value = self._take(name, int, "a number", default)
        if not 1 <= value <= last:
            raise WrongField(name, f"“{name}” is {value}; it can be 1 to {last}.")
        return value

    def yes(self, name: str) -> bool:
        return self._take(name, bool, "true or false", False)

    def day(self, name: str) -> datetime.date:
        value = self._take(name, datetime.date, "a date such as 2026-11-25", datetime.date.min)
        if value == datetime.date.min:
            raise WrongField(name, f"“{name}” is missing.")
        return value

    def list(self, name: str) -> tuple[str, ...]:
        value = self._take(name, list, 'a list such as ["FR", "DE"]', [])
        if not all(isinstance(each, str) for each in value) or len({*value}) < len(value):
            raise WrongField(name, f"“{name}” is a list of words, each once.")
        return tuple(value)

    def end(self) -> None:
        """Raises WrongField if anything was not asked for."""
        for name in self._given.keys() - self._known:
            known = ", ".join(self._known)
            raise WrongField(name, f"there is no field “{name}”; there are {known}.")

    def _take[T](self, name: str, kind: type[T], meaning: str, default: T) -> T:
        self._known.append(name)
        value: T = self._given.get(name, default)
        if name in self._given and type(value) is not kind:  # a bool is an int, a moment a date
            raise WrongField(name, f"“{name}” is not {meaning}.")
        return value


def version_of(given: dict[str, Any]) -> int:
    """What stands on top of a file: which edition it is, raised with every change."""
    fields = Fields(given)
    version = fields.number("version", 1, 1_000_000)
    fields.end()
    return version


def observance_of(given: dict[str, Any]) -> tuple[Observance, bool]:
    """The observance, without its rules yet, and whether it is to be taken out."""
    fields = Fields(given)
    id, remove = _id(fields), fields.yes("remove")
    observance = Observance(
        id=id,
        name=fields.words("name", needed=not remove),
        kind=_kind(fields.words("kind", needed=not remove) or KINDS[0]),
        note=fields.words("note"),
        lasts=fields.number("lasts", 1, LONGEST),
        whens=(),
    )
    fields.end()
    return observance, remove


def when_of(given: dict[str, Any]) -> When:
    fields = Fields(given)
    words = fields.words("rule", needed=True)
    try:
        rule = rule_of(words)
    except WrongRule as wrong:
        raise WrongField("rule", str(wrong)) from None
    when = When(
        rule=rule,
        countries=_countries(fields.list("countries")),
        source=fields.words("source", needed=True),
        checked=fields.day("checked"),
        note=fields.words("note"),
        choice=fields.words("choice"),
        hour=_hour(fields.words("hour")),
        disputed=fields.yes("disputed"),
        earlier=fields.yes("earlier"),
    )
    fields.end()
    return when


def _id(fields: Fields) -> str:
    id = fields.words("id", needed=True)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id):
        raise WrongField("id", f"“{id}” is no id: small letters, figures, and - between them.")
    return id


def _kind(kind: str) -> str:
    if kind not in KINDS:
        raise WrongField("kind", f"“{kind}” is no kind; there are {', '.join(KINDS)}.")
    return kind


def _countries(codes: tuple[str, ...]) -> tuple[str, ...]:
    for code in codes:
        if code not in COUNTRIES:
            raise WrongField("countries", f"“{code}” is no country code such as FR.")
    return codes


def _hour(words: str) -> datetime.time | None:
    if not words:
        return None
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", words, re.ASCII):
        raise WrongField("hour", f"“{words}” is no hour such as 19:00.")
    return datetime.time.fromisoformat(words)
