"""A person who may receive the family's keys, when both parents are gone or cannot be reached.

    parents ── name ──► three sheets ── two of them ─────────────────────────► opened
                  └───► a person here ── asks ──► `days`, unless stopped ───► opened

The key of the sheets, S, opens every shared circle (`Entrusted`), and nobody's *only me*. The
server does not keep it; for a person who is named it is `released`: sealed to them, and that under
the server's key, bound to the days that are waited. What opens makes one more parent, and then no
key is left here.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from django.db import IntegrityError, transaction
from django.utils import timezone

from heartleaf.circle.models import Entrusted, Stewardship
from heartleaf.family.beginning import AddressTaken, Beginner, derived, new_person
from heartleaf.family.facts import FamilyFacts, Told
from heartleaf.family.keyrings import all_keys, let_in
from heartleaf.family.models import Circle, Epoch, Family, Membership, Person
from heartleaf.family.naming import call
from heartleaf.family.opening import OpenCircle, OpenPerson
from heartleaf.family.server_seal import hide, reveal
from heartleaf.sealing import CannotOpen, Identity, Recipient, SealingError, seal, unseal
from heartleaf.sealing.sheets import Words, combine, divide

DAYS = (30, 60, 90)
PARENT = Membership.Role.PARENT


@dataclass
class About(Told):
    """What the parents know of it: what the steward is called, and who opened it in the end."""

    name: str = ""
    opened_by: str = ""


class NotNow(Exception):
    """It was stopped, or its time has not come, or it is not for this person."""


class OpensNothing(Exception):
    """The two sheets give a key, and here is nothing for it: it was replaced, or ended."""


# ── By the parents ──────────────────────────────────────────────────────────────────────────


def name_steward(
    person: OpenPerson, name: str, *, steward: Person | None = None, days: int = 60
) -> tuple[Words, Words, Words]:
    """The words of three sheets, which are nowhere else. Whatever sheets were made before open
    nothing from now on. `steward` is someone with a way in, for whom the waiting time is."""
    if days not in DAYS:
        raise ValueError("So many days cannot be chosen.")
    key = Identity.generate()
    with transaction.atomic():
        Family.objects.select_for_update().get(pk=person.family_id)
        Stewardship.objects.filter(family=person.family_id).delete()
        row = Stewardship(
            family=person.person.family,
            recipient=key.recipient.text,
            about=person.circle("us").seal(About(name=name).to_json()),
            person=steward,
            days=days,
        )
        if steward is not None:
            for_them = seal(key.secret.encode(), Recipient(steward.recipient))
            row.released = hide(for_them, _bound(row))
        row.save()
        for circle in shared(person):
            _entrust(circle, row)
    return divide(key)


def entrust(circle: OpenCircle) -> None:
    """Inside a transaction, for a circle that is new or has a new key: the steward has it too."""
    for row in Stewardship.objects.filter(family=circle.circle.family_id, opened_at=None):
        _entrust(circle, row)


def end(person: OpenPerson) -> None:
    """The steward is none any more: every sheet opens nothing."""
    Stewardship.objects.filter(family=person.family_id).delete()


def stop(row: Stewardship) -> None:
    """Whoever asked does not get it; they may ask again, and then all of the time is waited."""
    Stewardship.objects.filter(pk=row.pk, opened_at=None).update(asked=None)


def of_family(person: OpenPerson) -> Stewardship | None:
    return Stewardship.objects.filter(family=person.family_id).first()


def about(row: Stewardship, us: OpenCircle) -> About:
    numbers = us.circle.epochs.values_list("number", flat=True)
    try:
        return About.from_json(unseal(row.about, *map(us.identity, numbers)))
    except SealingError:
        return About()


def shared(person: OpenPerson) -> list[OpenCircle]:
    return [one for one in person.circles.values() if one.kind != Circle.Kind.ONLY_ME]


def _entrust(circle: OpenCircle, row: Stewardship) -> None:
    keys = seal(all_keys(circle), Recipient(row.recipient))
    Entrusted.objects.update_or_create(
        stewardship=row, circle=circle.circle, defaults={"keys": keys}
    )


# ── By the steward, after a time ────────────────────────────────────────────────────────────


def held_by(person: OpenPerson) -> Stewardship | None:
    """The stewardship this person is named in, as long as nobody has opened it."""
    named = Stewardship.objects.filter(person=person.person, family=person.family_id)
    return named.filter(opened_at=None).first()


def ask(row: Stewardship, now: datetime.datetime | None = None) -> None:
    """From now the days are waited. To ask twice begins nothing anew."""
    asked = hide((now or timezone.now()).isoformat().encode(), f"{_bound(row)} asked")
    Stewardship.objects.filter(pk=row.pk, asked=None, opened_at=None).update(asked=asked)


def asked_at(row: Stewardship) -> datetime.datetime | None:
    """Since when it is waited; None if it is not, or if somebody wrote there without the server's
    key."""
    if row.asked is None or row.opened_at is not None:
        return None
    try:
        return datetime.datetime.fromisoformat(reveal(row.asked, f"{_bound(row)} asked").decode())
    except CannotOpen:
        return None


def opens_at(row: Stewardship) -> datetime.datetime | None:
    """When it may be opened, if nobody stops it."""
    asked = asked_at(row)
    return asked + datetime.timedelta(days=row.days) if asked else None


def may_open(row: Stewardship, now: datetime.datetime | None = None) -> bool:
    opens = opens_at(row)
    return opens is not None and opens <= (now or timezone.now())


def open_after_waiting(person: OpenPerson) -> None:
    """The time has passed and nobody stopped it: the steward is a parent of this family from now
    on. Raises NotNow."""
    with transaction.atomic():
        row = Stewardship.objects.select_for_update().filter(person=person.person).first()
        if row is None or row.released is None or not may_open(row):
            raise NotNow
        try:
            key = Identity.parse(person.unseal(reveal(row.released, _bound(row))).decode())
            _let_in(row, key, person.person, person.name)
        except (CannotOpen, OpensNothing) as error:
            raise NotNow from error


def _bound(row: Stewardship) -> str:
    # With whom and how long: neither can be exchanged by someone who writes to the database alone.
    person = row.person_id.hex if row.person_id else ""
    return f"stewardship {row.pk} {row.recipient} {person} {row.days}"


# ── By two sheets ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Opening:
    """What two sheets open: for whoever holds them to look at, before anything is done."""

    row: Stewardship
    key: Identity
    place: str

    @classmethod
    def of(cls, one: Words, two: Words) -> Self:
        """Raises SheetError, OpensNothing."""
        key = combine(one, two)
        row = Stewardship.objects.filter(recipient=key.recipient.text, opened_at=None).first()
        if row is None:
            raise OpensNothing
        return cls(row, key, _place(row, key))


def open_by_sheets(opening: Opening, who: Beginner) -> OpenPerson:
    """A way in for whoever holds two sheets; they are a parent of this family from now on. Raises
    OpensNothing, AddressTaken."""
    way_in = derived(who.email, who.passphrase)
    try:
        with transaction.atomic():
            rows = Stewardship.objects.select_for_update().filter(pk=opening.row.pk)
            row = rows.filter(opened_at=None).first()
            if row is None:
                raise OpensNothing
            person, identity = new_person(row.family, who, way_in)
            _let_in(row, opening.key, person, who.name)
    except IntegrityError as error:
        raise AddressTaken from error
    return OpenPerson(Person.objects.get(pk=person.pk), identity)


def _place(row: Stewardship, key: Identity) -> str:
    keys = [circle.identity() for circle in _circles(row, key)]
    try:
        return FamilyFacts.from_json(unseal(row.family.facts, *keys)).name
    except SealingError:
        return ""


# ── Opening ─────────────────────────────────────────────────────────────────────────────────


def _let_in(row: Stewardship, key: Identity, person: Person, name: str) -> None:
    """Raises OpensNothing if what was entrusted is damaged."""
    circles = list(_circles(row, key))
    us = next((circle for circle in circles if circle.kind == Circle.Kind.US), None)
    if us is None:
        raise OpensNothing
    for circle in circles:
        member = Membership.objects.filter(circle=circle.circle, person=person)
        if not member.update(role=PARENT):
            let_in(circle, person, PARENT)
    call(person, name)
    known = about(row, us)
    known.opened_by = name
    row.about = us.seal(known.to_json())
    row.entrusted.all().delete()
    row.released = row.asked = None
    row.opened_at = timezone.now()
    row.save()


def _circles(row: Stewardship, key: Identity) -> Iterator[EntrustedCircle]:
    for entrusted in row.entrusted.select_related("circle").order_by("circle__kind", "circle"):
        epochs = list(Epoch.objects.filter(circle=entrusted.circle).select_related("circle"))
        try:
            yield EntrustedCircle(epochs, json.loads(unseal(entrusted.keys, key)))
        except (SealingError, ValueError, KeyError):
            continue  # damaged, or not the circle's: the others open all the same


class EntrustedCircle(OpenCircle):
    """A circle whose keys were entrusted: nobody in it holds this way in. Raises CannotOpen or
    KeyError unless they are the circle's, each of them: whoever can only write could have put
    others there, and the circle would be closed to everyone in it."""

    def __init__(self, epochs: list[Epoch], keys: dict[str, str]) -> None:
        super().__init__(epochs, Identity.generate(), PARENT)
        self._keys = keys
        for epoch in epochs:
            identity = Identity.parse(keys[str(epoch.number)])
            if identity.recipient.text != epoch.recipient:
                raise CannotOpen("This is not the key of this circle.")
            self._identities[epoch.number] = identity

    def again(self) -> EntrustedCircle:
        epochs = Epoch.objects.filter(circle=self.circle).select_related("circle")
        return EntrustedCircle(list(epochs), self._keys)
