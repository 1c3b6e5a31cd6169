"""A look at a book's first pages, and the whole: made beside the pages, then saved."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from itertools import batched
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST

from heartleaf.book import making, resting
from heartleaf.book.gathering import gather
from heartleaf.book.leafing import first_pages
from heartleaf.book.plans import EPUB, PDF, plan_of
from heartleaf.book.setting import NotSet
from heartleaf.web.books import title_of
from heartleaf.web.http import SignedIn
from heartleaf.web.notebook import with_notebook

LOOKED_AT = 60
"""So many of its first pieces are set for a look."""
FIRST_PAGES = 19
TYPES = {PDF: "application/pdf", EPUB: "application/epub+zip"}
# The pages looked at are part of the page, so that no address leads to them.
WITH_THE_PAGES = {**settings.SECURE_CSP, "img-src": ["'self'", "data:"]}


@csp_override(WITH_THE_PAGES)
@with_notebook
def look(request: SignedIn, id: UUID) -> HttpResponse:
    plan = plan_of(request.visitor, str(id))
    gathered = gather(plan, request.visitor, request.shelf, at_most=LOOKED_AT)
    try:
        images = first_pages(gathered.volume, gathered.pictures, FIRST_PAGES)
    except NotSet:
        images = []
    words = {
        "plan": plan,
        "title": title_of(plan),
        "spreads": list(_spreads(images)),
    }
    return render(request, "book/preview.html", words)


@require_POST
@with_notebook
def make(request: SignedIn, id: UUID) -> HttpResponse:
    plan = plan_of(request.visitor, str(id))
    sort = request.POST.get("sort", "")
    if sort not in TYPES:
        raise Http404
    making.make(request.visitor, plan, sort)
    return redirect("book", id=id)


@with_notebook
def pdf(request: SignedIn, id: UUID) -> HttpResponseBase:
    return _file(request, id, PDF)


@with_notebook
def epub(request: SignedIn, id: UUID) -> HttpResponseBase:
    return _file(request, id, EPUB)


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
