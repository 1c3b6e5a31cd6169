"""Where a request comes from: whom a wrong try counts against, and who is at this machine."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings

from heartleaf.web.http import Request

# What web servers add when they hand on a request of someone else.
HANDED_ON = (
    "HTTP_FORWARDED",
    "HTTP_VIA",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_REAL_IP",
)


def sender(request: Request) -> str:
    """The address a request comes from; behind a web server of ours, the one it names.

    Its word is taken only where `HEARTLEAF_URL` says that there is one, and only from nearby; and
    only the last address, which it wrote itself: those before it anyone can send.
    """
    nearest = str(request.META.get("REMOTE_ADDR", ""))
    if not (settings.SECURE and _is_near(nearest)):
        return nearest
    named = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    return named if _is_address(named) else nearest


def is_at_this_machine(request: Request) -> bool:
    """Is it the person at this machine? Whatever a web server hands on, or could, is not."""
    if urlsplit(settings.HEARTLEAF_URL).hostname not in {None, "localhost", "127.0.0.1", "::1"}:
        return False
    if any(name in request.META for name in HANDED_ON):
        return False
    return request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"}


def _is_near(address: str) -> bool:
    return _is_address(address) and ip_address(address).is_private


def _is_address(text: str) -> bool:
    try:
        return bool(ip_address(text))
    except ValueError:
        return False
