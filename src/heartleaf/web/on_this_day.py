"""What was kept of this very day in earlier years: only for who turned it on, never while quiet."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render

from heartleaf.care.models import Quiet
from heartleaf.care.wishes import WishesFacts
from heartleaf.web.access import after_of, signed_in
from heartleaf.web.day_changes import wishes_if_whole
from heartleaf.web.entries import entries_of
from heartleaf.web.http import SignedIn


@signed_in
def on_this_day(request: SignedIn) -> HttpResponse:
    """Nothing of it is looked for where it is not wanted."""
    today = request.visitor.today()
    wishes = wishes_if_whole(request.visitor)
    words = {"today": today, "off": not (wishes and wishes.on_this_day)}
    words["unreadable"] = wishes is None
    if not words["off"] and not Quiet.is_on(request.visitor.person):
        page = request.shelf.on_this_day(today, after=after_of(request))
        words["entries"] = entries_of(page.entries, request.visitor)
        words["onward"] = quote(f"{page.after.placed}.{page.after.leaf}") if page.after else ""
        words["begun"] = "after" in request.GET
    return render(request, "care/on_this_day.html", words)


def has_on_this_day(request: SignedIn, wishes: WishesFacts) -> bool:
    """Whether the page has anything to show now, for whoever would name it."""
    if not wishes.on_this_day or Quiet.is_on(request.visitor.person):
        return False
    return bool(request.shelf.on_this_day(request.visitor.today(), size=1).entries)
