"""Reading a file of observances, block by block: what is wrong in one spoils only that one.

    version = 1

    [[observance]]
    id = "mothers-day"
    name = "Mother's Day"
    kind = "parents"

    [[observance.when]]
    countries = ["NO"]
    rule = "second sunday of february"
    source = "where it is said"
    checked = 2026-11-25

A whole file would be refused by one missing quotation mark; so each block is read by itself.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from heartleaf.days.observance import Observance
from heartleaf.days.observance_fields import WrongField, observance_of, version_of, when_of

ENTRY, PART = "[[observance]]", "[[observance.when]]"
HEADER = re.compile(r"(\[\[?)\s*([\w.\- \"']+?)\s*(\]\]?)\s*(?:#.*)?")

Problems = list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Read:
    """What stood in a file, and what was wrong in it: a sentence each, with file and line."""

    observances: tuple[Observance, ...]
    problems: tuple[str, ...] = ()
    removed: frozenset[str] = frozenset()
    name: str = ""
    version: int = 0

    def get(self, id: str) -> Observance | None:
        return next((each for each in self.observances if each.id == id), None)


@dataclass(frozen=True, slots=True)
class Block:
    """What stands under one header. Its text begins with the header's line, left empty, so that
    lines are counted from there."""

    header: str
    line: int
    text: str

    def line_of(self, field: str) -> int:
        """Where a field is, or the header if it is nowhere."""
        for number, line in enumerate(self.text.split("\n")):
            if re.match(rf"\s*[\"']?{re.escape(field)}[\"']?\s*[=.]", line):
                return self.line + number
        return self.line


def read(text: str, name: str) -> Read:
    """Read a file called `name`. It raises nothing: what cannot be used is told of, and the
    rest works."""
    head, *blocks = _blocks(text)
    problems: Problems = []
    known: dict[str, Observance] = {}
    removed: set[str] = set()
    version = _read(head, version_of, problems) or 0
    for entry, parts in _entries(blocks, problems):
        found = _read(entry, observance_of, problems)
        whens = [when for part in parts if (when := _read(part, when_of, problems))]
        if found is None:
            continue
        observance, remove = found
        if observance.id in known or observance.id in removed:
            problems.append((entry.line, f"“{observance.id}” was there before."))
        elif remove:
            removed.add(observance.id)
        elif whens:
            known[observance.id] = replace(observance, whens=tuple(whens))
        else:
            problems.append((entry.line, f"“{observance.id}” has no {PART} that can be used."))
    sentences = tuple(f"{name}, line {line}: {sentence}" for line, sentence in sorted(problems))
    return Read(tuple(known.values()), sentences, frozenset(removed), name, version)


def _blocks(text: str) -> Iterator[Block]:
    """What stands before the first header, then each header with what is under it."""
    header, begins = "", 1
    under: list[str] = []
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        if found := HEADER.fullmatch(line.strip()):
            yield Block(header, begins, "\n".join(under))
            header, begins, under = "".join(found.groups()), number, [""]
        else:
            under.append(line)
    yield Block(header, begins, "\n".join(under))


def _entries(blocks: list[Block], problems: Problems) -> Iterator[tuple[Block, list[Block]]]:
    """Each observance with its parts; what stands under no observance is told of."""
    entry: Block | None = None
    parts: list[Block] = []
    for block in blocks:
        if block.header == PART and entry:
            parts.append(block)
            continue
        if entry:
            yield entry, parts
        entry, parts = (block, []) if block.header == ENTRY else (None, [])
        if block.header == PART:
            problems.append((block.line, f"{PART} stands under no {ENTRY}."))
        elif block.header != ENTRY:
            problems.append((block.line, f"{block.header} is neither {ENTRY} nor {PART}."))
    if entry:
        yield entry, parts


def _read[T](block: Block, reader: Callable[[dict[str, Any]], T], problems: Problems) -> T | None:
    try:
        return reader(tomllib.loads(block.text))
    except tomllib.TOMLDecodeError as error:
        problems.append(_not_toml(block, str(error)))
    except WrongField as wrong:
        problems.append((block.line_of(wrong.field), str(wrong)))
    return None


def _not_toml(block: Block, said: str) -> tuple[int, str]:
    reason, _, place = said.partition(" (at ")
    line = re.match(r"line (\d+)", place)
    within = int(line[1]) if line else len(block.text.split("\n"))
    return block.line + within - 1, f"this cannot be read as TOML ({reason})."
