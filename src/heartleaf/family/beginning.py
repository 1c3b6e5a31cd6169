"""Making an installation, a family and its first person."""

from __future__ import annotations

import os
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from heartleaf.family.facts import FamilyFacts, Own
from heartleaf.family.models import Circle, Epoch, Family, Installation, Membership, Person, WayIn
from heartleaf.family.naming import call
from heartleaf.family.opening import OpenPerson, facts_recipients
from heartleaf.sealing import Derived, Identity, Recipient, Sealed, derive, seal, tuned_cost


@dataclass(frozen=True)
class Beginner:
    """The first person, as they answered: the address and passphrase are their way in."""

    email: str
    passphrase: str
    name: str = ""
    language: str = ""
    zone: str = "UTC"


def installation() -> Installation:
    """This archive's row; made, with a cost tuned to this machine, the first time it is asked."""
    found = Installation.objects.first()
    if found:
        return found
    cost = tuned_cost()
    with transaction.atomic():
        return Installation.objects.first() or Installation.objects.create(
            salt=os.urandom(32), passes=cost.passes, memory_kib=cost.memory_kib
        )


class AddressTaken(Exception):
    """The same address and passphrase already open another place here."""


def begin_family(facts: FamilyFacts, beginner: Beginner) -> OpenPerson:
    """A family with its circles and one parent, all or nothing. Raises AddressTaken."""
    way_in = derived(beginner.email, beginner.passphrase)
    try:
        with transaction.atomic():
            return _begin(facts, beginner, way_in)
    except IntegrityError as error:
        raise AddressTaken from error


def derived(email: str, passphrase: str) -> Derived:
    """The way in of an address and a passphrase. Takes about a quarter of a second."""
    here = installation()
    return derive(passphrase, email, salt=bytes(here.salt), cost=here.cost)


def _begin(facts: FamilyFacts, beginner: Beginner, way_in: Derived) -> OpenPerson:
    family = Family.objects.create(facts=_nothing_yet(), seed=os.urandom(32))
    person, identity = new_person(family, beginner, way_in)
    for kind in (Circle.Kind.US, Circle.Kind.FRIENDS):
        begin_circle(family, kind, [person])
    call(person, beginner.name)
    family.facts = seal(facts.to_json(), *facts_recipients(family))
    family.save()
    return OpenPerson(Person.objects.get(pk=person.pk), identity)


def new_person(family: Family, who: Beginner, way_in: Derived) -> tuple[Person, Identity]:
    """A person with a passphrase and an *only me*, to be let into further circles."""
    identity = Identity.generate()
    own = Own(name=who.name, email=who.email, language=who.language, zone=who.zone)
    person = Person.objects.create(
        family=family,
        recipient=identity.recipient.text,
        identity=seal(identity.secret.encode(), way_in.identity.recipient),
        own=seal(own.to_json(), identity.recipient),
    )
    give_passphrase(person, way_in)
    begin_circle(family, Circle.Kind.ONLY_ME, [person])
    return person, identity


def give_passphrase(person: Person, way_in: Derived) -> None:
    """The row of a passphrase, by which its person is found."""
    WayIn.objects.create(
        person=person,
        kind=WayIn.Kind.PASSPHRASE,
        recipient=way_in.identity.recipient.text,
        tag=way_in.tag,
    )


def begin_circle(family: Family, kind: str, members: list[Person], name: str = "") -> Circle:
    """A circle with its first key, sealed to each of its members, who may do all in it: parents, or
    the one person of an *only me*."""
    identity = Identity.generate()
    circle = Circle.objects.create(
        family=family, kind=kind, name=seal(name.encode(), identity.recipient) if name else None
    )
    Membership.objects.bulk_create(
        Membership(circle=circle, person=person, role=Membership.Role.PARENT) for person in members
    )
    Epoch.objects.create(
        circle=circle,
        recipient=identity.recipient.text,
        keyring=seal(identity.secret.encode(), *[Recipient(p.recipient) for p in members]),
    )
    return circle


def _nothing_yet() -> Sealed:
    return seal(b"{}", Identity.generate().recipient)
