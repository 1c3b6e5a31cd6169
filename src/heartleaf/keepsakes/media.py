"""Sealed bytes of attachments: originals, and what is made to be played, in parts; views whole.

The original is sealed as it came, part by part, so memory stays flat and nothing readable
touches the disk. `cat` of the opened parts is the original.
"""

from __future__ import annotations

import functools
import hashlib
import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import UUID, uuid4

from django.conf import settings
from django.utils import timezone

from heartleaf.family.opening import OpenCircle
from heartleaf.keepsakes.attachments import (
    VIEWS,
    MadeView,
    View,
    sha256,
)
from heartleaf.keepsakes.models import Media
from heartleaf.keepsakes.seeking import Seeking
from heartleaf.sealing import Identity, NotBound, Recipient, Sealed, seal, unseal
from heartleaf.vault import FolderVault, Vault

# pyrage holds the interpreter lock for a whole part: about 6 ms for 4 MiB.
PART = 4 * 1024 * 1024


def vault() -> Vault:
    return FolderVault(Path(settings.HEARTLEAF_VAULT))


@dataclass(frozen=True)
class Stored:
    """A file in the vault: `parts` are the hashes of its parts, opened."""

    media: UUID
    size: int
    sha256: str
    parts: tuple[str, ...]


def store(
    chunks: Iterable[bytes],
    recipient: Recipient,
    id: UUID,
    *,
    known: str | None = None,
    kind: str = "original",
) -> Stored:
    """Seal a stream into the vault as it comes; its hash may be `known`. The row that speaks of it
    must be there before: whatever a crash leaves behind is found by it."""
    whole, parts, size = hashlib.sha256(), [], 0

    def sealed() -> Iterator[tuple[str, Sealed]]:
        nonlocal size
        for number, part in enumerate(in_parts(chunks)):
            yield part_name(kind, id, number), seal(part, recipient)
            if known is None:
                whole.update(part)
            parts.append(sha256(part))
            size += len(part)

    vault().put_all(sealed())
    return Stored(id, size, known or whole.hexdigest(), tuple(parts))


def in_parts(chunks: Iterable[bytes | bytearray], size: int = PART) -> Iterator[bytes]:
    """The same bytes in parts of exactly `size`, the last one shorter."""
    held: list[memoryview] = []
    missing = size
    for chunk in chunks:
        rest = memoryview(chunk)
        while len(rest) >= missing:
            yield b"".join([*held, rest[:missing]])
            rest, held, missing = rest[missing:], [], size
        if rest:
            held.append(rest)
            missing -= len(rest)
    if held:
        yield b"".join(held)


class InParts(Protocol):
    """What says of a file at rest where its parts are, and what they must be. Its `kind` says
    where it is not among the originals."""

    @property
    def media(self) -> str | UUID: ...
    @property
    def parts(self) -> tuple[str, ...]: ...


class Sized(InParts, Protocol):
    """And how many bytes they are together."""

    @property
    def size(self) -> int: ...


class Viewed(Protocol):
    """What says of views where they rest, and what they must be."""

    @property
    def viewed(self) -> str: ...
    @property
    def views(self) -> tuple[MadeView, ...]: ...


def open_part(file: InParts, number: int, *identities: Identity) -> bytes:
    """One part of a file. Raises NotBound if it is not the part the card speaks of."""
    name = part_name(getattr(file, "kind", "original"), UUID(str(file.media)), number)
    part = unseal(vault().get(name), *identities)
    if not hmac.compare_digest(sha256(part), file.parts[number]):
        raise NotBound("This part of a file is not the one that was kept.")
    return part


def open_original(file: InParts, *identities: Identity) -> Iterator[bytes]:
    """The file, part by part, each checked against the card before it is handed on."""
    return (open_part(file, n, *identities) for n in range(len(file.parts)))


def open_range(file: InParts, start: int, end: int, identity: Identity) -> Iterator[bytes]:
    """The bytes from `start` up to `end`, opening only the parts they are in."""
    for number in range(start // PART, (end + PART - 1) // PART):
        part = open_part(file, number, identity)
        first = number * PART
        yield part[max(0, start - first) : end - first]


class SealedFile:
    """A file at rest that can be read anywhere, with the last few open parts at hand; a `stretch`
    of it is a file by itself."""

    def __init__(
        self, file: Sized, identity: Identity, stretch: tuple[int, int] | None = None
    ) -> None:
        self._start, self.size = stretch or (0, file.size)

        @functools.lru_cache(maxsize=2)
        def part(number: int) -> bytes:
            return open_part(file, number, identity)

        self._part = part

    def read(self, offset: int, size: int) -> bytes:
        start = self._start + offset
        end = start + min(size, self.size - offset)
        pieces = [
            memoryview(self._part(number))[max(0, start - number * PART) : end - number * PART]
            for number in range(start // PART, (end + PART - 1) // PART)
        ]
        return b"".join(pieces)


class SealedStream(Seeking):
    """The same as a stream, for what reads files."""

    def __init__(self, file: SealedFile) -> None:
        super().__init__()
        self._file, self.size = file, file.size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # any buffer
        data = self._file.read(self._at, len(buffer)) if self._at < self.size else b""
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


class SealedSink:
    """Takes a file that is being made, and seals it part by part. Its first parts, in which a film
    says what is where, may be written over until the end; after them bytes only follow on, `most`
    of them in all: whoever makes it may be in a stranger's hands."""

    FRONT = 4

    def __init__(self, recipient: Recipient, id: UUID, most: int) -> None:
        self._recipient, self._id, self._most = recipient, id, most
        self._front, self._tail = bytearray(), memoryview(bytearray(PART))
        self._in_tail = self.size = 0
        self._parts: list[str] = []

    def write(self, position: int, data: bytes) -> None:
        """Raises ValueError for a place that can no longer be written."""
        room = self.FRONT * PART
        if position + len(data) > self._most:
            raise ValueError("This is more than can come of it.")
        appended = position == self.size
        if not appended and (position > self.size or position + len(data) > room):
            raise ValueError("This part was sealed already.")
        self.size = max(self.size, position + len(data))
        in_front = data[: max(0, room - position)]
        self._front[position : position + len(in_front)] = in_front
        self._follow_on(memoryview(data)[len(in_front) :])

    def finish(self) -> Stored:
        """What stands behind the front is sealed already; now the rest."""
        if self._in_tail:
            self._put(bytes(self._tail[: self._in_tail]))
        front: list[str] = []

        def sealed() -> Iterator[tuple[str, Sealed]]:
            for number, part in enumerate(in_parts([self._front])):
                front.append(sha256(part))
                yield original_name(self._id, number), seal(part, self._recipient)

        vault().put_all(sealed())
        return Stored(self._id, self.size, "", (*front, *self._parts))

    def _follow_on(self, data: memoryview) -> None:
        while data:
            fits = data[: PART - self._in_tail]
            self._tail[self._in_tail : self._in_tail + len(fits)] = fits
            self._in_tail, data = self._in_tail + len(fits), data[len(fits) :]
            if self._in_tail == PART:
                self._put(bytes(self._tail))
                self._in_tail = 0

    def _put(self, part: bytes) -> None:
        name = original_name(self._id, self.FRONT + len(self._parts))
        vault().put(name, seal(part, self._recipient))
        self._parts.append(sha256(part))


def open_view(of: Viewed, view: View, identity: Identity) -> bytes:
    """One view, a JPEG. Raises IndexError if none could be made, NotBound if it was exchanged."""
    number = VIEWS.index(view)
    data = unseal(vault().get(view_name(UUID(of.viewed), number)), identity)
    if not hmac.compare_digest(sha256(data), of.views[number].sha256):
        raise NotBound("This view is not the one that was made.")
    return data


def store_views(
    id: UUID, views: Iterable[tuple[bytes, int, int]], to: Recipient
) -> tuple[MadeView, ...]:
    """Seal the views (JPEG bytes, width, height) in the order small, large, cover."""
    in_order = list(views)
    vault().put_all(
        (view_name(id, number), seal(data, to)) for number, (data, _, _) in enumerate(in_order)
    )
    return tuple(MadeView(sha256(data), width, height) for data, width, height in in_order)


def fingerprint(circle: OpenCircle, whole_sha256: str, epoch: int | None = None) -> bytes:
    """Finds the same file in the same circle again; says nothing to anyone without its key. Made
    with the newest key, if not said otherwise."""
    key = hmac.digest(circle.identity(epoch).scalar, b"heartleaf same file", "sha256")
    return hmac.digest(key, whole_sha256.encode(), "sha256")


def fingerprints(circle: OpenCircle, whole_sha256: str) -> list[bytes]:
    """By each key of the circle there is: what was kept before the newest is here as well."""
    return [fingerprint(circle, whole_sha256, number) for number in circle.numbers]


def origin_print(circle: OpenCircle, key: str) -> bytes:
    """Finds words that were brought in without a file again; as little said as by `fingerprint`."""
    return fingerprint(circle, _as_origin(key))


def origin_prints(circle: OpenCircle, key: str) -> list[bytes]:
    return fingerprints(circle, _as_origin(key))


def _as_origin(key: str) -> str:
    return f"origin {key}"


def begin_media(circle: OpenCircle) -> Media:
    return Media.objects.create(id=uuid4(), circle=circle.circle, epoch=circle.epoch)


def discard(id: UUID) -> None:
    """Take away for good what no keepsake holds; what one holds stays.

    The row is given up first, so that nothing is kept with it meanwhile; then the bytes go, then
    the row: a crash between leaves the row, and the clock tries again.
    """
    row = Media.objects.filter(pk=id)
    row.filter(keepsake=None).update(given_up_at=timezone.now())
    if row.exclude(keepsake=None).exists():
        return
    remove_bytes(id)
    row.delete()


def remove_bytes(id: UUID) -> None:
    """Take an attachment's original and views out of the vault, finished or not."""
    for kind in ("original", "view"):
        for name in list(vault().names(f"{kind}/{id}")):
            vault().remove(name)


def remove_views(id: UUID) -> None:
    """Take the views out of the vault in whose place others were made; the original stays."""
    for name in list(vault().names(f"view/{id}")):
        vault().remove(name)


def original_name(id: UUID, number: int) -> str:
    return part_name("original", id, number)


def view_name(id: UUID, number: int) -> str:
    return part_name("view", id, number)


def part_name(kind: str, id: UUID, number: int) -> str:
    return f"{kind}/{id}/{number}.age"
