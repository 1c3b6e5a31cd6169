"""What opens things, taken away: of a whole family, or of one person.

Where a column must hold an age file, it holds one to a key that nobody has.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from heartleaf.care.models import Channel, Feed, Quiet, Wishes
from heartleaf.circle.models import Invitation, Page, Parting, Stewardship
from heartleaf.family.entering import end_everywhere
from heartleaf.family.models import Circle, Epoch, Family, Membership, Person, WayIn
from heartleaf.keepsakes.models import Draft
from heartleaf.sealing import Identity, Sealed, seal


def no_key_of_all_opens(family: UUID) -> None:
    """Inside a transaction, everything of the family held."""
    persons = Person.objects.filter(family=family)
    for person in persons:
        end_everywhere(person)
    WayIn.objects.filter(person__in=persons).delete()
    Epoch.objects.filter(circle__family=family).delete()
    Invitation.objects.filter(family=family).delete()  # with what was entrusted to them
    Stewardship.objects.filter(family=family).delete()
    _nothing_is_sent(persons.values_list("pk", flat=True))
    # Who is at work just now, with a key in memory, may keep nothing any more.
    Membership.objects.filter(circle__family=family).delete()
    Page.objects.filter(family=family).update(identity=to_nobody())
    persons.update(identity=to_nobody(), own=to_nobody(), name=None)
    Family.objects.filter(pk=family).update(facts=to_nobody())


def no_key_of_one_opens(id: UUID) -> None:
    """Inside a transaction. What they share is others' as well: its keys stay, and a parent makes
    new ones when they next come (`settling.py`)."""
    person = Person.objects.get(pk=id)
    end_everywhere(person)
    person.ways_in.all().delete()
    Epoch.objects.filter(circle__in=their_own(person)).delete()
    Invitation.objects.filter(by=person).delete()
    Stewardship.objects.filter(person=person, opened_at=None).delete()
    Parting.objects.filter(Q(person=person) | Q(by=person)).delete()
    Draft.objects.filter(person=person).delete()
    _nothing_is_sent([id])
    Person.objects.filter(pk=id).update(identity=to_nobody(), own=to_nobody())


def their_own(person: Person) -> list[UUID]:
    """Their *only me*."""
    own = Circle.objects.filter(kind=Circle.Kind.ONLY_ME, membership__person=person)
    return list(own.values_list("pk", flat=True))


def to_nobody() -> Sealed:
    """An age file that opens for no key there is."""
    return seal(b"", Identity.generate().recipient)


def _nothing_is_sent(persons: Iterable[UUID]) -> None:
    for table in (Channel, Feed, Quiet, Wishes):
        table._default_manager.filter(person__in=persons).delete()
