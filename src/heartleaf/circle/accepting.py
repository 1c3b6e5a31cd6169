"""Coming in by an invitation: finding it by its secret, and making a way in of one's own."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from heartleaf.circle.inviting import Greeting, hold_invitation
from heartleaf.circle.models import Entrusted, Invitation
from heartleaf.family.beginning import AddressTaken, Beginner, derived, new_person
from heartleaf.family.entering import NotOpened
from heartleaf.family.keyrings import EntrustedCircle, gate, let_in
from heartleaf.family.models import Circle, Membership, Person
from heartleaf.family.naming import call
from heartleaf.family.opening import OpenPerson
from heartleaf.sealing import CannotOpen, Identity, Link, SealingError, unseal


class NoInvitation(NotOpened):
    """Nothing can be accepted with this: used, ended, taken back, altered, or never made. Which of
    them it is, is nobody's to know."""


@dataclass(frozen=True)
class OpenInvitation:
    """An invitation in the hand of whoever was given its link."""

    row: Invitation
    greeting: Greeting
    identity: Identity


def find(typed: str) -> OpenInvitation:
    """By its secret, as it stands in the link or was typed from the card. Raises NoInvitation."""
    try:
        link = Link.read(typed)
        row = Invitation.objects.get(tag=link.tag, ends_at__gt=timezone.now())
        greeting = Greeting.from_json(unseal(row.greeting, link.identity))
        if greeting.role != row.role:
            raise NoInvitation
    except (Invitation.DoesNotExist, SealingError, ValueError, AttributeError) as error:
        raise NoInvitation from error
    return OpenInvitation(row, greeting, link.identity)


def accept(invitation: OpenInvitation, who: Beginner) -> OpenPerson:
    """They are someone of the family now, and the invitation is gone. Of two who come with it at
    once one gets in. Raises NoInvitation, AddressTaken, TooLong."""
    way_in = derived(who.email, who.passphrase)
    try:
        with transaction.atomic():
            gate(invitation.row.family_id)
            row = hold_invitation(invitation.row)
            if row is None or row.ends_at <= timezone.now():
                raise NoInvitation
            person, identity = new_person(row.family, who, way_in)
            _let_in(person, row, invitation.identity)
            call(person, who.name)
            row.delete()
    except IntegrityError as error:
        raise AddressTaken from error
    return OpenPerson(Person.objects.get(pk=person.pk), identity)


def _let_in(person: Person, row: Invitation, key: Identity) -> None:
    """A circle that is gone, or to which not every key is there, is left out. Raises NoInvitation
    if nothing is left, and for a parent who could not open *us*."""
    circles = Circle.objects.filter(entrusted__invitation=row)
    inside = [circle.kind for circle in circles if _is_let_into(circle, person, row, key)]
    if not inside or (row.role == Membership.Role.PARENT and Circle.Kind.US not in inside):
        raise NoInvitation


def _is_let_into(circle: Circle, person: Person, row: Invitation, key: Identity) -> bool:
    try:
        keys = unseal(Entrusted.objects.get(invitation=row, circle=circle).keys, key)
        let_in(EntrustedCircle(circle, keys, row.role), person, row.role)
    except (Entrusted.DoesNotExist, CannotOpen):
        return False
    return True
