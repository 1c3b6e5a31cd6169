"""Reminders of a path: on which days of the week, at which hour, by which ways; none at first."""

from __future__ import annotations

import contextlib
from typing import Any
from uuid import UUID

from babel.dates import get_day_names
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from heartleaf.care.paths.paths import Path, Reminding, change_path
from heartleaf.care.paths.reminding import AHEAD
from heartleaf.care.planning import plan
from heartleaf.care.wishes import change_wishes
from heartleaf.sealing import SealingError
from heartleaf.web.day_words import joined
from heartleaf.web.forms.paths_reminding import RemindingForm
from heartleaf.web.http import SignedIn
from heartleaf.web.notebook import with_notebook
from heartleaf.web.paths_access import path_of
from heartleaf.web.paths_words import name_of_path
from heartleaf.web.told import tell
from heartleaf.web.ways import Ways


@with_notebook
def reminding(request: SignedIn, id: UUID) -> HttpResponse:
    path, ways = path_of(request, id), Ways.of(request.visitor)
    form = RemindingForm(request.POST or None, reminding=path.reminding, ways=ways)
    if request.method == "POST" and "none" in request.POST:
        return _keep(request, path, Reminding(hour=path.reminding.hour))
    if request.method == "POST" and form.is_valid():
        return _keep(request, path, form.filled())
    words: dict[str, Any] = {"path": path, "name": name_of_path(path), "form": form}
    words |= {"ahead": AHEAD, "is_set": bool(path.reminding.by and path.reminding.weekdays)}
    return render(request, "paths/reminding.html", words, status=422 if form.errors else 200)


def reminding_in_words(said: Reminding) -> str:
    """ "Mondays and Thursdays at 20:00"; empty for none."""
    if not said.weekdays or not said.by:
        return ""
    names = get_day_names("wide", locale=get_language() or "en")
    days = joined([names[day] for day in sorted(said.weekdays)])
    if len(said.weekdays) == len(names):
        days = _("Every day")
    return _("{days} at {hour}").format(days=days, hour=said.hour)


def _keep(request: SignedIn, path: Path, said: Reminding) -> HttpResponse:
    change_path(request.visitor, path.id, lambda now: setattr(now, "reminding", said))
    with contextlib.suppress(SealingError):  # then what is planned stays as it is
        # Whoever plans holds this row, so that of two windows the later one plans last.
        change_wishes(request.visitor, lambda wishes: None)
    plan(request.visitor)
    told = reminding_in_words(said)
    sentence = _("Kept. {days}.").format(days=told) if told else _("Kept. No reminders.")
    return tell(redirect("path", id=path.id), sentence)
