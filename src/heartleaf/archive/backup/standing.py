"""How the backups stand, for those who want to know: where they lie, when one was last proven, what
failed and since when."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from pathlib import Path

from heartleaf.archive.backup.places import local_date, own_place, places, snapshots, unreadable
from heartleaf.archive.backup.remembering import moment, recalled


@dataclass(frozen=True)
class Standing:
    """One place. `beside` is the one in the data folder: the same disk as the archive. `earliest`
    is how far back one can go there."""

    place: Path
    beside: bool
    proven: datetime.datetime | None
    half: bool
    earliest: datetime.datetime | None
    harmed: bool
    """Files of the archive itself were damaged or missing when the newest was made."""
    unreadable: tuple[str, ...]
    """Names of backups that are damaged so that nothing can be said of them."""
    failing_since: datetime.datetime | None
    said: str

    @property
    def parts(self) -> list[str]:
        """The folder as it may be broken into lines: after a slash, and nowhere else."""
        return re.findall(r"[^/]*/|[^/]+", str(self.place))


def standings() -> list[Standing]:
    known = recalled()
    return [_standing(place, known.get(str(place), {})) for place in places()]


def last_proven() -> datetime.datetime | None:
    """The instant of the newest backup that counts, wherever it lies."""
    moments = [one.made for place in places() for one in snapshots(place) if one.proven]
    return max(moments, default=None)


def _standing(place: Path, told: dict[str, object]) -> Standing:
    counting = [one for one in snapshots(place) if one.proven]
    newest, first = (counting[0], counting[-1]) if counting else (None, None)
    goes_back = newest and first and local_date(first.made) < local_date(newest.made)
    return Standing(
        place=place,
        beside=place == own_place(),
        proven=newest.made if newest else None,
        half=bool(newest and newest.half),
        earliest=first.made if first and goes_back else None,
        harmed=newest is not None and newest.archive_was_harmed,
        unreadable=tuple(unreadable(place)),
        failing_since=moment(told, "failing_since"),
        said=str(told.get("said") or ""),
    )
