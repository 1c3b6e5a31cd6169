"""Someone joins a family: one small file is rewritten for each circle they are let into."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from heartleaf.family.beginning import AddressTaken, Beginner, derived, new_person
from heartleaf.family.keyrings import gate, let_in
from heartleaf.family.models import Circle, Membership, Person
from heartleaf.family.naming import call
from heartleaf.family.opening import OpenCircle, OpenPerson


def join(
    opener: OpenPerson,
    who: Beginner,
    handles: Iterable[str],
    role: str = Membership.Role.ADDS,
) -> OpenPerson:
    """Let someone into circles that the opener holds the keys of. They get an *only me* of their
    own, which the opener cannot open. Who is let into *us* is a parent, in every shared circle.
    Raises KeyError for a circle the opener is not in, AddressTaken."""
    way_in, circles = derived(who.email, who.passphrase), [_shared(opener, one) for one in handles]
    if any(circle.kind == Circle.Kind.US for circle in circles):
        role = Membership.Role.PARENT
        circles = opener.shared
    try:
        with transaction.atomic():
            gate(opener.family_id)
            person, identity = new_person(opener.person.family, who, way_in)
            for circle in circles:
                let_in(circle, person, role)
            call(person, who.name)
    except IntegrityError as error:
        raise AddressTaken from error
    return OpenPerson(Person.objects.get(pk=person.pk), identity)


def _shared(opener: OpenPerson, handle: str) -> OpenCircle:
    circle = opener.circle(handle)
    if circle.kind == Circle.Kind.ONLY_ME:
        raise KeyError(handle)
    return circle
