"""What was just done, told once on the next page. Signed, short, and gone with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from django.conf import settings
from django.core import signing
from django.http import HttpResponse

from heartleaf.web.http import Request

COOKIE = f"{settings.COOKIE_PREFIX}heartleaf-told"


class Message(NamedTuple):
    """A sentence for the top of the next page, with a small one below it."""

    sentence: str
    small: str = ""
    tone: Literal["said", "failed"] = "said"


def told(answer: Callable[[Request], HttpResponse]) -> Callable[[Request], HttpResponse]:
    """Middleware: `request.told` is what the last page wished to say."""

    def with_messages(request: Request) -> HttpResponse:
        request.told = _read(request)  # type: ignore[attr-defined]
        response = answer(request)
        shown = response.status_code == 200 and response.get("Content-Type", "").startswith("text")
        if COOKIE in request.COOKIES and shown and COOKIE not in response.cookies:
            response.delete_cookie(COOKIE, samesite="Lax")
        return response

    return with_messages


def tell(
    response: HttpResponse, sentence: str, small: str = "", *, failed: bool = False
) -> HttpResponse:
    message = Message(sentence, small, "failed" if failed else "said")
    response.set_cookie(
        COOKIE,
        signing.dumps(list(message), salt="told", compress=True),
        max_age=120,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _read(request: Request) -> list[Message]:
    try:
        values = signing.loads(request.COOKIES.get(COOKIE, ""), salt="told", max_age=120)
        return [Message(*values)]
    except (signing.BadSignature, TypeError):
        return []
