"""Headers of every answer: nothing is stored, indexed or handed on."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse, HttpResponseBadRequest

from heartleaf.web.http import Request

POLICY = "camera=(), geolocation=(), microphone={microphone}, interest-cohort=()"
EVERYWHERE = {
    "X-Robots-Tag": "noindex, nofollow, noarchive, noimageindex",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": POLICY.format(microphone="()"),
    "Cross-Origin-Resource-Policy": "same-origin",
}


def headers(answer: Callable[[Request], HttpResponse]) -> Callable[[Request], HttpResponse]:
    def with_headers(request: Request) -> HttpResponse:
        response = answer(request)
        for name, value in EVERYWHERE.items():
            response.headers.setdefault(name, value)
        # What a family reads must not wait in a browser's cache for the next person.
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return with_headers


def may_record(response: HttpResponse) -> HttpResponse:
    """This page, and only it, may ask the browser for the microphone."""
    response.headers["Permissions-Policy"] = POLICY.format(microphone="(self)")
    return response


def own_name(answer: Callable[[Request], HttpResponse]) -> Callable[[Request], HttpResponse]:
    """Middleware: answer under a name of ours or a bare address only.

    A page elsewhere may have its own name lead to this machine and then speak as if it were us.
    It cannot make a browser call us by number.
    """

    def under_own_name(request: Request) -> HttpResponse:
        if _is_ours(request.META.get("HTTP_HOST", "localhost")):
            return answer(request)
        return HttpResponseBadRequest("This address is not one of ours.", content_type="text/plain")

    return under_own_name


def _is_ours(host: str) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    try:
        return bool(ip_address(name))
    except ValueError:
        return name in settings.OWN_NAMES or name.endswith(".local")


def own_origin(answer: Callable[[Request], HttpResponse]) -> Callable[[Request], HttpResponse]:
    """Middleware: a form of ours says so again.

    Under `no-referrer` a browser sends `Origin: null` even with our own forms, which Django's check
    of the origin refuses. The browser's own word, Sec-Fetch-Site, tells ours from others'; where a
    browser is too old to send it, the form's token and the SameSite cookie decide, as ever.
    """

    def with_origin(request: Request) -> HttpResponse:
        ours = request.META.get("HTTP_SEC_FETCH_SITE", "same-origin") == "same-origin"
        if request.META.get("HTTP_ORIGIN") == "null" and ours:
            request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"
        return answer(request)

    return with_origin
