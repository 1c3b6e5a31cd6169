"""Plan for the day: what will be, in their words. It may stay empty, and it asks for nothing."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from heartleaf.days.calendars import CalendarFacts, Line, plan_name
from heartleaf.days.gathering import KnownDay, KnownDays
from heartleaf.days.saying import name_of_day
from heartleaf.web.day_changes import change_days, day_of, with_days
from heartleaf.web.day_words import date_in_words, next_of
from heartleaf.web.http import SignedIn
from heartleaf.web.told import tell

# Without script a page cannot grow, so there are always some empty lines more.
SPARE = 2
LONGEST_WHEN, LONGEST_WHAT, MOST_LINES = 60, 600, 60


@dataclass(frozen=True)
class Plan:
    """A plan that is there: in whose calendar, and its lines."""

    circle: str
    lines: list[Line]


@with_days
def plan(request: SignedIn, known: KnownDays, key: str) -> HttpResponse:
    """Write it, change it, or move it to another circle: for the next date the day falls on."""
    day, on = _next(request, known, key)
    plans = plans_of(known, day, on)
    offered = circles_for(known, day)
    asked = request.POST.get("of") or request.GET.get("of", "")
    before = asked if asked in offered else plans[0].circle if plans else "only-me"
    lines = next((each.lines for each in plans if each.circle == before), [])
    circle = before
    if request.method == "POST":
        chosen = request.POST.get("circle", before)
        lines, circle = _typed(request), chosen if chosen in offered else before
        if "more" not in request.POST:
            _keep(request, plan_name(key, on), before, circle, lines)
            return tell(redirect("day", key=key), _("Kept.") if lines else _("The day is open."))
    words = {
        "day": day,
        "name": name_of_day(day, request.visitor.facts),
        "next": date_in_words(day, on),
        "on": on,
        "of": before,
        "circle": circle,
        "circles": [(kind, request.visitor.words.circle(kind)) for kind in offered],
        "lines": [*lines, *(Line() for _each in range(SPARE))],
    }
    return render(request, "days/plan.html", words)


@with_days
def let_go(request: SignedIn, known: KnownDays, key: str) -> HttpResponse:
    """Asked once, with the words in sight: nobody can bring them back."""
    day, on = _next(request, known, key)
    circle = request.POST.get("of") or request.GET.get("of", "")
    found = next((each for each in plans_of(known, day, on) if each.circle == circle), None)
    if found is None:
        return redirect("day", key=key)
    if request.method == "POST":
        _keep(request, plan_name(key, on), circle, circle, [])
        return tell(redirect("day", key=key), _("The plan is let go. The day is open."))
    words = {"day": day, "name": name_of_day(day, request.visitor.facts), "plan": found, "on": on}
    return render(request, "days/let_go.html", words)


def plans_of(known: KnownDays, day: KnownDay, on: datetime.date) -> list[Plan]:
    """Those this person may read for one date: their own first, then the parents'."""
    plans = ((kind, calendar.plan(day.key, on)) for kind, calendar in known.calendars.items())
    return [Plan(kind, lines) for kind, lines in plans if lines]


def circles_for(known: KnownDays, day: KnownDay) -> list[str]:
    """Who may see a plan: only who knows of the day."""
    shared = known.person.is_parent and day.circle != "only-me"
    return ["only-me", "us"] if shared else ["only-me"]


def _next(request: SignedIn, known: KnownDays, key: str) -> tuple[KnownDay, datetime.date]:
    """The day, and the date its plan is for: the one its form says, though midnight has passed."""
    day = day_of(known, key)
    on = next_of(day, request.visitor.today())
    said = request.POST.get("on", "")
    if said and said != str(on):
        try:
            told = datetime.date.fromisoformat(said)
        except ValueError:
            raise Http404 from None
        on = told if day.dates(told, told) else on
    if on is None:
        raise Http404
    return day, on


def _typed(request: SignedIn) -> list[Line]:
    rows = zip(request.POST.getlist("when"), request.POST.getlist("what"), strict=False)
    lines = [Line(when.strip()[:LONGEST_WHEN], what.strip()[:LONGEST_WHAT]) for when, what in rows]
    return [line for line in lines if line.when or line.what][:MOST_LINES]


def _keep(request: SignedIn, name: str, before: str, circle: str, lines: list[Line]) -> None:
    """Written into the new circle first, so that nothing is lost on the way. What the other parent
    has planned there stays above it."""
    moves = circle != before

    def write(calendar: CalendarFacts) -> None:
        there = calendar.plans.get(name, []) if moves else []
        calendar.plans[name] = [*there, *lines]
        if not calendar.plans[name]:
            del calendar.plans[name]

    change_days(request.visitor, circle, write)
    if moves:
        change_days(request.visitor, before, lambda calendar: _drop(calendar, name))


def _drop(calendar: CalendarFacts, name: str) -> None:
    calendar.plans.pop(name, None)
