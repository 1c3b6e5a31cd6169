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
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from heartleaf.circle.models import Entrusted, Stewardship
from heartleaf.family.beginning import AddressTaken, Beginner, derived, new_person
from heartleaf.family.facts import FamilyFacts, Told
from heartleaf.family.keyrings import EntrustedCircle, all_keys, gate, let_in
from heartleaf.family.models import Circle, Membership, Person
from heartleaf.family.naming import call
from heartleaf.family.opening import NotAParent, OpenCircle, OpenPerson
from heartleaf.family.server_seal import hide, reveal
from heartleaf.sealing import CannotOpen, Identity, Recipient, SealingError, seal, unseal
from heartleaf.sealing.sheets import Words, combine, divide

DAYS = (30, 60, 90)
TOLD_FOR = datetime.timedelta(days=14)
"""So long it stays said that someone opened it, whoever would rather have it gone."""
PARENT = Membership.Role.PARENT


@dataclass
class About(Told):
    """What the parents know of it: what the steward is called, and who opened it in the end."""

    name: str = ""
    opened_by: str = ""


class NotNow(Exception):
    """It was stopped, or its time has not come, or it is not for this person."""


class JustOpened(Exception):
    """Someone opened it, and the parents are being told: it cannot be ended or made anew yet, as
    then no page and no mail would say so."""


class OpensNothing(Exception):
    """The two sheets give a key, and here is nothing for it: it was replaced, or ended."""


# ── By the parents ──────────────────────────────────────────────────────────────────────────


def name_steward(
    person: OpenPerson, name: str, *, steward: Person | None = None, days: int = 60
) -> tuple[Words, Words, Words]:
    """The words of three sheets, which are nowhere else. Whatever sheets were made before open
    nothing from now on. `steward` is someone with a way in, for whom the waiting time is. Raises
    JustOpened, NotAParent."""
    if days not in DAYS:
        raise ValueError("So many days cannot be chosen.")
    key = Identity.generate()
    with transaction.atomic():
        gate(person.family_id)
        person.__dict__.pop("circles", None)  # only now, as the other parent has left them
        if not person.is_parent:
            raise NotAParent
        _let_go(person.family_id)
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
        for circle in person.shared:
            _entrust(circle, row)
    return divide(key)


def entrust(circle: OpenCircle) -> None:
    """Inside a transaction, for a circle that is new or has a new key: the steward has it too."""
    for row in Stewardship.objects.filter(family=circle.circle.family_id, opened_at=None):
        _entrust(circle, row)


def end(person: OpenPerson) -> None:
    """The steward is none any more: every sheet opens nothing. Raises JustOpened."""
    with transaction.atomic():
        gate(person.family_id)
        _let_go(person.family_id)


def is_just_opened(row: Stewardship) -> bool:
    return row.opened_at is not None and timezone.now() - row.opened_at < TOLD_FOR


def stop(row: Stewardship) -> None:
    """Whoever asked does not get it; they may ask again, and then all of the time is waited."""
    Stewardship.objects.filter(pk=row.pk, opened_at=None).update(asked=None)


def of_family(person: OpenPerson) -> Stewardship | None:
    return Stewardship.objects.filter(family=person.family_id).first()


def about(row: Stewardship, us: OpenCircle) -> About:
    try:
        return About.from_json(unseal(row.about, *us.identities))
    except SealingError:
        return About()


def _let_go(family: UUID) -> None:
    row = Stewardship.objects.select_for_update().filter(family=family).first()
    if row and is_just_opened(row):
        raise JustOpened
    if row:
        row.delete()


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
        gate(person.family_id)
        rows = Stewardship.objects.select_for_update().filter(family=person.family_id)
        row = rows.filter(person=person.person).first()
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
            gate(opening.row.family_id)
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
    keys = [circle.identity() for _entrusted, circle in _circles(row, key)]
    try:
        return FamilyFacts.from_json(unseal(row.family.facts, *keys)).name
    except SealingError:
        return ""


def closed_to(person: OpenPerson) -> list[Circle]:
    """The shared circles of their family that did not open for this parent."""
    shared = Circle.objects.filter(family=person.family_id).exclude(kind=Circle.Kind.ONLY_ME)
    return list(shared.exclude(membership__person=person.id).order_by("kind", "pk"))


# ── Opening ─────────────────────────────────────────────────────────────────────────────────


def _let_in(row: Stewardship, key: Identity, person: Person, name: str) -> None:
    """Raises OpensNothing if what was entrusted of *us* is damaged."""
    opened = list(_circles(row, key))
    us = next((circle for _row, circle in opened if circle.kind == Circle.Kind.US), None)
    if us is None:
        raise OpensNothing
    for entrusted, circle in opened:
        member = Membership.objects.filter(circle=circle.circle, person=person)
        if not member.update(role=PARENT):
            let_in(circle, person, PARENT)
        entrusted.delete()  # what does not open is left for whoever can mend it
    call(person, name)
    known = about(row, us)
    known.opened_by = name
    row.about = us.seal(known.to_json())
    row.released = row.asked = None
    row.opened_at = timezone.now()
    row.save()


def _circles(row: Stewardship, key: Identity) -> Iterator[tuple[Entrusted, EntrustedCircle]]:
    for entrusted in row.entrusted.select_related("circle").order_by("circle__kind", "circle"):
        try:
            keys = unseal(entrusted.keys, key)
            yield entrusted, EntrustedCircle(entrusted.circle, keys, PARENT)
        except SealingError:
            continue  # damaged, or not the circle's: the others open all the same
