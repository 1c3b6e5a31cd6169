"""Taking people out of circles, with what the clock would go on saying to them.

What they planned and copied may speak of circles that they open no more. It goes in the same step,
and is made anew from what is open to them when they next come.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from heartleaf.care.models import Feed, Reminder, Wishes
from heartleaf.care.noticing import tell_no_more, tell_of
from heartleaf.circle import gathering, parting
from heartleaf.circle.models import Parting
from heartleaf.family.opening import OpenPerson


def let_out(person: OpenPerson, other: UUID, handles: Iterable[str]) -> None:
    """Raises as `gathering.let_out` does."""
    with transaction.atomic():
        gathering.let_out(person, other, handles)
        forget_plans(other)


def let_go(person: OpenPerson, other: UUID) -> None:
    """Raises as `gathering.let_go` does."""
    with transaction.atomic():
        gathering.let_go(person, other)
        forget_plans(other)


def ask(person: OpenPerson, other: UUID) -> None:
    """Raises as `parting.ask` does. Asked twice, it is asked and told once."""
    with transaction.atomic():
        before = parting.asked_about(other)
        row = parting.ask(person, other)
        if before is None:
            tell_of(row)


def withdraw(person: OpenPerson, other: UUID) -> None:
    with transaction.atomic():
        parting.withdraw(person, other)
        if parting.asked_about(other) is None:
            tell_no_more(other)


def agree(person: OpenPerson) -> None:
    """Raises as `parting.agree` does."""
    with transaction.atomic():
        _what_they_asked_is_over(person.id)
        parting.agree(person)
        forget_plans(person.id)


def leave(person: OpenPerson) -> None:
    """Raises as `parting.leave` does."""
    with transaction.atomic():
        _what_they_asked_is_over(person.id)
        parting.leave(person)
        forget_plans(person.id)


def complete(person: OpenPerson, other: UUID) -> None:
    """Raises as `parting.complete` does."""
    with transaction.atomic():
        _what_they_asked_is_over(other)
        parting.complete(person, other)
        forget_plans(other)


def forget_plans(person: UUID) -> None:
    """Nothing that was planned for them is sent, and their feed is empty, until they come again."""
    Reminder.objects.filter(channel__person=person, state=Reminder.State.PLANNED).delete()
    Feed.objects.filter(person=person).update(sealed=b"")
    Wishes.objects.filter(person=person).update(planned=b"")


def _what_they_asked_is_over(person: UUID) -> None:
    for other in Parting.objects.filter(by=person).values_list("person", flat=True):
        tell_no_more(other)
