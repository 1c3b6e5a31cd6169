"""Who is in which circle, for the parents; nobody else is told."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from heartleaf.circle.gathering import someone_of
from heartleaf.family.models import Circle, Membership, Person
from heartleaf.family.naming import name_for_us
from heartleaf.family.opening import NotAParent, OpenCircle, OpenPerson
from heartleaf.sealing import SealingError


@dataclass(frozen=True)
class Someone:
    """A person of the family as its parents see them: `roles` are theirs in the shared circles,
    by the handle of each. Their name is empty if it does not open."""

    id: UUID
    name: str
    roles: dict[str, str]
    is_parent: bool

    @property
    def is_child(self) -> bool:
        return Membership.Role.CHILD in self.roles.values()


def people_of(parent: OpenPerson) -> list[Someone]:
    """Everyone who has a place here, the parents first. Raises NotAParent."""
    us = _us(parent)
    here = Person.objects.filter(family=parent.family_id, ways_in__isnull=False)
    rows = here.distinct().order_by("joined_at")  # without a way in, only a name is left
    found = [_someone(row, us, parent) for row in rows]
    return sorted(found, key=lambda one: not one.is_parent)


def names_of(parent: OpenPerson) -> dict[UUID, str]:
    """What everyone is called who ever had a place here, for what they kept says whose it is only
    by their id: those too who ended theirs, or have had no way in since the family came home.
    A name is empty if it does not open. Raises NotAParent."""
    us = _us(parent)
    return {row.pk: _name(row, us) for row in Person.objects.filter(family=parent.family_id)}


def person_of(parent: OpenPerson, id: UUID) -> Someone:
    """Raises KeyError, NotAParent."""
    return _someone(someone_of(parent, id), _us(parent), parent)


def _us(parent: OpenPerson) -> OpenCircle:
    if not parent.is_parent:
        raise NotAParent
    return parent.circle(Circle.Kind.US)


def _someone(row: Person, us: OpenCircle, parent: OpenPerson) -> Someone:
    here = {one.id: one.handle for one in parent.circles.values()}
    in_it = Membership.objects.filter(person=row).exclude(circle__kind=Circle.Kind.ONLY_ME)
    roles = {here[one.circle_id]: one.role for one in in_it if one.circle_id in here}
    return Someone(row.pk, _name(row, us), roles, Circle.Kind.US in roles)


def _name(row: Person, us: OpenCircle) -> str:
    try:
        return name_for_us(row, us)
    except SealingError:
        return ""
