"""The tree: as a drawing, and as a list that says the same."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from heartleaf.tree.gathering import leaves_of, whole_tree
from heartleaf.web.access import signed_in
from heartleaf.web.http import SignedIn


@signed_in
def tree(request: SignedIn) -> HttpResponse:
    leaves = leaves_of(request.visitor, request.shelf)
    words = {"tree": whole_tree(request.visitor, leaves), "empty": not leaves}
    return render(request, "tree/tree.html", words)


@signed_in
def as_list(request: SignedIn) -> HttpResponse:
    leaves = leaves_of(request.visitor, request.shelf)
    return render(request, "tree/list.html", {"leaves": leaves[::-1]})
