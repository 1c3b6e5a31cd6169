"""Pages for when something is not as it should be: what happened, what is kept, what to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def not_there(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if request.path.startswith("/page/"):  # whoever is there is a guest, and has no place here
        return render(request, "circle/gone.html", status=404)
    return _page(request, 404, _("There is nothing at this address, or it is not open to you."))


def damaged(request: HttpRequest) -> HttpResponse:
    """A file that is here but is not the one that was kept."""
    return _page(
        request,
        404,
        _("Its sealed bytes were damaged or exchanged, so it is not given out."),
        _("Nothing was changed. If there is a backup, the file may be whole there."),
        title=_("This file is damaged"),
    )


def no_copy(request: HttpRequest) -> HttpResponse:
    """The place is to be left out, and that cannot be promised of this file."""
    return _page(
        request,
        409,
        _("The place cannot be taken out of this file for certain, so it is not given out."),
        _("Nothing was changed. Under “Arrange” you can choose to have it saved as it came."),
        title=_("The place would still be in it"),
    )


def no_picture() -> HttpResponse:
    """In the place of a picture: the page around it says what is wrong."""
    sentence = _("This picture cannot be shown.")
    return HttpResponse(sentence, status=404, content_type="text/plain; charset=utf-8")


def not_open(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403, _("This is not open from here."))


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400, _("That could not be understood."))


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was older than the way in: never a traceback, and what was typed is a step back."""
    return _page(
        request,
        403,
        _("This page had been open for too long, so nothing was changed."),
        _("Go back one page: what you typed is still there. Load that page again, then send it."),
    )


def someone_else(request: HttpRequest) -> HttpResponse:
    """What one person typed is never kept as another's."""
    return _page(
        request,
        403,
        _("Someone else has signed in here since, so nothing was kept."),
        _("Go back one page: what you typed is still there. Sign in in another tab, then send it."),
    )


def changed_meanwhile(request: HttpRequest) -> HttpResponse:
    sentence = _("This was changed or taken elsewhere a moment ago, so nothing was done to it.")
    return _page(request, 409, sentence, _("Go back one page and look again."))


def not_theirs(request: HttpRequest) -> HttpResponse:
    """They may look at it, and it is somebody else's to change."""
    return _page(
        request,
        403,
        _("Only who kept this, and the parents, can change it. Nothing was changed."),
        _("If you were writing, go back one page: what you typed is still there."),
        title=_("It stays as it is"),
    )


def not_let_in(request: HttpRequest) -> HttpResponse:
    """They were taken out of the circle, or may only look there, since the page was opened."""
    return _page(
        request,
        403,
        _("You may not keep anything in this circle, or not any more. Nothing was kept there."),
        _("Go back one page: what you typed is still there. It can be kept for you alone."),
    )


def no_room(request: HttpRequest, sentence: str) -> HttpResponse:
    """The disk is full or cannot be written. What is open can still be read."""
    what = _("If you were writing, go back one page: what you typed is still there.")
    return _page(request, 507, sentence, what)


def our_fault(request: HttpRequest) -> HttpResponse:
    """Rendered without the request: whatever broke must not break this page too."""
    return HttpResponse(render_to_string("fault.html", {}), status=500)


def _page(
    request: HttpRequest, status: int, sentence: str, what: str = "", title: str = ""
) -> HttpResponse:
    words = {"sentence": sentence, "what": what, "title": title or _("Nothing is lost")}
    return render(request, "failed.html", words, status=status)
