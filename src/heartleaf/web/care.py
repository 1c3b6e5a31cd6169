"""Quiet, help now, and closing the screen: within reach on every page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heartleaf.care.models import Quiet
from heartleaf.web.access import signed_in
from heartleaf.web.confirming import why_not
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
    small = _("What you open is here as ever. Nobody is told.")
    return tell(response, sentence, small)


def help_now(request: Request) -> HttpResponse:
    """Opens without signing in; it is written down nowhere that it was opened."""
    return render(request, "care/help_now.html")


@require_POST
def close_screen(request: Request) -> HttpResponse:
    if request.session_row:
        request.session_row.closed_at = timezone.now()
        request.session_row.save(update_fields=["closed_at"])
    return redirect("closed")


def closed(request: Request) -> HttpResponse:
    return render(request, "care/closed.html")


@signed_in
def open_screen(request: SignedIn) -> HttpResponse:
    """Open again; with the passphrase, if this person asked for that."""
    asks = request.visitor.own.ask_to_open
    if request.method != "POST":
        return render(request, "care/open.html", {"asks": asks})
    if asks and (fault := why_not(request, request.POST.get("passphrase", ""))):
        return render(request, "care/open.html", {"asks": asks, "fault": fault}, status=422)
    request.session_row.closed_at = None
    request.session_row.save(update_fields=["closed_at"])
    return redirect("today")


def back_to(request: Request) -> str:
    """Where the form was sent from, if that is one of our own pages."""
    address = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(address, allowed_hosts=None) and address.startswith("/")
    return address if ours else "/"
