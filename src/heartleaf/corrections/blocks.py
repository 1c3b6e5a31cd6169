"""A file of TOML in blocks, each under its header in double brackets.

A whole file would be refused by one missing quotation mark; so each block is read by itself.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from heartleaf.corrections.fields import WrongField

HEADER = re.compile(r"(\[\[?)\s*([\w.\- \"']+?)\s*(\]\]?)\s*(?:#.*)?")

# What is wrong, and in which line.
Problems = list[tuple[int, str]]


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


def blocks_of(text: str) -> Iterator[Block]:
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


def read_block[T](
    block: Block, reader: Callable[[dict[str, Any]], T], problems: Problems
) -> T | None:
    """What a block says, or None where it cannot be used: then `problems` says why."""
    try:
        return reader(tomllib.loads(block.text))
    except tomllib.TOMLDecodeError as error:
        problems.append(_not_toml(block, str(error)))
    except WrongField as wrong:
        problems.append((block.line_of(wrong.field), str(wrong)))
    return None


def sentences(name: str, problems: Problems) -> tuple[str, ...]:
    """What is told of a file called `name`, in the order of its lines."""
    return tuple(f"{name}, line {line}: {sentence}" for line, sentence in sorted(problems))


def _not_toml(block: Block, said: str) -> tuple[int, str]:
    reason, _, place = said.partition(" (at ")
    line = re.match(r"line (\d+)", place)
    within = int(line[1]) if line else len(block.text.split("\n"))
    return block.line + within - 1, f"this cannot be read as TOML ({reason})."
