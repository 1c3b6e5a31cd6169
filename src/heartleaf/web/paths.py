"""Paths: their titles, one of them, a hard moment on it; begun, changed, put aside, ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from heartleaf.care.paths.paths import (
    LEAVES,
    MARKED,
    TOTAL,
    Path,
    add_path,
    change_path,
    end_path,
    open_paths,
)
from heartleaf.care.planning import plan
from heartleaf.family.facts import mark_of
from heartleaf.keepsakes.keeping import ChangedMeanwhile
from heartleaf.web.day_words import dates_in_words
from heartleaf.web.forms.paths import DAYS, SHOWN, NewPathForm, PathForm
from heartleaf.web.http import SignedIn
from heartleaf.web.notebook import id_of_new, with_notebook
from heartleaf.web.paths_access import look_again, part_of, path_of
from heartleaf.web.paths_reminding import reminding_in_words
from heartleaf.web.paths_words import (
    beginnings,
    branch,
    figures,
    name_of_path,
    telephone,
)
from heartleaf.web.told import tell

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

OFFERED: dict[str, tuple[StrPromise, dict[str, Any]]] = {
    "alcohol": (gettext_lazy("Without alcohol"), {"alcohol": True}),
    "walking": (gettext_lazy("Walking"), {"days": MARKED}),
    "help": (gettext_lazy("Asking for help"), {"days": MARKED}),
    "own": (gettext_lazy("One of your own"), {}),
}
BREATHS, NOTES = 4, 20


@with_notebook
def paths(request: SignedIn) -> HttpResponse:
    """Nothing but their titles."""
    there = open_paths(request.visitor).paths
    named = [(one, name_of_path(one)) for one in there]
    words = {
        "on": [pair for pair in named if not pair[0].aside],
        "aside": [pair for pair in named if pair[0].aside],
    }
    return render(request, "paths/paths.html", words)


@with_notebook
def new_path(request: SignedIn) -> HttpResponse:
    """First which, then its form, which carries the id of the path it makes: it is made once."""
    of = request.POST.get("of") or request.GET.get("of", "")
    if of not in OFFERED:
        return render(request, "paths/offered.html", {"offered": OFFERED})
    title, more = OFFERED[of]
    path = Path(id=id_of_new(request), shown=[TOTAL, LEAVES], **more)
    path.title = "" if of == "own" else str(title)
    today = request.visitor.today()
    form = NewPathForm(request.POST or None, path=path, today=today)
    if request.method != "POST" or not form.is_valid():
        words = {"form": form, "new": path.id, "of": of, "alcohol": _is_about_alcohol(form)}
        return _page(request, "paths/form.html", form, words)
    form.fill(path, today)
    add_path(request.visitor, path)
    return tell(redirect("path", id=path.id), _("Kept. Only you can open it."))


@with_notebook
def path(request: SignedIn, id: UUID) -> HttpResponse:
    one, today = path_of(request, id), request.visitor.today()
    drawn, notes = branch(one, request.visitor), part_of(request, one.notes, NOTES)
    words = {
        "path": one,
        "name": name_of_path(one),
        "words_on": dates_in_words(date.fromisoformat(one.words_on)) if one.words_on else "",
        "figures": figures(one, today),
        "branch": drawn,
        "beginnings": beginnings(one),
        "marks": one.days == MARKED,
        "is_marked": today.isoformat() in one.marked,
        "today": today.isoformat(),
        "notes": [(note, dates_in_words(note.day)) for note in notes.shown],
        "earlier": notes.onward,
        "reminding": reminding_in_words(one.reminding),
    }
    return render(request, "paths/path.html", words)


@with_notebook
def hard_moment(request: SignedIn, id: UUID) -> HttpResponse:
    """Her reasons, her person, one breath. The breaths are pages, so they need no script."""
    one, said = path_of(request, id), request.GET.get("breath", "")
    breath = int(said) % BREATHS if said.isdecimal() and len(said) < 4 else 0
    words = {
        "path": one,
        "name": name_of_path(one),
        "telephone": telephone(one.call_number) if one.call_number else "",
        "breath": breath,
        "next": breath + 1,
    }
    return render(request, "paths/hard_moment.html", words)


@with_notebook
def change(request: SignedIn, id: UUID) -> HttpResponse:
    one, today = path_of(request, id), request.visitor.today()
    form = PathForm(request.POST or None, path=one)
    words = {"path": one, "name": name_of_path(one), "form": form, "based_on": one.form_mark}
    words["alcohol"] = _is_about_alcohol(form)
    if request.method != "POST":
        return _page(request, "paths/form.html", form, words)
    based_on = request.POST.get("based_on", "")
    if not form.is_valid():
        return _page(request, "paths/form.html", form, words | {"based_on": based_on})

    def fill(path: Path) -> None:
        typed = replace(path)
        form.fill(typed, today)
        if path.form_mark not in {based_on, typed.form_mark}:
            raise ChangedMeanwhile
        form.fill(path, today)

    try:
        change_path(request.visitor, one.id, fill)
    except ChangedMeanwhile:
        return _page(request, "paths/form.html", form, words | {"there": _as_it_is(one)})
    return tell(redirect("path", id=id), _("Kept."))


@require_POST
@with_notebook
def put_aside(request: SignedIn, id: UUID) -> HttpResponse:
    """And take it up again. What was planned of it goes at once."""
    aside = request.visitor.today().isoformat() if request.POST.get("aside") else ""
    change_path(request.visitor, str(id), lambda path: setattr(path, "aside", aside))
    plan(request.visitor)
    if aside:
        small = _("Nothing comes of it. It is here whenever you want it.")
        return tell(redirect("paths"), _("Put aside."), small)
    return tell(redirect("path", id=id), _("Taken up again. All your days stay."))


@with_notebook
def end(request: SignedIn, id: UUID) -> HttpResponse:
    """For good. Nothing goes before it is asked."""
    one = path_of(request, id)
    if request.method == "POST":
        try:
            end_path(request.visitor, one.id, request.POST.get("based_on", ""))
        except ChangedMeanwhile:
            return look_again("end-path", id=id)
        plan(request.visitor)
        return tell(redirect("paths"), _("Ended. What you kept from it stays kept."))
    words = {"path": one, "name": name_of_path(one), "based_on": mark_of(one)}
    return render(request, "paths/end.html", words)


def _is_about_alcohol(form: PathForm) -> bool:
    return bool(form["alcohol"].value())


def _as_it_is(path: Path) -> list[tuple[str, str]]:
    days = {value: str(words) for value, words, _means in DAYS}
    shown = [str(words) for value, words in SHOWN if value in path.shown]
    said = [
        (_("What this path is"), path.title),
        (_("In your own words"), path.words),
        (_("Why"), "\n".join(path.reasons)),
        (_("A person you may call"), f"{path.call_name} {path.call_number}".strip()),
        (_("Its days"), days.get(path.days, path.days)),
        (_("How it is shown"), "\n".join(shown)),
        (_("It is about alcohol"), _("Yes") if path.alcohol else ""),
    ]
    return [(what, words) for what, words in said if words]


def _page(request: SignedIn, template: str, form: PathForm, words: dict[str, Any]) -> HttpResponse:
    status = 409 if "there" in words else 422 if form.errors else 200
    return render(request, template, words, status=status)
