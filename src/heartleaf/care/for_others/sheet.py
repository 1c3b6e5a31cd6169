"""The sheet of words for others: our lines, and what a person made of them for hers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from heartleaf.care.for_others.lines import OPENING, PARTS, SOURCES, OurLine, OurPart
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.notebook import Section, change_section, open_section


@dataclass
class ForOthers(Section):
    """What is hers of it: `opening` stands in place of ours, `left_out` are ids of our lines,
    `own` are lines of her own; `named` whether the child's name is shown."""

    name = "for-others"

    opening: str = ""
    left_out: list[str] = field(default_factory=list)
    own: list[str] = field(default_factory=list)
    ask: str = ""
    rather_not: str = ""
    named: bool = False

    def __post_init__(self) -> None:
        said = (self.opening, self.ask, self.rather_not, *self.left_out, *self.own)
        lists = isinstance(self.left_out, list) and isinstance(self.own, list)
        if not lists or not isinstance(self.named, bool):
            raise TypeError("Words for others are lists of words.")
        if not all(isinstance(one, str) for one in said):
            raise TypeError("Words for others are words.")


@dataclass(frozen=True)
class Shown:
    """One line as it is read, with a small one below it."""

    words: str
    note: str = ""


@dataclass(frozen=True)
class SheetPart:
    heading: str
    lines: list[Shown]
    note: str = ""


@dataclass(frozen=True)
class Sheet:
    title: str
    opening: list[str]
    parts: list[SheetPart]
    sources: list[str]


def for_others(person: OpenPerson) -> ForOthers:
    """Raises as `open_section` does."""
    return open_section(person.circle("only-me"), ForOthers)


def change_for_others(person: OpenPerson, change: Callable[[ForOthers], None]) -> ForOthers:
    """Raises as `change_section` does."""
    return change_section(person.circle("only-me"), ForOthers, change)


def sheet_of(own: ForOthers | None = None, child: str = "") -> Sheet:
    """What stands on it. With nothing of hers it says nothing of anyone."""
    own = own or ForOthers()
    name = child if own.named else ""
    kept = [(part, [one for one in part.lines if one.id not in own.left_out]) for part in PARTS]
    parts = [_part(part, lines, name) for part, lines in kept if lines]
    asked = [
        SheetPart(_("What I would like to be asked"), _lines(own.ask)),
        SheetPart(_("What I would rather not be asked"), _lines(own.rather_not)),
        SheetPart(_("What I want to say besides"), [Shown(line) for line in own.own]),
    ]
    return Sheet(
        title=_("Words for those who want to say something"),
        opening=_paragraphs(own.opening) or [str(one) for one in OPENING],
        parts=[*(part for part in asked if part.lines), *parts],
        sources=_sources(line for _part_, lines in kept for line in lines),
    )


def as_letter(sheet: Sheet) -> str:
    """The same in CommonMark, with nothing of what was typed taken as a mark of it."""
    lines = [*map(_plain, sheet.opening)]
    for part in sheet.parts:
        lines.append(f"## {_plain(part.heading)}")
        if part.note:
            lines.append(_plain(part.note))
        said = [
            f"- {_plain(one.words)}" + (f" {_plain(one.note)}" if one.note else "")
            for one in part.lines
        ]
        lines.append("\n".join(said))
    return "\n\n".join(lines)


def _part(part: OurPart, lines: list[OurLine], child: str) -> SheetPart:
    shown = [Shown(_said(line, child), str(line.note)) for line in lines]
    return SheetPart(str(part.heading), shown, str(part.note))


def _said(line: OurLine, child: str) -> str:
    return str(line.named).format(child=child) if child and line.named else str(line.words)


def _lines(text: str) -> list[Shown]:
    return [Shown(line.strip()) for line in text.splitlines() if line.strip()]


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]


def _sources(lines: Iterable[OurLine]) -> list[str]:
    named = {id for line in lines for id in line.sources}
    return [name for id, name in SOURCES.items() if id in named]


def _plain(text: str) -> str:
    marked = re.sub(r"([\\`*_\[\]<>#~|!&])", r"\\\1", " ".join(text.split()))
    return re.sub(r"^(\d*)([-+=.)])", r"\1\\\2", marked)  # what would begin a list
