"""Words as they are typed: kept within a moment, sealed, for their writer alone."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from uuid import UUID

from django.db import transaction

from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.keeping import ChangedMeanwhile
from heartleaf.keepsakes.models import Draft
from heartleaf.sealing import seal, unseal


@dataclass
class DraftWords:
    """A letter on its way. `fields` are those of the form, as typed; `keepsake` and `based_on`
    say which letter, in which revision, is being changed."""

    fields: dict[str, str | list[str]] = field(default_factory=dict)
    keepsake: str = ""
    based_on: int = 0


def save_draft(person: OpenPerson, id: UUID, words: DraftWords, revision: int) -> int:
    """Keep the draft and return its new revision; `revision` 0 begins one.

    Raises ChangedMeanwhile if another window has kept a newer one: nothing is overwritten.
    """
    sealed = seal(json.dumps(asdict(words)).encode(), person.identity.recipient)
    with transaction.atomic():
        fresh = {"person": person.person, "words": sealed}
        row, is_new = Draft.objects.select_for_update().get_or_create(pk=id, defaults=fresh)
        if is_new:
            return 1
        if row.revision != revision or row.person_id != person.id:
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
