"""One look at everything: what is found on the way, how far it is, and which files were opened."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.db import DatabaseError
from django.db.models import Model, QuerySet

from heartleaf.archive.checking.damage import BadFile, Checked, Damage, Of, proved_by
from heartleaf.keepsakes.media import vault
from heartleaf.sealing import Identity, SealingError, unseal
from heartleaf.vault import VaultError

Tell = Callable[[int, int], None]

# A damaged page of the database, or a damaged value in a row that is read from it.
UNREADABLE = (DatabaseError, SealingError, ValueError, TypeError, OverflowError)


@dataclass
class Look:
    """`tell` hears how much of `all` was looked at. `opened` are the files that a key was tried
    on: nothing is left to be seen of them from outside."""

    checked: Checked
    tell: Tell
    all: int = 0
    done: int = 0
    opened: set[str] = field(default_factory=set)

    def one_more(self) -> None:
        self.done += 1
        self.tell(min(self.done, self.all), self.all)

    def found(
        self, of: Of, sentence: str, id: object = "", what: str = "", files: Iterable[BadFile] = ()
    ) -> None:
        self.checked.damage.append(Damage(of, sentence, str(id), what, tuple(files)))

    def bad_parts(
        self, parts: Iterable[tuple[str, str]], *keys: Identity, whole: str = ""
    ) -> tuple[list[BadFile], str]:
        """Open each file of the vault (name, SHA-256 of what is in it); those that are not what
        they should be, and why the first is not. `whole` is the SHA-256 of all together."""
        bad: list[BadFile] = []
        reason, together = "", hashlib.sha256()
        for name, digest in parts:
            self.opened.add(name)
            try:
                part = unseal(vault().get(name), *keys)
                together.update(part)
                right = hashlib.sha256(part).hexdigest() == digest
                said = "" if right else "This part of a file is not the one that was kept."
            except (SealingError, VaultError) as error:
                said = str(error)
            if said:
                bad.append(BadFile(name, proved_by(digest, keys)))
                reason = reason or said
            self.one_more()
        if whole and not bad and together.hexdigest() != whole:
            reason = "The original is not the one that was kept."
        return bad, reason


def rows[Row: Model](query: QuerySet[Row], look: Look, table: str) -> Iterator[Row]:
    """Each row of a query. Where a page of the database is damaged, those on it are named by their
    ids, and all others come."""
    try:
        ids = list(query.values_list("pk", flat=True))
    except UNREADABLE as error:
        look.found("database", f"The table {table} cannot be read: {in_words(error)}")
        return
    for start in range(0, len(ids), 100):
        some = ids[start : start + 100]
        try:
            found = query.model._default_manager.in_bulk(some)
        except UNREADABLE:
            found = _one_by_one(query, some, look, table)
        yield from (found[id] for id in some if id in found)


def _one_by_one[Row: Model](
    query: QuerySet[Row], ids: list[object], look: Look, table: str
) -> dict[object, Row]:
    found: dict[object, Row] = {}
    for id in ids:
        try:
            found |= query.model._default_manager.in_bulk([id])
        except UNREADABLE as error:
            look.found("database", f"A row of {table} cannot be read: {id}, {in_words(error)}", id)
    return found


def in_words(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
