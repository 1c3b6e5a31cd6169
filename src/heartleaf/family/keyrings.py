"""Who holds a circle's keys: one small file for each generation, sealed to everyone in it.

Letting someone in rewrites those files. Taking someone out rewrites them too, and begins a new
generation, which opens what is kept from then on; what was kept before still opens with the keys
that they had, until it is sealed anew.
"""

from __future__ import annotations

import json
from uuid import UUID

from heartleaf.family.models import Circle, Epoch, Family, Membership, Person
from heartleaf.family.opening import OpenCircle
from heartleaf.sealing import CannotOpen, Identity, Recipient, seal


class NotEveryKey(CannotOpen):
    """Of some generation of the circle the key is missing, or is not the circle's."""


def gate(family: UUID) -> None:
    """Inside a transaction: whoever changes who holds which key, or what hangs on it, comes through
    here before they lock anything else, so that they go one after the other and no two wait for
    each other. The circles by their id and then the family, as whoever keeps something has them.
    """
    rows = Circle.objects.select_for_update().filter(family=family)
    list(rows.exclude(kind=Circle.Kind.ONLY_ME).order_by("pk"))
    Family.objects.select_for_update().get(pk=family)


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


class EntrustedCircle(OpenCircle):
    """A circle that is opened with what `all_keys` gave, nobody of it being there."""

    def __init__(self, circle: Circle, keys: bytes, role: str) -> None:
        """Raises NotEveryKey unless they are the circle's, each of them: whoever can only write
        could have put others there, and the circle would be closed to everyone in it."""
        epochs = list(Epoch.objects.filter(circle=circle).select_related("circle"))
        if not epochs:
            raise NotEveryKey("This circle is not there any more.")
        super().__init__(epochs, Identity.generate(), role)
        self._keys, known = keys, _read(keys)
        for epoch in epochs:
            identity = known.get(epoch.number)
            if identity is None or identity.recipient.text != epoch.recipient:
                raise NotEveryKey("This is not the key of this circle.")
            self.learn(epoch.number, identity)

    def again(self) -> EntrustedCircle:
        return EntrustedCircle(self.circle, self._keys, self.role)


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
        raise NotEveryKey("These are no keys of a circle.") from error


def _rewrite(circle: OpenCircle) -> None:
    recipients = _recipients(circle.circle)
    for epoch in circle.circle.epochs.all():
        epoch.keyring = seal(circle.identity(epoch.number).secret.encode(), *recipients)
        epoch.save(update_fields=["keyring"])


def _recipients(circle: Circle) -> list[Recipient]:
    members = Person.objects.filter(membership__circle=circle).order_by("joined_at")
    return [Recipient(member.recipient) for member in members]
