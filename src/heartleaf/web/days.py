"""Days: what is coming, what is known, and one day with how it comes."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import groupby

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heartleaf.care.missing import forget, missed
from heartleaf.care.models import Quiet
from heartleaf.care.wishes import Coming, WishesFacts
from heartleaf.days.gathering import KnownDay, KnownDays
from heartleaf.days.saying import name_of_day
from heartleaf.sealing import SealingError
from heartleaf.web.access import signed_in
from heartleaf.web.day_changes import (
    cannot_be_read,
    change_ways,
    day_of,
    wishes_if_whole,
    with_days,
)
from heartleaf.web.day_page import said_of
from heartleaf.web.day_plans import plans_without_a_day
from heartleaf.web.day_words import (
    begun_in_words,
    date_in_words,
    dates_in_words,
    how_it_comes,
    joined,
    next_of,
)
from heartleaf.web.forms.days import NOTHING, Asked, ComingForm
from heartleaf.web.http import SignedIn
from heartleaf.web.leaping import is_leap_day, keep_leap, leap_of
from heartleaf.web.told import tell
from heartleaf.web.ways import Ways

# What is coming is shown so far ahead: a year, and the month that everyone's year ends in.
SOON = datetime.timedelta(days=396)


@dataclass(frozen=True)
class Row:
    """A day in a list: its name, when it falls next, and a word beside it."""

    key: str
    name: str
    on: datetime.date | None
    date: str
    note: str


@with_days
def days(request: SignedIn, known: KnownDays) -> HttpResponse:
    wishes, ways = wishes_if_whole(request.visitor), Ways.of(request.visitor)
    coming = _coming(known, wishes, ways) if wishes else []
    rows = [_known(day, known) for day in known if "observance" not in day.what]
    kept = [_known(day, known) for day in known if "observance" in day.what]
    words = {
        "coming": [(date, list(rows)) for date, rows in groupby(coming, key=lambda row: row.date)],
        "ours": rows,
        "observances": kept,
        "missed": _missed(request),
        "unreadable": wishes is None,
        "plans": plans_without_a_day(known),
        "damaged": [request.visitor.circle_name(kind) for kind in known.damaged],
    }
    return render(request, "days/days.html", words)


@require_POST
@signed_in
def leave_missed(request: SignedIn) -> HttpResponse:
    """Those that were named need not be named again."""
    named = {*request.POST.getlist("missed")}
    person = request.visitor.person
    forget(person, [one.id for one in missed(person) if str(one.id) in named])
    return redirect("days")


@with_days
def day(request: SignedIn, known: KnownDays, key: str) -> HttpResponse:
    """What it is, and how it comes to whoever asks."""
    found, whole = day_of(known, key), wishes_if_whole(request.visitor)
    wishes, fault = whole or WishesFacts(), ""
    asked = Asked(Ways.of(request.visitor), is_leap_day(known, found), found.together)
    leap = leap_of(known, key)
    form = ComingForm(request.POST or None, coming=wishes.coming(found), asked=asked, leap=leap)
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, key, form, leap)
        except SealingError:
            fault = cannot_be_read() if whole else ""
        else:
            nothing = form.cleaned_data["way"] == NOTHING and not found.together
            said = _("Kept. Nothing comes of this day.") if nothing else _("Kept.")
            return tell(redirect("day", key=key), said)
    words = {
        "day": found,
        "form": form if whole or form.is_bound else None,
        "unreadable": whole is None,
        "fault": fault,
        **said_of(found, known, wishes),
    }
    unkept = fault or (form.is_bound and not whole)
    return render(
        request, "days/day.html", words, status=409 if unkept else 422 if form.errors else 200
    )


def _keep(request: SignedIn, key: str, form: ComingForm, leap: str) -> None:
    with transaction.atomic():
        change_ways(request.visitor, lambda now: form.fill(now.days.setdefault(key, Coming())))
        if form.asked.leap and form.cleaned_data["leap"] != leap:
            keep_leap(request.visitor, key, form.cleaned_data["leap"])


def _coming(known: KnownDays, wishes: WishesFacts, ways: Ways) -> list[Row]:
    """The days they asked for, soonest first."""
    today, rows = known.person.today(), []
    for day in known:
        how = how_it_comes(wishes.coming(day), ways)
        on = next_of(day, today) if how else None
        if on and on - today <= SOON:
            rows.append(_row(day, known, on, how))
    return sorted(rows, key=lambda row: row.on or today)


def _known(day: KnownDay, known: KnownDays) -> Row:
    """A day as it is known: when it was, or falls next, and in whose calendar it is."""
    on = next_of(day, known.person.today())
    parts = [begun_in_words(day)]
    if "observance" in day.what:
        parts = [date_in_words(day, on) if on else ""]
    elif on is None and not day.of and not day.in_a_month:
        parts.append(_("cannot come by itself"))
    if day.circle:
        parts.append(known.person.circle_name(day.circle))
    return _row(day, known, on, " · ".join(part for part in parts if part))


def _missed(request: SignedIn) -> dict[str, object]:
    """Messages that may not have come, by the days they were for; while one is quiet, none."""
    person = request.visitor.person
    found = [] if Quiet.is_on(person) else missed(person)
    dates = dict.fromkeys(dates_in_words(one.due.on) for one in found)
    return {"ids": [one.id for one in found], "dates": joined([*dates])} if found else {}


def _row(day: KnownDay, known: KnownDays, on: datetime.date | None, note: str) -> Row:
    name = name_of_day(day, known.person.facts)
    return Row(day.key, name, on, date_in_words(day, on) if on else "", note)
