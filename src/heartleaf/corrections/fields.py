"""The fields of one block, as TOML gives them, each taken by what it has to be."""

from __future__ import annotations

import datetime
import re
from typing import Any


class WrongField(ValueError):
    """A field that cannot be used, and a sentence that says why."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class Fields:
    """The fields of one block. Each is taken once; what is left over is unknown."""

    def __init__(self, given: dict[str, Any]) -> None:
        self._given = given
        self._known: dict[str, None] = {}  # in the order they were asked for

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

    def has(self, name: str) -> bool:
        """Whether it was said at all."""
        self._known[name] = None
        return name in self._given

    def end(self) -> None:
        """Raises WrongField if anything was not asked for."""
        for name in self._given.keys() - self._known:
            known = ", ".join(self._known)
            raise WrongField(name, f"there is no field “{name}”; there are {known}.")

    def _take[T](self, name: str, kind: type[T], meaning: str, default: T) -> T:
        self._known[name] = None
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


def id_of(fields: Fields) -> str:
    """By what a block is known, in our file and in a host's."""
    id = fields.words("id", needed=True)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id):
        raise WrongField("id", f"“{id}” is no id: small letters, figures, and - between them.")
    return id
