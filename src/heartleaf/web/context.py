"""What every template may use."""

from __future__ import annotations

from typing import Any

from heartleaf.care.models import Quiet
from heartleaf.web.assets import addresses
from heartleaf.web.care import when_it_ends
from heartleaf.web.http import Request
from heartleaf.web.sessions import is_closed

# Which of the four places a page belongs to, by the first word of its address.
PLACES = {
    "": "today",
    "timeline": "timeline",
    "on-this-day": "today",
    "keepsakes": "timeline",
    "tree": "tree",
    "help-now": "help-now",
}


def everywhere(request: Request) -> dict[str, Any]:
    visitor = getattr(request, "visitor", None)
    base: dict[str, Any] = {"assets": addresses(), "messages": getattr(request, "told", [])}
    if visitor is None:
        return base
    base["own"] = visitor.own  # light or dark, and the size of letters
    if is_closed(request):
        return base
    quiet = Quiet.of(visitor.person)
    return base | {
        "person": visitor,
        "place": visitor.facts.name,
        "facts": visitor.facts,
        "words": visitor.words,
        "quiet": quiet is not None,
        "quiet_until": when_it_ends(quiet, visitor),
        "current": PLACES.get(request.path.split("/")[1], "more"),
    }
