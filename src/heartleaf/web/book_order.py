"""The order of a book, words below its pictures, and the picture in front."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from heartleaf.book.gathering import by_chapter, chapter_of, may_enter
from heartleaf.book.plans import Plan, change_plan, plan_of
from heartleaf.keepsakes.showing import Shown
from heartleaf.web.books import title_of
from heartleaf.web.entries import Entry, entry_of
from heartleaf.web.http import SignedIn
from heartleaf.web.notebook import with_notebook
from heartleaf.web.told import tell

AT_ONCE = 24
LONGEST = 500


@dataclass(frozen=True)
class Row:
    """One thing in the book. `out`: as things are now it is left out, though it was chosen."""

    entry: Entry
    caption: str
    chapter: str
    begins: bool
    out: bool


@with_notebook
def order(request: SignedIn, id: UUID) -> HttpResponse:
    plan = plan_of(request.visitor, str(id))
    chapters = by_chapter(plan, request.visitor, request.shelf)
    ids = [id for chapter in chapters for id in chapter]
    first = _first(request, len(ids))
    here = ids[first : first + AT_ONCE]
    if request.method == "POST":
        return _keep(request, plan, chapters, here, first)
    last = first + AT_ONCE
    words = {
        "plan": plan,
        "title": title_of(plan),
        "rows": _rows(request, plan, here),
        "first": first,
        "earlier": max(0, first - AT_ONCE) if first else None,
        "later": last if last < len(ids) else None,
        "moved": request.GET.get("moved", ""),
    }
    return render(request, "book/order.html", words)


def _keep(
    request: SignedIn, plan: Plan, chapters: list[list[str]], here: list[str], first: int
) -> HttpResponse:
    typed = request.POST
    way, _space, moved = typed.get("move", "").partition(" ")

    def change(plan: Plan) -> None:
        _say(plan, typed, here)
        if "by_day" in typed:
            plan.by_hand = False
        elif moved in plan.chosen:
            ids = [id for chapter in chapters for id in _swapped(chapter, moved, way)]
            gone = [id for id in plan.chosen if id not in set(ids)]
            plan.chosen, plan.by_hand = [*ids, *gone], True

    change_plan(request.visitor, plan.id, change)
    address = reverse("book-order", args=[plan.id])
    if moved:
        return redirect(f"{address}?from={first}&moved={moved}#f{moved}")
    if typed.get("do") == "on":
        return tell(redirect("book", id=plan.id), _("Kept."))
    to = typed.get("do", "")
    return redirect(f"{address}?from={int(to)}" if to.isdecimal() and len(to) < 7 else address)


def _say(plan: Plan, typed: QueryDict, here: list[str]) -> None:
    for id in here:
        said = typed.get(f"caption-{id}", plan.captions.get(id, "")).strip()[:LONGEST]
        if said:
            plan.captions[id] = said
        else:
            plan.captions.pop(id, None)
    cover = typed.get("cover", plan.cover)
    plan.cover = cover if cover in plan.chosen else ""


def _swapped(ids: list[str], moved: str, way: str) -> list[str]:
    """With its neighbour in its chapter: a step beyond that would change nothing to be seen."""
    if moved not in ids:
        return ids
    at = ids.index(moved)
    to = at - 1 if way == "earlier" else at + 1
    if 0 <= to < len(ids):
        ids = [*ids]
        ids[at], ids[to] = ids[to], ids[at]
    return ids


def _rows(request: SignedIn, plan: Plan, here: list[str]) -> list[Row]:
    rows, before = list[Row](), ""
    for shown in request.shelf.several(map(UUID, here)):
        card = shown.card
        chapter = chapter_of(card.placed, card.children, plan, request.visitor)[1]
        rows.append(_row(request, plan, shown, chapter, begins=bool(chapter) and chapter != before))
        before = chapter
    return rows


def _row(request: SignedIn, plan: Plan, shown: Shown, chapter: str, *, begins: bool) -> Row:
    return Row(
        entry=entry_of(shown, request.visitor),
        caption=plan.captions.get(str(shown.keepsake.id), ""),
        chapter=chapter,
        begins=begins,
        out=not may_enter(shown, plan),
    )


def _first(request: SignedIn, most: int) -> int:
    told = request.POST.get("from") or request.GET.get("from", "")
    asked = int(told) if told.isdecimal() and len(told) < 7 else 0
    return min(asked, max(0, most - 1)) // AT_ONCE * AT_ONCE
