"""Books: those someone began, a new one, what it is called and printed on, and its end."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from heartleaf.book import making, resting
from heartleaf.book.making import Going
from heartleaf.book.plans import (
    EPUB,
    PDF,
    Made,
    Plan,
    begin,
    change_plan,
    forget_plan,
    plan_of,
    plans_of,
)
from heartleaf.vault import VaultError
from heartleaf.web.forms.books import BookForm
from heartleaf.web.http import SignedIn
from heartleaf.web.notebook import id_of_new, with_notebook
from heartleaf.web.told import tell


@dataclass(frozen=True)
class MadeRow:
    """A sort of file a book can be made as, and what there is of it."""

    sort: str
    name: str
    about: str
    there: bool
    day: str
    changed: bool
    without: bool
    unwritten: str


@with_notebook
def books(request: SignedIn) -> HttpResponse:
    rows = [(plan.id, title_of(plan), plan.subtitle) for plan in plans_of(request.visitor)]
    return render(request, "book/books.html", {"rows": rows})


@with_notebook
def new_book(request: SignedIn) -> HttpResponse:
    """Its form carries the id of the book it makes, so that it is begun once."""
    circles = [one.handle for one in request.visitor.shared]
    plan = Plan(id=id_of_new(request), circles=circles)
    form = BookForm(request.POST or None, person=request.visitor, plan=plan)
    if request.method != "POST" or not form.is_valid():
        return _form(request, form, new=plan.id)
    form.fill(plan)
    begin(request.visitor, plan)
    return redirect("book-choosing", id=plan.id)


@with_notebook
def book(request: SignedIn, id: UUID) -> HttpResponse:
    """What can be done with it, and how far it is if it is being made."""
    plan = plan_of(request.visitor, str(id))
    going = making.going(request.visitor, plan.id)
    words = {
        "plan": plan,
        "title": title_of(plan),
        "rows": list(_made(plan)),
        "going": going,
        "saying": _saying(going),
    }
    part = "#state" if request.htmx and request.GET.get("state") else ""
    return render(request, f"book/book.html{part}", words)


@with_notebook
def how(request: SignedIn, id: UUID) -> HttpResponse:
    plan = plan_of(request.visitor, str(id))
    form = BookForm(request.POST or None, person=request.visitor, plan=plan)
    if request.method != "POST" or not form.is_valid():
        return _form(request, form, plan=plan, title=title_of(plan))
    change_plan(request.visitor, plan.id, form.fill)
    return tell(redirect("book", id=id), _("Kept."))


@with_notebook
def take_out(request: SignedIn, id: UUID) -> HttpResponse:
    plan = plan_of(request.visitor, str(id))
    if request.method != "POST":
        return render(request, "book/take_out.html", {"plan": plan, "title": title_of(plan)})
    gone = forget_plan(request.visitor, plan.id)
    making.give_up(request.visitor, plan.id)
    for made in gone.made:
        with contextlib.suppress(VaultError):  # the clock tries again
            resting.remove(made.file)
    return tell(redirect("books"), _("Taken out. What you keep stays as it is."))


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def title_of(plan: Plan) -> str:
    return plan.title or _("A book without a title")


def _form(request: SignedIn, form: BookForm, **words: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "book/how.html", {"form": form} | words, status=status)


def _made(plan: Plan) -> Iterable[MadeRow]:
    named = {
        PDF: ("PDF", _("To be printed, by you or by a printer, or read on a screen.")),
        EPUB: ("EPUB", _("For a reader of books: letters as large as one likes, or read aloud.")),
    }
    for sort, (name, about) in named.items():
        made = plan.last_made(sort)
        there = made is not None and resting.is_there(made)
        yield MadeRow(
            sort=sort,
            name=name,
            about=about,
            there=there,
            day=_day(made) if made and there else "",
            changed=made is not None and there and made.of != plan.mark,
            without=made is not None and there and made.without,
            unwritten=made.unwritten if made and there else "",
        )


def _day(made: Made) -> str:
    at = parse_datetime(made.at)
    return date_format(timezone.localtime(at), "j F Y") if at else ""


def _saying(going: Going | None) -> str:
    if going is None or going.failed:
        return ""
    name = going.sort.upper()
    return _("The {name} is being made. You may leave this page; it goes on without you.").format(
        name=name
    )
