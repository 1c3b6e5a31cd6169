"""Telling everyone whom an ending is about, by the ways they chose.

The message is the neutral one of `care/noticing.py`: that there is something to look at, and not
what. The first page says it.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from heartleaf.archive.ending.models import Ending
from heartleaf.care.noticing import tell_no_more, tell_until
from heartleaf.circle.models import Parting
from heartleaf.circle.parting import having_a_say
from heartleaf.family.models import Person


def tell(ending: Ending, *but: UUID | None) -> None:
    """At once, and a week and a day before it is done, if that is known yet."""
    for person in concerned(ending):
        if person not in but:
            tell_until(person, ending.due_at)


def tell_of_it_no_more(ending: Ending) -> None:
    """Unless something else is said to them that is about them: then the message stays right."""
    for person in concerned(ending):
        others = Ending.objects.filter(person=person, keys_gone_at=None).exclude(pk=ending.pk)
        if not others.exists() and not Parting.objects.filter(person=person).exists():
            tell_no_more(person)


def concerned(ending: Ending) -> list[UUID]:
    """Whose place goes: one person's, or everyone's who has a way in. As long as not each whose yes
    it needs has said it, it is theirs alone."""
    if ending.of == Ending.Of.PERSON:
        return [ending.person_id] if ending.person_id else []
    if ending.due_at is None and ending.family_id:
        return list(having_a_say(ending.family_id).values_list("pk", flat=True))
    return list(with_a_way_in(ending.family_id))


def with_a_way_in(family: UUID | None) -> Iterable[UUID]:
    rows = Person.objects.filter(family=family, ways_in__isnull=False).distinct()
    return rows.values_list("pk", flat=True)
