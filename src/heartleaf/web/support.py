"""Help now: who may be called, by country; signed out, on a closed screen, without a line.

Nothing of it is written down: no log, no count, no choice. The country is in the address alone.
"""

from __future__ import annotations

import datetime
import functools
import hashlib

from babel.core import get_global
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from heartleaf.care.support.directory import Directory, corrected_by, current
from heartleaf.web.assets import addresses
from heartleaf.web.day_words import country_in_words
from heartleaf.web.http import Request
from heartleaf.web.sessions import is_closed
from heartleaf.web.support_words import line_in_words, there_in_words


def help_now(request: Request) -> HttpResponse:
    """Opens without signing in; it is written down nowhere that it was opened."""
    known, today = current(), timezone.localdate()
    asked = request.GET.get("country")
    by_zone = _country_of_zone(request) if asked is None else ""
    code = (asked or by_zone).upper()
    code = code if code in known.codes() else ""
    first = _("Choose, or not in this list") if asked is None else _("Elsewhere")
    words = {
        **_for_all(known, today, first),
        "there": there_in_words(known, code, today),
        "by_zone": bool(code and by_zone),
    }
    return render(request, "support/help_now.html", words)


def everywhere(request: HttpRequest) -> HttpResponse:
    """All countries on one page, the same for everyone, to print or to have without a line."""
    return HttpResponse(_whole())


def worker(request: HttpRequest) -> HttpResponse:
    """The part of us that keeps that one page in a browser. It sees no other page of ours: what
    it may answer for is under its own address."""
    whole = _whole()
    # A new one of these comes with every change of a word, and lays the new page in.
    words = {"edition": hashlib.sha256(whole.encode()).hexdigest()[:16], "assets": addresses()}
    return render(request, "support/worker.js", words, content_type="text/javascript")


def _for_all(known: Directory, today: datetime.date, first: str) -> dict[str, object]:
    names = sorted((country_in_words(code), code) for code in known.codes())
    everywhere = [line_in_words(known, each, today) for each in known.everywhere()]
    return {
        "countries": [("", first), *((code, name) for name, code in names)],
        "to_call": [each for each in everywhere if each.rows],
        "everywhere": [each for each in everywhere if not each.rows],
    }


def _whole() -> str:
    return _made(settings.HEARTLEAF_SUPPORT, timezone.localdate())


@functools.lru_cache(maxsize=2)
def _made(path: str, today: datetime.date) -> str:
    """Made without a request: there is nothing in it of whoever asks."""
    known = corrected_by(path)
    with translation.override(settings.LANGUAGE_CODE):
        theres = sorted(
            (there_in_words(known, code, today) for code in known.codes()),
            key=lambda there: there.name,
        )
        words = {
            "assets": addresses(),
            "today": today,
            "theres": theres,
            "there": there_in_words(known, "", today),
        }
        return render_to_string(
            "support/everywhere.html", _for_all(known, today, _("Elsewhere")) | words
        )


def _country_of_zone(request: Request) -> str:
    """Where the time zone is that this person chose; none for a stranger or a closed screen."""
    if request.visitor is None or is_closed(request):
        return ""
    return str(get_global("zone_territories").get(str(request.visitor.zone), ""))
