"""The files that a person chose on a form: sent before by its script, or with the form itself.

They rest as uploads, sealed to the person, until the form is kept; a fault in it costs nobody a
second choosing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.http import Http404

from heartleaf.archive import uploads
from heartleaf.archive.models import Upload
from heartleaf.family.opening import OpenCircle, OpenPerson
from heartleaf.keepsakes.attachments import Attachment
from heartleaf.keepsakes.developing.looks import NotKnown
from heartleaf.keepsakes.pairing import paired
from heartleaf.keepsakes.receiving import Received, is_here, let_go, receive
from heartleaf.web import access
from heartleaf.web.http import SignedIn
from heartleaf.web.sending import is_uuid
from heartleaf.web.uploading import SealedFile

MOST = uploads.MOST_LOOSE


@dataclass
class Chosen:
    """Whole files in the order of the list. `missing`: some that the page speaks of are not here.
    `unread` are the names of those that the device could not read."""

    uploads: list[Upload] = field(default_factory=list)
    missing: bool = False
    unread: list[str] = field(default_factory=list)

    def listed(self, person: OpenPerson) -> list[tuple[str, str]]:
        """The id and the name of each, for the page to list them again."""
        return [(str(one.id), uploads.name_of(one, person)) for one in self.uploads]

    def let_go(self) -> None:
        while self.uploads:
            uploads.discard(self.uploads.pop())


@dataclass
class TakenIn:
    """What became of the files: received in a circle, or why not, by name."""

    received: list[Received] = field(default_factory=list)
    not_known: list[str] = field(default_factory=list)
    here_already: list[str] = field(default_factory=list)

    @property
    def attachments(self) -> list[Attachment]:
        """In the order they were chosen; a film that was taken with a still says so."""
        files = [one.attachment for one in self.received]
        return paired(files, [one.look for one in self.received])

    def let_go(self) -> None:
        let_go(one.attachment for one in self.received)

    def drop_what_is_here(self, circle: OpenCircle) -> bool:
        """Another window may have kept one of them a moment ago. Was there any?"""
        here = [one for one in self.received if is_here([circle], one.attachment.sha256)]
        for one in here:
            self._drop(one)
            self.received.remove(one)
        return bool(here)

    def add(self, received: Received, circle: OpenCircle) -> None:
        """One file is kept once: neither a second time in a circle, nor twice in one keepsake."""
        whole = received.attachment.sha256
        twice = any(one.attachment.sha256 == whole for one in self.received)
        if twice or is_here([circle], whole):
            self._drop(received)
        else:
            self.received.append(received)

    def _drop(self, received: Received) -> None:
        let_go([received.attachment])
        self.here_already.append(received.attachment.name)


def chosen_by(request: SignedIn) -> Chosen:
    """What this form brings, first what it lists, then what came with it."""
    chosen = Chosen(unread=[name for name in request.POST.getlist("unread")[:MOST] if name])
    for id in dict.fromkeys(request.POST.getlist("uploads")[:MOST]):
        found = _arrived(request, id)
        if found is None:
            chosen.missing = True
        else:
            chosen.uploads.append(found)
    with_form = [file for file in request.FILES.getlist("files") if isinstance(file, SealedFile)]
    chosen.uploads += [file.upload for file in with_form]
    return chosen


def sent_before(person: OpenPerson) -> Chosen:
    """What has arrived for a form that was never kept: its page was left, or its answer lost."""
    loose = Upload.objects.filter(person=person.person, belongs_to=None).order_by("began_at")
    here = [one for one in loose[:MOST] if one.size and uploads.has_arrived(one)]
    return Chosen(uploads=here)


def take_in(chosen: Iterable[Upload], person: OpenPerson, circle: OpenCircle) -> TakenIn:
    """Seal each to the circle and look at it. If that breaks off, nothing of it is left there."""
    taken = TakenIn()
    try:
        for upload in chosen:
            name = uploads.name_of(upload, person)
            try:
                taken.add(receive(uploads.chunks(upload, person), circle, name), circle)
            except NotKnown:
                taken.not_known.append(name)
    except BaseException:
        taken.let_go()
        raise
    return taken


def _arrived(request: SignedIn, id: str) -> Upload | None:
    try:
        found = access.upload(request, UUID(id)) if is_uuid(id) else None
    except Http404:
        return None
    return found if found and uploads.has_arrived(found) else None
