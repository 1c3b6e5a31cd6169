"""On which dates the clock is to tell of a path, for one person and one way of being told.

No date has two messages. Where a day of theirs has one by that way, or two paths would, the one
message is for all of it: it says the same neutral words, and comes at the hour of the day, or at
the earliest of the paths.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from heartleaf.care.paths.counting import DAY
from heartleaf.care.paths.paths import Path

# Someone who does not come for so long is told no more: each visit plans as far ahead again.
AHEAD = 120


@dataclass(frozen=True)
class Telling:
    """One message: on a date, at an hour of theirs; `keys` are the paths it is for."""

    on: datetime.date
    hour: datetime.time
    keys: tuple[str, ...]


def tellings(paths: Iterable[Path], kind: str, today: datetime.date) -> Iterator[Telling]:
    """In order, at most one on a date, from today on."""
    asked = [one for one in paths if kind in one.reminding.by and not one.aside]
    for on in (today + DAY * ahead for ahead in range(AHEAD)):
        told = [one for one in asked if on.weekday() in one.reminding.weekdays]
        if told:
            hour = min(one.reminding.at for one in told)
            yield Telling(on, hour, tuple(sorted(one.id for one in told)))
