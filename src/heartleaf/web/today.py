"""Today: a greeting, the tree, a sheet to write on. Nothing else, on any day."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from heartleaf.keepsakes.drafting import drafts_of
from heartleaf.tree.gathering import small_tree
from heartleaf.web.access import signed_in
from heartleaf.web.http import SignedIn


@signed_in
def today(request: SignedIn) -> HttpResponse:
    now = request.visitor.now()
    words = {
        "now": now,
        "greeting": _greeting(now.hour, request.visitor.name),
        "tree": small_tree(request.visitor, request.shelf),
        "drafts": [row for row, _words in drafts_of(request.visitor)],
    }
    return render(request, "today/today.html", words)


@signed_in
def more(request: SignedIn) -> HttpResponse:
    return render(request, "today/more.html")


def _greeting(hour: int, name: str) -> str:
    if 5 <= hour < 12:
        part = _("Good morning")
    elif 12 <= hour < 18:
        part = _("Good afternoon")
    else:
        part = _("Good evening")
    return f"{part}, {name}." if name else f"{part}."
