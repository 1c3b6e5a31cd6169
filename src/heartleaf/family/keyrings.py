"""Who holds a circle's keys: one small file for each generation, sealed to everyone in it.

Letting someone in rewrites those files. Taking someone out rewrites them too, and begins a new
generation, which opens what is kept from then on; what was kept before still opens with the keys
that they had, until it is sealed anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from heartleaf.family.models import Circle, Epoch, Membership, Person
from heartleaf.family.opening import OpenCircle
from heartleaf.sealing import CannotOpen, Identity, Recipient, seal


class NotEveryKey(Exception):
    """Of some generation of the circle the key is missing, or is not the circle's."""


def let_in(circle: OpenCircle, person: Person, role: str) -> None:
    """Inside a transaction: who is in it holds every generation, as nothing would be whole else."""
    _hold(circle)
    Membership.objects.create(circle=circle.circle, person=person, role=role)
    _rewrite(circle.again())


def let_in_with(keys: bytes, circle: Circle, person: Person, role: str) -> None:
    """The same with what `all_keys` gave, nobody of the circle being there. Raises NotEveryKey and
    has changed nothing then: with a wrong key the circle would be closed to everyone in it."""
    hold(circle)
    known = _read(keys)
    for epoch in circle.epochs.all():
        if epoch.number not in known or known[epoch.number].recipient.text != epoch.recipient:
            raise NotEveryKey
    Membership.objects.create(circle=circle, person=person, role=role)
    _seal_to_members(circle, known.__getitem__)


def take_out(circle: OpenCircle, person: Person) -> OpenCircle:
    """Inside a transaction: they are in it no more, and it has a new key, which is returned."""
    _hold(circle)
    Membership.objects.filter(circle=circle.circle, person=person).delete()
    held = circle.again()
    _rewrite(held)
    fresh = Identity.generate()
    Epoch.objects.create(
        circle=circle.circle,
        number=held.epoch + 1,
        recipient=fresh.recipient.text,
        keyring=seal(fresh.secret.encode(), *_recipients(circle.circle)),
    )
    renewed = held.again()
    renewed.learn(renewed.epoch, fresh)  # who takes themselves out has to seal with it once more
    if circle.kind == Circle.Kind.OWN:
        Circle.objects.filter(pk=circle.id).update(name=renewed.seal(held.name.encode()))
    return renewed


def all_keys(circle: OpenCircle) -> bytes:
    """Every generation's key as JSON, for a way in that is nobody's yet: an invitation's."""
    numbers = circle.circle.epochs.values_list("number", flat=True)
    return json.dumps({str(n): circle.identity(n).secret for n in numbers}).encode()


def hold(circle: Circle) -> None:
    """Inside a transaction. Two parents at once: the second waits here, and then reads what the
    first has written."""
    Circle.objects.select_for_update().get(pk=circle.pk)


def _hold(circle: OpenCircle) -> None:
    hold(circle.circle)


def _read(keys: bytes) -> dict[int, Identity]:
    try:
        return {int(number): Identity.parse(secret) for number, secret in json.loads(keys).items()}
    except (CannotOpen, ValueError, AttributeError) as error:
        raise NotEveryKey from error


def _rewrite(circle: OpenCircle) -> None:
    _seal_to_members(circle.circle, circle.identity)


def _seal_to_members(circle: Circle, key: Callable[[int], Identity]) -> None:
    recipients = _recipients(circle)
    for epoch in circle.epochs.all():
        epoch.keyring = seal(key(epoch.number).secret.encode(), *recipients)
        epoch.save(update_fields=["keyring"])


def _recipients(circle: Circle) -> list[Recipient]:
    members = Person.objects.filter(membership__circle=circle).order_by("joined_at")
    return [Recipient(member.recipient) for member in members]
