"""Plan for the day: what will be, in their words. It may stay empty, and it asks for nothing."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from heartleaf.days.calendars import Line, plan_name
from heartleaf.days.gathering import KnownDay, KnownDays
from heartleaf.days.saying import name_of_day
from heartleaf.family.facts import mark_of
from heartleaf.keepsakes.keeping import ChangedMeanwhile
from heartleaf.sealing import SealingError
from heartleaf.web.day_changes import cannot_be_read, with_days
from heartleaf.web.day_words import date_in_words, dates_in_words, next_of
from heartleaf.web.http import SignedIn
from heartleaf.web.keeping_plans import PlanForm, keep_plan, let_plan_go
from heartleaf.web.told import tell

# Without script a page cannot grow, so there are always some empty lines more.
SPARE = 2


@dataclass(frozen=True)
class Plan:
    """A plan that is there: of which day, in whose calendar, its lines, and for which date."""

    key: str
    circle: str
    lines: list[Line]
    on: datetime.date
    date: str

    @property
    def mark(self) -> str:
        return mark_of(*self.lines)


@with_days
def plan(request: SignedIn, known: KnownDays, key: str) -> HttpResponse:
    """Write it, change it, or move it to another circle: for the next date the day falls on."""
    day = known.get(key)
    on = _date(request, known, day) if day else None
    if day is None or on is None:
        return _without_a_day(request, known, day)
    plans, offered = plans_of(known, day, on), circles_for(known, day)
    asked = request.POST.get("of") or request.GET.get("of", "")
    before = asked if asked in offered else plans[0].circle if plans else "only-me"
    there = next((each.lines for each in plans if each.circle == before), [])
    form, status = PlanForm.of(there, before), 422
    if request.method == "POST":
        form = PlanForm.sent(request.POST, before, offered)
        form.fault = "" if form.more else form.too_long
        if not form.more and not form.fault:
            try:
                return _kept(request, day, on, form)
            except SealingError:
                form.fault, status = cannot_be_read(), 409
    words = {
        "day": day,
        "name": name_of_day(day, request.visitor.facts),
        "next": date_in_words(day, on),
        "on": on,
        "form": form,
        "circles": [(kind, request.visitor.circle_name(kind)) for kind in offered],
        "lines": [*form.lines, *(Line() for _each in range(SPARE))],
    }
    return render(request, "days/plan.html", words, status=status if form.fault else 200)


@with_days
def let_go(request: SignedIn, known: KnownDays, key: str) -> HttpResponse:
    """Asked once, with the words in sight: nobody can bring them back."""
    day = known.get(key)
    plans = _every_plan(known, day) if day else _of_no_day(known, key)
    on = _date(request, known, day) if day else _told(request)
    circle = request.POST.get("of") or request.GET.get("of", "")
    found = next((each for each in plans if (each.circle, each.on) == (circle, on)), None)
    if found is None and day is None:
        raise Http404
    if found is None:
        return redirect("day", key=key)
    past = found.on < request.visitor.today()
    if request.method == "POST":
        based_on = request.POST.get("based_on", "")
        try:
            let_plan_go(request.visitor, plan_name(key, found.on), circle, based_on)
        except ChangedMeanwhile:
            sentence = _("The plan is another by now, so nothing was let go. Here it is.")
            return tell(_back("let-plan-go", key, found.on, circle), sentence)
        still = day and not past
        gone = _("The plan is let go. The day is open.") if still else _("The plan is let go.")
        return tell(redirect("day", key=key) if day else redirect("days"), gone)
    words = {
        "day": day,
        "name": name_of_day(day, request.visitor.facts) if day else "",
        "plan": found,
        "past": past or day is None,
    }
    return render(request, "days/let_go.html", words)


def plans_of(known: KnownDays, day: KnownDay, on: datetime.date) -> list[Plan]:
    """Those this person may read for one date: their own first, then the parents'."""
    return [plan for plan in _every_plan(known, day) if plan.on == on]


def other_plans(known: KnownDays, day: KnownDay, on: datetime.date | None) -> list[Plan]:
    """Those for other dates than its next: of earlier years, and of a date that was corrected. The
    latest comes first."""
    plans = [plan for plan in _every_plan(known, day) if plan.on != on]
    return sorted(plans, key=lambda plan: plan.on, reverse=True)


def plans_without_a_day(known: KnownDays) -> list[Plan]:
    """What was planned for days that were taken out, or are not open to this person any more. While
    a calendar cannot be read, nobody can say that a day is gone."""
    if known.calendars and known.damaged:
        return []
    here = {day.key for day in known}
    every = {key for calendar in known.calendars.values() for key in calendar.planned_keys()}
    plans = [plan for key in every - here for plan in _of_no_day(known, key)]
    return sorted(plans, key=lambda plan: (plan.on, plan.key), reverse=True)


def _every_plan(known: KnownDays, day: KnownDay) -> Iterator[Plan]:
    for kind, calendar in known.calendars.items():
        for on, lines in calendar.plans_of(day.key).items():
            yield Plan(day.key, kind, lines, on, date_in_words(day, on))


def _of_no_day(known: KnownDays, key: str) -> Iterator[Plan]:
    for kind, calendar in known.calendars.items():
        for on, lines in calendar.plans_of(key).items():
            yield Plan(key, kind, lines, on, dates_in_words(on))


def circles_for(known: KnownDays, day: KnownDay) -> list[str]:
    """Who may see a plan: only who knows of the day."""
    shared = known.person.is_parent and day.circle != "only-me"
    return ["only-me", "us"] if shared else ["only-me"]


def _date(request: SignedIn, known: KnownDays, day: KnownDay) -> datetime.date | None:
    """The date its plan is for: the one its form says, though midnight has passed, if the day falls
    on it or something was planned for it; else the next. None for a day that has none."""
    on = next_of(day, request.visitor.today())
    told = _told(request)
    return told if told and (day.dates(told, told) or plans_of(known, day, told)) else on


def _told(request: SignedIn) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(request.POST.get("on") or request.GET.get("on", ""))
    except ValueError:
        return None


def _without_a_day(request: SignedIn, known: KnownDays, day: KnownDay | None) -> HttpResponse:
    """What was typed for a day that is no longer here, or comes no more, is shown again."""
    lines = PlanForm.sent(request.POST, "only-me", ["only-me"]).lines
    if not lines:
        raise Http404
    words = {
        "day": day,
        "name": name_of_day(day, request.visitor.facts) if day else "",
        "plan": {"lines": lines},
        "damaged": known.calendars and known.damaged and day is None,
    }
    return render(request, "days/plan_without_day.html", words, status=404)


def _kept(request: SignedIn, day: KnownDay, on: datetime.date, form: PlanForm) -> HttpResponse:
    alone = keep_plan(request.visitor, plan_name(day.key, on), form)
    if alone:
        said = _("Kept.") if form.lines else _("The day is open.")
        return tell(redirect("day", key=day.key), said)
    here, shared = _back("plan", day.key, on, form.before), form.before == "us"
    if form.circle != form.before:
        said = _(
            "Kept. With “{circle}” somebody wrote meanwhile, so that plan stays there as it is."
        )
        name = request.visitor.circle_name(form.before)
        return tell(redirect("day", key=day.key), said.format(circle=name))
    who = (
        _("The other parent, or another window, wrote here meanwhile.")
        if shared
        else _("Another window wrote here meanwhile.")
    )
    both = _("Both are below; nothing was lost.") if form.lines else _("So nothing was let go.")
    return tell(here, f"{who} {both}")


def _back(name: str, key: str, on: datetime.date, circle: str) -> HttpResponse:
    said = urlencode({"of": circle, "on": on.isoformat()})
    return redirect(f"{reverse(name, args=[key])}?{said}")
