"""Words as they are typed: kept within a moment, sealed, for their writer alone."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from uuid import UUID

from django.db import transaction

from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.keeping import ChangedMeanwhile
from heartleaf.keepsakes.models import Draft, Keepsake
from heartleaf.sealing import Sealed, seal, unseal


@dataclass
class DraftWords:
    """A letter on its way. `fields` are those of the form, as typed; `keepsake` and `based_on`
    say which letter, in which revision, is being changed."""

    fields: dict[str, str | list[str]] = field(default_factory=dict)
    keepsake: str = ""
    based_on: int = 0


def save_draft(person: OpenPerson, id: UUID, words: DraftWords, revision: int) -> int:
    """Keep the draft and return its new revision; `revision` 0 begins one. The same words sent
    again are kept once.

    Raises ChangedMeanwhile if another window has kept a newer one, let it go or kept the letter:
    nothing is overwritten, and nothing that was let go is there again.
    """
    sealed = seal(json.dumps(asdict(words)).encode(), person.identity.recipient)
    with transaction.atomic():
        row, is_new = _held(person, id, sealed, revision)
        if is_new:
            return 1
        if row.person_id != person.id:
            raise ChangedMeanwhile
        if row.revision != revision:
            if open_draft(person, row) == words:
                return row.revision
            raise ChangedMeanwhile
        row.words, row.revision = sealed, revision + 1
        row.save(update_fields=["words", "revision", "touched_at"])
        return row.revision


def open_draft(person: OpenPerson, row: Draft) -> DraftWords:
    return DraftWords(**json.loads(unseal(row.words, person.identity)))


def drafts_of(person: OpenPerson) -> list[tuple[Draft, DraftWords]]:
    """The person's drafts, the last touched first."""
    rows = person.person.drafts.order_by("-touched_at")
    return [(row, open_draft(person, row)) for row in rows]


def discard_draft(person: OpenPerson, id: UUID) -> None:
    Draft.objects.filter(pk=id, person=person.person).delete()


def _held(person: OpenPerson, id: UUID, sealed: Sealed, revision: int) -> tuple[Draft, bool]:
    """The row, which nobody else can change meanwhile, and whether it is new. A letter that is
    kept has the id of its draft."""
    rows = Draft.objects.select_for_update()
    if revision == 0 and not Keepsake.objects.filter(pk=id).exists():
        return rows.get_or_create(pk=id, defaults={"person": person.person, "words": sealed})
    row = rows.filter(pk=id).first()
    if row is None:
        raise ChangedMeanwhile
    return row, False
