"""Two parents who tell each other of a day: only if both said yes, and until one takes it back."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heartleaf.care.calling_off import call_off
from heartleaf.days.calendars import CalendarFacts
from heartleaf.days.gathering import KnownDay, KnownDays
from heartleaf.family.models import Person
from heartleaf.family.naming import name_for_us
from heartleaf.family.opening import OpenCircle
from heartleaf.sealing import SealingError
from heartleaf.web.day_changes import change_days, day_of, with_days
from heartleaf.web.day_words import joined
from heartleaf.web.http import SignedIn
from heartleaf.web.told import tell


@dataclass(frozen=True)
class Agreement:
    """`mine`: this person has said yes; `others`: the names of those who have; `begun`: all."""

    mine: bool
    others: str
    begun: bool


@require_POST
@with_days
def together(request: SignedIn, known: KnownDays, key: str) -> HttpResponse:
    """Say yes for oneself, or take it back."""
    day, me, yes = day_of(known, key), str(request.visitor.id), "yes" in request.POST
    if agreement_of(known, day) is None:
        raise Http404

    def change(calendar: CalendarFacts) -> None:
        others = [one for one in calendar.together.get(key, []) if one != me]
        calendar.together[key] = [*others, me] if yes else others

    if not yes:
        call_off(request.visitor, key)
    change_days(request.visitor, "us", change)
    said = _("You have said yes.") if yes else _("You have taken it back.")
    return tell(redirect("day", key=key), said)


def agreement_of(known: KnownDays, day: KnownDay) -> Agreement | None:
    """None where there is nobody to agree with, or the other does not know of this day."""
    me = str(known.person.id)
    if len(known.parents) < 2 or day.circle == "only-me" or "us" not in known.calendars:
        return None
    others = [one for one in known.parents & {*day.agreed} if one != me]
    return Agreement(me in day.agreed, joined(_names(known, others)), day.together)


def _names(known: KnownDays, ids: list[str]) -> list[str]:
    us = known.person.circle("us")
    return sorted(_name(person, us) for person in us.circle.members.filter(pk__in=ids))


def _name(person: Person, us: OpenCircle) -> str:
    try:
        return name_for_us(person, us) or _("the other parent")
    except SealingError:
        return _("the other parent")
