"""Framing: a picture turned, or shown without its edges. The original stays as it came."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from heartleaf.archive import choosing
from heartleaf.family.opening import OpenCircle
from heartleaf.keepsakes import keeping, tending
from heartleaf.keepsakes.attachments import Attachment
from heartleaf.keepsakes.cards import open_card
from heartleaf.keepsakes.developing.decoder import DecoderGone
from heartleaf.keepsakes.developing.looks import UNFRAMED, Frame, Unreadable
from heartleaf.keepsakes.edges import Edges
from heartleaf.keepsakes.preparing import prepare
from heartleaf.keepsakes.showing import Shown
from heartleaf.sealing import SealingError
from heartleaf.vault import NotThere
from heartleaf.web import access, failing
from heartleaf.web.access import signed_in, typed_by_another
from heartleaf.web.entries import entry_of
from heartleaf.web.forms.tending import SIDES, WIDEST, FrameForm
from heartleaf.web.http import SignedIn
from heartleaf.web.told import tell, tell_kept

# The long side of the picture on the page, of which only the shape is told.
LONG = 1600
NOT_MADE = (Unreadable, DecoderGone, SealingError, NotThere)


@signed_in
def frame(request: SignedIn, id: UUID, media: UUID) -> HttpResponse:
    """Choose what is shown. With `then` it goes on to that circle once all is looked over."""
    shown = access.keepsake_to_change(request, id)
    if shown.place == "bin":
        raise Http404
    if shown.is_covered:
        return _covered(request, shown)
    attachment = access.attachment(shown, media)
    if not tending.can_be_framed(attachment):
        raise Http404
    if request.method == "POST":
        return _posted(request, shown, attachment)
    framed = attachment.framed.frame
    return _page(request, shown, attachment, Edges.of(framed), framed.turn)


@signed_in
def unframed(request: SignedIn, id: UUID, media: UUID) -> HttpResponse:
    """All there is of a picture, turned as asked: made for this moment, never of a covered one."""
    shown = access.keepsake_to_change(request, id)
    attachment = access.attachment(shown, media)
    if shown.is_covered or not tending.can_be_framed(attachment):
        raise Http404
    turn = request.GET.get("turn", "0")
    try:
        turned = int(turn) if turn in {"1", "2", "3"} else 0
        data = tending.unframed(shown.keepsake, shown.circle, attachment, turned)
    except NOT_MADE:
        return failing.no_picture()
    return HttpResponse(data, content_type="image/jpeg")


def address(id: UUID, attachment: Attachment, *, uncovered: str = "", then: str = "") -> str:
    """Where this file is framed, and it is said where it goes `then`."""
    said = {name: word for name, word in (("uncovered", uncovered), ("then", then)) if word}
    path = reverse("frame", args=[id, attachment.media])
    return f"{path}?{urlencode(said)}" if said else path


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _covered(request: SignedIn, shown: Shown) -> HttpResponse:
    """It has to be uncovered first, for this page and this moment."""
    if request.method == "POST" and "uncover" in request.POST:
        word = access.uncovering(request, shown.keepsake.id)
        said = {"uncovered": word} | ({"then": then} if (then := request.GET.get("then")) else {})
        return redirect(f"{request.path}?{urlencode(said)}")
    words = {"shown": shown, "entry": entry_of(shown, request.visitor)}
    return render(request, "keepsakes/frame_covered.html", words)


def _posted(request: SignedIn, shown: Shown, attachment: Attachment) -> HttpResponse:
    if typed_by_another(request):
        return failing.someone_else(request)
    if "whole" in request.POST:
        return _page(request, shown, attachment, Edges.of(UNFRAMED), UNFRAMED.turn)
    form = FrameForm(request.POST)
    if not form.is_valid():
        framed = attachment.framed.frame
        fault = " ".join(map(str, form.non_field_errors())) or _("That could not be understood.")
        return _page(request, shown, attachment, Edges.of(framed), framed.turn, fault=fault)
    edges, turn = form.edges, form.turns
    if "quarter" in request.POST:
        edges, turn = edges.turned(), (turn + 1) % 4
    if "quarter" in request.POST or "look" in request.POST:
        return _page(request, shown, attachment, edges, turn)
    if asked := _asked_first(request, shown, attachment, edges):
        return _page(request, shown, attachment, edges, turn, asked=asked)
    return _keep(request, shown, attachment, edges.frame(turn))


def _asked_first(request: SignedIn, shown: Shown, attachment: Attachment, edges: Edges) -> str:
    """The circle that would see a whole ultrasound, names and all, if nobody has said so yet."""
    circle = _then(request) or shown.circle
    whole = edges.frame(0) == UNFRAMED and attachment.sort == "ultrasound"
    if not whole or circle.handle == "only-me" or "sure" in request.POST:
        return ""
    return request.visitor.circle_name(circle.handle)


def _keep(request: SignedIn, shown: Shown, attachment: Attachment, wanted: Frame) -> HttpResponse:
    try:
        tending.frame(shown.keepsake, shown.circle, attachment.media, wanted)
    except NOT_MADE as problem:
        why = str(problem) if isinstance(problem, Unreadable) else _("Please try again later.")
        return _page(
            request, shown, attachment, Edges.of(wanted), wanted.turn, fault=why, failed=True
        )
    target = _then(request)
    if target is None:
        prepare(request.visitor, shown.keepsake, open_card(shown.keepsake, shown.circle))
        said = _("It is shown as it came.") if wanted == UNFRAMED else _("It is shown like this.")
        return tell(redirect(_back(request, shown)), said)
    return _go_on(request, shown, target)


def _go_on(request: SignedIn, shown: Shown, target: OpenCircle) -> HttpResponse:
    """To the next that is to be looked over; after the last, to the circle."""
    card = open_card(shown.keepsake, shown.circle)
    if waiting := tending.to_look_over(card):
        uncovered = request.GET.get("uncovered", "")
        onward = address(shown.keepsake.id, waiting[0], uncovered=uncovered, then=target.handle)
        return tell(redirect(onward), _("Kept like this. Here is the next one."))
    try:
        if shown.place == "tray":
            choosing.keep_chosen(request.visitor, [shown.keepsake.id], target.handle)
        elif target.id != shown.circle.id:
            keeping.move(shown.keepsake, shown.circle, target)
    except (SealingError, NotThere):
        sentence = _("A file of it is damaged, so it has to stay where it is.")
        return tell(redirect(_back(request, shown)), sentence)
    shown.keepsake.refresh_from_db()
    prepare(request.visitor, shown.keepsake, open_card(shown.keepsake, target))
    return tell_kept(request, card, target, shown.keepsake.id)


def _then(request: SignedIn) -> OpenCircle | None:
    try:
        return request.visitor.circle(request.GET.get("then", ""))
    except KeyError:
        return None


def _back(request: SignedIn, shown: Shown) -> str:
    word = request.GET.get("uncovered", "")
    path = reverse("keepsake", args=[shown.keepsake.id])
    return f"{path}?{urlencode({'uncovered': word})}" if word else path


def _page(
    request: SignedIn,
    shown: Shown,
    attachment: Attachment,
    edges: Edges,
    turn: int,
    **more: Any,
) -> HttpResponse:
    said = {"turn": turn, "uncovered": request.GET.get("uncovered", "")}
    path = reverse("unframed", args=[shown.keepsake.id, attachment.media])
    target, (width, height) = _then(request), _shape(attachment, turn)
    entry = entry_of(shown, request.visitor)
    words = {
        "shown": shown,
        "attachment": attachment,
        "alt": attachment.alt or shown.card.title or entry.caption,
        "src": f"{path}?{urlencode({name: each for name, each in said.items() if each != ''})}",
        "width": width,
        "height": height,
        "turn": turn,
        "edges": edges,
        "hole": _hole(edges),
        "sides": [(side, label, getattr(edges, side)) for side, label in SIDES.items()],
        "widest": WIDEST,
        "ways": FrameForm.base_fields["way"].choices,  # type: ignore[attr-defined]
        "way_words": FrameForm.base_fields["way"].label,
        "back": _back(request, shown),
        "then": request.visitor.circle_name(target.handle) if target else "",
        "others": len([a for a in tending.to_look_over(shown.card) if a != attachment]),
        **more,
    }
    status = 422 if more.get("fault") else 200
    return render(request, "keepsakes/frame.html", words, status=status)


def _hole(edges: Edges) -> str:
    """What is seen, as a path on a field of 100 by 100; the script draws it anew."""
    right, bottom = 100 - edges.right, 100 - edges.bottom
    return f"M{edges.left} {edges.top}V{bottom}H{right}V{edges.top}Z"


def _shape(attachment: Attachment, turn: int) -> tuple[int, int]:
    """How wide and high all of it is on the page, from what its view shows."""
    view, framed = attachment.views[1], attachment.framed.frame
    width = view.width / (framed.crop.right - framed.crop.left)
    height = view.height / (framed.crop.bottom - framed.crop.top)
    if (turn - framed.turn) % 2:
        width, height = height, width
    scale = LONG / max(width, height)
    return max(1, round(scale * width)), max(1, round(scale * height))
