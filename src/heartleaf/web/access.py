"""The one way from a request to a thing. What a person's keys do not open is not there."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core import signing
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from heartleaf.archive.models import Import, Upload
from heartleaf.circle.letterbox import OpenNote, to_read_first
from heartleaf.circle.models import Note, Page
from heartleaf.circle.opening_pages import (
    NoPage,
    OpenPage,
    open_by_link,
    open_for_us,
)
from heartleaf.family.facts import Child
from heartleaf.family.models import Circle, Family
from heartleaf.family.opening import OpenCircle, OpenPerson
from heartleaf.keepsakes.attachments import Attachment
from heartleaf.keepsakes.index import Position
from heartleaf.keepsakes.keeping import ChangedMeanwhile, NotLetIn, NotTheirs
from heartleaf.keepsakes.models import Draft
from heartleaf.keepsakes.showing import Shelf, Shown
from heartleaf.sealing import CannotOpen, Identity, Link, SealingError
from heartleaf.vault import NotThere, VaultError
from heartleaf.web import failing
from heartleaf.web.http import Request, SignedIn
from heartleaf.web.links import PAGE, held, hold

# Long enough to look in peace, short enough that an address left in a history opens nothing.
UNCOVERED_FOR = 20 * 60

View = Callable[..., HttpResponseBase]

_for_children: set[View] = set()


def signed_in(view: View) -> View:
    """Only for someone signed in; anyone else is led to the way in."""

    @functools.wraps(view)
    def guarded(request: SignedIn, **kwargs: Any) -> HttpResponseBase:
        if request.visitor is None:
            return redirect("sign-in" if Family.objects.exists() else "welcome")
        if request.visitor.is_child and view not in _for_children:
            return _led_home(request)
        with Shelf(request.visitor, uncovered=_uncovered(request)) as request.shelf:
            try:
                return view(request, **kwargs)
            except ChangedMeanwhile:
                return failing.changed_meanwhile(request)
            except NotTheirs:
                return failing.not_theirs(request)
            except NotLetIn:
                return failing.not_let_in(request)
            except NotThere:
                raise
            except VaultError as problem:
                return failing.no_room(request, str(problem))

    return guarded


def parent(view: View) -> View:
    """Only for a parent: for anyone else who is signed in, nothing is at this address."""

    @functools.wraps(view)
    def guarded(request: SignedIn, **kwargs: Any) -> HttpResponseBase:
        if not request.visitor.is_parent:
            raise Http404
        return view(request, **kwargs)

    return signed_in(guarded)


def child_too(view: View) -> View:
    """Inside `signed_in`: this is for children too, who are led home from all other pages."""
    _for_children.add(view)
    return view


def child_only(request: SignedIn) -> None:
    """Raises Http404 for anyone but a child."""
    if not request.visitor.is_child:
        raise Http404


def _led_home(request: SignedIn) -> HttpResponseBase:
    """The same from everywhere, and before anything is looked for."""
    if request.method not in {"GET", "HEAD"} or request.htmx:
        raise Http404
    return redirect("siblings")


def parents_of(visitor: OpenPerson) -> set[UUID]:
    """Whose keepsakes a child may see: those who are in *us* of their family now."""
    us = Circle.objects.filter(family=visitor.family_id, kind=Circle.Kind.US)
    return set(us.values_list("members", flat=True)) - {None}


def _is_for_a_child(shown: Shown, visitor: OpenPerson) -> bool:
    """What a parent kept or let in, and never what is covered, closed or damaged."""
    parents = {str(id) for id in parents_of(visitor)}
    closed = shown.is_covered or shown.put_back or shown.card.kind == "damaged"
    return shown.place == "shelf" and shown.card.author in parents and not closed


def typed_by_another(request: SignedIn) -> bool:
    """Whether a form says that it was opened before someone else signed in in this browser."""
    return request.POST.get("who", str(request.visitor.id)) != str(request.visitor.id)


def keepsake(request: SignedIn, id: UUID, *, place: str = "") -> Shown:
    """A keepsake that may appear to this person now. Raises Http404."""
    shown = request.shelf.get(id)
    if shown is None or (place and shown.place != place):
        raise Http404
    if request.visitor.is_child and not _is_for_a_child(shown, request.visitor):
        raise Http404
    return shown


def keepsake_to_change(request: SignedIn, id: UUID, *, place: str = "") -> Shown:
    """The same, if this person may change it: who kept it, and the parents. Raises NotTheirs,
    which is answered in a sentence."""
    shown = keepsake(request, id, place=place)
    if not shown.may_be_changed:
        raise NotTheirs
    return shown


def attachment(shown: Shown, media: UUID) -> Attachment:
    found = shown.card.attachment(str(media))
    if found is None:
        raise Http404
    return found


def after_of(request: SignedIn) -> Position | None:
    """Where the last page ended, as that page says; None at the beginning."""
    told = request.POST.get("after") or request.GET.get("after", "")
    placed, _dot, leaf = told.rpartition(".")
    return Position(placed[:10], int(leaf)) if leaf.isdecimal() and len(leaf) < 10 else None


def child(request: SignedIn, id: UUID) -> Child:
    found = request.visitor.facts.child(str(id))
    if found is None:
        raise Http404
    return found


def draft(request: SignedIn, id: UUID) -> Draft | None:
    return Draft.objects.filter(pk=id, person=request.visitor.person).first()


def upload(request: SignedIn, id: UUID) -> Upload:
    return _own(Upload.objects.filter(pk=id, person=request.visitor.person).first())


def an_import(request: SignedIn, id: UUID) -> Import:
    return _own(Import.objects.filter(pk=id, person=request.visitor.person).first())


def latest_import(request: SignedIn) -> Import | None:
    """The last one whose files have all arrived."""
    rows = Import.objects.filter(person=request.visitor.person)
    return rows.exclude(state=Import.State.GATHERING).order_by("-began_at").first()


def was_cut_off(request: SignedIn) -> bool:
    """Did the last one they began stop, or is it still, on its way here?"""
    row = Import.objects.filter(person=request.visitor.person).order_by("-began_at").first()
    return row is not None and row.state == Import.State.GATHERING and row.uploads.exists()


def _own[Row](row: Row | None) -> Row:
    if row is None:
        raise Http404
    return row


# ── Pages by link ───────────────────────────────────────────────────────────────────────────


def page_by_link(request: Request, id: UUID) -> OpenPage:
    """The page whose link this browser holds. Raises Http404, and says no more than that."""
    try:
        link, key = held_link(request)
        page = _read(open_by_link(link, key))
    except (NoPage, CannotOpen) as error:
        raise Http404 from error
    if page.id != id:
        raise Http404
    return page


def held_link(request: Request) -> tuple[Link, Identity | None]:
    """The link that this browser holds, and what its code made of it. Raises CannotOpen."""
    secret, _space, key = held(request, PAGE).partition(" ")
    return Link.read(secret), Identity.parse(key) if key else None


def hold_link(
    response: HttpResponse, page: Page, link: Link, key: Identity | None = None
) -> HttpResponse:
    """Have the browser hold it for this page alone."""
    told = f"{link.secret} {key.secret}" if key else link.secret
    return hold(response, PAGE, told, page_path(page.id))


def page_path(id: UUID) -> str:
    return reverse("guest-page", args=[id])


def shared_page(request: SignedIn, id: UUID) -> OpenPage:
    """A page by link of this parent's family. Raises Http404, also where it cannot be read."""
    page = shared_row(request, id)[1]
    if page is None:
        raise Http404
    return page


def shared_row(request: SignedIn, id: UUID) -> tuple[Page, OpenPage | None]:
    """The same for what needs no key: None beside a page that cannot be read. Raises Http404."""
    row = _own(Page.objects.filter(pk=id, family=request.visitor.family_id).first())
    return row, _opened_for_us(row, request.visitor.circle("us"))


def pages_of(request: SignedIn) -> list[tuple[Page, OpenPage | None]]:
    """Every page of this parent's family, the newest first; None beside one that cannot be read."""
    us = request.visitor.circle("us")
    rows = Page.objects.filter(family=request.visitor.family_id).order_by("-made_at")
    return [(row, _opened_for_us(row, us)) for row in rows]


def _opened_for_us(row: Page, us: OpenCircle) -> OpenPage | None:
    try:
        return _read(open_for_us(row, us))
    except CannotOpen:
        return None


def _read(page: OpenPage) -> OpenPage:
    """Raises CannotOpen here, rather than in the middle of what a view does with it."""
    page.content  # noqa: B018  # it is remembered
    return page


# ── Uncovering for a moment ─────────────────────────────────────────────────────────────────


def uncovering(request: SignedIn, id: UUID) -> str:
    """A word that uncovers one keepsake, in this session, for a while. It travels in the page
    that answers the tap and in the addresses of its pictures; every other page stays covered."""
    return signing.dumps([str(id), request.session_row.pk], salt="uncover")


def _uncovered(request: SignedIn) -> UUID | None:
    try:
        word = request.GET.get("uncovered", "")
        id, session = signing.loads(word, salt="uncover", max_age=UNCOVERED_FOR)
    except (signing.BadSignature, ValueError):
        return None
    return UUID(id) if session == request.session_row.pk else None


def is_uncovered(request: SignedIn, id: UUID) -> bool:
    """Whether this request brings the word that uncovers what has this id."""
    return _uncovered(request) == id


# ── The letterbox ───────────────────────────────────────────────────────────────────────────


def note(request: SignedIn, id: UUID) -> OpenNote:
    """A note as a parent has it. Raises Http404."""
    row = Note.objects.filter(pk=id, family=request.visitor.family_id).select_related("page")
    try:
        return OpenNote(_own(row.first()), request.visitor.circle("us").identities)
    except (KeyError, SealingError) as error:
        raise Http404 from error


def note_to_read(request: SignedIn, id: UUID) -> OpenNote:
    """A note that waits for this person to read it first. Raises Http404."""
    return _own(next((one for one in to_read_first(request.visitor) if one.id == id), None))
