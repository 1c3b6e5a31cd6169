"""Closing the screen: one act from every page, and nothing is to be seen until it is opened."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heartleaf.family import short_code
from heartleaf.web import sessions
from heartleaf.web.access import child_too, signed_in, typed_by_another
from heartleaf.web.care import back_to
from heartleaf.web.confirming import why_not
from heartleaf.web.failing import someone_else
from heartleaf.web.http import Request, SignedIn
from heartleaf.web.locking import close

Asked = Literal["nothing", "passphrase", "code"]


@require_POST
def close_screen(request: Request) -> HttpResponse:
    close(request.session_row)
    if request.visitor is None and (back := back_to(request)) != "/":
        return redirect(f"{reverse('closed')}?{urlencode({'next': back})}")
    return redirect("closed")


def closed(request: Request) -> HttpResponse:
    """Nothing else. Who is not signed in goes back to where they were: there is nothing to open."""
    return render(request, "care/closed.html", {"back": back_to(request)})


@signed_in
@child_too
def open_screen(request: SignedIn) -> HttpResponse:
    """Open again; with the passphrase or the code, if this person asked for that.

    What is not right closes: the page may have been covered while the line was away, and then
    this is the first that is heard of it here. A page that is covered in place, with words in it,
    says whose it is: it is not uncovered for anyone else.
    """
    if request.method != "POST":
        return _ask(request)
    if typed_by_another(request):
        return someone_else(request)
    if fault := _why_not_open(request):
        close(request.session_row)
        return _ask(request, fault)
    short_code.forgive(request.visitor)
    request.session_row.closed_at = None
    request.session_row.save(update_fields=["closed_at"])
    return HttpResponse(status=204) if "who" in request.POST else redirect("today")


def _ask(request: SignedIn, fault: str = "") -> HttpResponse:
    own = request.visitor.own
    asked = what_is_asked(request)
    words = {
        "asked": asked,
        "fault": fault,
        "used_up": bool(own.opening_code) and not short_code.may_be_tried(own),
    }
    return render(request, "care/open.html", words, status=422 if fault else 200)


def what_is_asked(request: SignedIn) -> Asked:
    own = request.visitor.own
    if not own.ask_to_open:
        return "nothing"
    instead = request.GET.get("with") == "passphrase"
    return "code" if short_code.may_be_tried(own) and not instead else "passphrase"


def _why_not_open(request: SignedIn) -> str:
    match what_is_asked(request):
        case "passphrase":
            return why_not(request, request.POST.get("passphrase", ""))
        case "code" if not short_code.is_right(request.visitor, request.POST.get("code", "")):
            return _("That is not the code.")
    return ""


@require_POST
def still_here(request: Request) -> HttpResponse:
    """Somebody touched the page. Tells it whether the screen is open still."""
    is_open = request.visitor is not None and not sessions.is_closed(request)
    return HttpResponse(status=204 if is_open else 409)


@require_POST
def leave(request: Request) -> HttpResponse:
    """The quick way out: the session ends here, and this browser goes to the page they chose.

    A page that leads on by itself, as no form may lead to a foreign address.
    """
    to = request.visitor.own.leave if request.visitor else ""
    response = render(request, "care/leaving.html", {"to": to}) if to else redirect("closed")
    return sessions.sign_out(request, response)
