"""Who is in which circle: letting someone in or out of it, and what they may do there.

Only parents do this, and both of them are in every shared circle. Whoever is taken out can open
nothing that is kept from then on; what they have saved cannot be taken back.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from heartleaf.circle import notes_anew
from heartleaf.circle.following import follow, read_first_no_more
from heartleaf.circle.inviting import take_back
from heartleaf.circle.models import Invitation, Parting, Stewardship
from heartleaf.family import keyrings
from heartleaf.family.models import Circle, Membership, Person
from heartleaf.family.opening import NotAParent, OpenCircle, OpenPerson

Role = Membership.Role
GIVEN = (Role.ADDS, Role.LOOKS, Role.CHILD)
"""What may be given to someone in a circle; a parent is who holds the key of *us*."""


class OfParents(Exception):
    """Parents are in every shared circle, and neither can simply be taken out of one."""


class LastParent(Exception):
    """Without a parent nobody could open the family's things, so the last one stays."""


def let_in(person: OpenPerson, other: UUID, handle: str, role: str) -> None:
    """Let someone of the family into a circle, or give them another role in it. Raises KeyError
    for a circle the parent is not in or someone who is not here, OfParents, NotAParent."""
    with gathered(person) as parent:
        someone, circle = someone_of(parent, other), _shared(parent, handle)
        if is_a_parent(someone) or circle.kind == Circle.Kind.US or role not in GIVEN:
            raise OfParents
        there = Membership.objects.filter(circle=circle.circle, person=someone)
        if not there.update(role=role):
            keyrings.let_in(circle, someone, role)


def let_out(person: OpenPerson, other: UUID, handles: Iterable[str]) -> None:
    """Take someone out of these circles; each of them has a new key from now on. Where they are
    not in it nothing changes. Raises as `let_in` does."""
    with gathered(person) as parent:
        someone = someone_of(parent, other)
        if is_a_parent(someone):
            raise OfParents
        circles = [_shared(parent, handle) for handle in handles]
        _take_out(parent, someone, [one for one in circles if _is_in(someone, one)])


def let_go(person: OpenPerson, other: UUID) -> None:
    """Take someone out of every shared circle. They keep a place of their own; they read nothing
    first any more, and if they were to be the steward, nobody is. Raises as `let_in` does."""
    let_out(person, other, [one.handle for one in person.shared])


def take_out_parent(person: OpenPerson, other: UUID) -> None:
    """Take a parent out of every shared circle, the one who does it or another: whoever asks has
    to know that it may be (`parting.py`). Raises LastParent, NotAParent, KeyError."""
    with gathered(person) as parent:
        someone = someone_of(parent, other)
        if not is_a_parent(someone):
            raise KeyError(other)
        if parents_of(parent.family_id).count() < 2:
            raise LastParent
        Parting.objects.filter(Q(person=someone) | Q(by=someone)).delete()
        # They have seen the invitations, and may hold the sheets: they could come in by them again.
        for invitation in Invitation.objects.filter(family=parent.family_id):
            take_back(invitation)
        _unopened(Stewardship.objects.filter(family=parent.family_id)).delete()
        Person.objects.filter(pk=other).update(was_parent=True)
        _take_out(parent, someone, parent.shared)


@contextlib.contextmanager
def gathered(person: OpenPerson) -> Iterator[OpenPerson]:
    """Hold everything that is shared until the end, so that two parents act one after the other,
    and hand on the parent with their circles as they are now. Raises NotAParent."""
    try:
        with transaction.atomic():
            keyrings.gate(person.family_id)
            row = Person.objects.select_related("family").get(pk=person.id)
            now = OpenPerson(row, person.identity)
            if not now.is_parent:
                raise NotAParent
            yield now
    finally:
        for known in ("circles", "facts", "words"):
            person.__dict__.pop(known, None)


def someone_of(parent: OpenPerson, id: UUID) -> Person:
    """Raises KeyError for who is not of this family."""
    found = Person.objects.filter(pk=id, family=parent.family_id).first()
    if found is None:
        raise KeyError(id)
    return found


def is_a_parent(someone: Person) -> bool:
    return parents_of(someone.family_id).filter(pk=someone.pk).exists()


def parents_of(family: UUID) -> QuerySet[Person]:
    return Person.objects.filter(
        family=family, membership__circle__kind=Circle.Kind.US, membership__circle__family=family
    )


def sharing_a_circle(person: OpenPerson) -> QuerySet[Person]:
    """Everyone of the family who is in any of its shared circles."""
    circles = Circle.objects.filter(family=person.family_id).exclude(kind=Circle.Kind.ONLY_ME)
    inside = Membership.objects.filter(circle__in=circles).values("person")
    return Person.objects.filter(family=person.family_id, pk__in=inside)


def _shared(parent: OpenPerson, handle: str) -> OpenCircle:
    circle = parent.circle(handle)
    if circle.kind == Circle.Kind.ONLY_ME:
        raise KeyError(handle)
    return circle


def _is_in(someone: Person, circle: OpenCircle) -> bool:
    return Membership.objects.filter(circle=circle.circle, person=someone).exists()


def _take_out(parent: OpenPerson, someone: Person, circles: list[OpenCircle]) -> None:
    renewed = [keyrings.take_out(circle, someone) for circle in circles]
    mine = Membership.objects.filter(person=someone)
    is_gone = not mine.exclude(circle__kind=Circle.Kind.ONLY_ME).exists()
    if is_gone:
        _unopened(Stewardship.objects.filter(person=someone)).delete()
        read_first_no_more(parent, someone)  # before the notes follow: they ask the pages
    if renewed:
        follow(parent, renewed)
    if is_gone:
        us = next((one for one in renewed if one.kind == Circle.Kind.US), None)
        _seal_letterbox(us or parent.circle(Circle.Kind.US))


def _unopened(rows: QuerySet[Stewardship]) -> QuerySet[Stewardship]:
    """What was opened has no key any more, and goes on saying so to the parents."""
    return rows.filter(opened_at=None)


def _seal_letterbox(us: OpenCircle) -> None:
    """What waits, for nobody who is gone: its words at once, and its files once that is certain."""
    notes_anew.reseal_words(us)
    transaction.on_commit(lambda: notes_anew.reseal(us), robust=True)
