"""A request as our middleware leaves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from heartleaf.family.models import Session
from heartleaf.family.opening import OpenPerson

if TYPE_CHECKING:
    from heartleaf.keepsakes.showing import Shelf


class Request(HttpRequest):
    """`visitor` is who is signed in, if anyone; `session_row` their session."""

    visitor: OpenPerson | None
    session_row: Session | None
    htmx: HtmxDetails
    shelf: Shelf


class SignedIn(Request):
    """A request of someone who is signed in, as `access.signed_in` hands it to a view."""

    visitor: OpenPerson
    session_row: Session
