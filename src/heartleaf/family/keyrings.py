"""Who holds a circle's keys: one small file for each generation, sealed to everyone in it.

Letting someone in rewrites those files. Taking someone out rewrites them too, and begins a new
generation, which opens what is kept from then on; what was kept before still opens with the keys
that they had, until it is sealed anew.
"""

from __future__ import annotations

import json

from heartleaf.family.models import Circle, Epoch, Membership, Person
from heartleaf.family.opening import OpenCircle
from heartleaf.sealing import Identity, Recipient, seal


def let_in(circle: OpenCircle, person: Person, role: str) -> None:
    """Inside a transaction: who is in it holds every generation, as nothing would be whole else."""
    _hold(circle)
    Membership.objects.create(circle=circle.circle, person=person, role=role)
    _rewrite(circle.again())


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


def _hold(circle: OpenCircle) -> None:
    # Two parents at once: the second waits here, and then reads what the first has written.
    Circle.objects.select_for_update().get(pk=circle.id)


def _rewrite(circle: OpenCircle) -> None:
    recipients = _recipients(circle.circle)
    for epoch in circle.circle.epochs.all():
        epoch.keyring = seal(circle.identity(epoch.number).secret.encode(), *recipients)
        epoch.save(update_fields=["keyring"])


def _recipients(circle: Circle) -> list[Recipient]:
    members = Person.objects.filter(membership__circle=circle).order_by("joined_at")
    return [Recipient(member.recipient) for member in members]
