"""A person with their key in hand, and the circles it opens. Lives as long as one request."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction

from heartleaf.family.facts import FamilyFacts, Own
from heartleaf.family.models import Circle, Epoch, Family, Person
from heartleaf.family.words import Words, words_of
from heartleaf.sealing import Binder, CannotOpen, Identity, Recipient, Sealed, seal, unseal


class OpenCircle:
    """A circle whose key this person holds."""

    def __init__(self, circle: Circle, epochs: list[Epoch], person: Identity) -> None:
        self.circle = circle
        self.id, self.kind = circle.id, circle.kind
        self._rows = {epoch.number: epoch for epoch in epochs}
        self._person = person
        self._identities: dict[int, Identity] = {}
        self._binders: dict[int, Binder] = {}
        self.epoch = max(self._rows)
        self.recipient = self._rows[self.epoch].key

    def identity(self, epoch: int | None = None) -> Identity:
        """The circle's own key in one of its generations; the newest if not said."""
        number = epoch or self.epoch
        if number not in self._identities:
            if number not in self._rows:
                raise CannotOpen(
                    "This was sealed for a generation of the circle that is not there."
                )
            keyring = unseal(self._rows[number].keyring, self._person)
            self._identities[number] = Identity.parse(keyring.decode())
        return self._identities[number]

    def binder(self, epoch: int | None = None) -> Binder:
        number = epoch or self.epoch
        if number not in self._binders:
            self._binders[number] = Binder(self.identity(number))
        return self._binders[number]

    def seal(self, data: bytes) -> Sealed:
        return seal(data, self.recipient)

    def unseal(self, sealed: bytes, epoch: int | None = None) -> bytes:
        return unseal(sealed, self.identity(epoch))


class NotAParent(Exception):
    """What the family says of itself is for its parents to change."""


class OpenPerson:
    """Someone signed in: what they may open is what their keys open."""

    def __init__(self, person: Person, identity: Identity) -> None:
        self.person = person
        self.id, self.family_id = person.id, person.family_id
        self.identity = identity

    @cached_property
    def own(self) -> Own:
        return Own.from_json(unseal(self.person.own, self.identity))

    @cached_property
    def circles(self) -> dict[str, OpenCircle]:
        """The circles this person is in, by id, *only me* first."""
        order = list(Circle.Kind.values)
        mine = self.person.circles.prefetch_related("epochs")
        rows = sorted(mine, key=lambda circle: order.index(circle.kind))
        return {str(c.id): OpenCircle(c, list(c.epochs.all()), self.identity) for c in rows}

    def circle(self, kind: str) -> OpenCircle:
        """The person's circle of this kind. Raises KeyError if they are in none."""
        for circle in self.circles.values():
            if circle.kind == kind:
                return circle
        raise KeyError(kind)

    @property
    def is_parent(self) -> bool:
        """Whether they hold the key of *us*."""
        return any(circle.kind == Circle.Kind.US for circle in self.circles.values())

    @cached_property
    def facts(self) -> FamilyFacts:
        return self._open_facts(self.person.family)

    @cached_property
    def words(self) -> Words:
        return words_of(self.facts)

    @cached_property
    def zone(self) -> datetime.tzinfo:
        try:
            return ZoneInfo(self.own.zone)
        except (ZoneInfoNotFoundError, ValueError):
            return datetime.UTC

    @property
    def name(self) -> str:
        return self.own.name

    def now(self) -> datetime.datetime:
        return datetime.datetime.now(self.zone)

    def today(self) -> datetime.date:
        """A day has no time; *today* is the reader's own."""
        return self.now().date()

    def change_own(self, change: Callable[[Own], None]) -> None:
        """Read, change and keep what is theirs alone, against whatever else they do meanwhile."""
        with transaction.atomic():
            row = Person.objects.select_for_update().get(pk=self.id)
            own = Own.from_json(unseal(row.own, self.identity))
            change(own)
            row.own = seal(own.to_json(), self.identity.recipient)
            row.save(update_fields=["own"])
        self.person.own = row.own
        self.own = own

    def change_facts(self, change: Callable[[FamilyFacts], None]) -> None:
        """Read, change and keep what the family says of itself. Raises NotAParent for anyone who
        is not in *us*: the others can read it, so nothing but this keeps them from writing it."""
        if not self.is_parent:
            raise NotAParent
        with transaction.atomic():
            family = Family.objects.select_for_update().get(pk=self.family_id)
            facts = self._open_facts(family)
            change(facts)
            family.facts = seal(facts.to_json(), *facts_recipients(family))
            family.save(update_fields=["facts"])
        self.facts, self.words = facts, words_of(facts)

    def _open_facts(self, family: Family) -> FamilyFacts:
        keys = [circle.identity() for circle in self.circles.values() if circle.kind != "only-me"]
        return FamilyFacts.from_json(unseal(family.facts, *keys))


def facts_recipients(family: Family) -> list[Recipient]:
    """Every shared circle may know the name of the place and the children."""
    shared = Circle.objects.filter(family=family).exclude(kind=Circle.Kind.ONLY_ME)
    newest = [circle.epochs.last() for circle in shared.order_by("kind")]
    return [epoch.key for epoch in newest if epoch]
