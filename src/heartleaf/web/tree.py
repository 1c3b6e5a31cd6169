"""The tree: as a drawing that can be gone nearer to, and as a list that says the same."""

from __future__ import annotations

import functools
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from heartleaf.family.opening import OpenPerson
from heartleaf.tree.choosing import CHOICES, choose, chosen
from heartleaf.tree.drawing import NOTHING
from heartleaf.tree.framing import Frame
from heartleaf.tree.gathering import beside_of, leaves_today, rings_of, tree_seen
from heartleaf.tree.grove import OwnTree, drawn, grove, wood_for
from heartleaf.tree.nearing import Part, Seen
from heartleaf.web.access import after_of, signed_in
from heartleaf.web.entries import entries_of
from heartleaf.web.http import SignedIn
from heartleaf.web.told import tell

LISTED = 100
FEW = 24
"""Up to so many leaves are seen well as they are, and nothing offers to go nearer."""


class Way(NamedTuple):
    """A link that leads to another look at the tree; without an address it only keeps its place,
    so that none of the others moves under a finger."""

    words: str
    href: str
    sign: str = ""


@signed_in
def tree(request: SignedIn) -> HttpResponse:
    """Buds of what is *not yet* are drawn for the one who closed it, when they ask by a form, as
    on the page Not yet; no address leads to them."""
    person, shelf = request.visitor, request.shelf
    if "grove" in chosen(person) and request.method != "POST":
        return _grove(request)
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
    return render(request, "tree/how.html", _offered(request.visitor))


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _grove(request: SignedIn) -> HttpResponse:
    """All trees beside each other, or the one that was asked for, which can be gone nearer to."""
    person = request.visitor
    trees = grove(person, request.shelf)
    asked = next((one for one in trees if one.key == request.GET.get("of")), None)
    if asked:
        return _one_of_many(request, asked)
    beside = beside_of(person, request.shelf)
    svg = drawn(person, trees, beside, _("Each leaf is something kept."))
    words = {
        "tree": mark_safe(svg),  # noqa: S308  # every text in it is escaped
        "trees": trees,
        "clothed": any(one.clothes for one in trees),
        "lights": bool(beside.lights),
    }
    return render(request, "tree/grove.html", words)


def _one_of_many(request: SignedIn, one: OwnTree) -> HttpResponse:
    shown = _seen(request.visitor, one, _window(request))
    words = {
        "tree": mark_safe(shown.svg),  # noqa: S308  # every text in it is escaped
        "of": one,
        "empty": not one.leaves,
        "clothed": bool(one.clothes),
        "single": shown.single,
        "looking": _looking(shown.look, shown.whole, one.key) if len(one.leaves) > FEW else [],
        "nearer": shown.look != shown.whole,
        "whole": shown.whole,
    }
    return render(request, "tree/tree.html", words)


def _seen(person: OpenPerson, one: OwnTree, window: tuple[int, int, int] | None) -> Seen:
    wood, way = wood_for(person, one), functools.partial(_way_to, of=one.key)
    beside = NOTHING._replace(clothes=one.clothes)
    return tree_seen(person, one.leaves, beside, way, window, wood=wood, title=one.name)


def _offered(person: OpenPerson) -> dict[str, Any]:
    several = len(person.facts.children) > 1
    living = any(child.living for child in person.facts.children)
    return dict.fromkeys(chosen(person), True) | {"several": several, "living": living}


def _window(request: SignedIn) -> tuple[int, int, int] | None:
    """What an address asks to look at; the whole tree for anything that is no such place."""
    try:
        x, y, width = (int(request.GET[name][:7]) for name in "xyw")
    except (KeyError, ValueError):
        return None
    return x, y, width


def _address(frame: Frame, of: str = "") -> str:
    x, y = frame.middle
    return _to_tree(of, {"x": x, "y": y, "w": frame.width})


def _to_tree(of: str, more: dict[str, int]) -> str:
    query = urlencode({**({"of": of} if of else {}), **more})
    return f"{reverse('tree')}?{query}" if query else reverse("tree")


def _way_to(part: Part, of: str = "") -> tuple[str, str]:
    rows = (
        (_("Nearer, top left"), _("Nearer, top"), _("Nearer, top right")),
        (_("Nearer, left"), _("Nearer, middle"), _("Nearer, right")),
        (_("Nearer, bottom left"), _("Nearer, bottom"), _("Nearer, bottom right")),
    )
    return _address(part.frame, of), rows[part.row][part.column]


def _looking(look: Frame, whole: Frame, of: str = "") -> list[Way]:
    """Where one may go from here. From the whole tree there is only nearer."""
    x, y = look.middle
    half = look.width // 2
    nearer = whole.nearer(x, y, round(look.width / 1.7))
    if look == whole:
        return [Way(_("Nearer"), _address(nearer, of))]
    ways = (
        (_("Nearer"), "+", nearer),
        (_("Further"), "−", whole.nearer(x, y, round(look.width * 1.7))),
        (_("Left"), "←", whole.nearer(x - half, y, look.width)),
        (_("Right"), "→", whole.nearer(x + half, y, look.width)),
        (_("Up"), "↑", whole.nearer(x, y - half, look.width)),
        (_("Down"), "↓", whole.nearer(x, y + half, look.width)),
    )
    found = [
        Way(words, _address(frame, of) if frame != look else "", sign)
        for words, sign, frame in ways
    ]
    return [*found, Way(_("The whole tree"), _to_tree(of, {}))]
