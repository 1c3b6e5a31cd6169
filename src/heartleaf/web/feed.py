"""The calendar feed: what programs ask for without a person, and what its person says of it."""

from __future__ import annotations

import hashlib
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heartleaf.care.feeding import begin_feed, end_feed, feed_address, fill_feed, read_feed
from heartleaf.care.wishes import WishesFacts, change_wishes, wishes_of
from heartleaf.sealing import SealingError
from heartleaf.web import failing
from heartleaf.web.access import signed_in
from heartleaf.web.care import back_to
from heartleaf.web.http import Request, SignedIn
from heartleaf.web.told import tell


@require_safe
def calendar(request: Request, secret: str) -> HttpResponseBase:
    """For whoever has the address, signed in or not; the secret in it is the way in."""
    told = read_feed(secret)
    if told is None:
        sentence = _("There is no calendar at this address.")
        return HttpResponse(sentence, status=404, content_type="text/plain; charset=utf-8")
    # Compressing on the way would make other bytes of it, which a strong tag promises not to be.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    headers = {
        "ETag": f'"{hashlib.sha256(told).hexdigest()[:32]}"',
        "Cache-Control": "private, no-cache",
        "Content-Disposition": 'inline; filename="days.ics"',
    }
    response = HttpResponse(told, content_type="text/calendar; charset=utf-8", headers=headers)
    return get_conditional_response(request, etag=headers["ETag"], response=response) or response


@require_POST
@signed_in
def change(request: SignedIn) -> HttpResponse:
    """Begin it, replace its address, end it, or say how much it tells: the button says which."""
    person, response = request.visitor, redirect(back_to(request))
    try:
        begun = bool(wishes_of(person).feed)
    except SealingError:  # the page says so
        return response
    match request.POST.get("do"):
        case "begin" if not begun:  # a second tap must not take away what the first one gave
            begin_feed(person)
            return tell(response, _("The address is here. A calendar can ask at it from now on."))
        case "replace" if begun:
            begin_feed(person)
            return tell(response, _("This is the new address. The old one opens nothing now."))
        case "end":
            end_feed(person)
            return tell(response, _("The address opens nothing now."))
        case "words":
            change_wishes(person, lambda wishes: _say(request, wishes))
            fill_feed(person)
            return tell(response, _("Kept."))
        case "begin" | "replace":  # from a page that was open before
            return response
    return failing.not_understood(request)


class Shown(NamedTuple):
    """What days/feed.html says. `only_here`: no other device reaches the address."""

    address: str
    words: bool
    alarm: bool
    only_here: bool


def shown(request: SignedIn) -> Shown:
    wishes = wishes_of(request.visitor)
    at = settings.HEARTLEAF_URL or f"{request.scheme}://{request.get_host()}"
    address = feed_address(wishes.feed, at) if wishes.feed else ""
    only_here = urlsplit(at).hostname in {"localhost", "127.0.0.1", "::1"}
    return Shown(address, wishes.feed_words, wishes.feed_alarm, only_here)


def _say(request: SignedIn, wishes: WishesFacts) -> None:
    wishes.feed_words, wishes.feed_alarm = "words" in request.POST, "alarm" in request.POST
