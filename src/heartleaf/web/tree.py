"""The tree: as a drawing, and as a list that says the same."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from heartleaf.tree.gathering import leaves_of, whole_tree
from heartleaf.web.access import after_of, signed_in
from heartleaf.web.entries import entries_of
from heartleaf.web.http import SignedIn

LISTED = 100


@signed_in
def tree(request: SignedIn) -> HttpResponse:
    leaves = leaves_of(request.visitor, request.shelf)
    words = {"tree": whole_tree(request.visitor, leaves), "empty": not leaves}
    return render(request, "tree/tree.html", words)


@signed_in
def as_list(request: SignedIn) -> HttpResponse:
    page = request.shelf.page(after=after_of(request), size=LISTED)
    words = {
        "entries": entries_of(page.entries, request.visitor),
        "onward": f"?after={page.after.placed}.{page.after.leaf}" if page.after else "",
    }
    return render(request, "tree/list.html", words)
