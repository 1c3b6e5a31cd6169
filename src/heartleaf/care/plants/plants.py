"""A plant at home, in a person's own words, and what happened to it, each on its day.

How it is with a plant is told by its happenings alone: no field judges it. Plain values, kept in a
circle's notebook.
"""

from __future__ import annotations

import dataclasses
import uuid
from dataclasses import dataclass, field

from heartleaf.family.dates import VagueDate
from heartleaf.family.facts import Told
from heartleaf.keepsakes.notebook import Section

NOTE = "note"
REPOTTED, MOVED, OUTSIDE, INSIDE = "repotted", "moved", "outside", "inside"
LEAVES, RESTS, DIED = "leaves", "rests", "died"
GIVEN, FROM, CUTTING, ANOTHER = "given", "from", "cutting", "another"
SORTS = (
    *(NOTE, REPOTTED, MOVED, OUTSIDE, INSIDE, LEAVES, RESTS),
    *(GIVEN, FROM, CUTTING, DIED, ANOTHER),
)
"""What can have happened; a later version may know more, and those stay as they are."""


@dataclass
class Words(Told):
    """Where a word is meant, nothing but a word: JSON can say anything."""

    def __post_init__(self) -> None:
        for one in dataclasses.fields(self):
            if one.type == "str" and not isinstance(getattr(self, one.name), str):
                raise TypeError(f"{one.name} is not a word.")


@dataclass
class Happening(Words):
    """Something that happened to a plant. `date` is as `VagueDate` writes it, `date_words` the
    family's own; `whom` says to whom a cutting was given, or of what it is one; `plant` is the id
    of another plant here that it speaks of; `by` is who wrote it down."""

    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    sort: str = NOTE
    date: str = ""
    date_words: str = ""
    words: str = ""
    whom: str = ""
    plant: str = ""
    by: str = ""

    @property
    def when(self) -> VagueDate:
        return _read(self.date, self.date_words)


@dataclass
class Plant(Words):
    """`soil` is what rests in its soil and `rest` where the rest is, in their words; `since` is as
    `VagueDate` writes it. `aside`: its page was closed; nothing of it goes."""

    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    name: str = ""
    kind: str = ""
    where: str = ""
    since: str = ""
    since_words: str = ""
    soil: str = ""
    rest: str = ""
    given_by: str = ""
    by: str = ""
    aside: bool = False
    happenings: list[Happening] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.happenings = [
            one if isinstance(one, Happening) else Happening.from_json(one)
            for one in self.happenings
        ]

    def happening(self, id: str) -> Happening | None:
        return next((one for one in self.happenings if one.id == id), None)

    @property
    def in_order(self) -> list[Happening]:
        """By their days, those of no known day first; of one day in the order they were written."""
        return sorted(self.happenings, key=lambda one: str(one.when.placed() or ""))

    @property
    def latest(self) -> Happening | None:
        """What was told of it last, that is more than a note."""
        told = [one for one in self.in_order if one.sort != NOTE]
        return told[-1] if told else None


@dataclass
class Plants(Section):
    name = "plants"

    plants: list[Plant] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.plants = [
            one if isinstance(one, Plant) else Plant.from_json(one) for one in self.plants
        ]

    def plant(self, id: str) -> Plant | None:
        return next((one for one in self.plants if one.id == id), None)


def _read(date: str, words: str) -> VagueDate:
    try:
        return VagueDate.from_edtf(date, words)
    except ValueError:  # written by a later version
        return VagueDate.unknown(words or date)
