"""A screen that closes by itself once it was not touched for a while, if this person wishes it.

When somebody was last here stands in no row. Their own browser holds it, signed, and forgets it
when the time is over.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from heartleaf.family.models import Session
from heartleaf.web.http import Request

COOKIE = f"{settings.COOKIE_PREFIX}heartleaf-here"
SALT = "locking"


def was_left(request: Request) -> bool:
    """Whether the session was not used for as long as its person said."""
    limit = _limit(request)
    return limit is not None and not _was_here(request, limit)


def close_after(request: Request, response: HttpResponse) -> HttpResponse:
    """What was sent in the last moment is done; then the screen is closed, and no page is shown.

    But what could not be kept is shown to be mended and sent once more: it says nothing that was
    not typed there. Nobody was here by that, so whatever is looked at next is closed.
    """
    if 400 <= response.status_code < 500:
        return response
    close(request.session_row)
    if response.has_header("Location"):
        response["Location"] = reverse("closed")
    elif response.get("Content-Type", "").startswith("text/html"):
        return redirect("closed")
    return response


def remember_here(request: Request, response: HttpResponse) -> HttpResponse:
    """Have the browser know for that long that somebody was here. What a page asks by itself,
    every few seconds, is nobody's touch."""
    asks_by_itself = request.method == "GET" and "HX-Request" in request.headers
    limit = _limit(request)
    if limit and not asks_by_itself and COOKIE not in response.cookies:
        response.set_cookie(
            COOKIE,
            signing.dumps(_name(request.session_row), salt=SALT),
            max_age=limit,
            secure=settings.SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def close(session: Session | None) -> None:
    if session and session.closed_at is None:
        session.closed_at = timezone.now()
        session.save(update_fields=["closed_at"])


def _limit(request: Request) -> datetime.timedelta | None:
    """Half as long again as was said: the page tells of a touch not at once, but in thirds."""
    session, visitor = request.session_row, request.visitor
    if session is None or visitor is None or session.closed_at:
        return None
    if request.path.startswith("/assets/") or not visitor.own.closes_after:
        return None
    return datetime.timedelta(minutes=1.5 * visitor.own.closes_after)


def _was_here(request: Request, limit: datetime.timedelta) -> bool:
    session = request.session_row
    if session and session.started_at > timezone.now() - limit:
        return True
    try:
        told = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=limit)
    except signing.BadSignature:
        return False
    return bool(told == _name(session))


def _name(session: Session | None) -> str:
    return session.pk[:16] if session else ""
