"""Reading what was left: by a parent, or by whoever was asked to read first; and its files."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heartleaf.circle import letterbox
from heartleaf.circle.letterbox import OpenNote, TakenMeanwhile
from heartleaf.circle.letting_in import look_at
from heartleaf.circle.note_content import NoteFile
from heartleaf.keepsakes.developing.kinds import SORTS
from heartleaf.keepsakes.developing.looks import Unreadable
from heartleaf.sealing import SealingError
from heartleaf.vault import VaultError
from heartleaf.web import access, failing, ranges
from heartleaf.web.access import signed_in
from heartleaf.web.http import SignedIn
from heartleaf.web.letterbox_sounds import played
from heartleaf.web.note_words import entry_of
from heartleaf.web.told import tell


@require_safe
@signed_in
def reading(request: SignedIn) -> HttpResponse:
    """What this person was asked to read before the parents do, one at a time."""
    opened = next(letterbox.to_read_first(request.visitor), None)
    return _reading(request, opened)


@require_POST
@signed_in
def say(request: SignedIn, id: UUID) -> HttpResponse:
    """It is fine to read, or better put aside; with a word, or without."""
    opened, word = access.note_to_read(request, id), request.POST.get("word", "")
    if len(word) > 500:
        return _reading(request, opened, word, _("That is longer than there is room for here."))
    fine = request.POST.get("fine") == "yes"
    try:
        letterbox.say_of(request.visitor, opened, fine, word)
    except TakenMeanwhile:
        return failing.changed_meanwhile(request)
    said = _("It is with the parents now.") if fine else _("Put aside.")
    small = "" if fine else _("The parents see it only if they ask for everything.")
    return tell(redirect("reading"), said, small)


@require_POST
@signed_in
def uncover(request: SignedIn, id: UUID) -> HttpResponse:
    """Show this one, for a while."""
    opened = _opened(request, id)
    at = reverse("note", args=[id]) if _is_parents(request, opened) else reverse("reading")
    return redirect(f"{at}?uncovered={access.uncovering(request, id)}")


@require_safe
@signed_in
def picture(request: SignedIn, id: UUID, number: int, view: str) -> HttpResponse:
    """Made anew in the confined decoder. Until someone asked, the soft one alone leaves here."""
    opened = _opened(request, id)
    if view != "cover" and not (view == "large" and access.is_uncovered(request, id)):
        raise Http404
    return _made(opened, number, lambda file: _view(opened, file, view))


@require_safe
@signed_in
def sound(request: SignedIn, id: UUID, number: int) -> HttpResponse:
    opened, person = _opened(request, id), request.visitor
    return _made(
        opened,
        number,
        lambda file: ranges.answer_from_memory(request, played(person, opened, file), "audio/mp4"),
    )


@require_safe
@signed_in
def file(request: SignedIn, id: UUID, number: int) -> HttpResponse:
    """As it came, to be saved under a name that says nothing; never shown by the browser itself."""
    opened = _opened(request, id)
    is_uncovered = access.is_uncovered(request, id)

    def save(one: NoteFile) -> HttpResponse:
        if SORTS.get(one.type) != "sound" and not is_uncovered:
            raise Http404
        return _saved(opened, one)

    return _made(opened, number, save)


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _reading(
    request: SignedIn, opened: OpenNote | None, word: str = "", fault: str = ""
) -> HttpResponse:
    words = {"entry": None, "word": word, "fault": fault}
    if opened:
        is_uncovered = access.is_uncovered(request, opened.id)
        uncovered = request.GET.get("uncovered", "") if is_uncovered else ""
        entry = entry_of(opened, uncovered=uncovered, is_uncovered=is_uncovered)
        words |= {"entry": entry}  # type: ignore[dict-item]
    return render(request, "letterbox/reading.html", words, status=422 if fault else 200)


def _opened(request: SignedIn, id: UUID) -> OpenNote:
    """A parent's, or one to be read first. Raises Http404."""
    if request.visitor.is_parent:
        return access.note(request, id)
    return access.note_to_read(request, id)


def _is_parents(request: SignedIn, opened: OpenNote) -> bool:
    reads_first = opened.words.reader == str(request.visitor.id) and opened.note.read is None
    return request.visitor.is_parent and not reads_first


def _made(opened: OpenNote, number: int, make: Callable[[NoteFile], HttpResponse]) -> HttpResponse:
    try:
        return make(opened.file(number))
    except KeyError as error:
        raise Http404 from error
    except (Unreadable, SealingError, VaultError):
        return failing.no_picture()


def _view(opened: OpenNote, file: NoteFile, view: str) -> HttpResponse:
    views = look_at(opened, file).views
    if views is None:
        raise Http404
    return HttpResponse(getattr(views, view).data, content_type="image/jpeg")


def _saved(opened: OpenNote, file: NoteFile) -> HttpResponse:
    data = b"".join(opened.chunks(file))
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = (
        f'attachment; filename="{file.number + 1}.{file.type or "bin"}"'
    )
    return response
