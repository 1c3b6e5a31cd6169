"""The tree: as a drawing that can be gone nearer to, and as a list that says the same."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from heartleaf.tree.choosing import CHOICES, choose, chosen
from heartleaf.tree.framing import Frame
from heartleaf.tree.gathering import beside_of, leaves_today, rings_of, tree_seen
from heartleaf.tree.nearing import Part
from heartleaf.web.access import after_of, signed_in
from heartleaf.web.entries import entries_of
from heartleaf.web.http import SignedIn
from heartleaf.web.told import tell

LISTED = 100
FEW = 24
"""Up to so many leaves are seen well as they are, and nothing offers to go nearer."""


class Way(NamedTuple):
    """A link that leads to another look at the tree."""

    words: str
    href: str


@signed_in
def tree(request: SignedIn) -> HttpResponse:
    """Buds of what is *not yet* are drawn for the one who closed it, when they ask by a form, as
    on the page Not yet; no address leads to them."""
    person, shelf = request.visitor, request.shelf
    leaves = leaves_today(person, shelf)
    beside = beside_of(person, shelf, buds=request.method == "POST")
    shown = tree_seen(person, leaves, beside, _way_to, _window(request))
    words = {
        "tree": mark_safe(shown.svg),  # noqa: S308  # every text in it is escaped
        "empty": not leaves,
        "single": shown.single,
        "looking": _looking(shown.look, shown.whole) if len(leaves) > FEW else [],
        "nearer": shown.look != shown.whole,
        "look": shown.look,
        "whole": shown.whole,
        "rings": rings_of(person, shelf),
        "lights": bool(beside.lights),
        "buds": beside.buds,
        "asked": request.method == "POST",
    }
    return render(request, "tree/tree.html", words)


@signed_in
def as_list(request: SignedIn) -> HttpResponse:
    page = request.shelf.page(after=after_of(request), size=LISTED)
    words = {
        "entries": entries_of(page.entries, request.visitor),
        "onward": f"?after={page.after.placed}.{page.after.leaf}" if page.after else "",
    }
    return render(request, "tree/list.html", words)


@signed_in
def how(request: SignedIn) -> HttpResponse:
    """How the tree stands for this person alone."""
    if request.method == "POST":
        choose(request.visitor, frozenset(request.POST.getlist("tree")) & frozenset(CHOICES))
        return tell(redirect("tree"), _("Kept."))
    return render(request, "tree/how.html", dict.fromkeys(chosen(request.visitor), True))


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _window(request: SignedIn) -> tuple[int, int, int] | None:
    """What an address asks to look at; the whole tree for anything that is no such place."""
    try:
        x, y, width = (int(request.GET[name][:7]) for name in "xyw")
    except (KeyError, ValueError):
        return None
    return x, y, width


def _address(frame: Frame) -> str:
    x, y = frame.middle
    return f"{reverse('tree')}?{urlencode({'x': x, 'y': y, 'w': frame.width})}"


def _way_to(part: Part) -> tuple[str, str]:
    rows = (
        (_("Nearer, top left"), _("Nearer, top"), _("Nearer, top right")),
        (_("Nearer, left"), _("Nearer, middle"), _("Nearer, right")),
        (_("Nearer, bottom left"), _("Nearer, bottom"), _("Nearer, bottom right")),
    )
    return _address(part.frame), rows[part.row][part.column]


def _looking(look: Frame, whole: Frame) -> list[Way]:
    """Where one may go from here; a way that leads nowhere else is left out."""
    x, y = look.middle
    half = look.width // 2
    ways = (
        (_("Nearer"), whole.nearer(x, y, round(look.width / 1.7))),
        (_("Further"), whole.nearer(x, y, round(look.width * 1.7))),
        (_("Left"), whole.nearer(x - half, y, look.width)),
        (_("Right"), whole.nearer(x + half, y, look.width)),
        (_("Up"), whole.nearer(x, y - half, look.width)),
        (_("Down"), whole.nearer(x, y + half, look.width)),
    )
    found = [Way(words, _address(frame)) for words, frame in ways if frame != look]
    return [*found, Way(_("The whole tree"), reverse("tree"))] if look != whole else found
