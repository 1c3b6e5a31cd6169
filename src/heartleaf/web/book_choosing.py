"""Choosing what is in a book by looking: each keepsake as an entry that is in or out."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from heartleaf.book.gathering import is_chosen_covered
from heartleaf.book.looking import Wish, all_uncovered, look
from heartleaf.book.plans import Plan, change_plan, choose, plan_of
from heartleaf.keepsakes.showing import Shown
from heartleaf.web.access import after_of
from heartleaf.web.books import title_of
from heartleaf.web.entries import Entry, entries_of
from heartleaf.web.forms.books import WishForm
from heartleaf.web.http import SignedIn
from heartleaf.web.notebook import with_notebook
from heartleaf.web.told import tell


@with_notebook
def choosing(request: SignedIn, id: UUID) -> HttpResponse:
    """Whatever is pressed keeps what is ticked first. What was typed to look for leads on."""
    plan = plan_of(request.visitor, str(id))
    if request.method == "POST":
        return _choose(request, plan)
    form = WishForm(request.GET, person=request.visitor, plan=plan)
    found = look(request.shelf, form.wish, plan.circles, after_of(request))
    words = {
        "plan": plan,
        "title": title_of(plan),
        "form": form,
        "wish": form.wish,
        "asked": form.wish != Wish(),
        "rows": list(_rows(request, found.shown, plan)),
        "onward": f"{found.after.placed}.{found.after.leaf}" if found.after else "",
        "begun": after_of(request) is not None,
        "alone": "only-me" in plan.circles,
    }
    return render(request, "book/choosing.html", words)


def _choose(request: SignedIn, plan: Plan) -> HttpResponse:
    typed, wish = request.POST, WishForm(request.POST, person=request.visitor, plan=plan).wish
    here = {id for id in typed.getlist("here") if _is_id(id)}
    covered = _covered(request, [id for id in typed.getlist("covered") if id in here])
    ticked = [id for id in typed.getlist("chosen") if id in here]
    do = typed.get("do", "")
    more = all_uncovered(request.shelf, wish, plan.circles) if do == "all" else []

    def change(plan: Plan) -> None:
        choose(plan, here, [*ticked, *covered], covered)
        if more:
            singly = set(plan.covered)
            still = [id for id in more if id not in singly]
            choose(plan, still, still, {})

    change_plan(request.visitor, plan.id, change)
    if do == "all":
        return tell(_leads(plan, wish), _("All of these are in the book."), _covered_words())
    if do == "later":
        return _leads(plan, wish, typed.get("after", ""))
    if do == "look":
        return _leads(plan, wish)
    return tell(redirect("book", id=plan.id), _("Kept."))


def _leads(plan: Plan, wish: Wish, after: str = "") -> HttpResponse:
    said = {name: value for name, value in vars(wish).items() if value}
    query = urlencode({**said, "after": after} if after else said)
    address = reverse("book-choosing", args=[plan.id])
    return redirect(f"{address}?{query}" if query else address)


def _rows(request: SignedIn, some: list[Shown], plan: Plan) -> Iterator[tuple[Entry, bool]]:
    """Each, and whether it is in: what was covered since it was chosen is out until chosen so."""
    for shown, entry in zip(some, entries_of(some, request.visitor), strict=True):
        yield (
            entry,
            entry.id in plan.chosen
            and not (shown.is_covered and not is_chosen_covered(shown, plan)),
        )


def _covered(request: SignedIn, ids: list[str]) -> dict[str, int]:
    """Those of them that are covered now, each with what `Plan.covered` remembers of it."""
    shown = request.shelf.several(map(UUID, ids))
    return {str(one.keepsake.id): one.card.said for one in shown if one.is_covered}


def _covered_words() -> str:
    return _("But nothing that is covered: each of those is chosen by itself.")


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return len(text) == 36
