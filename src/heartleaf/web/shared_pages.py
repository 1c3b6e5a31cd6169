"""Pages by link as the parents have them: the list, one page with its link, how it is, its end."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heartleaf.circle import notes_anew, sharing
from heartleaf.circle.card import code_svg
from heartleaf.circle.models import Page
from heartleaf.circle.opening_pages import OpenPage
from heartleaf.circle.page_content import PageContent
from heartleaf.circle.page_work import is_at_work, make_copies
from heartleaf.keepsakes.keeping import ChangedMeanwhile
from heartleaf.sealing import Link
from heartleaf.web import guest_page, links
from heartleaf.web.access import pages_of, parent, shared_page, shared_row
from heartleaf.web.forms.pages import HowForm
from heartleaf.web.http import SignedIn
from heartleaf.web.told import tell


@dataclass(frozen=True)
class PageRow:
    """A page in the list."""

    leads_to: str
    title: str
    note: str


@parent
def pages(request: SignedIn) -> HttpResponse:
    rows = [_row(row, opened) for row, opened in pages_of(request)]
    return render(request, "pages/pages.html", {"rows": rows})


@parent
def page(request: SignedIn, id: UUID) -> HttpResponse:
    """Its link, what is on it, and what can be done. What is still to be made goes on here."""
    shared = shared_page(request, id)
    make_copies(shared, request.visitor)
    row = Page.objects.filter(pk=id).first() or shared.page
    content, to_make = shared.content, shared.content.to_make
    link = Link.read(content.secret)
    address = links.whole_link(request, "page-by-link", link.text)
    words = {
        "page": row,
        "content": content,
        "title": title_of(content),
        "state": state_of(row),
        "making": len(to_make) if to_make else 0,
        "share": 100 * row.done // len(to_make) if to_make else 0,
        "at_work": is_at_work(row),
        "gone": [piece for piece in content.pieces if piece.gone],
        "link": address,
        "letters": link.text,
        "only_here": links.is_only_here(address),
        "qr": mark_safe(code_svg(address, _("The link, for a camera"))),  # noqa: S308  # our own
    }
    part = "#state" if request.htmx and request.GET.get("state") else ""
    return render(request, f"pages/page.html{part}", words)


@parent
def how(request: SignedIn, id: UUID) -> HttpResponse:
    """Until when, with which code, and what guests may leave."""
    shared = shared_page(request, id)
    form = HowForm(request.POST or None, person=request.visitor, page=shared)
    based_on, meanwhile = shared.page.revision, False
    if request.method == "POST" and form.is_valid():
        reader = shared.content.reader
        try:
            told = request.POST.get("based_on", "")
            _say_how(request, shared, form, int(told) if told.isdecimal() else based_on)
        except ChangedMeanwhile:
            shared = shared_page(request, id)
            based_on, meanwhile = shared.page.revision, True
        else:
            make_copies(shared, request.visitor)
            if shared.content.reader != reader:
                notes_anew.reseal(request.visitor.circle("us"))
            return tell(redirect("shared-page", id=id), _("Kept."))
    words = {
        "form": form,
        "page": shared.page,
        "title": title_of(shared.content),
        "based_on": based_on,
        "meanwhile": meanwhile,
    }
    status = 409 if meanwhile else 422 if request.method == "POST" else 200
    return render(request, "pages/how.html", words, status=status)


@parent
def originals(request: SignedIn, id: UUID) -> HttpResponse:
    """The second yes: what is in an original is said before, on a page of its own."""
    shared = shared_page(request, id)
    if request.method != "POST":
        words = {"page": shared.page, "content": shared.content, "title": title_of(shared.content)}
        return render(request, "pages/originals.html", words)
    wanted = request.POST.get("originals") == "yes"
    sharing.change_page(shared, lambda content: sharing.give_originals(content, wanted))
    make_copies(shared, request.visitor)
    sentence = _("The originals come to the page too.") if wanted else _("No originals any more.")
    return tell(redirect("shared-page", id=id), sentence)


@require_POST
@parent
def open_page(request: SignedIn, id: UUID) -> HttpResponse:
    sharing.open_to_guests(shared_page(request, id))
    small = _("Whoever has it can hand it on, so give it to those you would show this to.")
    return tell(
        redirect("shared-page", id=id), _("The page is open to whoever has its link."), small
    )


@parent
def new_link(request: SignedIn, id: UUID) -> HttpResponse:
    """The former link opens nothing from then on."""
    shared = shared_page(request, id)
    if request.method != "POST":
        words = {"page": shared.page, "title": title_of(shared.content)}
        return render(request, "pages/new_link.html", words)
    us = request.visitor.circle("us")
    sharing.set_code(shared, us, shared.content.code, new_link=True)
    sentence = _("This is the new link. The old one opens nothing any more.")
    return tell(redirect("shared-page", id=id), sentence)


@parent
def take_down(request: SignedIn, id: UUID) -> HttpResponse:
    """Also of one that cannot be read: guests may have seen it, and it needs no key."""
    row, shared = shared_row(request, id)
    if request.method != "POST":
        title = title_of(shared.content if shared else None)
        words = {"page": row, "title": title, "opens": shared is not None}
        return render(request, "pages/take_down.html", words)
    sharing.take_down(row)
    sentence = _("The page is gone, with its key and every copy on it.")
    small = _("What somebody saved before cannot be taken back.")
    return tell(redirect("shared-pages"), sentence, small)


@parent
def misused(request: SignedIn) -> HttpResponse:
    return render(request, "pages/misused.html")


# ── As a guest sees it ──────────────────────────────────────────────────────────────────────


@parent
def seen(request: SignedIn, id: UUID) -> HttpResponse:
    back = reverse("shared-page", args=[id])
    return guest_page.show(request, shared_page(request, id), _seen_at(id), back)


@parent
def seen_picture(request: SignedIn, id: UUID, copy: UUID) -> HttpResponse:
    return guest_page.show_picture(request, shared_page(request, id), copy, _seen_at(id))


@parent
def seen_file(request: SignedIn, id: UUID, copy: UUID, ending: str) -> HttpResponseBase:
    return guest_page.give_file(request, shared_page(request, id), copy)


@parent
def seen_original(request: SignedIn, id: UUID, copy: UUID) -> HttpResponseBase:
    return guest_page.give_original(request, shared_page(request, id), copy)


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def title_of(content: PageContent | None) -> str:
    if content is None:
        return _("A page that cannot be read")
    return content.title or _("A page without a title")


def state_of(row: Page) -> str:
    if row.ends_at and row.ends_at <= timezone.now():
        return _("ended")
    if row.opened_at is None:
        return _("not open yet")
    if row.ends_at is None:
        return _("open until you take it down")
    last = timezone.localtime(row.ends_at - datetime.timedelta(seconds=1))
    return _("open until {day}").format(day=date_format(last, "j F Y"))


def _row(row: Page, opened: OpenPage | None) -> PageRow:
    leads_to = "shared-page" if opened else "take-page-down"
    title = title_of(opened.content if opened else None)
    return PageRow(reverse(leads_to, args=[row.id]), title, state_of(row))


def _say_how(request: SignedIn, shared: OpenPage, form: HowForm, based_on: int) -> None:
    code = form.cleaned_data["code"]
    if code != shared.content.code:
        us = request.visitor.circle("us")
        sharing.set_code(shared, us, code, based_on=based_on)
        based_on = shared.page.revision
    sharing.change_page(shared, form.say, based_on=based_on, ends_at=form.ends_at())


def _seen_at(id: UUID) -> str:
    return reverse("page-seen", args=[id])
