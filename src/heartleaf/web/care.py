"""Quiet, within reach on every page, and what may wait."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateformat import format as written
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heartleaf.care.models import Quiet
from heartleaf.care.wishes import change_wishes
from heartleaf.family.opening import OpenPerson
from heartleaf.sealing import SealingError
from heartleaf.web.access import signed_in
from heartleaf.web.forms.care import QuietForm
from heartleaf.web.http import Request, SignedIn
from heartleaf.web.told import tell


@require_POST
@signed_in
def quiet(request: SignedIn) -> HttpResponse:
    """One tap, no question: silence begins or ends, for this person only."""
    response = redirect(back_to(request))
    if request.POST.get("quiet") == "end":
        Quiet.end(request.visitor.person)
        return response
    Quiet.begin(request.visitor.person)
    sentence = _("Until you end it yourself nothing comes to you: no message, no day.")
    return tell(response, sentence, _("What you open is here as ever. Nobody is told."))


@signed_in
def quiet_until(request: SignedIn) -> HttpResponse:
    """Silence until a day begins where they are now. When it ends, nothing asks and nothing greets.

    The moment is kept, not the day: whoever travels meanwhile is told of the same moment as it
    is in their new zone, and nothing is silent for longer or for less than was said.
    """
    form = QuietForm(request.POST or None, today=request.visitor.today())
    if not form.is_valid():
        words = {"form": form, "leads_back": back_to(request)}
        status = 422 if form.is_bound else 200
        return render(request, "care/quiet_until.html", words, status=status)
    Quiet.begin(request.visitor.person, beginning_of(form.cleaned_data["until"], request.visitor))
    day = when_it_ends(Quiet.of(request.visitor.person), request.visitor)
    sentence = _("Until {day} nothing comes to you: no message, no day.").format(day=day)
    small = _("What you open is here as ever. Nobody is told.")
    return tell(redirect(back_to(request)), sentence, small)


def beginning_of(day: datetime.date, person: OpenPerson) -> datetime.datetime:
    """The first moment of a day where this person is, also where its midnight is left out."""
    midnight = datetime.datetime.combine(day, datetime.time(), tzinfo=person.zone)
    return midnight.astimezone(datetime.UTC)


def when_it_ends(quiet: Quiet | None, person: OpenPerson) -> str:
    """The day with whose beginning their silence ends by itself, empty if it does not; with the
    hour, where they are in another zone now and it is not the beginning of a day."""
    ends = quiet.ends if quiet else None
    if ends is None:
        return ""
    here = ends.astimezone(person.zone)
    day = written(here, "j F" if here.year == person.today().year else "j F Y")
    if beginning_of(here.date(), person) == ends:
        return day
    return _("{day}, {hour}").format(day=day, hour=written(here, "H:i"))


@require_POST
@signed_in
def later(request: SignedIn, id: UUID) -> HttpResponse:
    """A letter that opens today may wait: no more of it on Today, for this person, this day."""
    today = request.visitor.today()
    if id not in {shown.keepsake.id for shown in request.shelf.opening_on(today)}:
        raise Http404
    try:
        change_wishes(request.visitor, lambda wishes: wishes.put_off(str(id), today))
    except SealingError:
        sentence = _("How days come to you cannot be read, so nothing was changed.")
        return tell(redirect("today"), sentence)
    return redirect("today")


def back_to(request: Request) -> str:
    """Where the form was sent from, if that is one of our own pages."""
    address = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(address, allowed_hosts=None) and address.startswith("/")
    return address if ours else "/"
