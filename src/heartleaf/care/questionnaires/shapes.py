"""What a questionnaire is here: plain values, whatever the file looked like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

# An answer as FHIR writes it: one key such as `valueString` or `valueCoding`, and its value. A
# decimal is text, so that no figure of it is lost in the JSON of the notebook.
Given = dict[str, Any]
Answers = Mapping[str, list[Given]]


class Why(StrEnum):
    """Why a file is not taken."""

    TOO_LARGE = "too-large"
    EMPTY = "empty"
    XML = "xml"
    NOT_UTF8 = "not-utf8"
    NOT_JSON = "not-json"
    TWICE = "twice"  # a name in one JSON object
    NO_NUMBER = "no-number"
    TOO_DEEP = "too-deep"
    OTHER_KIND = "other-kind"
    ANSWERS = "answers"
    BUNDLE = "bundle"
    OTHER_RULES = "other-rules"
    NO_ITEMS = "no-items"
    NOT_AS_SAID = "not-as-said"
    SAME_LINK = "same-link"
    TOO_MANY = "too-many"


class Refused(ValueError):
    """This file is not taken. `what` is the word of the file that it is about, if any."""

    def __init__(self, why: Why, what: str = "") -> None:
        super().__init__(why.value)
        self.why, self.what = why, what[:80]


class Cannot(StrEnum):
    """What Heartleaf cannot show or do of a questionnaire, told before it is taken."""

    KIND = "kind"
    CHOICES = "choices"
    GROUP_AGAIN = "group-again"
    LOOK = "look"
    RULE = "rule"
    ROUND = "round"
    RECKONED = "reckoned"
    FILLED = "filled"
    CHECKED = "checked"
    ELSEWHERE = "elsewhere"
    PICTURE = "picture"
    SIGNED = "signed"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Unshown:
    """One thing that is not shown or done; `where` has the words of the items it is about."""

    what: Cannot
    where: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers that a question offers; `weight` only if the file gives it one."""

    given: Given
    words: str
    weight: Decimal | None = None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold of the answers to another question for an item to be asked."""

    question: str
    operator: str
    than: Given


@dataclass(frozen=True, slots=True)
class Item:
    """A question, a group of them, or words alone.

    `kind` is a type of FHIR, with `choice` for R5's `coding`; it is empty for what cannot be
    answered here. `open_to` is `string` where words of one's own may take the place of a choice,
    `type` where any answer of its kind may.
    """

    link_id: str
    kind: str
    text: str = ""
    original: str = ""  # the same in the file's first language, for whoever gets the answers
    prefix: str = ""
    help: str = ""
    asked_for: bool = False
    repeats: bool = False
    read_only: bool = False
    hidden: bool = False
    longest: int = 0
    least: str = ""
    most: str = ""
    options: tuple[Option, ...] = ()
    open_to: str = ""
    units: tuple[dict[str, str], ...] = ()
    control: str = ""
    conditions: tuple[Condition, ...] = ()
    any_of: bool = True
    initial: tuple[Given, ...] = ()
    expression: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    items: tuple[Item, ...] = ()

    @property
    def is_question(self) -> bool:
        return self.kind not in {"group", "display", ""}

    @property
    def is_reckoned(self) -> bool:
        return bool(self.expression)

    @property
    def is_asked(self) -> bool:
        """Whether a person answers it, rather than the file."""
        silent = self.hidden or self.read_only or self.is_reckoned
        return self.is_question and not silent


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """`order` has the link of every item, each after those its own conditions ask about."""

    title: str = ""
    version: str = ""
    date: str = ""
    publisher: str = ""
    description: str = ""
    purpose: str = ""
    copyright: str = ""
    status: str = ""
    url: str = ""
    language: str = ""
    items: tuple[Item, ...] = ()
    order: tuple[str, ...] = ()
    unshown: tuple[Unshown, ...] = ()

    def all_items(self) -> Iterator[Item]:
        """Every item in the order of the file, each before those inside it."""
        yield from walk(self.items)

    def item(self, link_id: str) -> Item | None:
        return next((item for item in self.all_items() if item.link_id == link_id), None)


def walk(items: tuple[Item, ...]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from walk(item.items)
