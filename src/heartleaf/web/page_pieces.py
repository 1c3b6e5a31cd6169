"""What is on a page by link: keepsakes that a parent chose, their order, and their words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from heartleaf.circle import sharing
from heartleaf.circle.opening_pages import OpenPage
from heartleaf.circle.page_content import PageContent, Piece
from heartleaf.circle.page_work import make_copies
from heartleaf.keepsakes.keeping import ChangedMeanwhile
from heartleaf.keepsakes.showing import Shown
from heartleaf.keepsakes.tending import to_look_over
from heartleaf.web.access import after_of, pages_of, parent, shared_page
from heartleaf.web.entries import Entry, entries_of
from heartleaf.web.http import SignedIn
from heartleaf.web.shared_pages import title_of
from heartleaf.web.told import tell

AT_ONCE = 48
MOST = sharing.MOST_PIECES


@parent
def new(request: SignedIn) -> HttpResponse:
    """A page of what is chosen here. It may also be words alone."""
    chosen = _chosen(request)
    onto = request.POST.get("onto", "")
    if request.method != "POST" or request.POST.get("do") != "on":
        there = [(str(row.id), title_of(page.content)) for row, page in pages_of(request) if page]
        return _choose(request, chosen, pages=there, to=reverse("new-page"))
    if onto and (page := shared_page(request, UUID(onto))):
        return _add(request, page, chosen)
    shown = _shown(request, chosen)
    if asked := _asked_first(request, shown, reverse("new-page")):
        return asked
    content = PageContent(pieces=[sharing.piece_of(one, request.visitor) for one in shown])
    page = sharing.begin_page(request.visitor, content)
    return redirect("page-order", id=page.id)


@parent
def add(request: SignedIn, id: UUID) -> HttpResponse:
    """More of what is kept, onto a page that is there."""
    page, chosen = shared_page(request, id), _chosen(request)
    if request.method != "POST" or request.POST.get("do") != "on":
        return _choose(request, chosen, page=page, to=reverse("add-to-page", args=[id]))
    return _add(request, page, chosen)


@parent
def order(request: SignedIn, id: UUID) -> HttpResponse:
    """Order and words. Nothing is kept before it is said."""
    page = shared_page(request, id)
    typed, based_on = request.POST, page.page.revision
    if request.method != "POST" or "move" in typed:
        return _order(request, page, typed, based_on)
    try:
        told = typed.get("based_on", "")
        sharing.change_page(
            page,
            lambda content: _say(content, typed),
            based_on=int(told) if told.isdecimal() else based_on,
        )
    except ChangedMeanwhile:
        return _order(request, shared_page(request, id), typed, meanwhile=True)
    if page.page.opened_at is None and not page.page.alive_at:
        return redirect("page-how", id=id)
    return tell(redirect("shared-page", id=id), _("Kept."))


# ── Choosing ────────────────────────────────────────────────────────────────────────────────


def _chosen(request: SignedIn) -> list[str]:
    """The ids that are ticked here, or were on an earlier part of the list, each once."""
    told = request.POST.getlist("chosen") or request.GET.getlist("with")
    shown_here = set(request.POST.getlist("here"))
    before = [id for id in request.POST.getlist("before") if id not in shown_here]
    return list(dict.fromkeys(id for id in [*before, *told] if _is_id(id)))[:MOST]


def _choose(
    request: SignedIn,
    chosen: list[str],
    *,
    to: str,
    page: OpenPage | None = None,
    pages: Iterable[tuple[str, str]] = (),
) -> HttpResponse:
    typed = request.POST.get("words", "")[:200]
    do = request.POST.get("do", "")
    after = after_of(request) if do == "later" else None
    found = (
        request.shelf.find(typed, after=after, size=AT_ONCE)
        if typed.strip()
        else request.shelf.page(after=after, size=AT_ONCE)
    )
    entries = entries_of([one for one in found.entries if _fits(one)], request.visitor)
    if do == "all":
        chosen = list(dict.fromkeys([*chosen, *request.POST.getlist("here")]))
    here = {entry.id for entry in entries}
    words = {
        "entries": entries,
        "chosen": chosen,
        "before": [id for id in chosen if id not in here],
        "typed": typed,
        "onward": f"{found.after.placed}.{found.after.leaf}" if found.after else "",
        "begun": after is not None,
        "page": page.page if page else None,
        "title": title_of(page.content) if page else "",
        "pages": list(pages),
        "to": to,
    }
    return render(request, "pages/choose.html", words)


def _add(request: SignedIn, page: OpenPage, chosen: list[str]) -> HttpResponse:
    there = {piece.keepsake for piece in page.content.pieces}
    shown = [one for one in _shown(request, chosen) if str(one.keepsake.id) not in there]
    to = reverse("add-to-page", args=[page.id])
    if asked := _asked_first(request, shown, to):
        return asked
    new = [sharing.piece_of(one, request.visitor) for one in shown]
    sharing.change_page(page, lambda content: content.pieces.extend(new))
    if page.page.opened_at:
        make_copies(page, request.visitor)
    return redirect("page-order", id=page.id)


def _shown(request: SignedIn, chosen: list[str]) -> list[Shown]:
    """What was chosen and may appear. Of what has to be asked about first, only what was agreed
    to; and no ultrasound that nobody looked over."""
    found = [one for one in request.shelf.several(map(UUID, chosen)) if _fits(one)]
    if request.POST.get("covered") == "no":
        found = [one for one in found if not one.is_covered]
    if "without" in request.POST:
        found = [one for one in found if not to_look_over(one.card)]
    return found


def _asked_first(request: SignedIn, shown: list[Shown], to: str) -> HttpResponse | None:
    """A page with a question, if there is one to be asked before these are on a page."""
    covered = [one for one in shown if one.is_covered]
    if waiting := [one for one in shown if to_look_over(one.card)]:
        return _ask(request, "pages/look_over.html", waiting, shown, to)
    if covered and "covered" not in request.POST:
        return _ask(request, "pages/covered.html", covered, shown, to)
    return None


def _ask(
    request: SignedIn, template: str, about: list[Shown], shown: list[Shown], to: str
) -> HttpResponse:
    words = {
        "entries": entries_of(about, request.visitor),
        "chosen": [str(one.keepsake.id) for one in shown],
        "all": len(about) == len(shown),
        "to": to,
    }
    return render(request, template, words)


def _fits(shown: Shown) -> bool:
    return shown.place == "shelf" and sharing.can_share(shown.card)


# ── Order and words ─────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class PieceRow:
    """One piece of the list, as it was typed so far. `names` are children's who stand in it."""

    id: str
    title: str
    words: str
    date: str
    out: bool
    entry: Entry | None
    src: str
    mark: str
    names: list[str]
    left_out: str
    gone: bool


def _order(
    request: SignedIn,
    page: OpenPage,
    typed: QueryDict,
    based_on: int | None = None,
    *,
    meanwhile: bool = False,
) -> HttpResponse:
    content = page.content
    if request.method == "POST":
        _say(content, typed, take_out=False)
    way, _space, moved = typed.get("move", "").partition(" ")
    _move(content.pieces, way, moved)
    words = {
        "page": page.page,
        "title": title_of(page.content),
        "content": content,
        "rows": _rows(request, content, set(typed.getlist("out"))),
        "based_on": typed.get("based_on", based_on) if not meanwhile else page.page.revision,
        "moved": moved,
        "focus": way,
        "meanwhile": meanwhile,
    }
    return render(request, "pages/order.html", words, status=409 if meanwhile else 200)


def _say(content: PageContent, typed: QueryDict, *, take_out: bool = True) -> None:
    content.title = typed.get("title", content.title).strip()[:200]
    content.words = typed.get("words", content.words).strip()
    sharing.put_in_order(content, typed.getlist("order"))
    for piece in content.pieces:
        piece.title = typed.get(f"title-{piece.id}", piece.title).strip()[:200]
        piece.words = typed.get(f"words-{piece.id}", piece.words).strip()
        piece.date = typed.get(f"date-{piece.id}", piece.date).strip()[:120]
    if take_out:
        out = set(typed.getlist("out"))
        content.pieces = [piece for piece in content.pieces if piece.id not in out]


def _move(pieces: list[Piece], way: str, id: str) -> None:
    at = next((n for n, piece in enumerate(pieces) if piece.id == id), None)
    if at is None:
        return
    to = at - 1 if way == "earlier" else at + 1
    if 0 <= to < len(pieces):
        pieces[at], pieces[to] = pieces[to], pieces[at]


def _rows(request: SignedIn, content: PageContent, out: set[str]) -> list[PieceRow]:
    ids = [UUID(piece.keepsake) for piece in content.pieces if _is_id(piece.keepsake)]
    shown = {str(one.keepsake.id): one for one in request.shelf.several(ids)}
    entries = dict(zip(shown, entries_of(shown.values(), request.visitor), strict=True))
    return [
        _piece_row(request, p, shown.get(p.keepsake), entries.get(p.keepsake), out)
        for p in content.pieces
    ]


def _piece_row(
    request: SignedIn, piece: Piece, shown: Shown | None, entry: Entry | None, out: set[str]
) -> PieceRow:
    picture = entry.pictures[0] if entry and entry.pictures else None
    written = shown.card.title if shown and not shown.is_covered else ""
    return PieceRow(
        id=piece.id,
        title=piece.title,
        words=piece.words,
        date=piece.date,
        out=piece.id in out,
        entry=entry,
        src=picture.src if picture else "",
        mark=picture.mark if picture else "letter",
        names=sharing.names_in(f"{piece.title}\n{piece.words}", request.visitor),
        left_out=written if not piece.title else "",
        gone=piece.gone,
    )


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
