"""What the pages say of an invitation, to the parents and to whoever holds it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from heartleaf.circle.inviting import Made
from heartleaf.family.models import Membership
from heartleaf.family.opening import OpenPerson
from heartleaf.family.words import said


@dataclass(frozen=True)
class Shown:
    """An invitation as its parents' pages say it. `name` and `circles` may be empty."""

    id: UUID
    name: str
    role: str
    circles: list[str]
    words: str
    until: str
    readable: bool
    as_parent: bool


def shown(made: Made, person: OpenPerson) -> Shown:
    named = {str(one.id): person.circle_name(one.handle) for one in person.circles.values()}
    asked = made.asked
    return Shown(
        id=made.id,
        name=asked.name,
        role=role_in_words(made.row.role),
        circles=[named[id] for id in asked.circles if id in named],
        words=asked.words,
        until=said(asked.until),
        readable=made.link is not None,
        as_parent=made.row.role == Membership.Role.PARENT,
    )


def role_in_words(role: str) -> str:
    words = {
        Membership.Role.PARENT: _("As a parent"),
        Membership.Role.ADDS: _("To look and to add"),
        Membership.Role.LOOKS: _("To look"),
        Membership.Role.CHILD: _("As a child of the family"),
    }
    return words.get(Membership.Role(role), "")


def what_you_may(role: str) -> str:
    """The same, to whoever was asked in."""
    words = {
        Membership.Role.PARENT: _("As a parent. You can do there all that is to be done."),
        Membership.Role.ADDS: _("You may look, and add something of your own."),
        Membership.Role.LOOKS: _("You may look. Nothing else is asked of you."),
        Membership.Role.CHILD: _("You see what was chosen for you, and may make something too."),
    }
    return words.get(Membership.Role(role), "")


def asks_you_in(name: str) -> str:
    return _("{name} asks you in").format(name=name) if name else _("You are asked in")
