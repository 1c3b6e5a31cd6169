"""Files of a keepsake: its views, its pages, what is played, and the original."""

from __future__ import annotations

import io
from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from heartleaf.keepsakes import preparing
from heartleaf.keepsakes.attachments import VIEWS, Attachment
from heartleaf.keepsakes.developing import placeless
from heartleaf.keepsakes.developing.kinds import TYPES
from heartleaf.keepsakes.developing.looks import PLAYED, Unreadable
from heartleaf.keepsakes.media import SealedFile, SealedStream, open_original, open_view
from heartleaf.keepsakes.receiving import decoder, kind_inside
from heartleaf.keepsakes.showing import Shown
from heartleaf.sealing import Identity, SealingError
from heartleaf.vault import VaultError
from heartleaf.web import access, failing, ranges
from heartleaf.web.access import child_too, signed_in
from heartleaf.web.entry_pictures import picture_of
from heartleaf.web.http import SignedIn

PAGES_AT_ONCE = 40
BYTES = "application/octet-stream"


@signed_in
@child_too
def view(request: SignedIn, id: UUID, media: UUID, view: str) -> HttpResponse:
    """One view of a file. Of a covered keepsake only the soft one leaves the server."""
    shown = access.keepsake(request, id)
    attachment = access.attachment(shown, media)
    if view not in VIEWS or (shown.is_covered and view != "cover") or not attachment.views:
        raise Http404
    try:
        data = open_view(attachment, view, _key(shown, attachment.viewed))
    except (SealingError, VaultError):
        return failing.no_picture()
    return HttpResponse(data, content_type="image/jpeg")


@signed_in
def pages(request: SignedIn, id: UUID, media: UUID) -> HttpResponse:
    """All pages of a paper, one below the other, some at a time."""
    shown, attachment = _clear(request, id, media)
    told = request.GET.get("from", "")
    asked = int(told) if told.isdecimal() and len(told) < 7 else 1
    first = max(1, min(asked, attachment.pages))
    last = min(first + PAGES_AT_ONCE - 1, attachment.pages)
    words = {
        "shown": shown,
        "picture": picture_of(shown, attachment, request.GET.get("uncovered", "")),
        "numbers": range(first, last + 1),
        "onward": last + 1 if last < attachment.pages else 0,
        "uncovered": request.GET.get("uncovered", ""),
    }
    return render(request, "keepsakes/pages.html", words)


@signed_in
@child_too
def page(request: SignedIn, id: UUID, media: UUID, number: int) -> HttpResponse:
    """One page. The first is there; others are made when they are asked for, and kept nowhere."""
    shown, attachment = _clear(request, id, media)
    if not attachment.views or not 1 <= number <= attachment.pages:
        raise Http404
    try:
        data = _page(shown, attachment, number)
    except (Unreadable, SealingError, VaultError):
        return failing.no_picture()
    return HttpResponse(data, content_type="image/jpeg")


@signed_in
@child_too
def played(request: SignedIn, id: UUID, media: UUID) -> HttpResponseBase:
    """What is played instead of the original, or the stretch of it that a player asks for."""
    shown, attachment = _clear(request, id, media)
    film = attachment.played
    if film is None or film.type not in PLAYED:
        raise Http404
    try:
        return ranges.answer(request, film, _key(shown, film.media), film.type)
    except (SealingError, VaultError):
        return failing.no_picture()


@signed_in
@child_too
def playing(request: SignedIn, id: UUID, media: UUID) -> HttpResponse:
    """How far it is, or what can be played by now: a part of the keepsake's page."""
    shown, attachment = _clear(request, id, media)
    preparing.prepare(request.visitor, shown.keepsake, shown.card)
    picture = picture_of(shown, attachment, request.GET.get("uncovered", ""), alone=True)
    shows = {"picture": picture, "playing": picture.playing or picture.moment}
    return render(request, "keepsakes/playing.html", shows)


@signed_in
def moving(request: SignedIn, id: UUID, media: UUID) -> HttpResponseBase:
    """A picture that moves, as it came: shown by the browser only when it is asked for. Without
    the place it was taken at, if someone decided so."""
    shown, attachment = _clear(request, id, media)
    if not attachment.moves or attachment.type not in TYPES:
        raise Http404
    try:
        key = _key(shown, attachment.media)
        if not attachment.placeless:
            return ranges.answer(request, attachment, key, TYPES[attachment.type])
        copy = _without_place(attachment, key, TYPES[attachment.type])
        return copy or failing.no_picture()
    except (SealingError, VaultError):
        return failing.no_picture()


@signed_in
def original(request: SignedIn, id: UUID, media: UUID) -> HttpResponseBase:
    """The file as it came, to be saved; never shown by the browser itself. Without the place it
    was taken at, if someone decided so."""
    shown, attachment = _clear(request, id, media)
    try:
        key = _key(shown, attachment.media)
        if attachment.placeless:
            response = _without_place(attachment, key, BYTES) or failing.no_copy(request)
        else:
            response = ranges.answer(request, attachment, key, BYTES)
    except (SealingError, VaultError):
        return failing.damaged(request)
    if response.status_code >= 400:
        return response
    name = quote(attachment.name.rsplit("/", 1)[-1] or "file")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _clear(request: SignedIn, id: UUID, media: UUID) -> tuple[Shown, Attachment]:
    """A file of a keepsake that is not covered. Raises Http404."""
    shown = access.keepsake(request, id)
    if shown.is_covered:
        raise Http404
    return shown, access.attachment(shown, media)


def _page(shown: Shown, attachment: Attachment, number: int) -> bytes:
    if number == 1:
        return open_view(attachment, "large", _key(shown, attachment.viewed))
    original = SealedFile(attachment, _key(shown, attachment.media))
    kind = kind_inside(original, attachment)
    # A crop is of one page; what is left out of an ultrasound stands on each of its pictures.
    frame = attachment.framed.frame if attachment.sort == "ultrasound" else None
    return decoder.page(original, kind, number - 1, frame).data


def _without_place(file: Attachment, key: Identity, content_type: str) -> HttpResponseBase | None:
    """The file without the place; None if no such copy can be promised."""
    original = SealedFile(file, key)
    stream = io.BufferedReader(SealedStream(original))
    blots = placeless.find(stream, kind_inside(original, file))
    if blots is None:
        return None
    parts = placeless.blotted(open_original(file, key), blots)
    return ranges.stream(parts, content_type, file.size)


def _key(shown: Shown, id: str) -> Identity:
    media = shown.keepsake.media.filter(pk=id).first()
    if media is None:
        raise Http404
    return shown.circle.identity(media.epoch)
