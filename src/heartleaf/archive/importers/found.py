"""What an importer hands over: plain values, nothing opened, nothing decided."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["post", "story", "reel", "profile", "archived", "file"]


@dataclass(frozen=True, slots=True)
class Found:
    """One keepsake to be.

    `key` is the same on every run over the same export, and does not depend on positions. It says
    which thing this is, not that its files are all here: recognise a file by (key, SHA-256).
    `names` open with `Source.open`, in the order they were shown; none if only words are left.
    `taken` is aware, naive or a plain date as the export has it; None if the export does not say.
    `raw_caption` is the caption before its letters were put right.
    `pair`: the two names are a still and the film around it, as far as can be told from outside.
    Whoever looks inside may find them to be two keepsakes, which are `apart`.
    """

    key: str
    names: tuple[str, ...]
    caption: str = ""
    taken: datetime.datetime | datetime.date | None = None
    kind: Kind = "file"
    title: str = ""
    raw_caption: str = ""
    pair: bool = False

    def apart(self) -> tuple[Found, Found]:
        """The still and the film of a pair, each by itself."""
        still, film = self.names
        alone = replace(self, names=(still,), pair=False)
        return alone, replace(alone, key=f"{self.key}:film", names=(film,))


@dataclass(frozen=True, slots=True)
class Refused:
    """One thing not brought in. `reason` is an English sentence from `reasons`."""

    name: str
    reason: str
