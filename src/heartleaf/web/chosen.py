"""The files that a person chose on a form: sent before by its script, or with the form itself.

They rest as uploads, sealed to the person, until the form is kept; a fault in it costs nobody a
second choosing. A page that is shown again cannot hold a file, so it speaks of what has arrived:
by its id, and by the file whose place it takes, if it takes one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from django.http import Http404

from heartleaf.archive import uploads
from heartleaf.archive.models import Upload
from heartleaf.family.opening import OpenCircle, OpenPerson
from heartleaf.keepsakes.attachments import Attachment
from heartleaf.keepsakes.developing.kinds import HEAD, SORTS, Sort, kind_of
from heartleaf.keepsakes.developing.looks import NotKnown
from heartleaf.keepsakes.keeping import AlreadyKept
from heartleaf.keepsakes.pairing import paired
from heartleaf.keepsakes.receiving import Received, is_here, let_go, only_waits, receive
from heartleaf.web import access
from heartleaf.web.http import SignedIn
from heartleaf.web.sending import is_uuid
from heartleaf.web.uploading import sealed_files

MOST = uploads.MOST_LOOSE
FIELD, INSTEAD = "files", "-instead"


class ChosenFile(NamedTuple):
    """A whole file, sealed to whoever chose it. `instead` is the file whose place it takes."""

    upload: Upload
    name: str
    instead: str = ""

    @property
    def told(self) -> str:
        """How the form speaks of it."""
        return f"{self.upload.id} {self.instead}".rstrip()


@dataclass
class Chosen:
    """The files of a form in the order of its list. `missing`: some that the page speaks of are
    not here. `unread` are the names of those that the device could not read."""

    files: list[ChosenFile] = field(default_factory=list)
    missing: bool = False
    unread: list[str] = field(default_factory=list)

    @property
    def listed(self) -> list[tuple[str, str]]:
        """The id and the name of each that takes nobody's place, for the page to list again."""
        return [(str(one.upload.id), one.name) for one in self.files if not one.instead]

    @property
    def instead(self) -> dict[str, ChosenFile]:
        return {one.instead: one for one in self.files if one.instead}

    def hashes(self, person: OpenPerson) -> set[str]:
        """The SHA-256 of each whole file."""
        return {_sha256(one.upload, person) for one in self.files}

    def add(self, one: ChosenFile) -> None:
        """Of two that would take the same place, the one that came last."""
        if before := self.instead.get(one.instead):
            uploads.discard(before.upload)
            self.files.remove(before)
        self.files.append(one)

    def let_go(self) -> None:
        while self.files:
            uploads.discard(self.files.pop().upload)


class TakenFile(NamedTuple):
    """A file that was received in a circle. `instead` is the file whose place it takes."""

    received: Received
    instead: str = ""

    @property
    def attachment(self) -> Attachment:
        return self.received.attachment


@dataclass
class TakenIn:
    """What became of the files: received in the first of these circles, as they are here in none
    of them; or why not, by name."""

    circles: list[OpenCircle]
    files: list[TakenFile] = field(default_factory=list)
    not_known: list[str] = field(default_factory=list)
    here_already: list[str] = field(default_factory=list)
    in_the_tray: list[str] = field(default_factory=list)

    @property
    def attachments(self) -> list[Attachment]:
        return [one.attachment for one in self.files]

    @property
    def added(self) -> list[Attachment]:
        """In the order they were chosen; a film that was taken with a still says so."""
        each = [one.received for one in self.files if not one.instead]
        return paired([one.attachment for one in each], [one.look for one in each])

    @property
    def instead(self) -> dict[str, Attachment]:
        return {one.instead: one.attachment for one in self.files if one.instead}

    def keep[Kept](self, act: Callable[[], Kept]) -> Kept:
        """Do what keeps them; once more without what another window kept a moment ago. If it
        breaks off, nothing of them is left."""
        try:
            while True:
                try:
                    return act()
                except AlreadyKept:
                    if not self._drop_what_is_here():
                        raise
        except BaseException:
            self.let_go()
            raise

    def let_go(self) -> None:
        let_go(self.attachments)

    def add(self, taken: TakenFile) -> None:
        """One file is kept once: neither a second time in a circle, nor twice in one keepsake."""
        self.files.append(taken)
        whole = taken.attachment.sha256
        twice = any(one.sha256 == whole for one in self.attachments[:-1])
        if twice or is_here(self.circles, whole):
            self._drop(taken)

    def _drop_what_is_here(self) -> bool:
        here = [one for one in self.files if is_here(self.circles, one.attachment.sha256)]
        for one in here:
            self._drop(one)
        return bool(here)

    def _drop(self, taken: TakenFile) -> None:
        self.files.remove(taken)
        let_go([taken.attachment])
        waits = only_waits(self.circles, taken.attachment.sha256)
        (self.in_the_tray if waits else self.here_already).append(taken.attachment.name)


def chosen_by(request: SignedIn) -> Chosen:
    """What this form brings, first what it speaks of, then what came with it."""
    chosen = Chosen(unread=[name for name in request.POST.getlist("unread")[:MOST] if name])
    for told in dict.fromkeys(request.POST.getlist("uploads")[:MOST]):
        id, _space, instead = told.partition(" ")
        found = _arrived(request, id)
        if found is None:
            chosen.missing = True
        else:
            chosen.add(ChosenFile(found, uploads.name_of(found, request.visitor), instead))
    for one in _with_form(request):
        chosen.add(one)
    return chosen


def sent_before(person: OpenPerson) -> Chosen:
    """What has arrived for a form that was never kept: its page was left, or its answer lost."""
    loose = Upload.objects.filter(person=person.person, belongs_to=None).order_by("began_at")
    here = [one for one in loose[:MOST] if one.size and uploads.has_arrived(one)]
    return Chosen([ChosenFile(one, uploads.name_of(one, person)) for one in here])


def take_in(chosen: Chosen, person: OpenPerson, *circles: OpenCircle) -> TakenIn:
    """Seal each to the first circle and look at it. If that breaks off, nothing is left there."""
    taken = TakenIn(list(circles))
    try:
        for one in chosen.files:
            try:
                received = receive(uploads.chunks(one.upload, person), circles[0], one.name)
            except NotKnown:
                taken.not_known.append(one.name)
            else:
                taken.add(TakenFile(received, one.instead))
    except BaseException:
        taken.let_go()
        raise
    return taken


def holds(chosen: Chosen, person: OpenPerson, sort: Sort) -> bool:
    """Is a file of this sort among them, by its first bytes?"""
    return any(_sort(one, person) == sort for one in chosen.files)


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _arrived(request: SignedIn, id: str) -> Upload | None:
    try:
        found = access.upload(request, UUID(id)) if is_uuid(id) else None
    except Http404:
        return None
    return found if found and uploads.has_arrived(found) else None


def _with_form(request: SignedIn) -> Iterator[ChosenFile]:
    for name, file in sealed_files(request):
        if name == FIELD or name.endswith(INSTEAD):
            instead = "" if name == FIELD else name.removesuffix(INSTEAD)
            yield ChosenFile(file.upload, file.name or "", instead)


def _sha256(upload: Upload, person: OpenPerson) -> str:
    whole = hashlib.sha256()
    for chunk in uploads.chunks(upload, person):
        whole.update(chunk)
    return whole.hexdigest()


def _sort(one: ChosenFile, person: OpenPerson) -> Sort | None:
    beginning = next(uploads.chunks(one.upload, person), b"")
    try:
        return SORTS[kind_of(beginning[:HEAD], one.name)]
    except NotKnown:
        return None
