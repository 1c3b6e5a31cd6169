"""A clinic's questionnaire: brought in as a file, looked over first, kept or not, taken out."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from heartleaf.archive.models import Upload
from heartleaf.archive.uploads import chunks, discard
from heartleaf.care.questionnaires import keeping
from heartleaf.care.questionnaires.keeping import Brought, Questionnaires
from heartleaf.care.questionnaires.opening import MOST_BYTES
from heartleaf.care.questionnaires.reading import read
from heartleaf.care.questionnaires.shapes import Questionnaire, Refused, Why
from heartleaf.family.facts import mark_of
from heartleaf.keepsakes.notebook import NotThere, TooMany
from heartleaf.vault import NotThere as FileNotThere
from heartleaf.web import access
from heartleaf.web.access import View, signed_in, typed_by_another
from heartleaf.web.failing import someone_else
from heartleaf.web.forms.questionnaires import BringForm
from heartleaf.web.http import SignedIn
from heartleaf.web.notebook import with_notebook
from heartleaf.web.questionnaire_words import (
    day_words,
    facts_of,
    title_of,
    unshown_words,
    why_refused,
)
from heartleaf.web.told import tell
from heartleaf.web.uploading import let_files_go, sealed_files


class Kept(NamedTuple):
    """A questionnaire that was taken; `questionnaire` is none where this version cannot read it."""

    brought: Brought
    questionnaire: Questionnaire | None

    @property
    def title(self) -> str:
        return title_of(self.questionnaire)

    @property
    def on(self) -> str:
        return day_words(self.brought.on)


def with_questionnaires(view: Callable[..., HttpResponse]) -> View:
    """As `with_notebook`, with their `section`."""

    @functools.wraps(view)
    def opened(request: SignedIn, **kwargs: object) -> HttpResponseBase:
        return view(request, keeping.open_questionnaires(request.visitor), **kwargs)

    return with_notebook(opened)


@with_questionnaires
def questionnaires(request: SignedIn, section: Questionnaires) -> HttpResponse:
    kept = [Kept(one, read_again(one)) for one in reversed(section.brought)]
    return render(request, "questionnaires/questionnaires.html", {"kept": kept})


@signed_in
def new(request: SignedIn) -> HttpResponse:
    """Choose a file. It waits, sealed to its person, until they have looked it over."""
    if request.method != "POST":
        return render(request, "questionnaires/bring_in.html", {"form": BringForm()})
    waits = None
    try:
        if typed_by_another(request):
            return someone_else(request)
        form = BringForm(request.POST, request.FILES)
        fault = str(form.errors["file"][0]) if form.errors else _why_not(request)
        if fault:
            words = {"form": form, "fault": fault}
            return render(request, "questionnaires/bring_in.html", words, status=422)
        waits = _arrived(request)
        return redirect("look-over-questionnaire", id=waits.id)
    finally:  # whatever went wrong, nothing of it stays
        if waits is None:
            let_files_go(request)


@with_questionnaires
def look_over(request: SignedIn, section: Questionnaires, id: UUID) -> HttpResponse:
    """What the file says of itself and what of it cannot be shown; then it is taken, or not."""
    if section.one(str(id)):  # a second tap
        return redirect("questionnaire", id=id)
    upload = access.upload(request, id)
    if request.method == "POST" and request.POST.get("step") == "leave":
        discard(upload)
        return tell(redirect("questionnaires"), _("Left. Nothing of the file is here."))
    try:
        data = _bytes(upload, request)
        questionnaire = read(data, get_language() or "")
    except (Refused, FileNotThere) as error:
        raise Http404 from error
    words: dict[str, Any] = {
        "questionnaire": questionnaire,
        "facts": facts_of(questionnaire),
        "id": id,
    }
    words |= {"title": title_of(questionnaire), "again": _again(section, data)}
    words["unshown"] = [unshown_words(one) for one in questionnaire.unshown]
    if request.method == "POST":
        try:
            keeping.take(request.visitor, str(id), data)
        except TooMany:
            words["no_room"] = True
            return render(request, "questionnaires/look_over.html", words, status=409)
        discard(upload)
        small = _("It is only for you. Nothing is sent to the clinic.")
        return tell(redirect("questionnaire", id=id), _("Taken in."), small)
    return render(request, "questionnaires/look_over.html", words)


@with_questionnaires
def questionnaire(request: SignedIn, section: Questionnaires, id: UUID) -> HttpResponse:
    kept = kept_one(section, id)
    fillings = [
        (one, day_words(one.begun), day_words(one.changed)) for one in section.fillings_of(str(id))
    ]
    words: dict[str, Any] = {"kept": kept, "fillings": fillings}
    if found := kept.questionnaire:
        words |= {"facts": facts_of(found), "groups": groups_of(found)}
        words["unshown"] = [unshown_words(one) for one in found.unshown]
    return render(request, "questionnaires/questionnaire.html", words)


@with_questionnaires
def file(request: SignedIn, section: Questionnaires, id: UUID) -> HttpResponse:
    """The clinic's file, as it came."""
    kept = kept_one(section, id)
    return saved(kept.brought.file.encode(), "questionnaire.json", "application/fhir+json")


@with_questionnaires
def take_out(request: SignedIn, section: Questionnaires, id: UUID) -> HttpResponse:
    kept = kept_one(section, id)
    if request.method == "POST":
        keeping.take_out(request.visitor, str(id), request.POST.get("based_on", ""))
        return tell(redirect("questionnaires"), _("Taken out, with the answers."))
    words = {"kept": kept, "answers": bool(section.fillings_of(str(id)))}
    words["mark"] = mark_of(section.only(str(id)))
    return render(request, "questionnaires/take_out.html", words)


def kept_one(section: Questionnaires, id: UUID) -> Kept:
    """Raises NotThere."""
    found = section.one(str(id))
    if found is None:
        raise NotThere
    return Kept(found, read_again(found))


def read_again(brought: Brought) -> Questionnaire | None:
    """It was read when it was taken; a later version may be stricter."""
    try:
        return read(brought.file.encode(), get_language() or "")
    except Refused:
        return None


def groups_of(questionnaire: Questionnaire) -> list[tuple[int, str]]:
    """The groups that can be filled in one by one: their places in the file, and their words."""
    found = [
        (at, item.text)
        for at, item in enumerate(questionnaire.items)
        if item.kind == "group" and item.text and not item.hidden
    ]
    return found if len(found) > 1 else []


def saved(data: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _again(section: Questionnaires, data: bytes) -> Brought | None:
    """The same file, if it is here already."""
    return next((one for one in section.brought if one.file.encode() == data), None)


def _arrived(request: SignedIn) -> Upload:
    """The file that came with the form."""
    return next(file.upload for _field, file in sealed_files(request))


def _why_not(request: SignedIn) -> str:
    try:
        read(_bytes(_arrived(request), request))
    except Refused as refused:
        return why_refused(refused)
    return ""


def _bytes(upload: Upload, request: SignedIn) -> bytes:
    if upload.received > MOST_BYTES:
        raise Refused(Why.TOO_LARGE)
    return b"".join(chunks(upload, request.visitor))
