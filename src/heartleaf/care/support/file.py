"""Reading a file of the directory, block by block: what is wrong in one spoils only that one.

version = 1

[[list]]
id = "ward-list"
name = "The list on our ward"
dated = 2026-11-01

[[country]]
code = "IE"
emergency = ["112", "999"]
…

[[entry]]
id = "our-midwives"
country = "IE"
name = "Midwives of our hospital"
call = ["01 234 5678"]
…
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from heartleaf.care.support.entry import Country, Entry, Listing
from heartleaf.care.support.fields import country_of, entry_of, listing_of
from heartleaf.corrections.blocks import Problems, blocks_of, read_block, sentences
from heartleaf.corrections.fields import version_of

Thing = Listing | Country | Entry
READERS: dict[str, Callable[[dict[str, Any]], tuple[Thing, bool]]] = {
    "[[list]]": listing_of,
    "[[country]]": country_of,
    "[[entry]]": entry_of,
}
# By what one is known among its like: the header, and an id or a country's two letters.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Read:
    """What stood in a file, and what was wrong in it: a sentence each, with file and line."""

    things: dict[Key, Thing] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    removed: frozenset[Key] = frozenset()
    name: str = ""


def read(text: str, name: str) -> Read:
    """Read a file called `name`. It raises nothing: what cannot be used is told of, and the
    rest works."""
    head, *blocks = blocks_of(text)
    problems: Problems = []
    things: dict[Key, Thing] = {}
    removed: set[Key] = set()
    read_block(head, version_of, problems)
    for block in blocks:
        reader = READERS.get(block.header)
        if reader is None:
            problems.append((block.line, f"{block.header} is none of {', '.join(READERS)}."))
            continue
        found = read_block(block, reader, problems)
        if found is None:
            continue
        thing, remove = found
        key = (block.header, thing.code if isinstance(thing, Country) else thing.id)
        if key in things or key in removed:
            problems.append((block.line, f"“{key[1]}” was there before."))
        elif remove:
            removed.add(key)
        else:
            things[key] = thing
    return Read(things, sentences(name, problems), frozenset(removed), name)
