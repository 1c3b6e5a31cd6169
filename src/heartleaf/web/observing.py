"""Days that many keep: by country, each with its rule and its source. All off at first."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heartleaf.care.calling_off import call_off
from heartleaf.days import observances
from heartleaf.days.calendars import CalendarFacts, Chosen
from heartleaf.days.gathering import KnownDays, key_of, observance_of
from heartleaf.days.observance import Observance
from heartleaf.web.custom_words import Custom, custom_of
from heartleaf.web.day_changes import change_days, with_days
from heartleaf.web.day_words import country_in_words
from heartleaf.web.http import SignedIn
from heartleaf.web.told import tell

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

GROUPS = {
    gettext_lazy("For a loss"): {"loss"},
    gettext_lazy("Parents and grandparents"): {"parents", "grandparents"},
    gettext_lazy("Children, brothers and sisters"): {"children", "siblings"},
    gettext_lazy("Memorial customs"): {"memorial"},
}


@dataclass(frozen=True)
class Entry:
    """An observance in a list, with the customs of which a family picks."""

    name: str
    note: str
    customs: list[Custom]


@with_days
def keep_observances(request: SignedIn, known: KnownDays) -> HttpResponse:
    """A tick for each custom of one country, and of the whole world."""
    country = _country(request)
    if request.method == "POST":
        return _keep(request, known, country)
    every = observances.current().observances
    countries = {code for one in every for when in one.whens for code in when.countries}
    names = sorted((country_in_words(code), code) for code in countries)
    words = {
        "groups": list(_groups(country, known)),
        "unknown": list(_unknown_in_words(known)),
        "country": country,
        "countries": [("", _("Around the world")), *((code, name) for name, code in names)],
        "circles": [(kind, request.visitor.circle_name(kind)) for kind in _circles(known)],
    }
    return render(request, "days/observances.html", words)


def _keep(request: SignedIn, known: KnownDays, country: str) -> HttpResponse:
    """Only what was ticked or unticked on this page changes: the other parent may have chosen
    more since it was opened."""
    offered = {key_of(one): one for one in _offered(country)}
    kept, ticked = _kept(known), {*request.POST.getlist("keep")}
    new = [offered[key] for key in offered if key in ticked - kept.keys()]
    shown = offered.keys() | {key_of(one) for one in _unknown(known)}
    gone = ({*request.POST.getlist("was")} & shown & kept.keys()) - ticked
    circles = _circles(known)
    to = request.POST.get("circle", "")
    to = to if to in circles else circles[0]
    shown_next = "show" in request.POST
    call_off(request.visitor, *(key for key in gone if "us" in kept[key]))
    for kind in circles:
        fresh = new if kind == to else []
        if fresh or any(kind in kept[key] for key in gone):
            change_days(request.visitor, kind, functools.partial(_choose, gone, fresh))
    if shown_next:  # what was ticked here is kept before another country is looked at
        answer = redirect(_address(request.POST.get("next", "")))
        return tell(answer, _("Kept.")) if new or gone else answer
    if len(new) == 1:
        small = _("Nothing comes of it yet. Here you choose how it comes.")
        return tell(redirect("day", key=key_of(new[0])), _("You keep this day."), small)
    if new:
        small = _("Nothing comes of them yet. Open each to choose how it comes.")
        return tell(redirect("days"), _("You keep these days."), small)
    return tell(redirect(_address(country)), _("Kept."))


def _address(country: str) -> str:
    return reverse("observances") + (f"?{urlencode({'country': country})}" if country else "")


def _choose(gone: set[str], fresh: list[Chosen], calendar: CalendarFacts) -> None:
    known = {key_of(one) for one in calendar.chosen}
    calendar.chosen = [one for one in calendar.chosen if key_of(one) not in gone]
    calendar.chosen += [one for one in fresh if key_of(one) not in known]


def _groups(country: str, known: KnownDays) -> Iterator[tuple[StrPromise, list[Entry]]]:
    kept, every = _kept(known), observances.current().observances
    for title, kinds in GROUPS.items():
        found = (_entry(one, country, known, kept) for one in every if one.kind in kinds)
        if entries := [entry for entry in found if entry]:
            yield title, entries


def _entry(
    observance: Observance, country: str, known: KnownDays, kept: dict[str, list[str]]
) -> Entry | None:
    person, today = known.person, known.person.today()
    customs = [
        custom_of(
            chosen, today, [person.circle_name(kind) for kind in kept.get(key_of(chosen), [])]
        )
        for chosen in _customs(observance, country)
    ]
    return Entry(observance.name, observance.note, customs) if customs else None


def _offered(country: str) -> Iterator[Chosen]:
    for observance in observances.current().observances:
        yield from _customs(observance, country)


def _customs(observance: Observance, country: str) -> list[Chosen]:
    """What can be chosen there: those of the country and those of the world, each custom once."""
    found = [
        (country if when.countries else "", when.choice)
        for when in observance.whens
        if not when.earlier and (not when.countries or country in when.countries)
    ]
    return [Chosen(observance.id, there, choice) for there, choice in dict.fromkeys(found)]


def _kept(known: KnownDays) -> dict[str, list[str]]:
    """The kinds of the circles in whose calendars an observance is kept, by its key."""
    kept: dict[str, list[str]] = {}
    for kind, calendar in known.calendars.items():
        for one in calendar.chosen:
            kept.setdefault(key_of(one), []).append(kind)
    return kept


def _unknown(known: KnownDays) -> Iterator[Chosen]:
    """What is kept, though no file names it any more: it does not come, and can be let go."""
    every = (one for calendar in known.calendars.values() for one in calendar.chosen)
    yield from {key_of(one): one for one in every if observance_of(one) is None}.values()


def _unknown_in_words(known: KnownDays) -> Iterator[tuple[str, str, str]]:
    """The key of each, its name as far as that is known, and with whom it is kept."""
    for one in _unknown(known):
        name = one.observance.replace("-", " ").capitalize()
        there = [country_in_words(one.country)] if one.country else []
        circles = [known.person.circle_name(kind) for kind in _kept(known)[key_of(one)]]
        yield key_of(one), ", ".join([name, *there]), ", ".join(circles)


def _circles(known: KnownDays) -> list[str]:
    return ["only-me", "us"] if known.person.is_parent else ["only-me"]


def _country(request: SignedIn) -> str:
    """As the address or the form says; one that nobody knows is none."""
    asked = (request.POST.get("country") or request.GET.get("country", "")).upper()
    every = observances.current().observances
    return asked if any(asked in when.countries for one in every for when in one.whens) else ""
