"""Links whose secret is behind the `#`: a browser sends it to nobody until a button posts it.

    whole_link(request, "invited", link.text)     # what is handed on
    hold(response, "invited", secret, "/invited/")    # between two steps, in the browser
    held(request, "invited")                      # the secret, or ""
    let_go(response, "invited", "/invited/")

What the browser holds is closed under the server's key, goes to addresses below the path alone,
and ends by itself. Hold only what has opened something: then nobody can try secrets by a cookie.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac

from heartleaf.sealing import CannotOpen, RowKey
from heartleaf.web.http import Request

PAGE = "page"
AN_EVENING = 4 * 3600


def whole_link(request: Request, name: str, secret: str) -> str:
    """The link to the first page of this name, with the secret where no server sees it."""
    return f"{first_address(request, name)}#{secret}"


def first_address(request: Request, name: str) -> str:
    """The address of the first page of this name, for whoever types the secret."""
    at = settings.HEARTLEAF_URL or f"{request.scheme}://{request.get_host()}"
    return f"{at}{reverse(name)}"


def is_only_here(address: str) -> bool:
    """Whether no other device reaches an address."""
    return urlsplit(address).hostname in {"localhost", "127.0.0.1", "::1"}


def hold(
    response: HttpResponse, name: str, secret: str, path: str, seconds: int = AN_EVENING
) -> HttpResponse:
    """Have the browser bring the secret along to every address below `path`, for a while."""
    told = json.dumps([secret, time.time() + seconds]).encode()
    response.set_cookie(
        _cookie(name),
        _key().seal(told, name.encode()).hex(),
        max_age=seconds,
        path=path,
        secure=settings.SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


def held(request: Request, name: str) -> str:
    """The secret this browser holds; empty if it holds none, or for too long."""
    return _held(request.COOKIES, name)


def holds(cookies: Mapping[str, str], name: str) -> bool:
    """Whether these are of a browser that holds a secret of this name; asks no database."""
    return bool(_held(cookies, name))


def _held(cookies: Mapping[str, str], name: str) -> str:
    try:
        sealed = bytes.fromhex(cookies.get(_cookie(name), ""))
        secret, until = json.loads(_key().unseal(sealed, name.encode()))
    except (CannotOpen, ValueError):
        return ""
    return str(secret) if time.time() < until else ""


def let_go(response: HttpResponse, name: str, path: str) -> HttpResponse:
    response.delete_cookie(_cookie(name), path=path, samesite="Strict")
    return response


def _cookie(name: str) -> str:
    # A name with `__Host-` would have to go to every address.
    return f"{'__Secure-' if settings.SECURE else ''}heartleaf-{name}"


def _key() -> RowKey:
    return RowKey(salted_hmac("heartleaf.web.links", "", algorithm="sha256").digest())
