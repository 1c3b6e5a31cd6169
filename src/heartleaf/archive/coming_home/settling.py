"""A family and its rooms, as they were: the same ids, with keys that are new.

Of its persons only the one whose export it was has a way in. The others are there by their names,
so that who wrote what stays said, and in no circle: they are to be asked in again.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from heartleaf.archive.bag.absent import CameHome
from heartleaf.archive.bag.layout import (
    CALENDAR_JSON,
    CIRCLES,
    DRAFTS,
    ME,
    NOTEBOOK_JSON,
)
from heartleaf.archive.bag.shapes import OF_A_WAY_IN, OF_A_WISH
from heartleaf.archive.coming_home.bags import Bag, Json
from heartleaf.care.channels import Address, new_channel
from heartleaf.care.wishes import WishesFacts, change_wishes
from heartleaf.days.calendars import FORMAT as CALENDAR
from heartleaf.days.models import Calendar
from heartleaf.family.beginning import give_passphrase
from heartleaf.family.facts import FamilyFacts, Own
from heartleaf.family.models import Circle, Epoch, Family, Membership, Person
from heartleaf.family.opening import OpenCircle, OpenPerson, facts_recipients
from heartleaf.family.records import change_record
from heartleaf.keepsakes.drafting import DraftWords
from heartleaf.keepsakes.models import Draft, Notebook
from heartleaf.keepsakes.notebook import FORMAT as NOTEBOOK
from heartleaf.sealing import Derived, Identity, Sealed, seal


@dataclass
class Settled:
    """The family as it stands: its person with their key in hand, and its circles by their ids."""

    person: OpenPerson
    to_ask: list[str] = field(default_factory=list)

    @property
    def circles(self) -> dict[str, OpenCircle]:
        return self.person.circles

    @property
    def us(self) -> OpenCircle:
        return self.person.circle(Circle.Kind.US)

    def again(self) -> OpenPerson:
        """The same person, as their rows are now."""
        return OpenPerson(Person.objects.get(pk=self.person.id), self.person.identity)


def settle(bag: Bag, said: Json, email: str, way_in: Derived) -> Settled:
    """Inside a transaction."""
    family = Family.objects.create(
        id=UUID(said["id"]),
        facts=_nothing(),
        seed=bytes.fromhex(said["tree"]["seed"]),
        leaves=int(said["leaves"]),
    )
    me = bag.json(ME)
    settled = Settled(_person(family, said, me, email, way_in))
    for circle in said["circles"]:
        _circle(family, circle, settled.person)
    facts = FamilyFacts.from_json(said["facts"])
    family.facts = seal(facts.to_json(), *facts_recipients(family))
    family.save()
    settled.person = settled.again()
    _name(said["persons"], settled)
    _others(family, said, settled)
    _wishes(me, settled.person)
    _records(bag, settled)
    _remember(said, settled)
    _drafts(bag, settled.person)
    return settled


def _person(family: Family, said: Json, me: Json, email: str, way_in: Derived) -> OpenPerson:
    """The one whose export it was, with the way in that they chose now."""
    kept = {name: value for name, value in me["own"].items() if name not in OF_A_WAY_IN}
    own, identity = Own.from_json({**kept, "email": email}), Identity.generate()
    person = Person.objects.create(
        id=UUID(said["person"]),
        family=family,
        recipient=identity.recipient.text,
        identity=seal(identity.secret.encode(), way_in.identity.recipient),
        own=seal(own.to_json(), identity.recipient),
    )
    give_passphrase(person, way_in)
    return OpenPerson(person, identity)


def _circle(family: Family, said: Json, person: OpenPerson) -> None:
    """Raises KeyError if the person was not in it."""
    mine = {one["person"]: one for one in said["members"]}[str(person.id)]
    identity, name = Identity.generate(), str(said["name"])
    circle = Circle.objects.create(
        id=UUID(said["id"]),
        family=family,
        kind=Circle.Kind(said["kind"]),
        name=seal(name.encode(), identity.recipient) if name else None,
    )
    role = Membership.Role(mine["role"])
    member = Membership.objects.create(circle=circle, person=person.person, role=role)
    Membership.objects.filter(pk=member.pk).update(since=_moment(mine["since"]))
    Epoch.objects.create(
        circle=circle,
        recipient=identity.recipient.text,
        keyring=seal(identity.secret.encode(), person.identity.recipient),
    )


def _name(persons: list[Json], settled: Settled) -> None:
    for one in persons:
        rows = Person.objects.filter(pk=UUID(one["id"]))
        name = seal(str(one["name"]).encode(), settled.us.recipient)
        rows.update(name=name, joined_at=_moment(one["joined_at"]))


def _others(family: Family, said: Json, settled: Settled) -> None:
    """There, and in no circle; nobody holds the key that their row names."""
    others = [one for one in said["persons"] if one["id"] != str(settled.person.id)]
    for one in others:
        nobody = Identity.generate().recipient
        Person.objects.create(
            id=UUID(one["id"]),
            family=family,
            recipient=nobody.text,
            identity=seal(b"", nobody),
            own=seal(b"{}", nobody),
        )
    _name(others, settled)
    settled.to_ask = [str(one["name"]) for one in others]


def _remember(said: Json, settled: Settled) -> None:
    """Who else was in which circle, so that the next export says it too."""
    people: dict[str, list[dict[str, Any]]] = {}
    for circle in said["circles"]:
        for one in circle["members"]:
            if one["person"] != str(settled.person.id):
                was = {"circle": circle["id"], "role": one["role"], "since": one["since"]}
                people.setdefault(one["person"], []).append(was)
    if people:
        section = {CameHome.name: {"people": people}}
        change_record(Notebook, NOTEBOOK, settled.us, lambda values: {**values, **section})


def _wishes(me: Json, person: OpenPerson) -> None:
    if me["wishes"] is None:
        return
    kept = {name: value for name, value in me["wishes"].items() if name not in OF_A_WISH}
    wishes = WishesFacts.from_json(kept)
    change_wishes(person, lambda now: vars(now).update(vars(wishes)))
    if wishes.mail and me["mail_stopped"] is not None:
        channel = new_channel(person.person, Address(wishes.mail))
        channel.stopped = bool(me["mail_stopped"])
        channel.save()


def _records(bag: Bag, settled: Settled) -> None:
    for path in bag.paths(f"{CIRCLES}/"):
        if path.endswith(f"/{CALENDAR_JSON}"):
            said = bag.json(path)
            _record(Calendar, CALENDAR, settled.circles[said["circle"]], said["calendar"])
        elif path.endswith(f"/{NOTEBOOK_JSON}"):
            said = bag.json(path)
            _record(Notebook, NOTEBOOK, settled.circles[said["circle"]], said["notebook"])


def _record(table: Any, format: str, circle: OpenCircle, values: Json) -> None:
    change_record(table, format, circle, lambda _nothing: dict(values))


def _drafts(bag: Bag, person: OpenPerson) -> None:
    for path in bag.paths(f"{DRAFTS}/"):
        if path.endswith(".json"):
            said = bag.json(path)
            words = json.dumps(vars(DraftWords(**said["words"]))).encode()
            row = Draft.objects.create(
                id=UUID(said["id"]),
                person=person.person,
                words=seal(words, person.identity.recipient),
                revision=int(said["revision"]),
            )
            Draft.objects.filter(pk=row.pk).update(touched_at=_moment(said["touched_at"]))


def _moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


def _nothing() -> Sealed:
    return seal(b"{}", Identity.generate().recipient)
