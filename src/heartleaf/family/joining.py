"""Someone joins a family: one small file is rewritten for each circle they are let into."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from heartleaf.family.beginning import AddressTaken, Beginner, derived, new_person
from heartleaf.family.models import Circle, Membership, Person
from heartleaf.family.naming import call
from heartleaf.family.opening import OpenCircle, OpenPerson
from heartleaf.sealing import Recipient, seal


def join(opener: OpenPerson, who: Beginner, kinds: Iterable[str]) -> OpenPerson:
    """Let someone into circles that the opener holds the keys of. They get an *only me* of their
    own, which the opener cannot open. Raises KeyError for a circle the opener is not in."""
    way_in, circles = derived(who.email, who.passphrase), [opener.circle(kind) for kind in kinds]
    try:
        with transaction.atomic():
            person, identity = new_person(opener.person.family, who, way_in)
            for circle in circles:
                _let_in(circle, person)
            call(person, who.name)
    except IntegrityError as error:
        raise AddressTaken from error
    return OpenPerson(Person.objects.get(pk=person.pk), identity)


def _let_in(circle: OpenCircle, person: Person) -> None:
    Membership.objects.create(circle=circle.circle, person=person)
    members = Circle.objects.get(pk=circle.id).members.all()
    recipients = [Recipient(member.recipient) for member in members]
    for epoch in circle.circle.epochs.all():
        epoch.keyring = seal(circle.identity(epoch.number).secret.encode(), *recipients)
        epoch.save(update_fields=["keyring"])
