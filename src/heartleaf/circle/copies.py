"""The bytes of copies: sealed to their page, in the vault under `page/ID/`.

The row is there before the bytes, and belongs to a page only when all of its copies are there.
What a crash leaves between is a row without a page, which the clock takes away.
"""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterable, Iterator
from uuid import UUID

from heartleaf.circle.models import Copied
from heartleaf.circle.page_content import CopyBytes
from heartleaf.keepsakes.media import open_original, part_name, store, vault
from heartleaf.sealing import Identity, Recipient
from heartleaf.vault import VaultError

LEFT_FOR = datetime.timedelta(days=1)
KIND = CopyBytes.kind


def store_copy(
    chunks: Iterable[bytes], recipient: Recipient, type: str, width: int = 0, height: int = 0
) -> CopyBytes:
    """Seal a file for a page, part by part as it comes."""
    row = Copied.objects.create()
    stored = store(chunks, recipient, row.pk, known="-", kind=KIND)
    return CopyBytes(
        id=str(row.pk),
        type=type,
        size=stored.size,
        parts=stored.parts,
        width=width,
        height=height,
    )


def open_copy(copy: CopyBytes, identity: Identity) -> Iterator[bytes]:
    """Part by part, each checked against what the page says of it."""
    return open_original(copy, identity)


def copy_name(id: UUID, number: int) -> str:
    return part_name(KIND, id, number)


def discard_copies(ids: Iterable[str | UUID]) -> None:
    """Take them out of the vault for good, those of them that belong to no page."""
    for id in ids:
        with contextlib.suppress(VaultError):  # its row stays, and the clock tries again
            _discard(UUID(str(id)))


def sweep_copies(now: datetime.datetime) -> None:
    """Copies that belong to no page, a day after they were begun."""
    left = Copied.objects.filter(page=None, began_at__lt=now - LEFT_FOR)
    discard_copies(list(left.values_list("pk", flat=True)))


def _discard(id: UUID) -> None:
    """What a page holds stays: whoever asks may have been stopped after it was given to one."""
    if not Copied.objects.filter(pk=id, page=None).exists():
        return
    for name in list(vault().names(f"{KIND}/{id}")):
        vault().remove(name)
    Copied.objects.filter(pk=id, page=None).delete()
