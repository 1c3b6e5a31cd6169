"""The letterbox: what the children of the family leave for the parents, sealed to *us* at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID, uuid4

from heartleaf.circle.models import Note, Page
from heartleaf.family.models import Circle, Epoch, Family, Person
from heartleaf.keepsakes.media import in_parts, vault
from heartleaf.sealing import Recipient, Sealed, seal

MOST_PARTS = 1000


def leave(
    family: Family,
    *,
    words: dict[str, Any],
    files: Iterable[tuple[str, Iterable[bytes]]],
    recipients: list[Recipient],
    page: Page | None = None,
    by: Person | None = None,
) -> Note:
    """Seal what someone leaves, with its files (name and bytes): bytes first, the row last."""
    id = uuid4()
    try:
        told = [_store(id, number, *file, recipients) for number, file in enumerate(files)]
        said = json.dumps({**words, "id": str(id), "files": told}).encode()
        return Note.objects.create(
            id=id,
            family=family,
            page=page,
            by=by,
            words=seal(said, *recipients),
            files=sum(len(one["parts"]) for one in told),
        )
    except BaseException:
        for name in list(vault().names(f"note/{id}")):
            vault().remove(name)
        raise


def to_parents(family: Family) -> Recipient:
    """The newest public key of *us*."""
    us = Epoch.objects.filter(circle__family=family, circle__kind=Circle.Kind.US)
    return us.latest("number").key


def _store(
    id: UUID, number: int, name: str, chunks: Iterable[bytes], recipients: list[Recipient]
) -> dict[str, Any]:
    parts: list[str] = []

    def sealed() -> Iterator[tuple[str, Sealed]]:
        for part in in_parts(chunks):
            at = MOST_PARTS * number + len(parts)
            yield f"note/{id}/{at}.age", seal(part, *recipients)
            parts.append(hashlib.sha256(part).hexdigest())

    vault().put_all(sealed())
    return {"number": number, "name": name, "parts": parts}
