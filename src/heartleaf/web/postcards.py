"""An image for those who choose to post elsewhere: looked at, then saved or handed to the phone.

Nothing is kept of it here and nothing is sent anywhere. What was typed never stands in an address,
so a look at it is asked for by POST; the small image comes with the page, as data.
"""

from __future__ import annotations

from base64 import b64encode
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override

from heartleaf.circle.postcard.looks import Layout, Postcard
from heartleaf.circle.postcard.making import Busy, NotAPicture, make, preview
from heartleaf.circle.posting import dates_line, may_be_named, may_post
from heartleaf.family.facts import Child
from heartleaf.family.words import names_of
from heartleaf.keepsakes.attachments import Attachment
from heartleaf.keepsakes.media import open_view
from heartleaf.keepsakes.showing import Shown
from heartleaf.keepsakes.tending import to_look_over
from heartleaf.sealing import SealingError
from heartleaf.vault import VaultError
from heartleaf.web import access, failing, framing
from heartleaf.web.access import signed_in, typed_by_another
from heartleaf.web.entries import entry_of
from heartleaf.web.entry_pictures import in_order, picture_of
from heartleaf.web.forms.postcards import Offered, PostcardForm
from heartleaf.web.http import SignedIn

# The small image is part of the page, so that no address leads to it.
WITH_THE_PAGE = {**settings.SECURE_CSP, "img-src": ["'self'", "data:"]}
FILES = {"jpeg": ("picture.jpg", "image/jpeg"), "png": ("picture.png", "image/png")}
TYPED = ("words", "children", "dates", "picture", "layout", "whole", "shape", "paper", "kind")


@csp_override(WITH_THE_PAGE)
@signed_in
def of_keepsake(request: SignedIn, id: UUID) -> HttpResponse:
    shown = access.keepsake(request, id, place="shelf")
    if shown.card.kind == "damaged" or not may_post(request.visitor, shown.circle):
        raise Http404
    if typed_by_another(request):
        return failing.someone_else(request)
    if shown.is_covered:
        return _covered(request, shown)
    pictures = _pictures(shown)
    offered = Offered(
        [_as_choice(request, shown, one) for one in pictures],
        may_be_named(request.visitor),
        request.visitor.facts,
    )
    about = [child for child in offered.children if child.id in shown.card.children]
    first = {
        "picture": pictures[0].media if pictures else "",
        "layout": "picture" if pictures else "words",
        "words": shown.card.title,
        "children": [child.id for child in about if not child.living],
    }
    return _asked(request, PostcardForm(_data(request), offered=offered, initial=first), shown)


@csp_override(WITH_THE_PAGE)
@signed_in
def new(request: SignedIn) -> HttpResponse:
    """Of words alone, and of the child whose page it was asked for on."""
    if not may_post(request.visitor):
        raise Http404
    if typed_by_another(request):
        return failing.someone_else(request)
    offered = Offered([], may_be_named(request.visitor), request.visitor.facts)
    first = {"layout": "words", "children": [request.GET.get("child")]}
    return _asked(request, PostcardForm(_data(request), offered=offered, initial=first))


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _asked(request: SignedIn, form: PostcardForm, shown: Shown | None = None) -> HttpResponse:
    if form.is_bound and not form.is_valid():
        return _page(request, form, shown, status=422)
    try:
        card = _postcard(form, shown)
        if "save" in request.POST:
            return _file(card, form.said("kind"))
        look = preview(card)
    except Busy:
        fault = _("Several images are being made at this moment. Please try again in a minute.")
        return _page(request, form, shown, status=503, fault=fault)
    except (NotAPicture, SealingError, VaultError):
        fault = _("This picture cannot be opened just now. Words alone can still be set.")
        return _page(request, form, shown, status=422, fault=fault)
    size = card.size
    words: dict[str, Any] = {
        "src": f"data:image/jpeg;base64,{b64encode(look.data).decode()}",
        "size": (400, 400 * size[1] // size[0]),
        "shortened": look.shortened,
        "unwritten": look.unwritten,
    }
    return _page(request, form, shown, **words)


def _postcard(form: PostcardForm, shown: Shown | None) -> Postcard:
    """Raises SealingError or VaultError for a picture that does not open."""
    layout: Layout = form.said("layout") or "words"
    named = form.named
    wanted = form.said("picture") if layout != "words" else ""
    return Postcard(
        words=form.said("words"),
        names=names_of(named),
        dates=dates_line(named, form.offered.facts) if form.said("dates") else "",
        picture=_view(shown, wanted) if shown and wanted else None,
        layout=layout,
        shape=form.said("shape"),
        paper=form.said("paper"),
        whole=form.said("whole") == "yes",
        language=get_language() or "en",
    )


def _file(card: Postcard, kind: Any) -> HttpResponse:
    name, content_type = FILES[kind]
    response = HttpResponse(make(card, kind).data, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _pictures(shown: Shown) -> list[Attachment]:
    """What can be seen of it. A name may still stand at the edge of an ultrasound that nobody has
    looked over, so that is not offered."""
    hidden = {one.media for one in to_look_over(shown.card)}
    seen = in_order(shown.card, covered=False)
    return [one for one in seen if one.views and one.media not in hidden]


def _view(shown: Shown, media: str) -> bytes:
    attachment = shown.card.attachment(media)
    row = shown.keepsake.media.filter(pk=attachment.viewed).first() if attachment else None
    if attachment is None or row is None:
        raise Http404
    return open_view(attachment, "large", shown.circle.identity(row.epoch))


def _as_choice(request: SignedIn, shown: Shown, attachment: Attachment) -> tuple[str, str, str]:
    picture = picture_of(shown, attachment, request.GET.get("uncovered", ""))
    return attachment.media, picture.src, picture.alt


def _data(request: SignedIn) -> Any:
    """Nothing was said by who only opened the page, or uncovered it."""
    return request.POST if request.method == "POST" and "shape" in request.POST else None


def _covered(request: SignedIn, shown: Shown) -> HttpResponse:
    """It has to be uncovered first, for this page and this moment. What was typed before it covered
    itself again comes along."""
    if request.method == "POST" and "uncover" in request.POST:
        said = urlencode({"uncovered": access.uncovering(request, shown.keepsake.id)})
        typed = "shape" in request.POST
        return redirect(f"{request.path}?{said}", preserve_request=typed)
    lists = {name: request.POST.getlist(name) for name in TYPED}
    words = {
        "shown": shown,
        "entry": entry_of(shown, request.visitor),
        "typed": [(name, value) for name, values in lists.items() for value in values],
    }
    return render(request, "postcards/covered.html", words)


def _page(
    request: SignedIn, form: PostcardForm, shown: Shown | None, status: int = 200, **more: Any
) -> HttpResponse:
    uncovered = request.GET.get("uncovered", "")
    waiting = to_look_over(shown.card) if shown else []
    words = {
        "form": form,
        "shown": shown,
        "back": _back(shown, _asked_for(request, form), uncovered),
        "look_over": framing.address(shown.keepsake.id, waiting[0], uncovered=uncovered)
        if shown and waiting
        else "",
        **more,
    }
    # What was typed while somebody looks is looked at as it is; only this part comes anew.
    part = "#seen" if request.htmx else ""
    return render(request, f"postcards/postcard.html{part}", words, status=200 if part else status)


def _asked_for(request: SignedIn, form: PostcardForm) -> Child | None:
    """The child whose page led here."""
    asked = request.GET.get("child")
    return next((child for child in form.offered.children if child.id == asked), None)


def _back(shown: Shown | None, child: Child | None, uncovered: str) -> str:
    if shown is None:
        return reverse("child", args=[child.id]) if child else reverse("children")
    path = reverse("keepsake", args=[shown.keepsake.id])
    return f"{path}?{urlencode({'uncovered': uncovered})}" if uncovered else path
