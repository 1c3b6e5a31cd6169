"""Being told: stopping it by the link in a mail, and push in this browser."""

from __future__ import annotations

import re

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from heartleaf.care.browsers import TooMany, add_browser, end_browser
from heartleaf.care.planning import plan
from heartleaf.care.pushing import may_be_asked
from heartleaf.care.stopping import channel_of, stop
from heartleaf.care.wishes import wishes_of
from heartleaf.sealing import SealingError
from heartleaf.web.access import signed_in
from heartleaf.web.http import Request, SignedIn
from heartleaf.web.told import tell

# What browsers call themselves, the more particular first, and the systems they run on.
BROWSERS = {"Firefox": "Firefox|FxiOS", "Edge": "Edg", "Opera": "OPR", "Samsung": "SamsungBrowser"}
BROWSERS |= {"Chrome": "Chrome|CriOS", "Safari": "Safari"}
SYSTEMS = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows"}
SYSTEMS |= {"Mac": "Mac OS", "Linux": "Linux"}


@csrf_exempt  # a mail program sends it too, with no form of ours (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def told(request: Request, word: str) -> HttpResponse:
    """No more of these, for whoever has the mail; it says nothing of whose place this is."""
    channel = channel_of(word)
    if channel is not None and request.method == "POST":
        stop(channel)
        channel.stopped = True
    state = "unknown" if channel is None else "stopped" if channel.stopped else "asked"
    return render(request, "care/told.html", {"state": state}, status=200 if channel else 404)


@require_POST
@signed_in
def push(request: SignedIn) -> HttpResponse:
    """Push in this browser begins, or goes on under a new address."""
    endpoint = request.POST.get("endpoint", "")
    if not may_be_asked(endpoint):
        sentence = _("The company behind this browser is not one that this place asks.")
        return JsonResponse({"sentence": sentence}, status=422)
    try:
        wishes_of(request.visitor)  # of which this browser would hear
        with transaction.atomic():
            add_browser(request.visitor.person, endpoint, _named(request))
            plan(request.visitor)
    except TooMany:
        sentence = _("There are twenty browsers already. Please end one of them first.")
        return JsonResponse({"sentence": sentence}, status=422)
    except SealingError:
        sentence = _("How days come to you cannot be read, so nothing was changed.")
        return JsonResponse({"sentence": sentence}, status=422)
    return tell(HttpResponse(status=204), _("This browser will tell you."))


@require_POST
@signed_in
def end_push(request: SignedIn) -> HttpResponse:
    """Push ends in one browser, this one or another."""
    end_browser(request.visitor.person, request.POST.get("browser", ""))
    return tell(redirect("how-days-come"), _("That browser tells you nothing more."))


def worker(request: HttpRequest) -> HttpResponse:
    """The part of us that a browser wakes when something came. It keeps nothing."""
    return render(request, "care/push.js", content_type="text/javascript")


def _named(request: Request) -> str:
    """“Firefox, Android”: enough to tell one's own browsers apart."""
    agent = request.headers.get("User-Agent", "")
    known = [
        next((name for name, sign in signs.items() if re.search(sign, agent)), "")
        for signs in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(filter(None, known)) or _("A browser")
