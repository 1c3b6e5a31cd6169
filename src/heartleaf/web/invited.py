"""Coming with an invitation: an inert first page, the greeting, and a way in of one's own.

The first page is the same for everybody. Its button posts the secret, which this browser then
holds, for `/invited/` alone, until someone has come in or an evening is over.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heartleaf.circle.accepting import NoInvitation, OpenInvitation, accept, find
from heartleaf.family.beginning import AddressTaken, Beginner
from heartleaf.family.entering import NotOpened, enter_by_passphrase, has_proved_sheet
from heartleaf.family.opening import OpenPerson
from heartleaf.family.words import said
from heartleaf.sealing import LONGEST_ADDRESS
from heartleaf.web import sessions
from heartleaf.web.access import signed_in
from heartleaf.web.forms.inviting import InvitedForm
from heartleaf.web.http import Request, SignedIn
from heartleaf.web.invitation_words import asks_you_in, what_you_may
from heartleaf.web.links import held, hold, let_go
from heartleaf.web.slowing import Slowed, attempts, link_attempts
from heartleaf.web.told import tell

NAME, PATH = "invitation", "/invited/"


def first(request: Request) -> HttpResponse:
    if request.method != "POST":
        return _first_page(request)
    secret = request.POST.get("secret") or request.POST.get("letters", "")
    try:
        with link_attempts(request):
            find(secret)
    except NoInvitation:
        return _nothing_there(request)
    except Slowed as slowed:
        return _first_page(request, str(slowed), status=422)
    return hold(redirect("invited-greeting"), NAME, secret[:200], PATH)


def greeting(request: Request) -> HttpResponse:
    """Who asks, to what. Whoever is signed in here says first whether they are meant."""
    if not held(request, NAME):
        return redirect("invited")
    try:
        invitation = find(held(request, NAME))
    except NoInvitation:
        return let_go(_nothing_there(request), NAME, PATH)
    later = request.method == "POST" and "later" in request.POST
    response = render(request, "circle/greeting.html", _said(invitation) | {"later": later})
    return let_go(response, NAME, PATH) if later else response


@require_POST
def sign_out(request: Request) -> HttpResponse:
    """Whoever was signed in goes out; the invitation is still in the hand."""
    return sessions.sign_out(request, redirect("invited-greeting"))


def way_in(request: Request) -> HttpResponse:
    if not held(request, NAME):
        return redirect("invited")
    if request.visitor:
        return redirect("invited-greeting")
    try:
        invitation = find(held(request, NAME))
        form = InvitedForm(request.POST or None, invitation.greeting)
        if request.method == "POST" and form.is_valid():
            return _let_in(accept(invitation, _beginner(form)))
    except NoInvitation:
        if person := _came_in_just_now(request):
            return _let_in(person)
        return let_go(_nothing_there(request), NAME, PATH)
    except AddressTaken:
        form.add_error("email", _("This address and passphrase already open another place here."))
    words = _said(invitation) | {"form": form}
    return render(request, "circle/way_in.html", words, status=422 if form.errors else 200)


@signed_in
def sheet(request: SignedIn) -> HttpResponse:
    """The printed sheet is offered once; then the place is theirs."""
    if request.method == "POST" or has_proved_sheet(request.visitor.person):
        sentence = _("You are in. There is no hurry, and nothing is asked of you.")
        return tell(redirect("today"), sentence)
    return render(request, "circle/sheet.html")


def _let_in(person: OpenPerson) -> HttpResponse:
    return let_go(sessions.sign_in(redirect("invited-sheet"), person), NAME, PATH)


def _came_in_just_now(request: Request) -> OpenPerson | None:
    """A second tap finds the invitation used up by the first. What was typed is a way in by now."""
    email, passphrase = request.POST.get("email", ""), request.POST.get("passphrase", "")
    if not passphrase:
        return None
    try:
        with attempts(request, email[:LONGEST_ADDRESS]):
            return enter_by_passphrase(email, passphrase)
    except (NotOpened, Slowed):
        return None


def _said(invitation: OpenInvitation) -> dict[str, object]:
    greeting = invitation.greeting
    return {
        "greeting": greeting,
        "title": asks_you_in(greeting.by),
        "may": what_you_may(greeting.role),
        "until": said(greeting.until),
    }


def _nothing_there(request: Request) -> HttpResponse:
    """One answer, whatever became of it, or whether it ever was."""
    sentence = _(
        "Nothing opens with this. It may have been used already, have ended or been taken back, or"
        " a letter may be another one. Whoever gave it to you can give you a new one."
    )
    return _first_page(request, sentence, status=404)


def _first_page(request: Request, fault: str = "", status: int = 200) -> HttpResponse:
    words = {
        "heading": _("Someone asks you in"),
        "lead": _("Behind this link is an invitation. It is opened only when you say so."),
        "button": _("Open the invitation"),
        "to": PATH,
        "fault": fault,
        "typed": request.POST.get("letters", "")[:200],
    }
    return render(request, "circle/link.html", words, status=status)


def _beginner(form: InvitedForm) -> Beginner:
    answer = form.cleaned_data
    return Beginner(
        email=answer["email"],
        passphrase=answer["passphrase"],
        name=answer["name"],
        zone=answer["zone"],
    )
