"""Who a guest is, as far as more of them can be turned away, and how much may come at once."""

from __future__ import annotations

import math
import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpResponse
from django.utils.translation import ngettext

from heartleaf.circle.opening_pages import OpenPage
from heartleaf.family.server_seal import name_of
from heartleaf.web.access import page_path
from heartleaf.web.allowance import Allowance
from heartleaf.web.callers import sender
from heartleaf.web.forms.leaving import LeavingForm
from heartleaf.web.guest_work import Form
from heartleaf.web.http import Request

# At a funeral a whole room may share one address, so forty at once are nothing unusual.
WORKED = Allowance(most=120, within=600)
UNWORKED = Allowance(most=45, within=2700)
OF_PAGE = Allowance(most=600, within=3600)
BYTES_OF_PAGE = Allowance(most=2 * 1000**3, within=3 * 3600)
GUEST = f"{'__Secure-' if settings.SECURE else ''}heartleaf-guest"
A_YEAR = 365 * 24 * 3600


def wait(request: Request, page: OpenPage, came: Form, form: LeavingForm) -> float:
    """How many seconds it must wait; 0 if it may come."""
    here = f"{page.id} {sender(request)}"
    size = sum(len(one.data or b"") for one in form.files)
    seconds = (WORKED if came.worked else UNWORKED).take(here)
    seconds = seconds or OF_PAGE.take(str(page.id))
    return seconds or (BYTES_OF_PAGE.take(str(page.id), size) if size else 0.0)


def please_wait(seconds: float) -> str:
    minutes = math.ceil(seconds / 60)
    sentence = ngettext(
        "So much arrives at this page just now that yours could not be taken yet. Please send it "
        "again in a minute.",
        "So much arrives at this page just now that yours could not be taken yet. Please send it "
        "again in %d minutes.",
        minutes,
    )
    return sentence % minutes if "%d" in sentence else sentence


def who(request: Request, page: OpenPage) -> bytes:
    """The browser, or the address of one that takes no cookies."""
    try:
        browser = signing.loads(request.COOKIES.get(GUEST, ""), salt="guest", max_age=A_YEAR)
    except signing.BadSignature:
        browser = f"from {sender(request)}"
    return name_of("guest", str(page.id), str(browser)).bytes


def known(request: Request, response: HttpResponse, page: OpenPage) -> HttpResponse:
    """From now on the browser can be told apart from others, on this page alone."""
    if GUEST not in request.COOKIES:
        response.set_cookie(
            GUEST,
            signing.dumps(secrets.token_hex(12), salt="guest"),
            max_age=A_YEAR,
            path=page_path(page.id),
            secure=settings.SECURE,
            httponly=True,
            samesite="Strict",
        )
    return response
