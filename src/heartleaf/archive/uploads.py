"""Files on their way in: sealed to the sender alone, part by part, and read without a disk.

An upload that was cut off goes on where it stopped: what is acknowledged is in the vault.
"""

from __future__ import annotations

import datetime
import functools
import io
import json
from collections.abc import Iterator
from uuid import UUID, uuid4

from django.db import transaction

from heartleaf.archive.models import Import, Upload
from heartleaf.family.models import Person
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.media import PART, vault
from heartleaf.sealing import Identity, Recipient, seal, unseal

KEPT_FOR = datetime.timedelta(days=2)


class NotInOrder(Exception):
    """These bytes do not follow on what has arrived; `received` says where to go on."""

    def __init__(self, received: int) -> None:
        super().__init__(f"{received} bytes have arrived.")
        self.received = received


def begin_upload(person: Person, name: str, size: int, belongs_to: Import | None = None) -> Upload:
    """A new upload of `size` bytes. Its name is sealed like the rest."""
    label = json.dumps({"name": name}).encode()
    return Upload.objects.create(
        person=person,
        belongs_to=belongs_to,
        label=seal(label, Recipient(person.recipient)),
        size=size,
    )


def add_bytes(upload: Upload, offset: int, data: bytes) -> int:
    """Add a part of at most 4 MiB at `offset`; how much has arrived in all.

    Every part but the last must be whole, so that any byte can be found again. Raises NotInOrder.
    """
    end = offset + len(data)
    whole = end == upload.size or (len(data) == PART and end < upload.size)
    if offset != upload.received or not data or len(data) > PART or not whole:
        raise NotInOrder(upload.received)
    recipient = Recipient(upload.person.recipient)
    vault().put(part_name(upload.id, upload.parts), seal(data, recipient))
    with transaction.atomic():
        here = Upload.objects.filter(pk=upload.pk, received=offset)
        moved_on = here.update(received=end, parts=upload.parts + 1)
    if not moved_on:
        upload.refresh_from_db()
        raise NotInOrder(upload.received)
    upload.received, upload.parts = end, upload.parts + 1
    return upload.received


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
    for name in list(vault().names(f"upload/{upload.id}")):
        vault().remove(name)
    upload.delete()


def sweep_uploads(now: datetime.datetime) -> None:
    """What was not brought in within two days goes; an import at work keeps its own."""
    old = Upload.objects.filter(began_at__lt=now - KEPT_FOR)
    for upload in old.exclude(belongs_to__state=Import.State.WORKING):
        discard(upload)


def part_name(id: UUID, number: int) -> str:
    return f"upload/{id}/{number}.age"


class _Parts(io.RawIOBase):
    """Random access over sealed parts, with the last few open ones at hand."""

    def __init__(self, upload: Upload, identity: Identity) -> None:
        self._upload, self._position = upload, 0

        @functools.lru_cache(maxsize=3)
        def part(number: int) -> bytes:
            return unseal(vault().get(part_name(upload.id, number)), identity)

        self._part = part

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._upload.received}
        self._position = max(0, start[whence] + offset)
        return self._position

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # any buffer
        number, inside = divmod(self._position, PART)
        if number >= self._upload.parts:
            return 0
        data = self._part(number)[inside : inside + len(buffer)]
        buffer[: len(data)] = data
        self._position += len(data)
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
