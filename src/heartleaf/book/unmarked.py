"""Words that are no CommonMark, in CommonMark."""

from __future__ import annotations

import re

_MARKS = re.compile(r"([!-/:-@\[-`{-~])")


def unmarked(said: str) -> str:
    """In one line, and nothing in it is markup."""
    return _MARKS.sub(r"\\\1", " ".join(said.split()))


def unmarked_lines(said: str) -> str:
    """The same, line for line."""
    return "\n".join(map(unmarked, said.split("\n")))
