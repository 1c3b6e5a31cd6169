"""Sessions in two cookies: one names the row, the other opens it. Neither is enough alone."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation

from heartleaf.care.browsers import end_browser
from heartleaf.family.entering import Cookies, begin_session, end_session, resume_session
from heartleaf.family.opening import OpenPerson
from heartleaf.web.http import Request
from heartleaf.web.locking import COOKIE as HERE
from heartleaf.web.locking import close, close_after, remember_here, was_left

TOKEN = f"{settings.COOKIE_PREFIX}heartleaf-session"
KEY = f"{settings.COOKIE_PREFIX}heartleaf-key"
# What stays reachable while the screen is closed. Words typed a moment before go on being kept;
# the answer tells nothing of them. Nor is the calendar anything of the session's.
OPEN_WHILE_CLOSED = (
    "/closed/",
    "/help-now/",
    "/assets/",
    "/sign-out/",
    "/drafts/",
    "/calendar/",
    "/told/",
    "/stewardship/stop/",
    "/push.js",
)

Answer = Callable[[Request], HttpResponse]


def sessions(answer: Answer) -> Answer:
    """Middleware: who is signed in. Their key is in memory until the answer is made."""

    def with_visitor(request: Request) -> HttpResponse:
        request.visitor = request.session_row = None
        cookies = Cookies(request.COOKIES.get(TOKEN, ""), request.COOKIES.get(KEY, ""))
        if cookies.token and cookies.key and (resumed := resume_session(cookies)):
            request.session_row, request.visitor = resumed
            left = was_left(request)
            sends = request.method == "POST" and not request.path.startswith(OPEN_WHILE_CLOSED)
            if left and not sends:
                close(request.session_row)
            response = _answer_in_their_terms(answer, request, request.visitor)
            return close_after(request, response) if left else remember_here(request, response)
        return answer(request)

    return with_visitor


def _answer_in_their_terms(answer: Answer, request: Request, visitor: OpenPerson) -> HttpResponse:
    """Days begin when they begin for this person, and sentences are in their language."""
    language = visitor.own.language or settings.LANGUAGE_CODE
    with timezone.override(visitor.zone), translation.override(language):
        return answer(request)


def closed_screen(answer: Answer) -> Answer:
    """Middleware: while the screen is closed every page is the closed one."""

    def unless_closed(request: Request) -> HttpResponse:
        if is_closed(request) and not request.path.startswith(OPEN_WHILE_CLOSED):
            return redirect("closed")
        return answer(request)

    return unless_closed


def is_closed(request: Request) -> bool:
    """Whether the screen is closed. Then no page says a word of the family."""
    return bool(request.session_row and request.session_row.closed_at)


def sign_in(response: HttpResponse, person: OpenPerson) -> HttpResponse:
    """Begin a session and give the browser its two halves."""
    cookies = begin_session(person)
    for name, value in ((TOKEN, cookies.token), (KEY, cookies.key)):
        response.set_cookie(
            name,
            value,
            max_age=90 * 24 * 3600,
            secure=settings.SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def sign_out(request: Request, response: HttpResponse) -> HttpResponse:
    """End the session, and ask the browser to forget what it holds of these pages. Whoever uses it
    next is told nothing either, where the page could say which browser this is.

    Not of its storage: there may be words that someone else has not been able to send yet. Those of
    this person have been sent by the page before it asked, or let go knowingly.
    """
    if request.visitor and (browser := request.POST.get("browser")):
        end_browser(request.visitor.person, browser)
    if request.session_row:
        end_session(request.session_row)
    for name in (TOKEN, KEY, HERE):
        response.delete_cookie(name, samesite="Lax")
    response["Clear-Site-Data"] = '"cache"'
    return response
