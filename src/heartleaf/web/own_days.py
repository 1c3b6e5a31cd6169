"""A day of theirs: written down, changed, moved to another circle, taken out."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from heartleaf.care.wishes import WishesFacts
from heartleaf.days.calendars import CalendarFacts, Day, Line, plan_name
from heartleaf.days.gathering import KnownDays
from heartleaf.family.opening import OpenPerson
from heartleaf.web.day_changes import change_days, change_ways, day_of, own_day, with_days
from heartleaf.web.day_words import next_of
from heartleaf.web.forms.own_days import OwnDayForm
from heartleaf.web.http import SignedIn
from heartleaf.web.told import tell


@with_days
def new_day(request: SignedIn, known: KnownDays) -> HttpResponse:
    day = Day()
    form = OwnDayForm(request.POST or None, person=request.visitor, day=day, circle="only-me")
    if request.method != "POST" or not form.is_valid():
        return _page(request, form)
    if not form.says_something():
        return _page(request, form, nothing=True)
    form.fill(day)
    change_days(request.visitor, form.cleaned_data["circle"], lambda days: _put(days, day))
    small = _("Nothing comes of it by itself. Here you choose how it comes, or leave it as it is.")
    return tell(redirect("day", key=day.id), _("Kept."), small)


@with_days
def change_day(request: SignedIn, known: KnownDays, id: UUID) -> HttpResponse:
    circle, day = _found(known, id)
    form = OwnDayForm(request.POST or None, person=request.visitor, day=day, circle=circle)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, day=day)
    before = next_of(day_of(known, day.id), request.visitor.today())
    form.fill(day)
    to = form.cleaned_data["circle"]
    change_days(request.visitor, to, lambda days: _put(days, day))
    if to != circle:
        _move(request.visitor, known, day, circle, to)
    small = _("What you planned came along.") if _carry(request.visitor, day.id, before) else ""
    name, here = request.visitor.words.circle(to), redirect("day", key=day.id)
    moved = _("Kept. It is with “{circle}”.").format(circle=name)
    return tell(here, _("Kept.") if to == circle else moved, small)


@with_days
def take_day_out(request: SignedIn, known: KnownDays, id: UUID) -> HttpResponse:
    """What is said of the day goes, with its plans. Nothing goes before it is asked."""
    _circle, day = _found(known, id)
    if request.method == "POST":
        for kind in known.calendars:
            change_days(request.visitor, kind, lambda days: _forget(days, day.id))
        change_ways(request.visitor, lambda wishes: _no_more(wishes, day.id))
        return tell(redirect("days"), _("Taken out. What you kept stays kept."))
    return render(request, "days/take_out.html", {"day": day})


def _found(known: KnownDays, id: UUID) -> tuple[str, Day]:
    found = own_day(known, str(id))
    if found is None:
        raise Http404
    return found


def _page(
    request: SignedIn, form: OwnDayForm, *, day: Day | None = None, nothing: bool = False
) -> HttpResponse:
    wrong = nothing or form.errors
    words = {"form": form, "day": day, "nothing": nothing}
    return render(request, "days/own_day.html", words, status=422 if wrong else 200)


def _put(calendar: CalendarFacts, day: Day) -> None:
    if calendar.day(day.id) is None:
        calendar.days.append(day)
    else:
        calendar.days = [day if one.id == day.id else one for one in calendar.days]


def _move(person: OpenPerson, known: KnownDays, day: Day, circle: str, to: str) -> None:
    """Out of the one calendar, now that it is in the other. If nobody else knows of it any more,
    what the parents planned for it and agreed on goes with it."""
    change_days(person, circle, lambda days: _without(days, day.id))
    us = known.calendars.get("us")
    if to != "only-me" or us is None:
        return
    if plans := _plans(us, day.id):
        change_days(person, to, lambda days: _take_over(days, plans))
    change_days(person, "us", lambda days: _forget(days, day.id))


def _carry(person: OpenPerson, id: str, before: datetime.date | None) -> bool:
    """What was planned for the date on which it came next is for the one on which it comes now."""
    known = KnownDays(person)
    day = day_of(known, id)
    now = next_of(day, person.today())
    if before is None or now is None or day.dates(before, before):
        return False
    old, new = plan_name(id, before), plan_name(id, now)
    kinds = [kind for kind, calendar in known.calendars.items() if old in calendar.plans]
    for kind in kinds:
        change_days(person, kind, lambda days: _take_over(days, {new: days.plans.pop(old, [])}))
    return bool(kinds)


def _no_more(wishes: WishesFacts, id: str) -> None:
    wishes.days.pop(id, None)


def _without(calendar: CalendarFacts, id: str) -> None:
    calendar.days = [day for day in calendar.days if day.id != id]


def _forget(calendar: CalendarFacts, id: str) -> None:
    """Everything that is said of a day."""
    _without(calendar, id)
    for name in _plans(calendar, id):
        del calendar.plans[name]
    calendar.together.pop(id, None)
    calendar.leaps.pop(id, None)


def _take_over(calendar: CalendarFacts, plans: dict[str, list[Line]]) -> None:
    for name, lines in plans.items():
        calendar.plans[name] = calendar.plans.get(name, []) + lines


def _plans(calendar: CalendarFacts, id: str) -> dict[str, list[Line]]:
    return {name: lines for name, lines in calendar.plans.items() if name.split(" ")[0] == id}
