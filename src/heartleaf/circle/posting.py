"""What of a family someone may take elsewhere by their own hand, and what it says of children."""

from __future__ import annotations

from heartleaf.family.facts import Child, FamilyFacts
from heartleaf.family.models import Circle
from heartleaf.family.opening import OpenCircle, OpenPerson
from heartleaf.family.words import name_of, said


def may_post(person: OpenPerson, circle: OpenCircle | None = None) -> bool:
    """Whether an image may be made of what is in `circle`, or of one's own words if none is said.

    What a family shares is for its parents to show elsewhere; what is theirs alone, for each. A
    child sees what the parents chose, and takes nothing of it out.
    """
    if person.is_child:
        return False
    return person.is_parent or circle is None or circle.kind == Circle.Kind.ONLY_ME


def may_be_named(person: OpenPerson) -> list[Child]:
    """The children whose names this person is offered: they too are for the parents to show."""
    return list(person.facts.children) if person.is_parent else []


def dates_line(children: list[Child], facts: FamilyFacts) -> str:
    """When they were born and died, of those who died only: the birthday of a living child says
    more about them than they could ask to have said. Alike dates stand once."""
    lives = {child.id: _life(child) for child in children if not child.living}
    known = [child for child in children if lives.get(child.id)]
    if len(set(lives.values())) == 1:
        return next(iter(lives.values()))
    return " · ".join(f"{name_of(child, facts)} {lives[child.id]}" for child in known)


def _life(child: Child) -> str:
    days = [day for day in (said(child.born), said(child.died)) if day]
    return " – ".join(dict.fromkeys(days))
