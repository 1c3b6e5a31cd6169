"""What is asked of an export, and which of a person's things are to be in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from heartleaf.family.opening import OpenCircle, OpenPerson
from heartleaf.keepsakes.cards import Card


@dataclass(frozen=True)
class Asked:
    """`whom`: only what this person may see; then `covered` lets in what is covered for everyone,
    `originals` the files as they came, `placeless` without the place they were taken at. `sealed`:
    as age files, which the sheet opens."""

    whom: UUID | None = None
    sealed: bool = False
    covered: bool = False
    originals: bool = False
    placeless: bool = True

    @property
    def is_own(self) -> bool:
        """Whether it is for the person who makes it: all that their keys open."""
        return self.whom is None

    @property
    def kind(self) -> str:
        """What tells one export from another by its name, and tells nobody whose it is."""
        kinds = ["shared"] * (self.whom is not None) + ["sealed"] * self.sealed
        return "-".join(kinds) or "open"


class Choice(Protocol):
    """Which circles, and which keepsakes in them, are in an export."""

    @property
    def circles(self) -> Sequence[OpenCircle]: ...
    def takes(self, card: Card, *, binned: bool) -> bool: ...


class Everything:
    """All that a person's keys open: covered, not yet and in the bin too. It is theirs."""

    def __init__(self, person: OpenPerson) -> None:
        self.circles: Sequence[OpenCircle] = tuple(person.circles.values())

    def takes(self, card: Card, *, binned: bool) -> bool:
        return True
