"""A look at a book's first pages, and the whole: made beside the pages, then saved."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from itertools import batched
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST

from heartleaf.book import making, resting
from heartleaf.book.gathering import gather
from heartleaf.book.leafing import Busy, first_pages
from heartleaf.book.plans import EPUB, PDF, plan_of
from heartleaf.book.setting import NotSet, Telling
from heartleaf.web.books import title_of
from heartleaf.web.http import SignedIn
from heartleaf.web.notebook import with_notebook
from heartleaf.web.told import tell

LOOKED_AT = 60
"""So many of its first pieces are set for a look."""
FIRST_PAGES = 19
TYPES = {PDF: "application/pdf", EPUB: "application/epub+zip"}
# The pages looked at are part of the page, so that no address leads to them.
WITH_THE_PAGES = {**settings.SECURE_CSP, "img-src": ["'self'", "data:"]}


@csp_override(WITH_THE_PAGES)
@with_notebook
def look(request: SignedIn, id: UUID) -> HttpResponse:
    """It takes some seconds, so it is asked for by a button."""
    plan = plan_of(request.visitor, str(id))
    words: dict[str, Any] = {"plan": plan, "title": title_of(plan)}
    status = 200
    if request.method == "POST":
        gathered = gather(plan, request.visitor, request.shelf, at_most=LOOKED_AT)
        try:
            telling = Telling()
            images = first_pages(gathered.volume, gathered.pictures, FIRST_PAGES, telling)
            words |= {"spreads": list(_spreads(images)), "unwritten": telling.unwritten}
        except NotSet:
            words["failed"] = True
        except Busy:
            words["busy"], status = True, 503
    return render(request, "book/preview.html", words, status=status)


@require_POST
@with_notebook
def make(request: SignedIn, id: UUID) -> HttpResponse:
    plan = plan_of(request.visitor, str(id))
    sort = request.POST.get("sort", "")
    if sort not in TYPES:
        raise Http404
    try:
        making.make(request.visitor, plan, sort)
    except making.Busy:
        return tell(redirect("book", id=id), _another_first())
    return redirect("book", id=id)


@with_notebook
def pdf(request: SignedIn, id: UUID) -> HttpResponseBase:
    return _file(request, id, PDF)


@with_notebook
def epub(request: SignedIn, id: UUID) -> HttpResponseBase:
    return _file(request, id, EPUB)


def _another_first() -> str:
    return _("Another of your books is being made. When it is there, ask for this one again.")


def _spreads(images: list[bytes]) -> Iterator[list[tuple[int, str]]]:
    """As the book lies open: its first page alone, then two and two."""
    pages = [
        (number, f"data:image/jpeg;base64,{b64encode(one).decode()}")
        for number, one in enumerate(images, 1)
    ]
    if pages:
        yield pages[:1]
    for two in batched(pages[1:], 2, strict=False):
        yield list(two)


def _file(request: SignedIn, id: UUID, sort: str) -> HttpResponseBase:
    """What rests here sealed, opened part by part as it goes out."""
    plan = plan_of(request.visitor, str(id))
    made = plan.last_made(sort)
    if made is None or not resting.is_there(made):
        raise Http404
    response = StreamingHttpResponse(
        resting.opened(made, request.visitor), content_type=TYPES[sort]
    )
    response["Content-Length"] = str(made.size)
    name = quote(f"{title_of(plan)}.{sort}")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response
