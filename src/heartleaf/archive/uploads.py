"""Files on their way in: sealed to the sender alone, part by part, and read without a disk.

An upload that was cut off goes on where it stopped: what is acknowledged is in the vault.
"""

from __future__ import annotations

import datetime
import functools
import io
import json
from collections.abc import Collection, Iterator
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Count, F, Sum
from django.utils import timezone

from heartleaf.archive.models import Import, Upload
from heartleaf.family.models import Person
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.media import PART, vault
from heartleaf.keepsakes.seeking import Seeking
from heartleaf.sealing import Identity, Recipient, seal, unseal

KEPT_FOR = datetime.timedelta(days=2)
# What one person may have on its way to forms at once, so that nobody fills the disk with files
# that are never kept: so many, and so many bytes in all as they were begun with.
MOST_LOOSE, LARGEST_LOOSE = 500, 64 * 1024**3
WAITING = (Import.State.GATHERING, Import.State.STOPPED)
OVER = (Import.State.DONE, Import.State.FAILED)


class NotInOrder(Exception):
    """These bytes do not follow on what has arrived; `received` says where to go on."""

    def __init__(self, received: int) -> None:
        super().__init__(f"{received} bytes have arrived.")
        self.received = received


class Closed(Exception):
    """The import takes no more: it was begun, or waited for too long. Or the file was given up."""


class TooMuch(Exception):
    """This person has as much on its way as one may have at once."""


def begin_upload(
    person: Person, name: str, size: int, belongs_to: Import | None = None, number: int = 0
) -> Upload:
    """A new upload of `size` bytes. Its name is sealed like the rest.

    Asked again for the same file of an import, it is the one that was begun: the first answer may
    have been lost on its way. Raises Closed.
    """
    label = seal(json.dumps({"name": name}).encode(), Recipient(person.recipient))
    said = {"person": person, "label": label, "size": size}
    if belongs_to is None:
        return Upload.objects.create(**said)
    with transaction.atomic():
        take_more(belongs_to.pk)
        of_import = Upload.objects.filter(belongs_to=belongs_to)
        return of_import.get_or_create(belongs_to=belongs_to, number=number, defaults=said)[0]


def begin_loose(person: Person, name: str, size: int) -> Upload:
    """A new upload for a form, which belongs to no import. Raises TooMuch."""
    loose = Upload.objects.filter(person=person, belongs_to=None)
    here = loose.aggregate(files=Count("pk"), size=Sum("size", default=0))
    if here["files"] >= MOST_LOOSE or here["size"] + size > LARGEST_LOOSE:
        raise TooMuch
    return begin_upload(person, name, size)


def add_bytes(upload: Upload, offset: int, data: bytes) -> int:
    """Add a part of at most 4 MiB at `offset`; how much has arrived in all.

    Every part but the last must be whole, so that any byte can be found again. Raises NotInOrder
    and Closed.
    """
    end = offset + len(data)
    whole = end == upload.size or (len(data) == PART and end < upload.size)
    if offset != upload.received or not data or len(data) > PART or not whole:
        raise NotInOrder(upload.received)
    recipient = Recipient(upload.person.recipient)
    vault().put(part_name(upload.id, upload.parts), seal(data, recipient))
    with transaction.atomic():
        if upload.belongs_to_id:
            take_more(upload.belongs_to_id)
        here = Upload.objects.filter(pk=upload.pk, received=offset, given_up_at=None)
        moved_on = here.update(received=end, parts=upload.parts + 1)
    if not moved_on:
        raise _not_moved_on(upload)
    upload.received, upload.parts = end, upload.parts + 1
    return upload.received


def give_up(upload: Upload) -> None:
    """The rest of it cannot be read where it is. The others go on, and the report names it; of what
    was for a form nothing is left."""
    if upload.belongs_to_id is None:
        return discard(upload)
    Upload.objects.filter(pk=upload.pk).update(given_up_at=timezone.now(), received=0, parts=0)
    _remove_parts(upload)


def bring_together(uploads: Collection[Upload], person: OpenPerson) -> Import:
    """An import of what came with one form."""
    row = new_import(person)
    Upload.objects.filter(pk__in=[one.pk for one in uploads]).update(belongs_to=row)
    return row


def has_arrived(upload: Upload) -> bool:
    """Is it whole, for a form, and not given up?"""
    whole = upload.received == upload.size and upload.given_up_at is None
    return whole and upload.belongs_to_id is None


def all_arrived(row: Import) -> bool:
    """Is every file of it here, but those that were given up?"""
    return not row.uploads.filter(given_up_at=None).exclude(received=F("size")).exists()


def take_more(id: UUID) -> None:
    """It lives, and the clock lets it be. Raises Closed if it does not wait for files any more."""
    gathering = Import.objects.filter(pk=id, state=Import.State.GATHERING)
    if not gathering.update(alive_at=timezone.now()):
        raise Closed


def name_of(upload: Upload, person: OpenPerson) -> str:
    return str(json.loads(unseal(upload.label, person.identity))["name"])


def open_upload(upload: Upload, person: OpenPerson) -> io.BufferedReader:
    """The upload's bytes as a seekable file."""
    return io.BufferedReader(_Parts(upload, person.identity), buffer_size=64 * 1024)


def chunks(upload: Upload, person: OpenPerson) -> Iterator[bytes]:
    """The upload's bytes from the beginning, part by part."""
    for number in range(upload.parts):
        yield unseal(vault().get(part_name(upload.id, number)), person.identity)


def discard(upload: Upload) -> None:
    """Take it away. The row stops speaking of its parts first, so that none is ever missed."""
    Upload.objects.filter(pk=upload.pk).update(received=0, parts=0)
    _remove_parts(upload)
    upload.delete()


def _not_moved_on(upload: Upload) -> Exception:
    """Other bytes were quicker, or it was taken away meanwhile, and this part with it."""
    here = Upload.objects.filter(pk=upload.pk).first()
    if here is None:
        _remove_parts(upload)
        return Closed()
    return NotInOrder(here.received)


def _remove_parts(upload: Upload) -> None:
    for name in list(vault().names(f"upload/{upload.id}")):
        vault().remove(name)


def sweep_uploads(now: datetime.datetime) -> None:
    """What was not brought in goes two days after the last of it arrived.

    An import is over before its first file goes, so that none begins with what is left of it. One
    at work keeps its files.
    """
    before = now - KEPT_FOR
    silent = Import.objects.filter(alive_at__lt=before)
    silent.filter(state=Import.State.GATHERING, uploads=None).delete()
    silent.filter(state__in=WAITING).update(state=Import.State.FAILED)
    over = Upload.objects.filter(belongs_to__state__in=OVER, belongs_to__alive_at__lt=before)
    for upload in [*over, *Upload.objects.filter(belongs_to=None, began_at__lt=before)]:
        discard(upload)


def part_name(id: UUID, number: int) -> str:
    return f"upload/{id}/{number}.age"


class _Parts(Seeking):
    """Random access over sealed parts, with the last few open ones at hand."""

    def __init__(self, upload: Upload, identity: Identity) -> None:
        super().__init__()
        self._upload, self.size = upload, upload.received

        @functools.lru_cache(maxsize=3)
        def part(number: int) -> bytes:
            return unseal(vault().get(part_name(upload.id, number)), identity)

        self._part = part

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # any buffer
        number, inside = divmod(self._at, PART)
        if number >= self._upload.parts:
            return 0
        data = self._part(number)[inside : inside + len(buffer)]
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


class Arriving:
    """Takes a stream of bytes as it comes, for a form without script."""

    def __init__(self, person: Person, name: str) -> None:
        self._upload = begin_upload(person, name, 0)
        self._held = bytearray()

    def write(self, data: bytes) -> None:
        self._held += data
        while len(self._held) >= PART:
            self._put(bytes(self._held[:PART]))
            del self._held[:PART]

    def finish(self) -> Upload:
        if self._held:
            self._put(bytes(self._held))
        Upload.objects.filter(pk=self._upload.pk).update(size=self._upload.received)
        self._upload.size = self._upload.received
        return self._upload

    def _put(self, data: bytes) -> None:
        # The size is not known before the end, so each part may be the last.
        self._upload.size = self._upload.received + len(data)
        add_bytes(self._upload, self._upload.received, data)


def new_import(person: OpenPerson) -> Import:
    return Import.objects.create(id=uuid4(), person=person.person)
