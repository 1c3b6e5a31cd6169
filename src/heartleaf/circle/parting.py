"""A parent leaves, or one asks that the other be taken out.

    asked ──yes of the other──► out
      │  └──30 days, and said again──► out
      └──withdrawn──► (gone)

Neither locks the other out at once: it needs their yes or thirty days, of which they are told. The
last parent stays, whatever is asked. Whoever was a parent keeps a say in whether all of it ends.
"""

from __future__ import annotations

import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from heartleaf.circle.gathering import (
    gathered,
    is_a_parent,
    parents_of,
    someone_of,
    take_out_parent,
)
from heartleaf.circle.models import Parting
from heartleaf.family.models import Person
from heartleaf.family.opening import OpenPerson

WAIT = datetime.timedelta(days=30)


class TooSoon(Exception):
    """Thirty days have not passed, and the other has not said yes."""


def ask(person: OpenPerson, other: UUID) -> Parting:
    """Ask that the other parent be taken out. Asked twice, it is asked once. Raises KeyError for
    who is no other parent, NotAParent."""
    with gathered(person) as parent:
        someone = someone_of(parent, other)
        if someone.pk == parent.id or not is_a_parent(someone):
            raise KeyError(other)
        return Parting.objects.get_or_create(person=someone, defaults={"by": parent.person})[0]


def withdraw(person: OpenPerson, other: UUID) -> None:
    """Only whoever asked takes it back."""
    with gathered(person) as parent:
        Parting.objects.filter(person=other, by=parent.id).delete()


def leave(person: OpenPerson) -> None:
    """Take oneself out of all that is shared; it is the yes too, where it was asked. Raises
    LastParent, NotAParent."""
    take_out_parent(person, person.id)


def complete(person: OpenPerson, other: UUID) -> None:
    """After the thirty days, said again by who asked. Raises TooSoon, KeyError if nothing was
    asked, or not by them; LastParent, NotAParent."""
    with gathered(person) as parent:
        parting = Parting.objects.filter(person=other, by=parent.id).first()
        if parting is None:
            raise KeyError(other)
        if timezone.now() < ends(parting):
            raise TooSoon
        take_out_parent(parent, other)


def ends(parting: Parting) -> datetime.datetime:
    return parting.asked_at + WAIT


def asked_of(person: OpenPerson) -> Parting | None:
    """What was asked of this parent, and by whom."""
    return Parting.objects.filter(person=person.id).select_related("by").first()


def partings_of(person: OpenPerson) -> list[Parting]:
    """What was asked of this parent, and what they asked."""
    return list(Parting.objects.filter(Q(person=person.id) | Q(by=person.id)))


def asked_about(someone: UUID) -> Parting | None:
    return Parting.objects.filter(person=someone).first()


def having_a_say(family: UUID) -> QuerySet[Person]:
    """Without whose yes the whole does not end: its parents, and whoever was one, as long as they
    have a way in to what is theirs alone."""
    here = Person.objects.filter(family=family, ways_in__isnull=False)
    parents = parents_of(family).values("pk")
    return here.filter(Q(was_parent=True) | Q(pk__in=parents)).distinct()


def other_parents(person: OpenPerson) -> list[Person]:
    return list(parents_of(person.family_id).exclude(pk=person.id))
