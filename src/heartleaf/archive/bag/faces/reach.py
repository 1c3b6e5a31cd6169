"""What goes into an export that is not everything: for someone else, or of someone's own.

Of *not yet* there is nothing in the first, and in both nobody is named whom they need not know.
"""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Sequence
from uuid import UUID

from heartleaf.archive.bag.asked import Asked
from heartleaf.circle.people import names_of, people_of
from heartleaf.family.models import Membership
from heartleaf.family.opening import OpenCircle, OpenPerson
from heartleaf.keepsakes.cards import Card
from heartleaf.sealing import SealingError


class NotShared(LookupError):
    """There is nobody of this id with whom this person shares a circle."""


class ForSomeone:
    """What one person may see of the circles that both are in: never anyone's *only me*, nothing
    that is *not yet*, and what is covered for everyone only if it is asked for."""

    def __init__(self, parent: OpenPerson, asked: Asked) -> None:
        """Raises NotShared; NotAParent for anyone but a parent, as nobody else is told who is in
        which circle."""
        people = {one.id: one for one in people_of(parent)}
        someone = people.get(asked.whom) if asked.whom else None
        theirs = Membership.objects.filter(person=asked.whom).values_list("circle_id", flat=True)
        self.circles: Sequence[OpenCircle] = [one for one in parent.shared if one.id in set(theirs)]
        if someone is None or someone.is_child or someone.id == parent.id or not self.circles:
            raise NotShared
        self.name = someone.name
        # They are told of nobody but the parents, who are in every circle, and of themselves.
        told = (one for one in people.values() if one.is_parent or one.id == someone.id)
        self.names = {str(one.id): one.name for one in told}
        self._covered, self._today = asked.covered, parent.today()

    def takes(self, card: Card, *, binned: bool) -> bool:
        closed = binned or is_closed_on(card, self._today)
        shown = card.place == "shelf" and card.kind != "damaged" and not closed
        return shown and (self._covered or not card.covered)


class WhatTheySee:
    """For whoever is not a parent: what is theirs to see, and all that they kept themselves."""

    def __init__(self, person: OpenPerson) -> None:
        self.circles: Sequence[OpenCircle] = list(person.circles.values())
        self.names = {str(person.id): person.name}
        self._me, self._today = str(person.id), person.today()

    def takes(self, card: Card, *, binned: bool) -> bool:
        closed = binned or is_closed_on(card, self._today)
        return card.author == self._me or (card.place != "tray" and not closed)


def is_closed_on(card: Card, today: datetime.date) -> bool:
    """Whether it is *not yet* on this day, for whoever did not ask for it."""
    return card.until_asked or bool(card.until and today.isoformat() < card.until)


def whom_it_can_be_for(parent: OpenPerson) -> list[tuple[UUID, str]]:
    """Those with whom a parent shares a circle, but children, who have no export. By name."""
    others = [one for one in people_of(parent) if one.id != parent.id and not one.is_child]
    shared = [(one.id, one.name) for one in others if one.roles]
    return sorted(shared, key=lambda one: one[1].casefold())


def names_known_to(person: OpenPerson) -> dict[str, str]:
    """What everyone is called whom this person may know of, by their ids."""
    if not person.is_parent:
        return {str(person.id): person.name}
    with contextlib.suppress(SealingError):
        return {str(id): name for id, name in names_of(person).items()}
    return {}
