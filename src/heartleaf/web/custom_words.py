"""One custom of an observance, as pages say it: its rule, when it is next, and who says so."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from heartleaf.days.calendars import Chosen
from heartleaf.days.gathering import KnownDays, key_of, observance_of
from heartleaf.web.day_words import country_in_words, dates_in_words, next_among
from heartleaf.web.rule_words import in_words


@dataclass(frozen=True)
class Custom:
    """`kept` are the words for the circles in whose calendars it is."""

    key: str
    country: str
    rule: str
    next: str
    hour: str
    notes: list[str]
    sources: list[str]
    disputed: bool
    kept: Sequence[str] = ()


def custom_of(chosen: Chosen, today: datetime.date, kept: Sequence[str] = ()) -> Custom:
    """Raises KeyError for one that no file names."""
    found = observance_of(chosen)
    if found is None:
        raise KeyError(chosen.observance)
    observance, whens = found

    def dates(first: datetime.date, last: datetime.date) -> list[datetime.date]:
        return sorted({date for when in whens for date in when.rule.dates(first, last)})

    on = next_among(dates, today, observance.lasts)
    hours = [f"{when.hour:%H:%M}" for when in whens if when.hour]
    rules = [in_words(when.rule.text) for when in whens]
    if chosen.choice and chosen.choice.casefold() not in rules[0].casefold():
        rules.insert(0, chosen.choice[:1].upper() + chosen.choice[1:])
    return Custom(
        key=key_of(chosen),
        country=country_in_words(chosen.country) if chosen.country else _("Around the world"),
        rule=" · ".join(dict.fromkeys(rules)),
        next=dates_in_words(on, observance.lasts) if on else "",
        hour=hours[0] if hours else "",
        notes=[when.note for when in whens if when.note],
        sources=list(dict.fromkeys(when.source for when in whens)),
        disputed=any(when.disputed for when in whens),
        kept=kept,
    )


def observed(known: KnownDays, key: str) -> tuple[str, Custom] | None:
    """What is to be said of an observance that is kept: its note, and its custom."""
    kept = (one for calendar in known.calendars.values() for one in calendar.chosen)
    chosen = next((one for one in kept if key_of(one) == key), None)
    found = observance_of(chosen) if chosen else None
    return (found[0].note, custom_of(chosen, known.person.today())) if chosen and found else None
