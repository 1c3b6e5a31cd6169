"""What someone chose for a book, kept so that they can come back to it.

It is a section of their own *only me* notebook, so another's plan is nowhere to be found. It holds
ids, and their own words; what a book shows is asked for anew whenever one is made.
"""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import get_args

from heartleaf.book.volume import Paper
from heartleaf.family.facts import Told, mark_of
from heartleaf.family.opening import OpenCircle, OpenPerson
from heartleaf.keepsakes.notebook import (
    NotThere,
    Section,
    TooMany,
    change_section,
    open_section,
)

PAPERS: tuple[Paper, ...] = get_args(Paper)
YEARS, CHILDREN, ONE = "years", "children", "one"
CHAPTERS = (YEARS, CHILDREN, ONE)
PDF, EPUB = "pdf", "epub"
MOST_BOOKS = 40
MOST_PIECES = 12_000


@dataclass
class Made(Told):
    """A book as it was made last: `file` names it in the vault, `parts` are the hashes of its
    parts, opened; `of` is the mark of what was chosen then, `without` says that some of that was
    left out, `unwritten` are letters that no font here has."""

    sort: str = PDF
    file: str = ""
    size: int = 0
    parts: tuple[str, ...] = ()
    at: str = ""
    of: str = ""
    without: bool = False
    unwritten: str = ""

    kind = "book"

    def __post_init__(self) -> None:
        self.parts = tuple(self.parts)

    @property
    def media(self) -> str:
        return self.file


@dataclass
class Plan(Told):
    """A book that someone began.

    `circles` are the handles of those it may take from; `chosen` the ids of keepsakes, in their
    order if it was put in order `by_hand`; `covered` those of them that were chosen although they
    were covered, each with the `said` of its card then. `captions` are words for the book alone,
    by keepsake; `cover` is the keepsake whose picture is in front. Only with `whereabouts` it says
    where things are kept.
    """

    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    title: str = ""
    subtitle: str = ""
    dedication: str = ""
    paper: str = "a5"
    bleed: bool = False
    index_of_days: bool = False
    chapters: str = YEARS
    tree: bool = False
    days: bool = False
    whereabouts: bool = False
    circles: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    covered: dict[str, int] = field(default_factory=dict)
    by_hand: bool = False
    captions: dict[str, str] = field(default_factory=dict)
    cover: str = ""
    made: list[Made] = field(default_factory=list)

    def __post_init__(self) -> None:
        for one in dataclasses.fields(self):
            if one.type == "str" and not isinstance(getattr(self, one.name), str):
                raise TypeError(f"{one.name} is not a word.")
        self.made = [m if isinstance(m, Made) else Made.from_json(m) for m in self.made]

    @property
    def mark(self) -> str:
        """A mark of what was chosen, whatever was made of it."""
        return mark_of(dataclasses.replace(self, made=[]))

    def last_made(self, sort: str) -> Made | None:
        return next((one for one in self.made if one.sort == sort), None)


@dataclass
class Books(Section):
    name = "books"

    books: list[Plan] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.books = [one if isinstance(one, Plan) else Plan.from_json(one) for one in self.books]

    def book(self, id: str) -> Plan:
        """Raises NotThere."""
        for one in self.books:
            if one.id == id:
                return one
        raise NotThere


def plans_of(person: OpenPerson) -> list[Plan]:
    """Every book they began, the newest first. Raises as `open_section` does."""
    return open_section(_own(person), Books).books[::-1]


def plan_of(person: OpenPerson, id: str) -> Plan:
    """Raises NotThere, and as `open_section` does."""
    return open_section(_own(person), Books).book(id)


def begin(person: OpenPerson, plan: Plan) -> None:
    """Once, however often the form is sent. Raises TooMany."""

    def add(section: Books) -> None:
        if any(one.id == plan.id for one in section.books):
            return
        if len(section.books) >= MOST_BOOKS:
            raise TooMany
        section.books.append(plan)

    change_section(_own(person), Books, add)


def change_plan(person: OpenPerson, id: str, change: Callable[[Plan], None]) -> Plan:
    """Against whatever is done meanwhile. Raises NotThere, and what `change` raises."""
    return change_section(_own(person), Books, lambda section: change(section.book(id))).book(id)


def forget_plan(person: OpenPerson, id: str) -> Plan:
    """What was chosen goes; what was kept stays. Raises NotThere."""
    gone: list[Plan] = []

    def take_out(section: Books) -> None:
        gone.append(section.book(id))
        section.books = [one for one in section.books if one.id != id]

    change_section(_own(person), Books, take_out)
    return gone[-1]


def covered_anew(person: OpenPerson, id: str) -> None:
    """They covered or uncovered it: in a book that showed it covered it is chosen anew, or out."""

    def leave_out(section: Books) -> None:
        for plan in section.books:
            plan.covered.pop(id, None)

    if any(id in plan.covered for plan in plans_of(person)):
        change_section(_own(person), Books, leave_out)


def choose(
    plan: Plan, here: Iterable[str], ticked: Iterable[str], covered: Mapping[str, int]
) -> None:
    """Of what stood `here`, the `ticked` are in the book from now on and the others are not.
    `covered` are covered, each with the `said` of its card. Raises TooMany."""
    shown, now = set(here), list(dict.fromkeys(ticked))
    ticks = set(now)
    stay = [id for id in plan.chosen if id not in shown or id in ticks]
    known = set(stay)
    plan.chosen = [*stay, *(id for id in now if id not in known)]
    if len(plan.chosen) > MOST_PIECES:
        raise TooMany
    elsewhere = {id: said for id, said in plan.covered.items() if id not in shown}
    plan.covered = elsewhere | {id: said for id, said in covered.items() if id in ticks}
    still = set(plan.chosen)
    plan.captions = {id: words for id, words in plan.captions.items() if id in still}
    plan.cover = plan.cover if plan.cover in still else ""


def _own(person: OpenPerson) -> OpenCircle:
    return person.circle("only-me")
