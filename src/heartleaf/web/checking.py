"""Is everything whole? For the parents: looked at on asking, and put right from backups."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heartleaf.archive.checking.beside import Found, checkup_of, start
from heartleaf.archive.models import Checkup
from heartleaf.web.access import parent
from heartleaf.web.http import SignedIn
from heartleaf.web.told import tell

MOST = 200
"""So many are listed one by one."""


@dataclass(frozen=True)
class Row:
    """One thing that is not whole: as much of it as they may see, what is wrong, what puts it right
    (empty if nothing does by itself), and for whoever keeps the machine the exact sentence."""

    what: str
    harm: str
    remedy: str
    href: str
    sentence: str


@parent
def whole(request: SignedIn) -> HttpResponse:
    """What the last look found, or how far it is."""
    row, found = checkup_of(request.visitor)
    working = row is not None and row.state == Checkup.State.WORKING
    words: dict[str, Any] = {
        "working": working,
        "share": _share(row) if row else 0,
        "stopped": row is not None and row.state == Checkup.State.STOPPED,
    }
    if found and not working:
        words |= _told(request, found)
    part = "#state" if request.htmx else ""
    return render(request, f"checking/whole.html{part}", words)


@require_POST
@parent
def look(request: SignedIn) -> HttpResponse:
    start(request.visitor)
    return redirect("whole")


@parent
def put_back(request: SignedIn) -> HttpResponse:
    """What would be put back, and from which day; done after a second yes."""
    _row, found = checkup_of(request.visitor)
    if found is None or not found.offers_something:
        return redirect("whole")
    if request.method == "POST" and "sure" in request.POST:
        if not start(request.visitor, found):
            return tell(redirect("whole"), _("A look is at work just now."))
        return redirect("whole")
    rows = [one for one in _rows(request, found) if one.remedy]
    words = {"rows": rows[:MOST], "more": len(rows) > MOST, "anew": found.anew}
    return render(request, "checking/put_back.html", words)


def _told(request: SignedIn, found: Found) -> dict[str, Any]:
    rows = _rows(request, found)
    return {
        "found": found,
        "when": _day(found.at, request),
        "rows": rows[:MOST],
        "more": len(rows) > MOST,
        "beyond": any(not one.remedy for one in rows),
        "newest": _day(found.newest, request),
        "put_back": bool(found.repaired.get("put_back") or found.repaired.get("anew")),
        "not_put_back": bool(found.repaired.get("failed")),
    }


def _rows(request: SignedIn, found: Found) -> list[Row]:
    days = {one["name"]: _day(one["made"], request) for one in found.mends}
    ids = [UUID(one["id"]) for one in found.damage if one["of"] == "keepsake" and one["id"]]
    seen = {str(one.keepsake.id) for one in request.shelf.several(ids[:MOST])}
    return [_row(one, days, seen, found) for one in found.damage]


def _row(damage: dict[str, Any], days: dict[str, str], seen: set[str], found: Found) -> Row:
    href = reverse("keepsake", args=[damage["id"]]) if damage["id"] in seen else ""
    what = damage["what"] or _nameless(damage["of"])
    return Row(what, _harm(damage), _remedy(damage["files"], days, found), href, damage["sentence"])


def _remedy(files: list[str], days: dict[str, str], found: Found) -> str:
    if not files or any(name not in days and name not in found.anew for name in files):
        return ""
    day = next((days[name] for name in files if name in days), "")
    if not day:
        return _("They can be made again.")
    return _("The backup of {day} has it whole.").format(day=day)


def _nameless(of: str) -> str:
    """What is said where nothing is known of it, or not to this person."""
    return {
        "database": _("The database"),
        "vault": _("Something that only somebody else here can open"),
        "keepsake": _("Something here"),
        "index": _("The lists of what is kept"),
        "circle": _("A circle"),
        "missing": _("Something that was here"),
        "own": _("Something of yours alone"),
    }.get(of, _("Something here"))


def _harm(damage: dict[str, Any]) -> str:
    files, of = damage["files"], damage["of"]
    if files and all(name.startswith("view/") for name in files):
        return _("A picture of it that was made for these pages is damaged. The original is whole.")
    if files:
        return _("A file of it is damaged or missing.")
    return {
        "database": _("A part of it is damaged."),
        "index": _("They do not say what the things themselves say."),
        "missing": _("It is missing."),
    }.get(of, _("It does not open, or was exchanged."))


def _day(moment: str, request: SignedIn) -> str:
    if not moment:
        return ""
    local = datetime.datetime.fromisoformat(moment).astimezone(request.visitor.zone)
    return date_format(local, "j F Y" if local.year != timezone.now().year else "j F, H:i")


def _share(row: Checkup) -> int:
    return min(100, 100 * row.done // row.total) if row.total else 0
