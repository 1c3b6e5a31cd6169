"""What was looked at, and what is not whole: plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from heartleaf.keepsakes.attachments import sha256
from heartleaf.sealing import Identity, SealingError, unseal

Of = Literal[
    "database",
    "vault",
    "keepsake",
    "index",
    "circle",
    "person",
    "page",
    "note",
    "own",
    "missing",
]


@dataclass(frozen=True)
class BadFile:
    """A file of the vault that is missing or damaged. `proves` says of sealed bytes whether they
    are what should be there; nobody can say so without a key."""

    name: str
    proves: Callable[[bytes], bool] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Damage:
    """Something that is not whole. `what` is as much of it as this person may see, in their words,
    and empty where nothing is known; `sentence` says the rest, with ids, for whoever keeps the
    machine. `id` is that of the keepsake, the page, the note or the circle."""

    of: Of
    sentence: str
    id: str = ""
    what: str = ""
    files: tuple[BadFile, ...] = ()

    @property
    def line(self) -> str:
        return f"{self.what}: {self.sentence}" if self.what else self.sentence

    def as_json(self) -> dict[str, Any]:
        return {
            "of": self.of,
            "id": self.id,
            "what": self.what,
            "sentence": self.sentence,
            "files": [one.name for one in self.files],
        }


@dataclass
class Stray:
    """Files that no row holds: on their way here; left by a crash, which the clock takes away; and
    those of which nothing is known. Those stay, for where an older database was put in place of a
    newer one they may be the only ones there are."""

    on_its_way: int = 0
    left: int = 0
    unknown: list[str] = field(default_factory=list)


@dataclass
class Checked:
    """What was looked at, and what is not whole."""

    deep: bool
    keepsakes: int = 0
    files: int = 0
    damage: list[Damage] = field(default_factory=list)
    stray: Stray = field(default_factory=Stray)

    @property
    def whole(self) -> bool:
        return not self.damage

    @property
    def problems(self) -> list[str]:
        return [one.line for one in self.damage]

    @property
    def loose(self) -> int:
        return self.stray.on_its_way + self.stray.left + len(self.stray.unknown)

    def as_json(self) -> dict[str, Any]:
        return {
            "whole": self.whole,
            "deep": self.deep,
            "keepsakes": self.keepsakes,
            "files": self.files,
            "loose": self.loose,
            "problems": self.problems,
            "damage": [one.as_json() for one in self.damage],
            "stray": {
                "on_its_way": self.stray.on_its_way,
                "left": self.stray.left,
                "unknown": self.stray.unknown,
            },
        }


def proved_by(digest: str, keys: Iterable[Identity]) -> Callable[[bytes], bool]:
    """Whether sealed bytes open with one of these keys, and are then the ones of this SHA-256."""
    known = tuple(keys)

    def proves(sealed: bytes) -> bool:
        try:
            return sha256(unseal(sealed, *known)) == digest
        except SealingError:
            return False

    return proves
