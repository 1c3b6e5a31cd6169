"""A page by link as a guest has it: they have no way in here, only the link."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heartleaf.circle.models import Page
from heartleaf.circle.opening_pages import (
    CodeNeeded,
    NoPage,
    OpenPage,
    link_identity,
    open_by_link,
    page_of,
)
from heartleaf.family.entering import NotOpened
from heartleaf.sealing import CannotOpen, Identity, Link, SealingError, TooLong
from heartleaf.vault import VaultError
from heartleaf.web import failing, ranges
from heartleaf.web.access import held_link, hold_link, page_by_link, page_path
from heartleaf.web.guest_words import pictures_of, pieces_of
from heartleaf.web.http import Request
from heartleaf.web.slowing import Slowed, link_attempts

BYTES = "application/octet-stream"


def first(request: Request) -> HttpResponse:
    """Inert, and the same for everybody. A button posts the secret that is behind the `#`."""
    if request.method != "POST":
        return _first(request)
    try:
        with link_attempts(request):
            page, link = _found(request.POST.get("letters") or request.POST.get("secret", ""))
    except NotOpened:
        return _first(request, _("This link opens nothing, or nothing any more."))
    except Slowed as slowed:
        return _first(request, str(slowed))
    return hold_link(redirect(page_path(page.id)), page, link)


@require_safe
def page(request: Request, id: UUID) -> HttpResponse:
    """What the family shares. Where it has a code, that is asked for first."""
    try:
        shared = page_by_link(request, id)
    except Http404:
        _waiting_for_code(request, id)
        return render(request, "circle/code.html", {"to": reverse("page-code", args=[id])})
    return show(request, shared, page_path(id))


@require_POST
def code(request: Request, id: UUID) -> HttpResponse:
    """A wrong one makes the next ones wait, whoever sends them."""
    row, link = _waiting_for_code(request, id)
    try:
        with link_attempts(request, code_of=f"page {id}"):
            key = _key(link, request.POST.get("code", ""))
    except (NotOpened, Slowed) as refused:
        wrong = _("That is not the code. You may try as often as you like.")
        words = {
            "to": reverse("page-code", args=[id]),
            "fault": str(refused) if isinstance(refused, Slowed) else wrong,
        }
        return render(request, "circle/code.html", words, status=422)
    return hold_link(redirect(page_path(id)), row, link, key)


@require_safe
def picture(request: Request, id: UUID, copy: UUID) -> HttpResponse:
    return show_picture(request, page_by_link(request, id), copy, page_path(id))


@require_safe
def file(request: Request, id: UUID, copy: UUID, ending: str) -> HttpResponseBase:
    return give_file(request, page_by_link(request, id), copy)


@require_safe
def original(request: Request, id: UUID, copy: UUID) -> HttpResponseBase:
    return give_original(request, page_by_link(request, id), copy)


# ── What a parent is shown as well, who looks at it before and after ────────────────────────


def show(request: Request, shared: OpenPage, at: str, leads_back: str = "") -> HttpResponse:
    """The page; its files are below `at`. A parent is led back from it."""
    content = shared.content
    words = {
        "page": shared,
        "content": content,
        "pieces": pieces_of(content, at),
        "leads_back": leads_back,
    }
    return render(request, "circle/page.html", words)


def show_picture(request: Request, shared: OpenPage, copy: UUID, at: str) -> HttpResponse:
    """One picture, large, and the way to the next."""
    pictures = pictures_of(shared.content, at)
    here = next((n for n, one in enumerate(pictures) if one.href == f"{at}{copy}/"), None)
    if here is None:
        raise Http404
    words = {
        "content": shared.content,
        "picture": pictures[here],
        "earlier": pictures[here - 1].href if here else "",
        "later": pictures[here + 1].href if here + 1 < len(pictures) else "",
        "at": at,
    }
    return render(request, "circle/picture.html", words)


def give_file(request: Request, shared: OpenPage, copy: UUID) -> HttpResponseBase:
    """A picture, or the stretch of a sound or a film that a player asks for."""
    found = shared.content.file(str(copy))
    if found is None or found.type == BYTES:
        raise Http404
    return _answer(request, shared, copy)


def give_original(request: Request, shared: OpenPage, copy: UUID) -> HttpResponseBase:
    """An original, to be saved under a name that says nothing."""
    for number, one in enumerate(shared.content.copies, 1):
        if one.original and one.original.id == str(copy):
            response = _answer(request, shared, copy)
            name = f"{number}.{one.ending}" if one.ending else str(number)
            response["Content-Disposition"] = f'attachment; filename="{name}"'
            return response
    raise Http404


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _answer(request: Request, shared: OpenPage, copy: UUID) -> HttpResponseBase:
    found = shared.content.file(str(copy))
    if found is None:
        raise Http404
    try:
        return ranges.answer(request, found, shared.identity, found.type)
    except (SealingError, VaultError):
        return failing.no_picture()


def _found(typed: str) -> tuple[Page, Link]:
    try:
        link = Link.read(typed)
        return page_of(link), link
    except (CannotOpen, NoPage) as error:
        raise NotOpened from error


def _key(link: Link, typed: str) -> Identity:
    try:
        key = link_identity(link, " ".join(typed.split()))
        open_by_link(link, key)
    except (NoPage, TooLong) as error:
        raise NotOpened from error
    return key


def _waiting_for_code(request: Request, id: UUID) -> tuple[Page, Link]:
    """The page of this id, where this browser holds its link and not yet its code. For everybody
    else it is not there."""
    try:
        link, key = held_link(request)
        row = page_of(link)
        if row.id != id or not row.has_code:
            raise Http404
        open_by_link(link, key).content  # noqa: B018  # damaged, it is not asked for a code for ever
    except CodeNeeded:
        return row, link
    except (NoPage, CannotOpen) as error:
        raise Http404 from error
    return row, link


def _first(request: Request, fault: str = "") -> HttpResponse:
    words = {
        "heading": _("A page for you"),
        "lead": _("Someone would like to show you something. It opens when you tap the button."),
        "button": _("Open the page"),
        "to": reverse("page-by-link"),
        "fault": fault,
        "typed": request.POST.get("letters", "")[:200],
    }
    return render(request, "circle/link.html", words, status=422 if fault else 200)
