"""The family in an export: what it says of itself, its persons, and who is in which circle, each
as far as whoever makes the export may know it."""

from __future__ import annotations

import contextlib
from typing import Any

from heartleaf.archive.bag import shapes
from heartleaf.archive.bag.absent import CameHome
from heartleaf.archive.bag.gathering import Gathered
from heartleaf.family.models import Circle, Membership, Person
from heartleaf.family.naming import name_for_us
from heartleaf.family.opening import OpenCircle, OpenPerson
from heartleaf.family.unknown import written
from heartleaf.keepsakes.notebook import open_section
from heartleaf.sealing import SealingError
from heartleaf.tree.planting import rule_of


def of_family(gathered: Gathered) -> shapes.Json:
    """`comes_home` says whether another Heartleaf can begin with it: what a parent can open is
    a whole family's, and anyone else's is not."""
    person = gathered.person
    family = person.person.family
    return {
        "id": str(person.family_id),
        "person": str(person.id),
        "comes_home": person.is_parent,
        "facts": written(person.facts),
        "tree": {"seed": bytes(family.seed).hex(), "growth": rule_of(person.family_id)},
        "leaves": family.leaves if person.is_parent else None,
        "persons": _persons(person),
        "circles": [
            shapes.of_circle(circle, _members(circle, person)) for circle in gathered.choice.circles
        ],
    }


def _persons(person: OpenPerson) -> list[shapes.Json]:
    """Everyone to a parent, who knows them; to anyone else, themselves."""
    rows = Person.objects.filter(family=person.family_id).order_by("joined_at", "pk")
    if not person.is_parent:
        return [_person(row, person.name) for row in rows.filter(pk=person.id)]
    us = person.circle(Circle.Kind.US)
    return [_person(row, _name(row, us)) for row in rows]


def _person(row: Person, name: str) -> shapes.Json:
    return {"id": str(row.pk), "name": name, "joined_at": shapes.moment(row.joined_at)}


def _name(row: Person, us: OpenCircle) -> str:
    with contextlib.suppress(SealingError):
        return name_for_us(row, us)
    return ""


def _members(circle: OpenCircle, person: OpenPerson) -> list[shapes.Json]:
    rows = Membership.objects.filter(circle=circle.circle)
    if not person.is_parent:
        rows = rows.filter(person=person.person)
    here = [shapes.of_membership(str(m.person_id), m.role, m.since) for m in rows]
    in_order = {one["person"]: one for one in [*_absent(circle, person), *here]}
    return sorted(in_order.values(), key=lambda one: (one["since"], one["person"]))


def _absent(circle: OpenCircle, person: OpenPerson) -> list[dict[str, Any]]:
    """Those who were in it before the family came home, and have no way in since."""
    if not person.is_parent:
        return []
    try:
        people = open_section(person.circle(Circle.Kind.US), CameHome).people
    except SealingError:
        return []
    return [
        {**{name: value for name, value in one.items() if name != "circle"}, "person": id}
        for id, circles in people.items()
        for one in circles
        if one.get("circle") == str(circle.id)
    ]
