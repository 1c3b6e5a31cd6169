"""What is left to do when a person's place was taken away: it needs a parent's key.

The circles that they were in get new keys, as when someone is taken out. Until a parent comes, an
old backup with their old passphrase would still open what is kept there.
"""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from heartleaf.archive.ending.deciding import PERSON, is_in_a_circle
from heartleaf.archive.ending.models import Ending
from heartleaf.archive.ending.remains import leave_name_or_nothing
from heartleaf.care import parting
from heartleaf.circle.gathering import is_a_parent, take_out_parent
from heartleaf.family.keyrings import gate
from heartleaf.family.models import Circle, Person
from heartleaf.family.naming import name_for_us
from heartleaf.family.opening import OpenPerson
from heartleaf.sealing import SealingError


@dataclass(frozen=True)
class Gone:
    """Whose place was taken away, and when; the name may be empty."""

    name: str
    on: datetime.datetime


def settle(parent: OpenPerson, rows: Iterable[Ending]) -> list[Gone]:
    """Give every circle of theirs a new key; whose place is not there any more. `rows` are those
    of the family: where nothing is to be done, nothing more is asked."""
    waiting = [row for row in rows if row.of == PERSON and row.person_id and row.done_at]
    if not waiting or not parent.is_parent:
        return []
    found = [gone for ending in waiting if (gone := _settle(parent, ending))]
    # What the family says of itself is sealed to the new keys now.
    parent.person = Person.objects.select_related("family").get(pk=parent.id)
    return found


def _settle(parent: OpenPerson, ending: Ending) -> Gone | None:
    someone = ending.person
    if someone is None or ending.done_at is None:
        return None
    gone = Gone(_name(parent, someone), ending.done_at)
    with contextlib.suppress(KeyError):  # the other parent was here a moment before
        if is_a_parent(someone):
            take_out_parent(parent, someone.pk)
        elif is_in_a_circle(someone.pk):
            parting.let_go(parent, someone.pk)
    with transaction.atomic():
        gate(parent.family_id)
        row = Ending.objects.filter(pk=ending.pk).select_related("person").first()
        if row is not None:
            leave_name_or_nothing(row)
    return gone


def _name(parent: OpenPerson, someone: Person) -> str:
    try:
        return name_for_us(someone, parent.circle(Circle.Kind.US))
    except SealingError:
        return ""
