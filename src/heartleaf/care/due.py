"""What the clock may know of a message."""

from __future__ import annotations

import datetime
import json
import uuid
from dataclasses import dataclass
from typing import Self

from heartleaf.care.models import Reminder
from heartleaf.care.server_seal import hide, reveal


@dataclass(frozen=True)
class Due:
    """When it is due, for which date of theirs, and the words, empty for the neutral ones."""

    at: datetime.datetime
    on: datetime.date
    words: str = ""

    def hidden(self, row: uuid.UUID) -> bytes:
        told = {"at": self.at.isoformat(), "on": self.on.isoformat(), "words": self.words}
        return hide(json.dumps(told).encode(), f"reminder {row}")

    @classmethod
    def of(cls, row: Reminder) -> Self:
        """Raises CannotOpen for another row's."""
        told = json.loads(reveal(row.sealed, f"reminder {row.pk}"))
        at = datetime.datetime.fromisoformat(told["at"])
        return cls(at, datetime.date.fromisoformat(told["on"]), told["words"])
