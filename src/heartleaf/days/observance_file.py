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
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from heartleaf.corrections.blocks import Block, Problems, blocks_of, read_block, sentences
from heartleaf.corrections.fields import version_of
from heartleaf.days.observance import Observance
from heartleaf.days.observance_fields import observance_of, when_of

ENTRY, PART = "[[observance]]", "[[observance.when]]"


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


def read(text: str, name: str) -> Read:
    """Read a file called `name`. It raises nothing: what cannot be used is told of, and the
    rest works."""
    head, *blocks = blocks_of(text)
    problems: Problems = []
    known: dict[str, Observance] = {}
    removed: set[str] = set()
    version = read_block(head, version_of, problems) or 0
    for entry, parts in _entries(blocks, problems):
        found = read_block(entry, observance_of, problems)
        whens = [when for part in parts if (when := read_block(part, when_of, problems))]
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
    told = sentences(name, problems)
    return Read(tuple(known.values()), told, frozenset(removed), name, version)


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
