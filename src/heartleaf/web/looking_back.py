"""Looking back on days: as a field and as a list. Nothing is counted, joined up or compared."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from babel import Locale
from babel.dates import format_date
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from heartleaf.care.check_ins import keeping as care
from heartleaf.care.check_ins.field import Mark, draw_month
from heartleaf.care.check_ins.saying import Sayings, colours, ends_of
from heartleaf.care.check_ins.section import (
    COLOUR,
    POSITIONS,
    SLIDER,
    TICK,
    WORDS,
    CheckIn,
    CheckIns,
    Question,
)
from heartleaf.days.gathering import KnownDays
from heartleaf.days.saying import name_of_day
from heartleaf.web.check_in_words import Shown, entry
from heartleaf.web.check_ins import with_check_ins
from heartleaf.web.day_words import dates_in_words, joined
from heartleaf.web.http import SignedIn

LONGEST_DAY = 31  # how many dates one day that matters may last, in a field


@dataclass
class Day:
    """A line of the list, and a mark in the field."""

    on: datetime.date
    date: str
    there: CheckIn | None
    href: str = ""
    said: SafeString | str = ""
    matters: list[str] = field(default_factory=list)

    @property
    def iso(self) -> str:
        return self.on.isoformat()


@dataclass(frozen=True)
class Month:
    name: str
    code: str
    field: SafeString
    entries: SafeString


@with_check_ins
def looking_back(request: SignedIn, section: CheckIns) -> HttpResponse:
    if request.method == "POST":
        care.show_days(request.visitor, "show" in request.POST)
        return redirect(f"{reverse('looking-back')}?{_asked_for(request.POST)}")
    if not section.days:
        return render(request, "check_ins/looking_back.html", {"section": section})
    span = _span(request, section)
    question = section.question(request.GET.get("question", "")) or _first(section)
    shown = Shown(section)
    days = _days(section, span, shown)
    damaged = _lay_over(days, request, span) if section.shows_days else []
    months = _months(days, question, shown.sayings)
    words = {
        "section": section,
        "span": span,
        "year": span[:4],
        "years": sorted({on[:4] for on in section.days}, reverse=True),
        "question": question,
        "questions": [*section.asked, *section.aside],
        "legend": _legend(question, days.values()),
        "months": months,
        "whole_year": len(span) == 4,
        "notes": any(day.there.note for day in days.values() if day.there),
        "matter": any(day.matters for day in days.values()),
        "damaged": joined(damaged),
    }
    return render(request, "check_ins/looking_back.html", words)


def _asked_for(query: Any) -> str:
    names = ("span", "question")
    return urlencode({name: query[name] for name in names if query.get(name)})


def _span(request: SignedIn, section: CheckIns) -> str:
    """A year or a month of which something was said, "2026" or "2026-05"; else the latest year."""
    asked = request.GET.get("span", "")
    known = {on[:4] for on in section.days} | {on[:7] for on in section.days}
    return asked if asked in known else max(section.days)[:4]


def _first(section: CheckIns) -> Question | None:
    return next(iter([*section.asked, *section.aside]), None)


def _days(section: CheckIns, span: str, shown: Shown) -> dict[datetime.date, Day]:
    any_day = reverse("check-in", kwargs={"on": "DAY"})
    found = sorted(on for on in section.days if on.startswith(span))
    days = {}
    for iso in found:
        on, there = datetime.date.fromisoformat(iso), section.days[iso]
        href = any_day.replace("DAY", iso)
        days[on] = Day(on, dates_in_words(on), there, href, shown.of(there))
    return days


def _lay_over(days: dict[datetime.date, Day], request: SignedIn, span: str) -> list[str]:
    """Days that matter, in the months of which something was said. Gives the names of circles whose
    days cannot be read."""
    known, person = KnownDays(request.visitor), request.visitor
    months = {on.replace(day=1) for on in days}
    first = min(months)
    last = (max(months) + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
    for falling in known.fallings(first, last):
        if falling.day.in_a_month:  # nobody knows its day
            continue
        name = name_of_day(falling.day, person.facts)
        for more in range(min(falling.day.lasts, LONGEST_DAY)):
            on = falling.on + datetime.timedelta(days=more)
            if on.replace(day=1) in months:
                days.setdefault(on, Day(on, dates_in_words(on), None))
                if name not in days[on].matters:
                    days[on].matters.append(name)
    return [person.circle_name(handle) for handle in known.damaged]


def _months(
    days: dict[datetime.date, Day], question: Question | None, sayings: Sayings
) -> list[Month]:
    months: dict[datetime.date, list[Day]] = {}
    for on in sorted(days):
        months.setdefault(on.replace(day=1), []).append(days[on])
    language = get_language() or "en"
    begins = Locale.parse(language, sep="-").first_week_day
    return [
        Month(
            name=format_date(first, "LLLL y", locale=language),
            code=f"{first:%Y-%m}",
            field=mark_safe(  # noqa: S308  # a craft of ours, which escapes what it is given
                draw_month(
                    first, [_mark(day, question, sayings) for day in those], first_weekday=begins
                )
            ),
            entries=mark_safe(  # noqa: S308  # escaped where it is put together
                "".join(entry(day.iso, day.date, day.href, day.matters, day.said) for day in those)
            ),
        )
        for first, those in months.items()
    ]


def _mark(day: Day, question: Question | None, sayings: Sayings) -> Mark:
    if day.there is None:
        return Mark(day.on, ring=True)
    answer = day.there.said.get(question.id, "") if question else ""
    said = sayings.of(question, answer) if question and answer else _("something else is said")
    return Mark(
        on=day.on,
        look=look_of(question, answer),
        note=bool(day.there.note),
        ring=bool(day.matters),
        words=f"{day.date}: {'; '.join([said, *day.matters])}",
        href=day.href,
    )


def look_of(question: Question | None, answer: str) -> str:
    """How an answer is drawn; a seed where something was said, but not to this question."""
    if question is None or not answer:
        return "seed"
    if question.answered == SLIDER and answer in POSITIONS:
        return f"tint d{answer}"
    if question.answered == COLOUR and answer in dict(colours()):
        return f"c-{answer}"
    return {TICK: "tick", WORDS: "words"}.get(question.answered, "seed")


def _legend(question: Question | None, days: Iterable[Day]) -> list[tuple[str, str]]:
    """What the marks say: pairs of a look and its words. Of the colours, those that are there."""
    if question is None:
        return []
    if question.answered == SLIDER:
        low, high = ends_of(question)
        return [("tint d1", low), ("tint d4", ""), ("tint d7", high)]
    if question.answered == COLOUR:
        said = {day.there.said.get(question.id) for day in days if day.there}
        return [(f"c-{code}", name) for code, name in colours() if code in said]
    return []
