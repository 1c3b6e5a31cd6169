"""Bringing in, and the tray where it waits."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from itertools import batched
from uuid import UUID

from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heartleaf.archive import choosing, uploads, working
from heartleaf.archive.models import Import
from heartleaf.family.dates import CannotRead, VagueDate
from heartleaf.family.words import said
from heartleaf.keepsakes.showing import Shown
from heartleaf.keepsakes.tending import to_look_over
from heartleaf.web import access
from heartleaf.web.access import after_of, signed_in, typed_by_another
from heartleaf.web.entries import Entry, entries_of
from heartleaf.web.failing import someone_else
from heartleaf.web.http import SignedIn
from heartleaf.web.told import tell
from heartleaf.web.uploading import SealedFile, let_files_go

TILES = 96
UNDATED = 24
ASKED_ABOUT = 48


@dataclass(frozen=True)
class Month:
    """A month of the tray and what of it is on this page."""

    id: str
    name: str
    entries: list[Entry]


@dataclass(frozen=True)
class Asked:
    """Something without a place in time, and what is said of its day so far."""

    entry: Entry
    day: str
    fault: str


@signed_in
def bring_in(request: SignedIn) -> HttpResponse:
    """The page, and its answer without script: files in one form, sealed as they stream in."""
    if request.method != "POST":
        words = {"latest": _latest(request), "cut_off": access.was_cut_off(request)}
        return render(request, "archive/bring_in.html", words)
    if typed_by_another(request):
        let_files_go(request)
        return someone_else(request)
    files = [file for file in request.FILES.getlist("files") if isinstance(file, SealedFile)]
    if not files:
        return tell(redirect("bring-in"), _("No file was chosen."))
    row = uploads.bring_together([file.upload for file in files], request.visitor)
    working.start(row, request.visitor)
    return redirect("import", id=row.id)


@require_POST
@signed_in
def go_on(request: SignedIn, id: UUID) -> HttpResponse:
    """Once there is room on the disk again, say."""
    row = access.an_import(request, id)
    working.start(row, request.visitor)
    return redirect("import", id=row.id)


@signed_in
def progress(request: SignedIn, id: UUID) -> HttpResponse:
    row = access.an_import(request, id)
    working.go_on(row, request.visitor)
    report, problem = working.report_of(row, request.visitor)
    words = {"import": row, "report": report, "problem": problem, "share": _share(row)}
    part = "#state" if request.htmx else ""
    return render(request, f"archive/import.html{part}", words)


@signed_in
def report(request: SignedIn, id: UUID) -> HttpResponse:
    """The list of what did not come in, to be saved."""
    row = access.an_import(request, id)
    told, problem = working.report_of(row, request.visitor)
    lines = [problem] if problem else []
    lines += [f"{one.name}\t{one.reason}" for one in told.refused]
    response = HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="not-brought-in.txt"'
    return response


# ── The tray ────────────────────────────────────────────────────────────────────────────────


@signed_in
def tray(request: SignedIn) -> HttpResponse:
    """What waits, by month, covered. Choosing happens by looking at soft pictures only."""
    page = request.shelf.page(place="tray", after=after_of(request), size=TILES)
    row = _latest(request)
    words = {
        "months": _by_month(entries_of(page.entries, request.visitor), page.entries),
        "onward": f"?after={page.after.placed}.{page.after.leaf}" if page.after else "",
        "working": row if row and row.state == Import.State.WORKING else None,
        "share": _share(row) if row else 0,
        "choosing": choosing.is_at_work(request.visitor),
    }
    return render(request, "archive/tray.html", words)


@require_POST
@signed_in
def choose(request: SignedIn) -> HttpResponse:
    ids, kind = _chosen(request), request.POST.get("circle", "only-me")
    if kind not in choosing.circles_for(request.visitor):
        return HttpResponseBadRequest()
    if not ids:
        return tell(redirect("tray"), _("Nothing was chosen."))
    if "remove" in request.POST and "sure" not in request.POST:
        return _ask_to_remove(request, ids)
    if "remove" in request.POST:
        done = choosing.remove_chosen(request.visitor, ids)
        sentence = _("Taken out of the tray.")
    else:
        done = choosing.keep_chosen(request.visitor, ids, kind)
        sentence = _("Kept. It is with “{circle}”.").format(circle=_circle_words(request, kind))
    small = "" if done else _("Still on its way. You may leave this page; it goes on without you.")
    return tell(redirect("tray"), sentence, small or _waits_to_be_looked_over(request, ids, kind))


def _waits_to_be_looked_over(request: SignedIn, ids: list[UUID], kind: str) -> str:
    chosen = [] if kind == "only-me" else request.shelf.several(ids[:ASKED_ABOUT])
    if not any(to_look_over(one.card) for one in chosen):
        return ""
    return _(
        "An ultrasound stays with you alone until you have looked it over: a name may be in it."
    )


def _ask_to_remove(request: SignedIn, ids: list[UUID]) -> HttpResponse:
    """Shows what was chosen, as soft as it is in the tray."""
    chosen = [one for one in request.shelf.several(ids[:ASKED_ABOUT]) if one.place == "tray"]
    words = {
        "chosen": ids,
        "entries": entries_of(chosen, request.visitor),
        "more": len(ids) > ASKED_ABOUT,
    }
    return render(request, "archive/remove_chosen.html", words)


@signed_in
def remove_rest(request: SignedIn) -> HttpResponse:
    """Everything still in the tray leaves it for good; asked once, on a page of its own."""
    if request.method != "POST":
        return render(request, "archive/remove_rest.html")
    ids = [facts.uuid for facts in request.shelf.all("tray")]
    choosing.remove_chosen(request.visitor, ids)
    return tell(redirect("tray"), _("The tray is being emptied. What you kept stays kept."))


@signed_in
def when(request: SignedIn) -> HttpResponse:
    """Undated things, each with a place to say when it was; never put on today."""
    shown = _answered(request) if request.method == "POST" else _undated(request)
    faults = _dated(request, shown) if request.method == "POST" else {}
    if request.method == "POST" and not faults:
        return _said_when(shown)
    asked = [
        Asked(entry, _typed_day(request, one), faults.get(entry.id, ""))
        for entry, one in zip(entries_of(shown, request.visitor), shown, strict=True)
    ]
    return render(request, "archive/when.html", {"asked": asked}, status=422 if faults else 200)


def _undated(request: SignedIn) -> list[Shown]:
    """The first of them; what was answered in the family's own words comes after the others."""
    asked: list[Shown] = []
    answered: list[Shown] = []
    ids = [facts.uuid for facts in request.shelf.all("tray") if not facts.placed]
    for some in batched(ids, UNDATED):
        for one in request.shelf.several(some):
            (answered if _day_as_said(one) else asked).append(one)
        if len(asked) >= UNDATED:
            break
    return [*asked, *answered][:UNDATED]


def _answered(request: SignedIn) -> list[Shown]:
    """What the page asked about, as long as it is in the tray."""
    names = [name.removeprefix("date-") for name in request.POST if name.startswith("date-")]
    ids = [UUID(name) for name in names[:UNDATED] if _is_uuid(name)]
    return [one for one in request.shelf.several(ids) if one.place == "tray"]


def _dated(request: SignedIn, shown: list[Shown]) -> dict[str, str]:
    """Give days to what was answered; the answers that could not be read, by id."""
    faults = {}
    for one in shown:
        typed = _typed_day(request, one)
        try:
            if typed != _day_as_said(one):
                choosing.date_chosen(one, VagueDate.parse(typed, own_words=True))
        except CannotRead as problem:
            faults[str(one.keepsake.id)] = str(problem)
    return faults


def _typed_day(request: SignedIn, shown: Shown) -> str:
    """What stands in the field: as it was just typed, or as it was said before."""
    return request.POST.get(f"date-{shown.keepsake.id}", _day_as_said(shown)).strip()


def _day_as_said(shown: Shown) -> str:
    return said(shown.card.date, shown.card.date_words)


def _said_when(shown: list[Shown]) -> HttpResponse:
    """An answer in own words is told apart: it stands nowhere yet."""
    unplaced = any(_day_as_said(one) and not one.card.placed for one in shown)
    small = _("Kept in your own words; it has no place in the timeline yet.") if unplaced else ""
    return tell(redirect("when"), _("The days are kept."), small)


def _by_month(entries: list[Entry], shown: list[Shown]) -> list[Month]:
    """Months in the order of the page; what has no day comes last, under its own question."""
    months: dict[str, Month] = {}
    for entry, one in zip(entries, shown, strict=True):
        id = one.card.placed[:7]
        month = months.setdefault(id, Month(id or "unknown", _month_name(one.card.placed), []))
        month.entries.append(entry)
    return list(months.values())


def _month_name(placed: str) -> str:
    if not placed:
        return _("When was this?")
    return date_format(datetime.date.fromisoformat(placed), "F Y")


def _chosen(request: SignedIn) -> list[UUID]:
    """The ticked tiles, or a whole month, or all."""
    if "all" in request.POST:
        return [facts.uuid for facts in request.shelf.all("tray")]
    if month := request.POST.get("month"):
        start = "" if month == "unknown" else month
        return [f.uuid for f in request.shelf.all("tray") if f.placed[:7] == start]
    ids = request.POST.getlist("chosen")[:5000]
    return [UUID(id) for id in ids if _is_uuid(id)]


def _is_uuid(text: str) -> bool:
    return re.fullmatch("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text) is not None


def _circle_words(request: SignedIn, kind: str) -> str:
    return request.visitor.circle_name(kind)


def _latest(request: SignedIn) -> Import | None:
    if row := access.latest_import(request):
        working.go_on(row, request.visitor)
    return row


def _share(row: Import) -> int:
    return min(100, 100 * row.done // row.total) if row.total else 0
