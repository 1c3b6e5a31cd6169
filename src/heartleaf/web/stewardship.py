"""The steward: named by the parents, asking, stopped or opening; and the sheets, by whoever holds
two of them."""

from __future__ import annotations

import datetime
import json
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heartleaf.care.key_notices import reaches, stewardship_of, was_told_on
from heartleaf.circle import steward
from heartleaf.circle.gathering import sharing_a_circle
from heartleaf.circle.models import Stewardship
from heartleaf.circle.steward_sheet import steward_sheet_pdf
from heartleaf.family.beginning import AddressTaken, Beginner
from heartleaf.family.entering import NotOpened
from heartleaf.family.models import Circle, Membership, Person
from heartleaf.family.naming import name_for_us
from heartleaf.family.opening import OpenPerson
from heartleaf.family.server_seal import hide, reveal
from heartleaf.sealing import CannotOpen
from heartleaf.sealing.sheets import NotTogether, SheetError, TheSameSheet, Words
from heartleaf.web import sessions
from heartleaf.web.access import parent, signed_in
from heartleaf.web.confirming import why_not
from heartleaf.web.forms.family import WayInForm
from heartleaf.web.forms.stewardship import NameStewardForm, SheetsForm
from heartleaf.web.http import Request, SignedIn
from heartleaf.web.slowing import Slowed, link_attempts
from heartleaf.web.told import tell

SHOWN_FOR = datetime.timedelta(minutes=30)


@signed_in
def stewardship(request: SignedIn) -> HttpResponse:
    """For a parent, who it is and what was arranged; for the steward, to ask and to open. For
    anyone else there is nothing here."""
    if request.visitor.is_parent:
        return _name(request)
    row = steward.held_by(request.visitor)
    if row is None:
        raise Http404
    return render(request, "circle/steward_asks.html", _standing(row))


# ── By the parents ──────────────────────────────────────────────────────────────────────────


def _name(request: SignedIn) -> HttpResponse:
    persons, row = _could_be_named(request.visitor), steward.of_family(request.visitor)
    if request.POST.get("before", _known(row)) != _known(row):
        return tell(redirect("stewardship"), _made_meanwhile())
    form = NameStewardForm(request.POST or None, persons=persons)
    fault = ""
    if request.method == "POST" and form.is_valid():
        fault = why_not(request, request.POST.get("passphrase", ""))
        if not fault:
            try:
                return _three_sheets(request, form, dict(persons))
            except steward.JustOpened:
                return tell(redirect("stewardship"), _just_opened())
    words: dict[str, Any] = {"form": form, "fault": fault, "ways": _how_told(request.visitor)}
    if row is not None:
        about = steward.about(row, request.visitor.circle("us"))
        words |= _standing(row) | {"about": about, "who": _who(row, about.name, dict(persons))}
        words["just_opened"] = steward.is_just_opened(row)
    status = 422 if request.method == "POST" else 200
    return render(request, "circle/steward.html", words, status=status)


def _three_sheets(
    request: SignedIn, form: NameStewardForm, persons: dict[str, str]
) -> HttpResponse:
    """The words are in this page alone, closed under the server's key; it is kept by nobody."""
    said = form.cleaned_data
    person = Person.objects.filter(pk=said["person"]).first() if said["person"] else None
    name = said["name"] or persons.get(said["person"], "")
    sheets = steward.name_steward(request.visitor, name, steward=person, days=said["days"])
    held = {"sheets": sheets, "name": name, "at": timezone.now().isoformat()}
    words = {
        "held": hide(json.dumps(held).encode(), _of_this_session(request)).hex(),
        "name": name,
        "numbers": (1, 2, 3),
    }
    return render(request, "circle/steward_sheets.html", words)


@require_POST
@parent
def sheet(request: SignedIn) -> HttpResponse:
    """One sheet to be printed, out of what the page holds."""
    try:
        hidden = bytes.fromhex(request.POST.get("held", ""))
        held = json.loads(reveal(hidden, _of_this_session(request)))
        number = int(request.POST.get("number", ""))
        words: Words = tuple(held["sheets"][number - 1])
    except (CannotOpen, ValueError, IndexError) as error:
        raise BadRequest from error
    if timezone.now() - datetime.datetime.fromisoformat(held["at"]) > SHOWN_FOR or number < 1:
        raise Http404
    language = get_language() or "en"
    pdf = steward_sheet_pdf(
        words,
        number,
        place=request.visitor.facts.name,
        name=held["name"],
        made_on=request.visitor.today(),
        address=settings.HEARTLEAF_URL and f"{settings.HEARTLEAF_URL}/",
        paper="us-letter" if language in {"en-us", "en-ca"} else "a4",
        language=language,
        translate=_,
    )
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="sheet-{number}.pdf"'
    return response


@parent
def end(request: SignedIn) -> HttpResponse:
    row = _of_family(request.visitor)
    if request.method == "POST":
        try:
            steward.end(request.visitor)
        except steward.JustOpened:
            return tell(redirect("stewardship"), _just_opened())
        sentence = _("Ended. The sheets open nothing any more.")
        return tell(redirect("settings"), sentence)
    about = steward.about(row, request.visitor.circle("us"))
    return render(request, "circle/steward_end.html", {"about": about})


@require_POST
@parent
def stop(request: SignedIn) -> HttpResponse:
    """One tap, no question: it does not open."""
    steward.stop(_of_family(request.visitor))
    return tell(redirect("stewardship"), _("Stopped. It stays as it is."))


def stop_by_link(request: Request, word: str) -> HttpResponse:
    """The same for whoever has the mail; it says nothing of whose place this is. What it is for
    may end or open at any time."""
    row = stewardship_of(word)
    if row is not None and request.method == "POST":
        steward.stop(row)
        row = stewardship_of(word)
    if row is None:
        return render(request, "circle/steward_stop.html", {"state": "unknown"}, status=404)
    if row.opened_at is not None:
        state = "opened"
    elif request.method == "POST":
        state = "stopped"
    else:
        state = "asked" if steward.opens_at(row) else "nothing"
    words = {"state": state, "day": _day(steward.opens_at(row))}
    return render(request, "circle/steward_stop.html", words)


def line_for_today(visitor: OpenPerson) -> dict[str, str] | None:
    """What a parent is told on the page while it is waited, and once it was opened; what the
    steward is told once they may open."""
    if not visitor.is_parent:
        row = steward.held_by(visitor)
        return {"state": "yours"} if row and steward.may_open(row) else None
    row = steward.of_family(visitor)
    if row is None or (row.asked is None and row.opened_at is None):
        return None
    known = steward.about(row, visitor.circle("us"))
    if row.opened_at is not None:
        return {
            "state": "opened",
            "name": known.opened_by or known.name,
            "day": _day(row.opened_at),
        }
    opens = steward.opens_at(row)
    return {"state": "asked", "name": known.name, "day": _day(opens)} if opens else None


# ── By the steward ──────────────────────────────────────────────────────────────────────────


@require_POST
@signed_in
def ask(request: SignedIn) -> HttpResponse:
    """From now it is waited, and the parents are told; or it is not asked any more."""
    row = steward.held_by(request.visitor)
    if row is None:
        raise Http404
    if "take-back" in request.POST:
        steward.stop(row)
        return tell(redirect("stewardship"), _("You ask for it no more. Nothing was opened."))
    if row.asked is None and was_told_on(row, timezone.now().date()):
        sentence = _("The parents were told of it today already. You can ask again in a day.")
        return tell(redirect("stewardship"), sentence)
    steward.ask(row)
    return tell(redirect("stewardship"), _("Asked. The parents are told now."))


@require_POST
@signed_in
def open_now(request: SignedIn) -> HttpResponse:
    if steward.held_by(request.visitor) is None:
        raise Http404
    try:
        steward.open_after_waiting(request.visitor)
    except steward.NotNow:
        return tell(redirect("stewardship"), _("It cannot be opened now."))
    return tell(redirect("today"), *_opened(request.visitor))


# ── By two sheets ───────────────────────────────────────────────────────────────────────────


def by_sheets(request: Request) -> HttpResponse:
    """First the words, then what will open, then a way in of their own. The words go with the page,
    and are nowhere here in between."""
    if request.method != "POST":
        return render(request, "circle/steward_by_sheets.html", {"form": SheetsForm()})
    form = SheetsForm(request.POST)
    opening = _opening(request, form) if form.is_valid() else None
    if opening is None:
        return render(request, "circle/steward_by_sheets.html", {"form": form}, status=422)
    goes_on = "way-in" in request.POST
    way_in = WayInForm(request.POST if goes_on else None)
    if goes_on and way_in.is_valid():
        said = way_in.cleaned_data
        who = Beginner(said["email"], said["passphrase"], said["name"], zone=said["zone"])
        try:
            person = steward.open_by_sheets(opening, who)
        except steward.OpensNothing:
            form.add_error(None, _nothing())
            return render(request, "circle/steward_by_sheets.html", {"form": form}, status=422)
        except AddressTaken:
            way_in.add_error("email", _("This address and passphrase already open a place here."))
        else:
            return tell(sessions.sign_in(redirect("today"), person), *_opened(person))
    words = {"form": form, "way_in": way_in, "opens": opening.place}
    return render(
        request, "circle/steward_way_in.html", words, status=422 if way_in.errors else 200
    )


def _opening(request: Request, form: SheetsForm) -> steward.Opening | None:
    try:
        with link_attempts(request):
            try:
                return steward.Opening.of(form.cleaned_data["one"], form.cleaned_data["two"])
            except (SheetError, steward.OpensNothing) as wrong:
                raise NotOpened(_why(wrong)) from wrong
    except (NotOpened, Slowed) as refused:
        form.add_error("two", str(refused))
        return None


def _why(wrong: Exception) -> str:
    if isinstance(wrong, TheSameSheet):
        return _("This is the same sheet twice. It takes two of the three.")
    if isinstance(wrong, NotTogether):
        return _(
            "These two sheets were not made together. Where sheets were made anew, only the new"
            " ones open; the date at the foot of each says when it was made."
        )
    return _nothing()


def _nothing() -> str:
    return _(
        "These two sheets belong together, and open nothing here any more: they were made anew,"
        " or it was ended."
    )


def _opened(person: OpenPerson) -> tuple[str, str]:
    """What is told then, and below it which circles did not open."""
    said = _("It is open. You are one of this place’s parents now, and see what they shared.")
    kinds = [one.kind for one in steward.closed_to(person)]
    small = []
    if Circle.Kind.FRIENDS in kinds:
        small.append(_("“Family and friends” did not open: its keys are damaged, and kept."))
    if Circle.Kind.OWN in kinds:
        small.append(_("A circle of their own did not open: its keys are damaged, and kept."))
    return said, " ".join(small)


def _known(row: Stewardship | None) -> str:
    """What a form says of the stewardship that was there when it was opened."""
    return str(row.pk) if row else ""


def _made_meanwhile() -> str:
    return _(
        "Three sheets were made since this page was opened, and they hold. Nothing was changed; if"
        " you want new ones, ask for them here."
    )


def _just_opened() -> str:
    return _(
        "It was opened a few days ago, and that stays said for two weeks. Nothing was changed."
    )


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _of_family(visitor: OpenPerson) -> Stewardship:
    row = steward.of_family(visitor)
    if row is None:
        raise Http404
    return row


def _of_this_session(request: SignedIn) -> str:
    return f"steward's sheets {request.session_row.pk}"


def _standing(row: Stewardship) -> dict[str, Any]:
    return {
        "row": row,
        "asked": _day(steward.asked_at(row)),
        "day": _day(steward.opens_at(row)),
        "may_open": steward.may_open(row),
        "opened": _day(row.opened_at),
    }


def _could_be_named(visitor: OpenPerson) -> list[tuple[str, str]]:
    """Who shares a circle with the parents and is neither a parent nor a child."""
    others = sharing_a_circle(visitor).order_by("joined_at")
    others = others.exclude(membership__circle__kind=Circle.Kind.US)
    others = others.exclude(membership__role=Membership.Role.CHILD)
    us = visitor.circle("us")
    return [(str(person.pk), _called(person, us)) for person in others]


def _called(person: Person, us: Any) -> str:
    try:
        return name_for_us(person, us) or _("someone without a name")
    except CannotOpen:
        return _("someone without a name")


def _who(row: Stewardship, name: str, persons: dict[str, str]) -> str:
    return name or persons.get(str(row.person_id), "") or _("someone without a name")


def _how_told(visitor: OpenPerson) -> list[str]:
    """The parents whom nothing but a page would tell, by name."""
    us = visitor.circle("us")
    parents = Person.objects.filter(membership__circle=us.circle).order_by("joined_at")
    return [_called(person, us) for person in parents if not reaches(person.pk)]


def _day(moment: datetime.datetime | None) -> str:
    return date_format(timezone.localtime(moment), "j F Y") if moment else ""
