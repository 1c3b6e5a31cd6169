"""Sealed bytes of attachments: originals in parts, views whole.

The original is sealed as it came, part by part, so memory stays flat and nothing readable
touches the disk. `cat` of the opened parts is the original.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.utils import timezone

from heartleaf.family.opening import OpenCircle
from heartleaf.keepsakes.cards import VIEWS, Attachment, MadeView, View, sha256
from heartleaf.keepsakes.models import Media
from heartleaf.sealing import Identity, NotBound, Recipient, Sealed, seal, unseal
from heartleaf.vault import FolderVault, Vault

# pyrage holds the interpreter lock for a whole part: about 6 ms for 4 MiB.
PART = 4 * 1024 * 1024


def vault() -> Vault:
    return FolderVault(Path(settings.HEARTLEAF_VAULT))


@dataclass(frozen=True)
class Stored:
    """An original in the vault: `parts` are the hashes of its parts, opened."""

    id: UUID
    size: int
    sha256: str
    parts: tuple[str, ...]


def store(
    chunks: Iterable[bytes], recipient: Recipient, id: UUID, *, known: str | None = None
) -> Stored:
    """Seal a stream into the vault as it comes; its hash may be `known`. The `Media` row must be
    there before: whatever a crash leaves behind is found by it."""
    whole, parts, size = hashlib.sha256(), [], 0

    def sealed() -> Iterator[tuple[str, Sealed]]:
        nonlocal size
        for number, part in enumerate(in_parts(chunks)):
            yield original_name(id, number), seal(part, recipient)
            if known is None:
                whole.update(part)
            parts.append(sha256(part))
            size += len(part)

    vault().put_all(sealed())
    return Stored(id, size, known or whole.hexdigest(), tuple(parts))


def in_parts(chunks: Iterable[bytes], size: int = PART) -> Iterator[bytes]:
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


def open_part(attachment: Attachment, number: int, *identities: Identity) -> bytes:
    """One part of an original. Raises NotBound if it is not the part the card speaks of."""
    part = unseal(vault().get(original_name(UUID(attachment.media), number)), *identities)
    if not hmac.compare_digest(sha256(part), attachment.parts[number]):
        raise NotBound("This part of a file is not the one that was kept.")
    return part


def open_original(attachment: Attachment, *identities: Identity) -> Iterator[bytes]:
    """The original, part by part, each checked against the card before it is handed on."""
    return (open_part(attachment, n, *identities) for n in range(len(attachment.parts)))


def open_view(attachment: Attachment, view: View, identity: Identity) -> bytes:
    """One view, a JPEG. Raises IndexError if none could be made, NotBound if it was exchanged."""
    number = VIEWS.index(view)
    data = unseal(vault().get(view_name(UUID(attachment.media), number)), identity)
    if not hmac.compare_digest(sha256(data), attachment.views[number].sha256):
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


def fingerprint(circle: OpenCircle, whole_sha256: str) -> bytes:
    """Finds the same file in the same circle again; says nothing to anyone without its key."""
    key = hmac.digest(circle.identity(1).scalar, b"heartleaf same file", "sha256")
    return hmac.digest(key, whole_sha256.encode(), "sha256")


def origin_print(circle: OpenCircle, key: str) -> bytes:
    """Finds words that were brought in without a file again; as little said as by `fingerprint`."""
    return fingerprint(circle, f"origin {key}")


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


def original_name(id: UUID, number: int) -> str:
    return f"original/{id}/{number}.age"


def view_name(id: UUID, number: int) -> str:
    return f"view/{id}/{number}.age"
