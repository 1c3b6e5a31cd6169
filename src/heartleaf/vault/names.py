"""Names in the vault say nothing: a kind, a random id, the number of a part."""

from __future__ import annotations

import re

SHAPE = re.compile(
    r"[a-z]{1,16}/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/[0-9]{1,6}\.age"
)


class BadName(ValueError):
    """This is not a name the vault uses."""


def checked(name: str) -> str:
    """The name itself, if it is one of ours: no dots, no slashes to climb with."""
    if not SHAPE.fullmatch(name):
        raise BadName(f"Not a name in the vault: {name[:80]!r}")
    return name
