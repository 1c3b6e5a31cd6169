"""Asking someone in: a link, or a card on paper, that whoever holds it makes a way in of.

The keys of the chosen circles wait sealed to the link's secret, of which the server keeps a tag.
Once it is accepted, taken back or ended the row is gone, and those keys with it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from heartleaf.circle.models import Entrusted, Invitation
from heartleaf.family.facts import Told
from heartleaf.family.keyrings import all_keys, gate
from heartleaf.family.models import Circle, Membership
from heartleaf.family.opening import NotAParent, OpenCircle, OpenPerson
from heartleaf.sealing import (
    Link,
    Recipient,
    SealingError,
    seal,
    unseal,
)

A_MOMENT = datetime.timedelta(seconds=1)
PARENT = str(Membership.Role.PARENT)


@dataclass
class Greeting(Told):
    """What whoever holds the link may know before they come in. Sealed to the link alone."""

    by: str = ""
    words: str = ""
    place: str = ""
    circles: list[str] = field(default_factory=list)
    role: str = ""
    until: str = ""


@dataclass
class Asked(Told):
    """What the parents know of it: who asked whom, and the secret, so that link and card can be
    shown again. `circles` are ids. Sealed to *us*."""

    by: str = ""
    name: str = ""
    words: str = ""
    circles: list[str] = field(default_factory=list)
    until: str = ""
    secret: str = ""


@dataclass(frozen=True)
class Made:
    """An invitation as the parents see it."""

    row: Invitation
    asked: Asked

    @property
    def id(self) -> UUID:
        return self.row.id

    @property
    def link(self) -> Link | None:
        """None where what the parents know of it cannot be read."""
        return Link.read(self.asked.secret) if self.asked.secret else None


def invite(
    person: OpenPerson,
    circles: Iterable[str],
    role: str,
    *,
    name: str = "",
    words: str = "",
    ends: datetime.datetime,
    id: UUID | None = None,
) -> Made:
    """Ask someone in, to circles named by their handles. A parent is in every shared one, and who
    is asked into *us* is a parent. Raises NotAParent; KeyError for a circle that is not theirs to
    share; ValueError for none at all; IntegrityError for an id that is there already."""
    link = Link.new()
    to_them = link.identity.recipient
    with transaction.atomic():
        gate(person.family_id)
        person.__dict__.pop("circles", None)  # only now, as the other parent has left them
        if not person.is_parent:
            raise NotAParent
        chosen, role = _chosen(person, {*circles}, role)
        greeting = Greeting(
            by=person.name,
            words=words,
            place=person.facts.name,
            circles=[person.circle_name(circle.handle) for circle in chosen],
            role=role,
            until=_last_day(ends, person),
        )
        asked = Asked(
            by=greeting.by,
            name=name,
            words=words,
            circles=[str(one.id) for one in chosen],
            until=greeting.until,
            secret=link.secret,
        )
        row = Invitation.objects.create(
            id=id or uuid4(),
            family_id=person.family_id,
            by=person.person,
            tag=link.tag,
            recipient=to_them.text,
            role=role,
            greeting=seal(greeting.to_json(), to_them),
            about=person.circle(Circle.Kind.US).seal(asked.to_json()),
            ends_at=ends,
        )
        for circle in chosen:
            keys = seal(all_keys(circle), to_them)
            Entrusted.objects.create(invitation=row, circle=circle.circle, keys=keys)
    return Made(row, asked)


def invitations(person: OpenPerson) -> list[Made]:
    """Those of the family that are still good, the newest first; for a parent."""
    if not person.is_parent:
        raise NotAParent
    rows = Invitation.objects.filter(family=person.family_id, ends_at__gt=timezone.now())
    return [Made(row, _asked(row, person)) for row in rows.order_by("-made_at")]


def invitation(person: OpenPerson, id: UUID) -> Made | None:
    """One of them, if it is still good."""
    return next((made for made in invitations(person) if made.id == id), None)


def take_back(row: Invitation) -> bool:
    """It opens nothing from now on. False if it was accepted or taken back a moment before."""
    with transaction.atomic():
        gate(row.family_id)
        there = hold_invitation(row)
        if there is not None:
            there.delete()
    return there is not None


def hold_invitation(row: Invitation) -> Invitation | None:
    """Inside a transaction: the row as it is now. Whoever else wants it waits, and then finds it
    gone, if it went."""
    return Invitation.objects.select_for_update().filter(pk=row.pk).first()


def entrust_to_parents(circle: OpenCircle) -> None:
    """Inside the transaction in which it was made: a parent who was asked in is in every shared
    circle, so they get its keys too."""
    rows = Invitation.objects.filter(family=circle.circle.family_id, role=PARENT)
    for row in rows.exclude(entrusted__circle=circle.circle).select_for_update():
        keys = seal(all_keys(circle), Recipient(row.recipient))
        Entrusted.objects.create(invitation=row, circle=circle.circle, keys=keys)


def sweep_invitations(now: datetime.datetime) -> None:
    """Take away those that have ended by themselves."""
    for row in Invitation.objects.filter(ends_at__lte=now):
        take_back(row)


def _chosen(person: OpenPerson, handles: set[str], role: str) -> tuple[list[OpenCircle], str]:
    shared = person.shared
    if unknown := handles - {one.handle for one in shared}:
        raise KeyError(*unknown)
    if role == PARENT or Circle.Kind.US in handles:
        return shared, PARENT
    if not handles:
        raise ValueError("Someone is asked into one circle at least.")
    return [one for one in shared if one.handle in handles], str(Membership.Role(role))


def _last_day(ends: datetime.datetime, person: OpenPerson) -> str:
    return (ends - A_MOMENT).astimezone(person.zone).date().isoformat()


def _asked(row: Invitation, person: OpenPerson) -> Asked:
    """Nothing, where it cannot be read or is of another link: it can still be taken back."""
    us = person.circle(Circle.Kind.US)
    try:
        asked = Asked.from_json(unseal(row.about, *us.identities))
        if Link.read(asked.secret).tag != bytes(row.tag):
            return Asked()
    except (SealingError, ValueError, AttributeError):
        return Asked()
    return asked
