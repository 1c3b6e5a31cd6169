"""What a person asks themselves, and what they said of some days: a section of their notebook."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from heartleaf.family.facts import Told
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.notebook import Section, open_section

# How a question is answered. What a later version adds is kept, and stands in no form.
SLIDER, WORDS, COLOUR, TICK = "slider", "words", "colour", "tick"
ANSWERED = (SLIDER, COLOUR, TICK, WORDS)
POSITIONS = tuple("1234567")
COLOURS = ("white", "yellow", "rust", "rose", "green", "blue", "violet", "grey", "black")
TICKED = "yes"

FIRST_DAY = datetime.date(1900, 1, 1)
MOST_QUESTIONS = 40
LONGEST_QUESTION = 200
LONGEST_WORDS = 2_000
LONGEST_NOTE = 10_000


@dataclass
class Question(Told):
    """A question in their own words. `low` and `high` are theirs too: what the two ends of a
    slider mean. One that is put aside is asked no more, and what was said to it stays."""

    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    words: str = ""
    answered: str = SLIDER
    low: str = ""
    high: str = ""
    aside: bool = False

    def __post_init__(self) -> None:
        _all_words([self.id, self.words, self.answered, self.low, self.high])
        if not isinstance(self.aside, bool):
            raise TypeError("A question is put aside, or it is not.")


@dataclass
class CheckIn(Told):
    """What was said of a day. `said` is by the id of a question: the position on its slider, a
    colour's code, `yes`, or words. What was not said is not in it."""

    said: dict[str, str] = field(default_factory=dict)
    note: str = ""

    def __post_init__(self) -> None:
        _all_words((*self.said.keys(), *self.said.values(), self.note))

    @classmethod
    def from_json(cls, data: bytes | str | dict[str, Any]) -> Self:
        """Of thousands of days at once, nearly all with nothing that is unknown."""
        if isinstance(data, dict) and data.keys() <= {"said", "note"}:
            return cls(**data)
        return super().from_json(data)

    @property
    def says_nothing(self) -> bool:
        return not (self.said or self.note or self.unknown)


@dataclass
class CheckIns(Section):
    """`questions` in the order in which they are asked, `days` by their ISO dates; `shows_days`:
    days that matter are laid over what is looked back on."""

    name = "check-ins"

    questions: list[Question] = field(default_factory=list)
    days: dict[str, CheckIn] = field(default_factory=dict)
    shows_days: bool = False

    def __post_init__(self) -> None:
        self.questions = [
            one if isinstance(one, Question) else Question.from_json(one) for one in self.questions
        ]
        self.days = {
            datetime.date.fromisoformat(on).isoformat(): (
                one if isinstance(one, CheckIn) else CheckIn.from_json(one)
            )
            for on, one in self.days.items()
        }

    @property
    def is_begun(self) -> bool:
        return bool(self.questions or self.days)

    @property
    def asked(self) -> list[Question]:
        return [one for one in self.questions if not one.aside]

    @property
    def aside(self) -> list[Question]:
        return [one for one in self.questions if one.aside]

    def question(self, id: str) -> Question | None:
        return next((one for one in self.questions if one.id == id), None)

    def asks(self, words: str) -> Question | None:
        """The question of these words, if there is one; how it is written makes no difference."""
        plain = _plain(words)
        return next((one for one in self.questions if _plain(one.words) == plain), None)

    def of(self, on: datetime.date) -> CheckIn | None:
        return self.days.get(on.isoformat())

    def only(self, id: str) -> CheckIns | None:
        """A question alone, with everything that was said to it; nothing without it."""
        one = self.question(id)
        answers = {on: there.said[id] for on, there in self.days.items() if id in there.said}
        days = {on: CheckIn({id: answer}) for on, answer in answers.items()}
        return CheckIns(questions=[one], days=days) if one else None


def open_check_ins(person: OpenPerson) -> CheckIns:
    """Raises SealingError where the notebook cannot be read."""
    return open_section(person.circle("only-me"), CheckIns)


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _all_words(values: Iterable[object]) -> None:
    if {*map(type, values)} - {str}:  # of thousands of days, so it has to be quick
        raise TypeError("These are words.")
