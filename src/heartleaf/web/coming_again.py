"""How a day of a child comes again: every year, every month, by a custom; for each person apart."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from heartleaf.days.calendars import YEARLY, CalendarFacts
from heartleaf.days.gathering import KnownDays
from heartleaf.days.saying import name_of_day
from heartleaf.sealing import SealingError
from heartleaf.web.day_changes import cannot_be_read, change_days, day_of, own_day, with_days
from heartleaf.web.forms.again import AgainForm
from heartleaf.web.http import SignedIn
from heartleaf.web.told import tell


@with_days
def again(request: SignedIn, known: KnownDays, key: str) -> HttpResponse:
    """A day of theirs says itself how it comes again, and an observance has its rule."""
    day = day_of(known, key)
    if own_day(known, key) or not day.of:
        raise Http404
    typed = request.POST if request.method == "POST" else None  # ticks may all be off
    form, fault = AgainForm(typed, codes=day.comes), ""
    if request.method == "POST" and form.is_valid():
        codes = form.codes(day.comes)
        try:
            change_days(request.visitor, "only-me", lambda calendar: _put(calendar, key, codes))
        except SealingError:
            fault = cannot_be_read()
        else:
            return tell(redirect("day", key=key), _("Kept."))
    words = {
        "day": day,
        "form": form,
        "name": name_of_day(day, request.visitor.facts),
        "fault": fault,
    }
    status = 409 if fault else 422 if form.errors else 200
    return render(request, "days/again.html", words, status=status)


def _put(calendar: CalendarFacts, key: str, codes: list[str]) -> None:
    calendar.again[key] = codes
    if codes == [YEARLY]:
        del calendar.again[key]
