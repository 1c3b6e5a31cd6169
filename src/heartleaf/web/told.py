"""What was just done, told once on the next page. Sealed, short, and gone with it.

A sentence may hold the family's own words, so the cookie says nothing to whoever finds it in the
browser. The key is the server's, as there is something to tell when nobody is signed in too.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.http import HttpResponse
from django.utils.crypto import salted_hmac

from heartleaf.sealing import CannotOpen, RowKey
from heartleaf.web.http import Request
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
            and response.get("Content-Type", "").startswith("text")
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


def _read(request: Request) -> list[Message]:
    try:
        sealed = bytes.fromhex(request.COOKIES.get(COOKIE, ""))
        return [Message(*json.loads(_key().unseal(sealed, b"told")))]
    except (CannotOpen, ValueError):
        return []


def _key() -> RowKey:
    return RowKey(salted_hmac("heartleaf.web.told", "", algorithm="sha256").digest())
