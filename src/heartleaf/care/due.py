"""What the clock may know of a message."""

from __future__ import annotations

import datetime
import json
import uuid
from dataclasses import dataclass
from typing import Self

from heartleaf.care.models import Reminder
from heartleaf.family.server_seal import hide, name_of, reveal
from heartleaf.sealing import CannotOpen

FULL = 384


@dataclass(frozen=True)
class Due:
    """When it is due, for which date of theirs, and the words, empty for the neutral ones.

    `tells` are names of the days it speaks of, which do not say which those are. A notice is no
    reminder: it says neutrally that something in their place is about them (`noticing.py`). One of
    the `letterbox` is sent only if something new lies there by then. One of a `path` alone stands
    in no day's place: it goes as soon as its path is changed.
    """

    at: datetime.datetime
    on: datetime.date
    words: str = ""
    tells: tuple[str, ...] = ()
    notice: bool = False
    letterbox: bool = False
    path: bool = False

    def name(self, channel: uuid.UUID) -> uuid.UUID:
        """The id of its row: the same for the same date, whatever is told on it, so a second
        message cannot be planned; and in nobody else's place does it hold."""
        what = "notice" if self.notice else "reminder"
        return name_of(what, str(channel), self.on.isoformat())

    def hidden(self, row: uuid.UUID) -> bytes:
        told = {
            "at": self.at.isoformat(),
            "on": self.on.isoformat(),
            "words": self.words,
            "tells": self.tells,
            "letterbox": self.letterbox,
            "path": self.path,
        } | ({"notice": True} if self.notice else {})
        # Filled up with spaces, so that its length does not say of what it tells.
        words = json.dumps(told).encode()
        return hide(words.ljust(-len(words) // FULL * -FULL), f"reminder {row}")

    @classmethod
    def if_readable(cls, row: Reminder) -> Self | None:
        """None for another row's, or one under a key that the server has no more."""
        try:
            return cls.of(row)
        except CannotOpen:
            return None

    @classmethod
    def of(cls, row: Reminder) -> Self:
        """Raises CannotOpen for another row's."""
        told = json.loads(reveal(row.sealed, f"reminder {row.pk}"))
        at, on = told["at"], told["on"]
        return cls(
            datetime.datetime.fromisoformat(at),
            datetime.date.fromisoformat(on),
            told["words"],
            tuple(told["tells"]),
            told.get("notice", False),
            bool(told.get("letterbox")),
            bool(told.get("path")),
        )
