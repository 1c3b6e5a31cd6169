"""The notebook's section of questionnaires: the files as they came, and the answers by day."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass, field

from heartleaf.care.questionnaires.shapes import Given
from heartleaf.family.facts import Told, mark_of
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.keeping import ChangedMeanwhile
from heartleaf.keepsakes.notebook import NotThere, Section, TooMany, change_section, open_section

MOST_BYTES = 3 * 1024 * 1024
"""Of all files together: the notebook is opened as a whole, also for a path or a check-in."""


@dataclass
class Brought(Told):
    """A file as it came, in UTF-8, and the day it was taken."""

    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    file: str = ""
    on: str = ""

    def __post_init__(self) -> None:
        if not all(isinstance(one, str) for one in (self.id, self.file, self.on)):
            raise TypeError("A questionnaire is text.")


@dataclass
class Filling(Told):
    """Answers to one questionnaire, begun on a day and changed on a day; by the link of each
    question, as FHIR writes them, decimals as text. Answers to what is not asked as things stand
    stay here."""

    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    of: str = ""
    begun: str = ""
    changed: str = ""
    answers: dict[str, list[Given]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not all(isinstance(one, str) for one in (self.id, self.of, self.begun, self.changed)):
            raise TypeError("Answers have an id and days.")
        for given in self.answers.values():
            if not isinstance(given, list) or not all(map(_is_an_answer, given)):
                raise TypeError("An answer is one value.")


@dataclass
class Questionnaires(Section):
    name = "questionnaires"

    brought: list[Brought] = field(default_factory=list)
    fillings: list[Filling] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.brought = [b if isinstance(b, Brought) else Brought.from_json(b) for b in self.brought]
        self.fillings = [
            f if isinstance(f, Filling) else Filling.from_json(f) for f in self.fillings
        ]

    def one(self, id: str) -> Brought | None:
        return next((one for one in self.brought if one.id == id), None)

    def filling(self, id: str) -> Filling | None:
        return next((one for one in self.fillings if one.id == id), None)

    def fillings_of(self, id: str) -> list[Filling]:
        """The newest first."""
        found = [one for one in reversed(self.fillings) if one.of == id]
        return sorted(found, key=lambda one: one.begun, reverse=True)

    def only(self, id: str) -> Questionnaires | None:
        """A questionnaire alone, with every answer to it; nothing without it."""
        one = self.one(id)
        return Questionnaires(brought=[one], fillings=self.fillings_of(id)) if one else None


@dataclass(frozen=True, slots=True)
class Change:
    """New answers to one question; `was` is the mark of what stood there when it was shown, which
    is `at_first` as long as nothing was said."""

    link_id: str
    was: str
    given: list[Given]
    at_first: list[Given] = field(default_factory=list)


def open_questionnaires(person: OpenPerson) -> Questionnaires:
    """Raises CannotOpen or NotBound, as `open_section` does; so does everything below."""
    return open_section(person.circle("only-me"), Questionnaires)


def take(person: OpenPerson, id: str, file: bytes) -> Brought:
    """Keep a file; once, however often it is asked for by this id. Raises TooMany."""
    new = Brought(id, file.decode(), person.today().isoformat())

    def add(section: Questionnaires) -> None:
        if section.one(id) is None:
            section.brought.append(new)
        if sum(len(one.file.encode()) for one in section.brought) > MOST_BYTES:
            raise TooMany

    change_section(person.circle("only-me"), Questionnaires, add)
    return new


def answer(
    person: OpenPerson, of: str, id: str, changes: list[Change], *, begin: bool = True
) -> tuple[Filling, list[Change]]:
    """Keep answers, begun now if there are none by this id; what a second window changed meanwhile
    is left as it is and given back. Raises NotThere, also for none by this id unless they `begin`.
    """
    today, kept, meanwhile = person.today(), list[Filling](), list[Change]()

    def change(section: Questionnaires) -> None:
        meanwhile.clear()
        filling = section.filling(id)
        if section.one(of) is None or (filling is not None and filling.of != of):
            raise NotThere
        if filling is None and not begin:
            raise NotThere
        if filling is None:
            filling = Filling(id, of, today.isoformat(), today.isoformat())
            section.fillings.append(filling)
        meanwhile.extend(_changed(filling, changes, today))
        kept[:] = [filling]

    change_section(person.circle("only-me"), Questionnaires, change)
    return kept[0], meanwhile


def take_out(person: OpenPerson, id: str, based_on: str) -> None:
    """A questionnaire with every answer to it. Raises NotThere; ChangedMeanwhile if what would go
    is not as it was shown."""

    def change(section: Questionnaires) -> None:
        _as_shown(section.only(id), based_on)
        section.brought = [one for one in section.brought if one.id != id]
        section.fillings = [one for one in section.fillings if one.of != id]

    change_section(person.circle("only-me"), Questionnaires, change)


def take_answers_out(person: OpenPerson, id: str, based_on: str) -> None:
    """Raises as `take_out` does."""

    def change(section: Questionnaires) -> None:
        _as_shown(section.filling(id), based_on)
        section.fillings = [one for one in section.fillings if one.id != id]

    change_section(person.circle("only-me"), Questionnaires, change)


def mark_of_given(given: list[Given]) -> str:
    """The mark of the answers to one question."""
    return mark_of(Told(unknown={"given": given}))


def _as_shown(one: Told | None, based_on: str) -> None:
    if one is None:
        raise NotThere
    if mark_of(one) != based_on:
        raise ChangedMeanwhile


def _changed(filling: Filling, changes: list[Change], today: datetime.date) -> list[Change]:
    """Write down what was changed here; what was changed elsewhere, and otherwise, is left."""
    meanwhile = []
    for change in changes:
        now = filling.answers.get(change.link_id, change.at_first)
        is_new = change.link_id not in filling.answers and bool(change.given or change.at_first)
        if mark_of_given(now) == change.was:
            if change.given != now or is_new:
                filling.answers[change.link_id] = change.given
                filling.changed = today.isoformat()
        elif change.given != now and mark_of_given(change.given) != change.was:
            meanwhile.append(change)
    return meanwhile


def _is_an_answer(given: object) -> bool:
    return isinstance(given, dict) and len(given) == 1 and next(iter(given)).startswith("value")
