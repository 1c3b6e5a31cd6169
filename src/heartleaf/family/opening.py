"""A person with their key in hand, and the circles it opens. Lives as long as one request."""

from __future__ import annotations

import datetime
import hashlib
import itertools
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from heartleaf.family.facts import FamilyFacts, Own
from heartleaf.family.models import Circle, Epoch, Family, Membership, Person
from heartleaf.family.words import Words, words_of
from heartleaf.sealing import (
    Binder,
    CannotOpen,
    Identity,
    Recipient,
    Sealed,
    SealingError,
    anew,
    placed,
    seal,
    unseal,
)

Recall = Callable[[str, Callable[[], bytes]], bytes]


class OpenCircle:
    """A circle whose key this person holds, by its epochs.

    `handle` is what forms and addresses say for it: its kind, or, of the circles that a family made
    itself, its id. `role` is what this person, `whose` id it is, may do in it.
    """

    def __init__(
        self,
        epochs: list[Epoch],
        person: Identity,
        role: str,
        recall: Recall = anew,
        whose: str = "",
    ) -> None:
        self.circle, self.recall, self.role = epochs[0].circle, recall, role
        self.whose = whose
        self.id, self.kind = self.circle.id, self.circle.kind
        self.handle = str(self.id) if self.kind == Circle.Kind.OWN else self.kind
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
            keyring = _opened(self._rows[number].keyring, self.recall, self._person)
            self._identities[number] = Identity.parse(keyring.decode())
        return self._identities[number]

    def is_key_of(self, epoch: int, identity: Identity) -> bool:
        """Whether this is the key to which things are sealed in a generation."""
        return self._rows[epoch].recipient == identity.recipient.text

    @property
    def numbers(self) -> list[int]:
        """Its generations, the newest first."""
        return sorted(self._rows, reverse=True)

    @property
    def identities(self) -> list[Identity]:
        """The key of each generation, the newest first."""
        return [self.identity(number) for number in self.numbers]

    @property
    def may_add(self) -> bool:
        return self.role in {Membership.Role.PARENT, Membership.Role.ADDS}

    def may_change(self, author: str) -> bool:
        """What someone kept is theirs to change as long as they may add, and the parents'."""
        if self.role == Membership.Role.PARENT:
            return True
        return self.may_add and bool(author) and author == self.whose

    @property
    def name(self) -> str:
        """What a circle of the family's own is called; empty for the others, and where what is
        written there does not open."""
        try:
            return _opened(self.circle.name or b"", self.recall, *self.identities).decode()
        except SealingError:
            return ""

    def again(self) -> OpenCircle:
        """The same circle as it stands now: another parent may have given it a new key. What was
        opened already stays open. Raises CannotOpen if the circle is not there any more."""
        epochs = list(Epoch.objects.filter(circle=self.circle).select_related("circle"))
        if not epochs:
            raise CannotOpen("This circle is not there any more.")
        now = OpenCircle(epochs, self._person, self.role, self.recall, self.whose)
        now._identities |= self._identities
        return now

    def learn(self, epoch: int, identity: Identity) -> None:
        """The key of a generation, for whoever made it and is not in the circle any more."""
        self._identities[epoch] = identity

    def seal(self, data: bytes) -> Sealed:
        return seal(data, self.recipient)

    def seal_card(self, card: Mapping[str, Any]) -> Sealed:
        """Bind a card to the holders of this circle's key, and close it for them."""
        return self.seal(self._binder(self.epoch).bind(card))

    def open_card(
        self, sealed: bytes, epoch: int, belongs: Mapping[str, str | int]
    ) -> dict[str, Any]:
        """Raises CannotOpen for a damaged card; NotBound for one that nobody who holds the key
        wrote, or that does not belong here."""
        key = self.identity(epoch)
        proved = self.recall(
            _name("card", sealed, key), lambda: self._binder(epoch).prove(unseal(sealed, key))
        )
        return placed(proved, belongs)

    def stamp(self, data: bytes, what: str, epoch: int | None = None) -> bytes:
        """Bytes behind a MAC: that someone of this circle put them there, and as what."""
        return self._binder(epoch or self.epoch).stamp(data, f"{self.id} {what}")

    def unstamp(self, stamped: bytes, what: str, epoch: int) -> bytes:
        """Raises NotBound if nobody of this circle put them there as that."""
        return self._binder(epoch).unstamp(stamped, f"{self.id} {what}")

    def _binder(self, epoch: int) -> Binder:
        if epoch not in self._binders:
            self._binders[epoch] = Binder(self.identity(epoch))
        return self._binders[epoch]


class NotAParent(Exception):
    """What the family says of itself is for its parents to change."""


class OpenPerson:
    """Someone signed in: what they may open is what their keys open."""

    def __init__(self, person: Person, identity: Identity, recall: Recall = anew) -> None:
        self.person = person
        self.id, self.family_id = person.id, person.family_id
        self.identity, self.recall = identity, recall

    def unseal(self, sealed: bytes) -> bytes:
        """What is sealed to this person alone. Raises CannotOpen."""
        return _opened(sealed, self.recall, self.identity)

    @cached_property
    def own(self) -> Own:
        return Own.from_json(self.unseal(self.person.own))

    @cached_property
    def circles(self) -> dict[str, OpenCircle]:
        """The circles this person is in, by id, *only me* first."""
        order = list(Circle.Kind.values)
        mine = Epoch.objects.filter(circle__membership__person=self.person)
        mine = mine.annotate(role=F("circle__membership__role")).select_related("circle")
        by_circle = sorted(
            mine, key=lambda epoch: (order.index(epoch.circle.kind), epoch.circle_id)
        )
        return {
            str(id): self._open_circle(list(epochs))
            for id, epochs in itertools.groupby(by_circle, key=lambda epoch: epoch.circle_id)
        }

    def _open_circle(self, epochs: list[Any]) -> OpenCircle:
        return OpenCircle(epochs, self.identity, epochs[0].role, self.recall, str(self.id))

    def circle(self, handle: str) -> OpenCircle:
        """The person's circle of this handle. Raises KeyError if they are not in it."""
        for circle in self.circles.values():
            if circle.handle == handle:
                return circle
        raise KeyError(handle)

    def circle_name(self, handle: str) -> str:
        """What they call the circle of this handle. Raises KeyError if they are not in it."""
        circle = self.circle(handle)
        if circle.kind == Circle.Kind.OWN:
            return circle.name or _("a circle of your own")
        return self.words.circle(handle)

    @property
    def may_add_to(self) -> list[OpenCircle]:
        """The circles in which they may keep something, *only me* first."""
        return [circle for circle in self.circles.values() if circle.may_add]

    @property
    def is_parent(self) -> bool:
        """Whether they hold the key of *us*."""
        return any(circle.kind == Circle.Kind.US for circle in self.circles.values())

    @property
    def shared(self) -> list[OpenCircle]:
        """The circles they are in with others: all but their *only me*."""
        return [one for one in self.circles.values() if one.kind != Circle.Kind.ONLY_ME]

    @property
    def is_child(self) -> bool:
        """Whether they see what their parents chose for them, and nothing else."""
        return any(one.role == Membership.Role.CHILD for one in self.circles.values())

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
            self.__dict__.pop("circles", None)  # the other parent may have made a new key
            facts = self._open_facts(family)
            change(facts)
            family.facts = seal(facts.to_json(), *facts_recipients(family))
            family.save(update_fields=["facts"])
        self.facts, self.words = facts, words_of(facts)

    def _open_facts(self, family: Family) -> FamilyFacts:
        """Nothing is said of the family to someone who is in none of its circles any more."""
        keys = [circle.identity() for circle in self.shared]
        if not keys:
            return FamilyFacts()
        return FamilyFacts.from_json(_opened(family.facts, self.recall, *keys))


def facts_recipients(family: Family) -> list[Recipient]:
    """Every shared circle may know the name of the place and the children."""
    shared = Circle.objects.filter(family=family).exclude(kind=Circle.Kind.ONLY_ME)
    newest = [circle.epochs.last() for circle in shared.order_by("kind")]
    return [epoch.key for epoch in newest if epoch]


def _opened(sealed: bytes, recall: Recall, *identities: Identity) -> bytes:
    return recall(_name("seal", sealed, *identities), lambda: unseal(sealed, *identities))


def _name(what: str, sealed: bytes, *identities: Identity) -> str:
    # After the very bytes and the keys: what was changed meanwhile, by whomever, is not recalled.
    digest = hashlib.sha256(sealed)
    for identity in identities:
        digest.update(identity.secret.encode())
    return f"{what} {digest.hexdigest()}"
