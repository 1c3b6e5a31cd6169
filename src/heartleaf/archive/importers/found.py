"""What an importer hands over: plain values, nothing opened, nothing decided."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

Kind = Literal["post", "story", "reel", "profile", "archived", "photo"]


@dataclass(frozen=True, slots=True)
class Found:
    """One keepsake to be.

    `key` is the same on every run over the same export, and does not depend on positions. It says
    which thing this is, not that its files are all here: recognise a file by (key, SHA-256).
    `names` open with `Source.open`, in the order they were shown; none if only words are left.
    `taken` is aware, naive or a plain date as the export has it; None if the export does not say.
    `raw_caption` is the caption before its letters were put right.
    """

    key: str
    names: tuple[str, ...]
    caption: str = ""
    taken: datetime.datetime | datetime.date | None = None
    kind: Kind = "photo"
    title: str = ""
    raw_caption: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """One thing not brought in. `reason` is an English sentence from `reasons`."""

    name: str
    reason: str
