"""The shelf: short pages on the body after a loss, each fact with where it stands.

A page is a file of its own, `pages/LANGUAGE/NAME.toml`, and whoever knows better can correct it
there. A translation is another whole file, with its own day of checking and its own clinician:
a sentence on a body is not agreed to in one language because it was in another. Pages that are
not there in a language come in English. Sources stand once, in `pages/sources.toml`.

    title = "Milk"
    about = "Whether it comes, what you may choose, when to ask"
    order = 1
    checked = 2026-11-26        the day its words were compared with the sources
    reviewed_by = ""            the clinician who read and agreed; "" for not yet

    [[part]]
    heading = "Does it come?"
    lines = [
      { says = "Milk may come …", sources = ["leeds"] },      a fact
      { differ = "Sources differ: …", sources = ["a", "b"] }, they do not agree
      { item = "Cold packs …", sources = ["leeds"] },         one of a list; without sources it is
                                                              something to ask or do, and no fact
      { cares = "You need not choose today." },               words of ours that state no fact
      { missing = "How long …", ask = "Ask the ward." },      what nobody has confirmed to us
    ]
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

OUR_LANGUAGE = "en"
KINDS = ("says", "differ", "item", "cares", "missing")
FIELDS = {"title": str, "about": str, "order": int, "checked": datetime.date, "reviewed_by": str}
PAGES = files(__package__).joinpath("pages")


class WrongPage(ValueError):
    """A page that nobody should be shown; it says what is wrong in it."""


@dataclass(frozen=True, slots=True)
class Source:
    """`date` is what the page bears, empty for none; `address` only where it is whole."""

    name: str
    kind: str
    date: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    kind: str
    words: str
    sources: tuple[str, ...] = ()
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What it says, and by whom it was read; `sources` in the order in which they are named."""

    name: str
    language: str
    title: str
    about: str
    order: int
    checked: datetime.date
    reviewed_by: str
    parts: tuple[Part, ...]
    sources: dict[str, Source]

    def lines(self) -> Iterator[Line]:
        for part in self.parts:
            yield from part.lines

    def marks(self, line: Line) -> list[int]:
        """Where its sources stand in the list at the foot of the page, from 1."""
        order = list(self.sources)
        return [order.index(id) + 1 for id in line.sources]


@cache
def shelf(language: str = OUR_LANGUAGE) -> tuple[Page, ...]:
    """All pages in their order, in this language as far as they are there in it."""
    names = sorted(_names(OUR_LANGUAGE))
    pages = [
        _page_in(language if name in _names(language) else OUR_LANGUAGE, name) for name in names
    ]
    return tuple(sorted(pages, key=lambda page: page.order))


def page_of(name: str, language: str = OUR_LANGUAGE) -> Page | None:
    return next((page for page in shelf(language) if page.name == name), None)


def languages() -> list[str]:
    return sorted(folder.name for folder in PAGES.iterdir() if folder.is_dir())


def read(text: str, name: str, language: str, sources: dict[str, Source]) -> Page:
    """Raises WrongPage, in a sentence."""
    said = tomllib.loads(text)
    for field, kind in FIELDS.items():
        if type(said.get(field)) is not kind:
            raise WrongPage(f"{name}: {field} is missing, or is not as it should be.")
    if unknown := said.keys() - FIELDS.keys() - {"part"}:
        raise WrongPage(f"{name}: nobody reads {', '.join(sorted(unknown))}.")
    parts = tuple(_part(part, name, sources) for part in said.get("part", []))
    if not parts:
        raise WrongPage(f"{name}: there is nothing on it.")
    named = [id for part in parts for line in part.lines for id in line.sources]
    return Page(
        name=name,
        language=language,
        parts=parts,
        sources={id: sources[id] for id in dict.fromkeys(named)},
        **{field: said[field] for field in FIELDS},
    )


def read_sources(text: str) -> dict[str, Source]:
    return {id: Source(**said) for id, said in tomllib.loads(text).items()}


def _part(said: dict[str, Any], name: str, sources: dict[str, Source]) -> Part:
    return Part(said["heading"], tuple(_line(line, name, sources) for line in said["lines"]))


def _line(said: dict[str, Any], name: str, sources: dict[str, Source]) -> Line:
    kinds = [kind for kind in KINDS if kind in said]
    if len(kinds) != 1 or said.keys() - {kinds[0], "sources", "ask"}:
        raise WrongPage(f"{name}: a line is one of {', '.join(KINDS)}; this is {said}.")
    line = Line(kinds[0], said[kinds[0]], tuple(said.get("sources", ())), said.get("ask", ""))
    if unknown := [id for id in line.sources if id not in sources]:
        raise WrongPage(f"{name}: there is no source {', '.join(unknown)}.")
    if len(line.sources) < {"says": 1, "differ": 2}.get(line.kind, 0):
        raise WrongPage(f"{name}: “{line.words}” does not say where it stands.")
    if (line.kind == "missing") != bool(line.ask):
        raise WrongPage(f"{name}: “{line.words}” must say whom to ask, and nothing else may.")
    return line


@cache
def _names(language: str) -> frozenset[str]:
    if language not in languages():
        return frozenset()
    found = (file.name for file in PAGES.joinpath(language).iterdir())
    return frozenset(name.removesuffix(".toml") for name in found if name.endswith(".toml"))


@cache
def _page_in(language: str, name: str) -> Page:
    text = PAGES.joinpath(language, f"{name}.toml").read_text(encoding="utf-8")
    return read(text, name, language, _sources())


@cache
def _sources() -> dict[str, Source]:
    return read_sources(PAGES.joinpath("sources.toml").read_text(encoding="utf-8"))
