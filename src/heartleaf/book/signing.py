"""Who wrote a letter in a book, as it stands under it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from heartleaf.circle.models import Note
from heartleaf.circle.people import names_of
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.showing import Shown


class Names:
    """Those that this person may know: the parents know everyone's, others their own."""

    def __init__(self, person: OpenPerson, shown: Iterable[Shown]) -> None:
        self._names = {str(person.id): person.name}
        if person.is_parent:
            self._names |= {str(id): name for id, name in names_of(person).items()}
        self._guests = from_guests(shown)

    def under(self, shown: Shown) -> str:
        """Empty for what is no letter of theirs: what was brought in or let in has other writers,
        and says in its own words who they are."""
        card = shown.card
        if card.kind != "letter" or card.origin or shown.keepsake.id in self._guests:
            return ""
        return self._names.get(card.author, "")


def from_guests(shown: Iterable[Shown]) -> set[UUID]:
    """What was let in from the letterbox keeps the id it had there."""
    rows = Note.objects.filter(pk__in=[one.keepsake.id for one in shown])
    return set(rows.values_list("pk", flat=True))
