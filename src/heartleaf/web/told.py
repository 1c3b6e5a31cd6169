"""What was just done, told once on the next page. Sealed, short, and gone with it.

A sentence may hold the family's own words, so the cookie says nothing to whoever finds it in the
browser. The key is the server's, as there is something to tell when nobody is signed in too.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from heartleaf.family.opening import OpenCircle
from heartleaf.keepsakes.cards import Card
from heartleaf.sealing import CannotOpen, RowKey
from heartleaf.web.http import Request, SignedIn
from heartleaf.web.sessions import is_closed

COOKIE = f"{settings.COOKIE_PREFIX}heartleaf-told"


class Message(NamedTuple):
    """A sentence for the top of the next page, with a small one below it. `draft` is the address
    of one that was kept or let go: the browser need not hold its words any longer."""

    sentence: str
    small: str = ""
    draft: str = ""


def told(answer: Callable[[Request], HttpResponse]) -> Callable[[Request], HttpResponse]:
    """Middleware: `request.told` is what the last page wished to say. While the screen is closed
    it waits."""

    def with_messages(request: Request) -> HttpResponse:
        closed = is_closed(request)
        request.told = [] if closed else _read(request)  # type: ignore[attr-defined]
        response = answer(request)
        shown = (
            not closed
            and response.status_code == 200
            and response.get("Content-Type", "").startswith("text/html")
        )
        if COOKIE in request.COOKIES and shown and COOKIE not in response.cookies:
            response.delete_cookie(COOKIE, samesite="Lax")
        return response

    return with_messages


def tell(
    response: HttpResponse, sentence: str, small: str = "", *, draft: str = ""
) -> HttpResponse:
    message = Message(sentence, small, draft)
    response.set_cookie(
        COOKIE,
        _key().seal(json.dumps(message).encode(), b"told").hex(),
        max_age=120,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def tell_kept(
    request: SignedIn,
    card: Card,
    circle: OpenCircle,
    id: UUID,
    sentence: str = "",
    small: str = "",
    *,
    draft: str = "",
) -> HttpResponse:
    """Lead to what was kept and say where it is; to Today, if it is closed for now."""
    if is_closed_now(request, card):
        nowhere = _("Until then it is nowhere: no list, no search, no tree.")
        small = f"{nowhere} {small}".rstrip()
        return tell(redirect("today"), sentence or _("Kept, and closed."), small, draft=draft)
    if card.until:
        small = f"{_('The day you chose has come already, so it is open.')} {small}".rstrip()
    if not sentence and circle.handle != "only-me":
        name = request.visitor.circle_name(circle.handle)
        sentence = _("Kept. It is with “{circle}”.").format(circle=name)
    return tell(redirect("keepsake", id=id), sentence or _("Kept."), small, draft=draft)


def kept_alone(circle: str) -> str:
    """Somebody was taken out of a circle, or may only look there, while they wrote or sent."""
    said = _("You may not keep anything with “{circle}” any more. It is kept for you alone.")
    return said.format(circle=circle)


def is_closed_now(request: SignedIn, card: Card) -> bool:
    return card.until_asked or card.until > request.visitor.today().isoformat()


def _read(request: Request) -> list[Message]:
    try:
        sealed = bytes.fromhex(request.COOKIES.get(COOKIE, ""))
        return [Message(*json.loads(_key().unseal(sealed, b"told")))]
    except (CannotOpen, ValueError):
        return []


def _key() -> RowKey:
    return RowKey(salted_hmac("heartleaf.web.told", "", algorithm="sha256").digest())
