"""Files that came with a form: chosen in it, or held from the last time it was sent.

A form that is shown again cannot hold a file, so the page speaks of what arrived by its upload.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from heartleaf.archive import uploads
from heartleaf.archive.models import Upload
from heartleaf.family.opening import OpenCircle
from heartleaf.keepsakes.attachments import Attachment
from heartleaf.keepsakes.developing.looks import NotKnown
from heartleaf.keepsakes.receiving import is_here, let_go, receive
from heartleaf.web import access
from heartleaf.web.http import SignedIn
from heartleaf.web.uploading import SealedFile

ADDED, HELD, INSTEAD = "files", "held", "-instead"
# What is told travels in a cookie: so many names, each so long.
NAMED, LONGEST_NAME = 3, 30


@dataclass(frozen=True)
class Arrived:
    """A file that is here, sealed to its sender. `instead` is the file whose place it takes."""

    upload: Upload
    name: str
    instead: str

    @property
    def held(self) -> str:
        """How the form speaks of it when it is sent again."""
        return f"{self.upload.id} {self.instead}".rstrip()


class Arrivals:
    """The files of one form."""

    def __init__(self, request: SignedIn) -> None:
        self._person = request.visitor
        self.files: list[Arrived] = []
        for one in (*_held(request), *_chosen(request)):
            self._add(one)

    def discard(self) -> None:
        for one in self.files:
            uploads.discard(one.upload)
        self.files = []

    def received(self, circle: OpenCircle) -> Received:
        """Seal them for a circle, all that can be kept there. Leaves nothing if it fails."""
        taken = Received({}, [], [], [])
        try:
            for one in self.files:
                self._take(one, circle, taken)
        except BaseException:
            taken.let_go()
            raise
        return taken

    def _add(self, one: Arrived) -> None:
        """Of two that would take the same place, the one that came last."""
        for other in self.files if one.instead else []:
            if other.instead == one.instead:
                uploads.discard(other.upload)
        self.files = [each for each in self.files if not one.instead or each.instead != one.instead]
        self.files.append(one)

    def _take(self, one: Arrived, circle: OpenCircle, taken: Received) -> None:
        try:
            chunks = uploads.chunks(one.upload, self._person)
            attachment = receive(chunks, circle, one.name).attachment
        except NotKnown:
            taken.not_known.append(one.name)
            return
        if taken.has(attachment.sha256) or is_here([circle], attachment.sha256):
            let_go([attachment])
            taken.here_already.append(one.name)
        elif one.instead:
            taken.instead[one.instead] = attachment
        else:
            taken.added.append(attachment)


@dataclass(frozen=True)
class Received:
    """What can be kept, by the file it takes the place of, and to be added; and what cannot."""

    instead: dict[str, Attachment]
    added: list[Attachment]
    not_known: list[str]
    here_already: list[str]

    def has(self, sha256: str) -> bool:
        return any(one.sha256 == sha256 for one in (*self.instead.values(), *self.added))

    def let_go(self) -> None:
        let_go([*self.instead.values(), *self.added])

    def not_kept(self) -> str:
        """Which were not kept and why, in words: the good copy may still be somewhere."""
        said = []
        if self.not_known:
            words = _("Not kept, as it is not a kind of file that is known here: {names}.")
            said.append(words.format(names=_named(self.not_known)))
        if self.here_already:
            words = _("Here already, so not kept a second time: {names}.")
            said.append(words.format(names=_named(self.here_already)))
        return " ".join(said)


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _chosen(request: SignedIn) -> Iterator[Arrived]:
    for field, files in request.FILES.lists():
        for file in files:
            if isinstance(file, SealedFile) and (field == ADDED or field.endswith(INSTEAD)):
                instead = field.removesuffix(INSTEAD) if field != ADDED else ""
                yield Arrived(file.upload, file.name or "", instead)


def _held(request: SignedIn) -> Iterator[Arrived]:
    for told in request.POST.getlist(HELD):
        id, _space, instead = told.partition(" ")
        with contextlib.suppress(ValueError, Http404):  # it waited for too long
            upload = access.upload(request, UUID(id))
            yield Arrived(upload, uploads.name_of(upload, request.visitor), instead)


def _named(names: list[str]) -> str:
    short = [f"“{_short(name)}”" for name in names[:NAMED]]
    return ", ".join([*short, *([_("and others")] if len(names) > NAMED else [])])


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[:18]}…{name[-8:]}"
