"""Taking everything along: an export, streamed to the browser as it is made."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator
from typing import NamedTuple
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from heartleaf.archive import exporting
from heartleaf.archive.bag import facts
from heartleaf.archive.bag.asked import Asked
from heartleaf.archive.bag.faces.reach import ForSomeone, whom_it_can_be_for
from heartleaf.family.entering import has_proved_sheet
from heartleaf.family.opening import OpenPerson
from heartleaf.web.access import signed_in
from heartleaf.web.forms.exporting import SEALED, ExportForm
from heartleaf.web.http import SignedIn
from heartleaf.web.turns import Busy, Turn, take_turn

PIECE = 256 * 1024


class Theirs(NamedTuple):
    """Somebody an export can be for, and what it would hold."""

    id: UUID
    name: str
    said: str


@signed_in
def export(request: SignedIn) -> HttpResponseBase:
    """The page, and by its buttons what it speaks of. A child has none: they are led home."""
    person = request.visitor
    persons = whom_it_can_be_for(person) if person.is_parent else []
    form = ExportForm(request.POST or None, persons=persons)
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    if form.cleaned_data["make"] == SEALED and not has_proved_sheet(person.person):
        return _page(request, form, status=422)  # which says that there is no sheet
    try:
        turn = take_turn(person.id, request.META)
    except Busy as busy:
        return _page(request, form, status=503, busy=busy)
    with contextlib.ExitStack() as if_it_fails:
        if_it_fails.callback(turn.give_back)
        response = _sent(request, form, turn)
        if_it_fails.pop_all()  # from here on the stream gives it back
    return response


def _sent(request: SignedIn, form: ExportForm, turn: Turn) -> HttpResponseBase:
    stream = _Stream(request.visitor, form.asked, turn)
    response = StreamingHttpResponse(stream, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{_name(request, form)}"'
    response["Content-Encoding"] = "identity"  # what is in it is packed already
    return response


class _Stream:
    """The zip in pieces. However it ends, also before it began, its turn is given back."""

    def __init__(self, person: OpenPerson, asked: Asked, turn: Turn) -> None:
        # Without what its session remembers: that ends with the request.
        self._parts = _pieces(OpenPerson(person.person, person.identity), asked)
        self._turn = turn

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        self._turn.works()
        try:
            return next(self._parts)
        finally:
            self._turn.waits()

    def close(self) -> None:
        try:
            self._parts.close()
        finally:
            self._turn.give_back()

    def __del__(self) -> None:
        self._turn.give_back()  # of an answer that was dropped before it was sent


def _pieces(person: OpenPerson, asked: Asked) -> Generator[bytes]:
    """Neither too small for the line nor too large for memory."""
    held = bytearray()
    for part in exporting.stream(exporting.gather(person, asked)):
        if len(part) >= PIECE and not held:
            yield part
            continue
        held += part
        if len(held) >= PIECE:
            yield bytes(held)
            held.clear()
    yield bytes(held)


def _name(request: SignedIn, form: ExportForm) -> str:
    """In a list of downloads, where others may look, it says nothing unless she wants it to."""
    place = slugify(request.visitor.facts.name) if form.cleaned_data["named"] else ""
    return _called(request.visitor, form.asked.kind, place)


def _called(person: OpenPerson, kind: str, place: str = "") -> str:
    return f"{place or 'archive'}-{kind}-{person.today().isoformat()}.zip"


def _page(
    request: SignedIn, form: ExportForm, *, status: int = 200, busy: Busy | None = None
) -> HttpResponse:
    person = request.visitor
    words = {
        "form": form,
        "busy": busy,
        "has_sheet": has_proved_sheet(person.person),
        "untried": bool(person.own.unproved_sheet),
        "called": {kind: _called(person, kind) for kind in ("open", "sealed", "shared")},
        "theirs": [_theirs(person, id, name) for id, name in form.fields["whom"].choices],  # type: ignore[attr-defined]
        "about": _about(facts.size(exporting.gather(person, Asked()))),
        "to_whom": [(str(id), name) for id, name in form.fields["whom"].choices],  # type: ignore[attr-defined]
        "chosen": form["whom"].value() or "",
    }
    return render(request, "exporting/export.html", words, status=status)


def _theirs(parent: OpenPerson, id: UUID, name: str) -> Theirs:
    """What an export for them would hold, before it is made."""

    def holds(*, covered: bool) -> bool:
        gathered = exporting.gather(parent, Asked(whom=id, covered=covered))
        return next(gathered.kept(), None) is not None

    with_them = ForSomeone(parent, Asked(whom=id)).circles
    circles = ", ".join(parent.circle_name(circle.handle) for circle in with_them)
    if holds(covered=False):
        said = _("What is kept in: {circles}.").format(circles=circles)
    elif holds(covered=True):
        said = _(
            "What is kept in a circle with {name} is covered: without the tick below, the file"
            " would hold the children and the days."
        ).format(name=name)
    else:
        said = _(
            "There is nothing in a circle with {name} to be read yet; the file would hold the"
            " children and the days."
        ).format(name=name)
    return Theirs(id, name, said)


def _about(size: int) -> str:
    """How large at most, in words that need no more precision than there is."""
    if size < 2**30:
        return _("{count} MB").format(count=max(10, 10 * round(size / 2**20 / 10)))
    return _("{count} GB").format(count=max(1, round(size / 2**30)))
