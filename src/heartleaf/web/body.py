"""The body: a shelf of short pages, to be read and closed again."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from heartleaf.care.body.shelf import Line, Page, page_of, shelf
from heartleaf.web.access import signed_in
from heartleaf.web.http import SignedIn

# A list is one list, however many lines it has.
Block = tuple[str, list[tuple[Line, list[int]]]]


@signed_in
def body(request: SignedIn) -> HttpResponse:
    return render(request, "body/body.html", {"shelf": shelf(language())})


@signed_in
def page(request: SignedIn, about: str) -> HttpResponse:
    found = page_of(about, language())
    if found is None:
        raise Http404
    words = {
        "page": found,
        "parts": [(part.heading, _blocks(part.lines, found)) for part in found.parts],
        "elsewhere": found.language != language(),
    }
    return render(request, "body/page.html", words)


def _blocks(lines: tuple[Line, ...], page: Page) -> list[Block]:
    blocks: list[Block] = []
    for line in lines:
        kind = "list" if line.kind == "item" else line.kind
        if kind != "list" or not blocks or blocks[-1][0] != "list":
            blocks.append((kind, []))
        blocks[-1][1].append((line, page.marks(line)))
    return blocks


def language() -> str:
    """A page is there for a language, whatever country it is spoken in."""
    return (get_language() or "en").partition("-")[0]
