"""The fields of an observance and of its rules, as TOML gives them, made into what they mean."""

from __future__ import annotations

import datetime
import re
from typing import Any

from heartleaf.corrections.fields import Fields, WrongField, id_of
from heartleaf.days.almanac import WrongRule, rule_of
from heartleaf.days.countries import COUNTRIES
from heartleaf.days.observance import Observance, When

KINDS = ("loss", "memorial", "parents", "children", "siblings", "grandparents")
LONGEST = 366


def observance_of(given: dict[str, Any]) -> tuple[Observance, bool]:
    """The observance, without its rules yet, and whether it is to be taken out."""
    fields = Fields(given)
    id, remove = id_of(fields), fields.yes("remove")
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
