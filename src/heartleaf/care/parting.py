"""Taking people out of circles, with what the clock would go on saying to them.

What they planned and copied may speak of circles that they open no more. It goes in the same step,
and is made anew from what is open to them when they next come.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from heartleaf.care.models import Feed, Reminder, Wishes
from heartleaf.care.noticing import tell_no_more, tell_of, was_told_on
from heartleaf.circle import gathering, parting
from heartleaf.circle.models import Parting
from heartleaf.family.opening import OpenPerson


class ToldToday(Exception):
    """Of this they were told today already."""


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
    """Raises as `parting.ask` does; ToldToday if it was taken back after they were told of it, for
    they are told once in a day and no more. Asked twice, it is asked and told once."""
    with transaction.atomic():
        before = parting.asked_about(other)
        if before is None and was_told_on(other, timezone.now().date()):
            raise ToldToday
        row = parting.ask(person, other)
        if before is None:
            tell_of(row)


def withdraw(person: OpenPerson, other: UUID) -> None:
    with transaction.atomic():
        parting.withdraw(person, other)
        if parting.asked_about(other) is None:
            tell_no_more(other)


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
