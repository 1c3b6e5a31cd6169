"""The fields of each block of the directory, as TOML gives them, made into what they mean."""

from __future__ import annotations

import datetime
import re
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from heartleaf.care.support.entry import (
    ENOUGH,
    KINDS,
    NO_NUMBER,
    STATUSES,
    Country,
    Entry,
    Hours,
    Listing,
)
from heartleaf.corrections.fields import Fields, WrongField, id_of
from heartleaf.days.countries import COUNTRIES

DIALLED = re.compile(r"\+?[0-9]+(?:[ -][0-9]+)*", re.ASCII)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TIME = r"([01]\d|2[0-3]):([0-5]\d)"
HOURS = re.compile(rf"(?:({'|'.join(WEEKDAYS)})-({'|'.join(WEEKDAYS)}) )?{TIME}-{TIME}", re.ASCII)


def listing_of(given: dict[str, Any]) -> tuple[Listing, bool]:
    """The list, and whether it is to be taken out; so too below."""
    fields = Fields(given)
    id, remove = id_of(fields), fields.yes("remove")
    listing = Listing(
        id=id,
        name=fields.words("name", needed=not remove),
        page=_site(fields, "page"),
        dated=_day(fields, "dated", needed=not remove) or datetime.date.min,
    )
    fields.end()
    return listing, remove


def country_of(given: dict[str, Any]) -> tuple[Country, bool]:
    fields = Fields(given)
    code, remove = _country(fields, "code"), fields.yes("remove")
    country = Country(
        code=code,
        emergency=_numbers(fields, "emergency"),
        source=fields.words("source", needed=not remove),
        first_seen=_day(fields, "first_seen", needed=not remove) or datetime.date.min,
        review_by=_day(fields, "review_by", needed=not remove) or datetime.date.min,
    )
    fields.end()
    return country, remove


def entry_of(given: dict[str, Any]) -> tuple[Entry, bool]:
    """Raises WrongField also where numbers are not known well enough; see `entry.py`."""
    fields = Fields(given)
    id, remove = id_of(fields), fields.yes("remove")
    always, hours = _hours(fields)
    entry = Entry(
        id=id,
        country=_country(fields, "country") if given.get("country") else fields.words("country"),
        region=fields.words("region"),
        name=fields.words("name", needed=not remove),
        kind=_one_of(fields, "kind", KINDS, needed=not remove),
        note=fields.words("note"),
        call=_numbers(fields, "call"),
        text=_numbers(fields, "text"),
        text_word=fields.words("text_word"),
        whatsapp=_numbers(fields, "whatsapp"),
        chat=_site(fields, "chat"),
        always=always,
        hours=hours,
        zone=_zone(fields, needed=hours is not None),
        languages=fields.list("languages"),
        cost=fields.words("cost"),
        page=_site(fields, "page"),
        page_seen=fields.yes("page_seen"),
        source=fields.words("source", needed=not remove),
        agreement=fields.list("agreement"),
        lists=fields.number("lists", 1, 99) if fields.has("lists") else 0,
        no_number=_one_of(fields, "no_number", NO_NUMBER, needed=False),
        first_seen=_day(fields, "first_seen", needed=not remove) or datetime.date.min,
        verified=_day(fields, "verified", needed=False),
        verified_by=fields.words("verified_by"),
        review_by=_day(fields, "review_by", needed=not remove) or datetime.date.min,
        status=_one_of(fields, "status", STATUSES, needed=False) or "ok",
        replaces=fields.words("replaces"),
    )
    fields.end()
    _refuse_what_is_not_known(entry)
    return entry, remove


def _refuse_what_is_not_known(entry: Entry) -> None:
    if entry.verified and not entry.verified_by:
        raise WrongField("verified", "“verified” needs “verified_by”: who called, or looked.")
    for number in entry.whatsapp:
        if not number.startswith("+"):
            raise WrongField("whatsapp", f"“{number}” needs + and the number of its country.")
    if entry.lists and entry.agreement:
        raise WrongField("lists", "“lists” counts those that “agreement” cannot name.")
    if entry.no_number and entry.numbers:
        raise WrongField("no_number", "“no_number” is for an entry that has none.")
    if not entry.numbers or entry.status == "closed":
        return
    field = next(name for name in ("call", "text", "whatsapp") if getattr(entry, name))
    if entry.status != "ok":
        raise WrongField(field, "an entry that is uncertain names no number, only a “page”.")
    if entry.agreeing < ENOUGH and not entry.verified:
        raise WrongField(
            field,
            f"a number needs {ENOUGH} lists in “agreement”, or “verified” and “verified_by”.",
        )


def _numbers(fields: Fields, name: str) -> tuple[str, ...]:
    numbers = fields.list(name)
    for number in numbers:
        if not DIALLED.fullmatch(number):
            raise WrongField(name, f"“{number}” is no number as one dials it, such as 116 123.")
    return numbers


def _site(fields: Fields, name: str) -> str:
    address = fields.words(name)
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    plain = re.fullmatch(r"[!-~]*", address)
    if address and not (parts.scheme == "https" and parts.hostname and plain):
        raise WrongField(name, f"“{name}” is not an address that begins with https://.")
    return address


def _country(fields: Fields, name: str) -> str:
    code = fields.words(name, needed=True)
    if code not in COUNTRIES:
        raise WrongField(name, f"“{code}” is no country code such as FR.")
    return code


def _one_of(fields: Fields, name: str, known: tuple[str, ...], *, needed: bool) -> str:
    word = fields.words(name, needed=needed)
    if word and word not in known:
        raise WrongField(name, f"“{word}” is no {name}; there are {', '.join(known)}.")
    return word


def _day(fields: Fields, name: str, *, needed: bool) -> datetime.date | None:
    if needed or fields.has(name):
        return fields.day(name)
    return None


def _hours(fields: Fields) -> tuple[bool, Hours | None]:
    """Whether it is every hour of every day, or else the hours, if they were said."""
    words = fields.words("hours")
    if words in {"", "24/7"}:
        return words == "24/7", None
    found = HOURS.fullmatch(words)
    if not found:
        raise WrongField("hours", f"“{words}” is neither 24/7 nor such as mon-fri 09:00-17:00.")
    first, last, *times = found.groups()
    opens, closes = (datetime.time(int(h), int(m)) for h, m in (times[:2], times[2:]))
    days = (WEEKDAYS.index(first), WEEKDAYS.index(last)) if first else None
    return False, Hours(opens, closes, days)


def _zone(fields: Fields, *, needed: bool) -> str:
    zone = fields.words("zone", needed=needed)
    try:
        ZoneInfo(zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise WrongField("zone", f"“{zone}” is no time zone such as Europe/Dublin.") from None
    return zone
