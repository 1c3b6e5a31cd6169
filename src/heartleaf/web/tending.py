"""Arranging the files of a keepsake: their order, what they show, which leave and which come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from heartleaf.keepsakes import tending
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.developing.kinds import Sort
from heartleaf.keepsakes.keeping import ChangedMeanwhile, NotTheirs
from heartleaf.keepsakes.preparing import prepare
from heartleaf.keepsakes.showing import Shown
from heartleaf.keepsakes.tending import NothingLeft
from heartleaf.web import access, failing, framing
from heartleaf.web.access import signed_in, typed_by_another
from heartleaf.web.chosen import Chosen, ChosenFile, TakenIn, chosen_by, take_in
from heartleaf.web.entry_pictures import caption_of
from heartleaf.web.filed import what_became_of
from heartleaf.web.forms.tending import ArrangeForm, FileForm
from heartleaf.web.http import SignedIn
from heartleaf.web.told import tell
from heartleaf.web.uploading import let_files_go


@dataclass(frozen=True)
class Row:
    """A file as the page shows it. `src` is its small view, or the soft one."""

    form: FileForm
    number: int
    called: str
    name: str
    src: str
    soft: str
    asks_alt: bool
    asks_place: bool
    arrived: ChosenFile | None


@signed_in
def arrange(request: SignedIn, id: UUID) -> HttpResponse:
    if request.method == "POST":
        return _posted(request, id)
    shown = access.keepsake_to_change(request, id, place="shelf")
    if shown.card.kind == "damaged":
        raise Http404
    return _page(request, shown, ArrangeForm(shown.card))


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _posted(request: SignedIn, id: UUID) -> HttpResponse:
    if typed_by_another(request):
        let_files_go(request)
        return failing.someone_else(request)
    chosen = chosen_by(request)
    shown = _there(request, id, chosen)
    form = ArrangeForm(shown.card, request.POST)
    if move := request.POST.get("move"):
        return _moved(request, shown, form, chosen, move)
    if not form.is_valid():
        return _page(request, shown, form, chosen, status=422)
    return _keep(request, shown, form, chosen)


def _there(request: SignedIn, id: UUID, chosen: Chosen) -> Shown:
    """It may have been put away while the page was open. Raises ChangedMeanwhile, Http404."""
    shown = request.shelf.get(id)
    if shown and shown.place == "shelf" and shown.card.kind != "damaged":
        if not shown.may_be_changed:
            chosen.let_go()
            raise NotTheirs
        return shown
    chosen.let_go()
    raise ChangedMeanwhile if shown else Http404


def _moved(
    request: SignedIn, shown: Shown, form: ArrangeForm, chosen: Chosen, move: str
) -> HttpResponse:
    at = form.move(move)
    words: dict[str, Any] = {}
    if at is not None:
        way = move.partition(" ")[0]
        last = len(form.rows) - 1
        stays = "later" if at == 0 or (way == "later" and at < last) else "earlier"
        said = _("It is number {number} now. Nothing is kept yet.").format(number=at + 1)
        words = {"moved": form.rows[at].id, "focus": stays, "said": said}
    return _page(request, shown, form, chosen, **words)


def _keep(request: SignedIn, shown: Shown, form: ArrangeForm, chosen: Chosen) -> HttpResponse:
    taken = take_in(chosen, request.visitor, shown.circle)
    try:
        changed = taken.keep(lambda: _arranged(request, shown, form, taken))
    except ChangedMeanwhile:
        return _look_again(request, shown.keepsake.id, chosen)
    except NothingLeft:
        return _page(request, shown, form, chosen, status=422, nothing_left=True)
    small = what_became_of(taken, chosen)
    chosen.let_go()
    return _tell(request, shown, taken, small, changed=changed)


def _arranged(request: SignedIn, shown: Shown, form: ArrangeForm, taken: TakenIn) -> bool:
    """Whether anything was changed. What was only made of it meanwhile, such as a film to be
    played, is no reason to refuse: then it is tried once more."""
    wanted = form.arrangement(taken.instead, taken.added)
    based_on = form.cleaned_data["based_on"]
    try:
        card = tending.arrange(shown.keepsake, shown.circle, shown.card, wanted, based_on=based_on)
    except ChangedMeanwhile:
        again = request.shelf.get(shown.keepsake.id)
        if again is None or again.circle.id != shown.circle.id or again.card.said != based_on:
            raise
        card, shown = (
            tending.arrange(again.keepsake, again.circle, again.card, wanted, based_on=based_on),
            again,
        )
    prepare(request.visitor, shown.keepsake, card)
    return card is not shown.card


def _look_again(request: SignedIn, id: UUID, chosen: Chosen) -> HttpResponse:
    """Someone changed it: all that was said stands here still, beside what they did."""
    shown = _there(request, id, chosen)
    form = ArrangeForm(shown.card, request.POST)
    return _page(request, shown, form, chosen, status=409, meanwhile=True)


def _tell(
    request: SignedIn, shown: Shown, taken: TakenIn, small: str, *, changed: bool
) -> HttpResponse:
    """Lead back; from an ultrasound that others can see already, to where it is looked over."""
    came = Card(attachments=taken.attachments)
    if shown.circle.handle != "only-me" and (waiting := tending.to_look_over(came)):
        word = request.GET.get("uncovered", "")
        there = framing.address(shown.keepsake.id, waiting[0], uncovered=word)
        said = _("Kept. Please look the ultrasound over now: a name may be in it.")
        return tell(redirect(there), said, small)
    said = _("Kept.") if changed else _("Nothing was changed.")
    return tell(redirect(_back(request, shown)), said, small)


def _page(
    request: SignedIn,
    shown: Shown,
    form: ArrangeForm,
    chosen: Chosen | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    chosen = chosen or Chosen()
    rows = [_row(request, shown, n, row, chosen.instead) for n, row in enumerate(form.rows, 1)]
    words = {
        "shown": shown,
        "form": form,
        "rows": rows,
        "faces": [row for row in rows if row.soft],
        "face": form["face"].value() or "",
        "based_on": _based_on(request, shown, more),
        "what": "more",
        "listed": chosen.listed,
        "missing": chosen.missing,
        "now": request.visitor.now(),
        "back": _back(request, shown),
        "caption": caption_of(shown.card),
        **more,
    }
    return render(request, "keepsakes/arrange.html", words, status=status)


def _based_on(request: SignedIn, shown: Shown, more: dict[str, Any]) -> Any:
    """What was seen: the card as it is now only where the page says that it was changed."""
    now = shown.card.said
    return now if more.get("meanwhile") else request.POST.get("based_on", now)


def _row(
    request: SignedIn, shown: Shown, number: int, form: FileForm, instead: dict[str, ChosenFile]
) -> Row:
    one, covered = form.attachment, shown.is_covered
    soft = _view(request, shown, one.media, "cover") if one.views else ""
    small = _view(request, shown, one.media, "small") if one.views else ""
    typed = form.is_bound and "alt" in form.fields
    return Row(
        form=form,
        number=number,
        called=_called(one.sort).format(number=number),
        name="" if covered else one.name.rsplit("/", 1)[-1],
        src=soft if covered else small,
        soft=soft,
        asks_alt=typed or (not covered and "alt" in form.fields),
        asks_place=tending.may_carry_a_place(one),
        arrived=instead.get(one.media),
    )


def _called(sort: Sort) -> str:
    words: dict[Sort, str] = {
        "picture": _("Picture {number}"),
        "film": _("Film {number}"),
        "sound": _("Sound {number}"),
        "paper": _("Paper {number}"),
        "ultrasound": _("Ultrasound {number}"),
    }
    return words[sort]


def _view(request: SignedIn, shown: Shown, media: str, view: str) -> str:
    return _with_word(request, reverse("view", args=[shown.keepsake.id, media, view]))


def _back(request: SignedIn, shown: Shown) -> str:
    return _with_word(request, reverse("keepsake", args=[shown.keepsake.id]))


def _with_word(request: SignedIn, path: str) -> str:
    word = request.GET.get("uncovered", "")
    return f"{path}?{urlencode({'uncovered': word})}" if word else path
