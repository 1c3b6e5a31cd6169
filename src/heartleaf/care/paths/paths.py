"""The paths someone is on, as they stand in the notebook of *only me*.

Dates are days of the calendar where she was, without an hour: what she says does not shift when
she moves, or the clocks do.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from heartleaf.care.paths.counting import Begun
from heartleaf.family.facts import Told, mark_of
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.keeping import ChangedMeanwhile
from heartleaf.keepsakes.notebook import NotThere, Section, TooMany, change_section, open_section

MOST_PATHS, MOST_BEGINNINGS, MOST_NOTES = 100, 400, 1000

# How the days of a path come about, and how it is shown: any of these, or nothing.
EVERY, MARKED = "every", "marked"
TOTAL, AGAIN, MOONS, LEAVES = "total", "again", "moons", "leaves"


def _new() -> str:
    return str(uuid.uuid4())


@dataclass
class Beginning(Told):
    """`on` and `away` are ISO dates: the day she began, or began again; and, if she wants that
    left out, the first day on which she had not been on the path."""

    id: str = field(default_factory=_new)
    on: str = ""
    word: str = ""
    away: str = ""

    def __post_init__(self) -> None:
        _well_formed(self)
        self.begun  # noqa: B018  # what is no date is refused

    @property
    def begun(self) -> Begun:
        return Begun(_date(self.on), _date(self.away) if self.away else None)


@dataclass
class PathNote(Told):
    """Something written on a path, of a day."""

    id: str = field(default_factory=_new)
    on: str = ""
    words: str = ""

    def __post_init__(self) -> None:
        _well_formed(self)
        self.day  # noqa: B018  # what is no date is refused

    @property
    def day(self) -> datetime.date:
        return _date(self.on)


@dataclass
class Reminding(Told):
    """On which weekdays (0 is Monday), at which hour of hers, and by which ways."""

    weekdays: list[int] = field(default_factory=list)
    hour: str = "20:00"
    by: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        _well_formed(self, weekdays=int, by=str)
        self.at  # noqa: B018  # what is no hour is refused

    @property
    def at(self) -> datetime.time:
        return datetime.time.fromisoformat(self.hour)


@dataclass
class Path(Told):
    """`words_on` is when her words were last said; `days` how its days come about (`every`, or
    those that are `marked`); `shown` any of `total`, `again`, `moons` and `leaves`; `aside` the
    day on which it was put aside, empty if it is not. Beginnings are in the order of their days."""

    id: str = field(default_factory=_new)
    title: str = ""
    words: str = ""
    words_on: str = ""
    reasons: list[str] = field(default_factory=list)
    call_name: str = ""
    call_number: str = ""
    alcohol: bool = False
    days: str = EVERY
    shown: list[str] = field(default_factory=list)
    beginnings: list[Beginning] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)
    notes: list[PathNote] = field(default_factory=list)
    reminding: Reminding = field(default_factory=Reminding)
    aside: str = ""

    def __post_init__(self) -> None:
        self.beginnings = [_made(Beginning, one) for one in self.beginnings]
        self.notes = [_made(PathNote, one) for one in self.notes]
        self.reminding = _made(Reminding, self.reminding)
        _well_formed(self, reasons=str, shown=str, marked=str, beginnings=Beginning, notes=PathNote)
        self.beginnings.sort(key=lambda one: one.on)
        self.marked_days  # noqa: B018  # what is no date is refused
        for day in filter(None, (self.words_on, self.aside)):
            _date(day)

    @property
    def begun(self) -> list[Begun]:
        return [one.begun for one in self.beginnings]

    @property
    def marked_days(self) -> list[datetime.date]:
        return sorted({_date(day) for day in self.marked})

    def beginning(self, id: str) -> Beginning | None:
        return next((one for one in self.beginnings if one.id == id), None)

    def note(self, id: str) -> PathNote | None:
        return next((one for one in self.notes if one.id == id), None)

    @property
    def form_mark(self) -> str:
        """Of what its form asks for alone: a note or a day that was marked meanwhile is no
        conflict."""
        nothing: dict[str, Any] = {"beginnings": [], "marked": [], "notes": []}
        nothing |= {"words_on": "", "aside": "", "reminding": Reminding()}
        return mark_of(replace(self, **nothing))

    def begin(self, one: Beginning) -> None:
        """Put a beginning in its order; one with the same id gives way to it. Raises TooMany."""
        others = [other for other in self.beginnings if other.id != one.id]
        if len(others) >= MOST_BEGINNINGS:
            raise TooMany
        self.beginnings = sorted([*others, one], key=lambda each: each.on)

    def mark(self, day: datetime.date) -> None:
        self.marked = sorted({*self.marked, day.isoformat()})

    def unmark(self, day: datetime.date) -> None:
        self.marked = [one for one in self.marked if one != day.isoformat()]

    def write(self, note: PathNote) -> None:
        """Keep a note; one with the same id gives way to it. Raises TooMany."""
        others = [other for other in self.notes if other.id != note.id]
        if len(others) >= MOST_NOTES:
            raise TooMany
        self.notes = sorted([*others, note], key=lambda each: each.on)


@dataclass
class Paths(Section):
    """In the order in which they were begun here."""

    name: ClassVar[str] = "paths"

    paths: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.paths = [_made(Path, one) for one in self.paths]

    def path(self, id: str) -> Path:
        """Raises NotThere."""
        for one in self.paths:
            if one.id == id:
                return one
        raise NotThere


def open_paths(person: OpenPerson) -> Paths:
    """Raises CannotOpen for a damaged notebook, NotBound for one that cannot be read."""
    return open_section(person.circle("only-me"), Paths)


def add_path(person: OpenPerson, path: Path) -> None:
    """Once, however often it is asked. Raises ChangedMeanwhile if it says something else there
    already, TooMany, and as `open_paths` does."""

    def add(section: Paths) -> None:
        there = next((one for one in section.paths if one.id == path.id), None)
        if there and _begun_as(there) != _begun_as(path):
            raise ChangedMeanwhile
        if there:
            return
        if len(section.paths) >= MOST_PATHS:
            raise TooMany
        section.paths.append(path)

    change_section(person.circle("only-me"), Paths, add)


def change_path(person: OpenPerson, id: str, change: Callable[[Path], None]) -> Path:
    """Change a path as it is by now. Raises NotThere, what `change` raises, and as `open_paths`
    does; then nothing is changed."""
    changed = change_section(
        person.circle("only-me"), Paths, lambda section: change(section.path(id))
    )
    return changed.path(id)


def end_path(person: OpenPerson, id: str, based_on: str) -> None:
    """For good, with everything that was written on it. Raises NotThere, ChangedMeanwhile if
    anything on it is not as its mark says, and as `open_paths` does."""

    def end(section: Paths) -> None:
        path = section.path(id)
        if mark_of(path) != based_on:
            raise ChangedMeanwhile
        section.paths.remove(path)

    change_section(person.circle("only-me"), Paths, end)


def _begun_as(path: Path) -> tuple[str, Beginning | None]:
    """What the form said that made it: its first beginning bears its id."""
    return path.form_mark, path.beginning(path.id)


def _made[T: Told](kind: type[T], one: T | dict[str, object]) -> T:
    return one if isinstance(one, kind) else kind.from_json(one)  # type: ignore[arg-type]  # else it raises


def _date(text: str) -> datetime.date:
    """Raises ValueError for what is none."""
    return datetime.date.fromisoformat(text)


def _well_formed(one: Told, **items: type) -> None:
    """Raises TypeError unless every value is of the kind it has at first, and every item of a
    list of that kind."""
    for name, kind in type(one).__annotations__.items():
        value = getattr(one, name)
        first = kind.partition("[")[0]
        if name in items:
            right = type(value) is list and all(type(item) is items[name] for item in value)
        else:
            right = type(value).__name__ == first
        if not right:
            raise TypeError(f"{name} is {value!r}.")
