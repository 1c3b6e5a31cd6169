"""What a person writes down of their body, and what they want to ask. It is theirs alone."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from heartleaf.family.dates import VagueDate
from heartleaf.family.facts import Told
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.notebook import Section, change_section, open_section

LONGEST = 20_000


@dataclass
class BodyNote(Told):
    """`date` is as `VagueDate.to_edtf` writes it; `about` the name of a page of the shelf, or
    empty; `ask` whether it is a question for the doctor or midwife."""

    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    date: str = ""
    words: str = ""
    about: str = ""
    ask: bool = False

    def __post_init__(self) -> None:
        told = (self.id, self.date, self.words, self.about)
        if not all(isinstance(one, str) for one in told) or not isinstance(self.ask, bool):
            raise TypeError("A note of the body is made of words.")

    @property
    def when(self) -> VagueDate:
        return VagueDate.from_edtf(self.date)

    @property
    def placed(self) -> str:
        """An ISO date to sort by; empty for what is no day, or was written by a later version."""
        try:
            placed = self.when.placed()
        except ValueError:
            return ""
        return placed.isoformat() if placed else ""


@dataclass
class BodyNotes(Section):
    """The notes in the order in which they were written."""

    name = "body"

    notes: list[BodyNote] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.notes = [n if isinstance(n, BodyNote) else BodyNote.from_json(n) for n in self.notes]

    def note(self, id: str) -> BodyNote | None:
        return next((note for note in self.notes if note.id == id), None)

    def newest_first(self) -> list[BodyNote]:
        last_written_first = self.notes[::-1]
        return sorted(last_written_first, key=lambda note: note.placed, reverse=True)

    def questions(self) -> list[BodyNote]:
        """As they were written, the first one first."""
        return [note for note in self.notes if note.ask]


def body_notes(person: OpenPerson) -> BodyNotes:
    """Raises as `open_section` does."""
    return open_section(person.circle("only-me"), BodyNotes)


def change_body_notes(person: OpenPerson, change: Callable[[BodyNotes], None]) -> BodyNotes:
    """Raises as `change_section` does, and what `change` raises."""
    return change_section(person.circle("only-me"), BodyNotes, change)
