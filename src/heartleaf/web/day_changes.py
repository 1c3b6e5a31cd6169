"""Finding a day, and changing what is said of one; the clock and the feed hear of it at once."""

from __future__ import annotations

import functools
from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from heartleaf.care.planning import plan
from heartleaf.care.wishes import WishesFacts, change_wishes, wishes_of
from heartleaf.days.calendars import CalendarFacts, Day, change_calendar
from heartleaf.days.gathering import KnownDay, KnownDays
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.keeping import NotLetIn
from heartleaf.sealing import SealingError
from heartleaf.web.access import View, signed_in
from heartleaf.web.http import SignedIn
from heartleaf.web.told import tell


def with_days(view: View) -> View:
    """For someone signed in, with `known`, every day they may know of. Where a calendar that is to
    be changed is damaged, nothing is changed and that is said."""

    @functools.wraps(view)
    def guarded(request: SignedIn, **kwargs: object) -> HttpResponse:
        try:
            return view(request, known=KnownDays(request.visitor), **kwargs)  # type: ignore[return-value]  # a view of ours
        except SealingError:
            if request.method != "POST":
                raise
            return tell(redirect("days"), cannot_be_read())

    return signed_in(guarded)


def cannot_be_read() -> str:
    return _("What was written of these days cannot be read, so nothing was changed.")


def day_of(known: KnownDays, key: str) -> KnownDay:
    """Raises Http404 for a day this person does not know of."""
    found = known.get(key)
    if found is None:
        raise Http404
    return found


def own_day(known: KnownDays, id: str) -> tuple[str, Day] | None:
    """A day that was written down, with the kind of the circle whose calendar it is in."""
    found = ((kind, calendar.day(id)) for kind, calendar in known.calendars.items())
    return next(((kind, day) for kind, day in found if day), None)


def change_days(person: OpenPerson, circle: str, change: Callable[[CalendarFacts], None]) -> None:
    """Change the calendar of one of their circles. Raises SealingError for a damaged one, NotLetIn
    where they may only look."""
    if not person.circle(circle).may_add:
        raise NotLetIn
    change_calendar(person.circle(circle), change)
    plan(person)


def wishes_if_whole(person: OpenPerson) -> WishesFacts | None:
    """How days come to someone; None where that cannot be read, so that nothing comes."""
    try:
        return wishes_of(person)
    except SealingError:
        return None


def change_ways(person: OpenPerson, change: Callable[[WishesFacts], None]) -> None:
    """Change how days come to someone. Raises SealingError where that cannot be read."""
    change_wishes(person, change)
    plan(person)
