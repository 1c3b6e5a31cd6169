"""What a family says of itself, and what a person keeps for themselves: plain values.

Both are written as JSON inside a seal. Unknown fields of a later version are kept as they are.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from heartleaf.family.unknown import read, written

Hemisphere = Literal["north", "south"]
Theme = Literal["device", "light", "dark"]


@dataclass
class Told:
    """JSON in, the same JSON out."""

    unknown: dict[str, Any] = field(default_factory=dict, kw_only=True, compare=False)

    @classmethod
    def from_json(cls, data: bytes | str | dict[str, Any]) -> Self:
        values = data if isinstance(data, dict) else json.loads(data)
        return cls(**read(cls, values))

    def to_json(self) -> bytes:
        return json.dumps(written(self), ensure_ascii=False, sort_keys=True).encode()


def mark_of(*told: Told | None) -> str:
    """A mark of what a form began from, to see whether somebody wrote meanwhile; empty for
    nothing."""
    words = [one.to_json() for one in told if one is not None]
    return hashlib.sha256(b"\n".join(words)).hexdigest()[:32] if words else ""


@dataclass
class Child(Told):
    """A child of the family, remembered or living. Everything may stay empty.

    Dates are stored as `VagueDate` writes them. `called` is how the family speaks of the child
    when they use no name: "our son", "the twins", "the pregnancy".
    """

    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    name: str = ""
    called: str = ""
    living: bool = False
    due: str = ""
    born: str = ""
    died: str = ""
    weeks: str = ""
    about: str = ""


@dataclass
class Vocabulary(Told):
    """The family's own words. An empty one means the gentle default of `words.py`."""

    child: str = ""
    only_me: str = ""
    us: str = ""
    friends: str = ""
    tree: str = ""
    died: str = ""


@dataclass
class FamilyFacts(Told):
    """Sealed to every shared circle of the family, so it says nothing of who is in one."""

    name: str = ""
    hemisphere: Hemisphere = "north"
    children: list[Child] = field(default_factory=list)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)

    def __post_init__(self) -> None:
        self.children = [c if isinstance(c, Child) else Child.from_json(c) for c in self.children]
        if isinstance(self.vocabulary, dict):
            self.vocabulary = Vocabulary.from_json(self.vocabulary)

    @property
    def remembered(self) -> list[Child]:
        return [child for child in self.children if not child.living]

    def child(self, id: str) -> Child | None:
        return next((child for child in self.children if child.id == id), None)


@dataclass
class Own(Told):
    """Sealed to one person alone: how they want it, and what they have uncovered.

    `covers` holds only where this person differs from how a thing was kept; `asked` the keepsakes
    they have asked for; `closes_after` minutes without a touch the screen closes by itself, if not
    0; `opening_code` is what a short code is held against, and `wrong_codes` how often another one
    was typed since; `leave` is the address of the page that a closed screen may be left for;
    `unproved_sheet` a recovery key until part of it was typed back; `tree` how the tree stands for
    them, in the words of `tree.choosing`.
    """

    name: str = ""
    email: str = ""
    language: str = ""
    zone: str = "UTC"
    theme: Theme = "device"
    letters: str = "1"
    covers: dict[str, bool] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    ask_to_open: bool = False
    opening_code: str = ""
    wrong_codes: int = 0
    escape_closes: bool = False
    shake_closes: bool = False
    covers_elsewhere: bool = False
    closes_after: int = 0
    leave: str = ""
    escape_leaves: bool = False
    unproved_sheet: str = ""
    tree: list[str] = field(default_factory=list)
