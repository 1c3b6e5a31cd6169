"""By which ways a person can be told of a day: those that are set up, and not stopped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from heartleaf.care.models import Channel, Feed
from heartleaf.family.opening import OpenPerson


@dataclass(frozen=True)
class Ways:
    """Mail to an address that was tried, push to a browser of theirs, a calendar that asks."""

    mail: bool = False
    push: bool = False
    feed: bool = False

    @classmethod
    def of(cls, person: OpenPerson) -> Self:
        row = person.person
        kinds = {*row.channels.filter(stopped=False).values_list("kind", flat=True)}
        feed = Feed.objects.filter(person=row).exists()
        return cls(Channel.Kind.MAIL in kinds, Channel.Kind.PUSH in kinds, feed)

    @property
    def names(self) -> list[str]:
        return [name for name in ("mail", "push", "feed") if getattr(self, name)]

    @property
    def missing(self) -> list[str]:
        return [name for name in ("mail", "push", "feed") if not getattr(self, name)]
