"""Where backups lie: one place in the data folder, and those that the host names."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from heartleaf.archive.backup import keeping
from heartleaf.archive.backup.problems import BackupProblem
from heartleaf.archive.backup.snapshots import LIST, MANIFEST, STORE, Snapshot, read


def own_place() -> Path:
    return Path(settings.HEARTLEAF_DATA) / "backups"


def named_places() -> list[Path]:
    """Those of HEARTLEAF_BACKUPS."""
    return [Path(folder) for folder in settings.HEARTLEAF_BACKUPS]


def places() -> list[Path]:
    """Every place that gets a backup each day."""
    return list(dict.fromkeys([own_place(), *named_places()]))


def snapshots(place: Path, *, by_hand: bool = False) -> list[Snapshot]:
    """The backups in a place, the newest first; one that cannot be read is none. What lies in a
    place that is looked after by hand stays until somebody takes it away."""
    found = sorted(_readable(place), key=lambda one: one.made, reverse=True)
    if by_hand:
        return found
    made = {one.folder: as_made(one) for one in found}
    ends = keeping.ending(made.values())
    return [replace(one, expires=ends[made[one.folder]]) for one in found]


def as_made(snapshot: Snapshot) -> keeping.Made:
    return keeping.Made(snapshot.made, local_date(snapshot.made), snapshot.proven is not None)


def local_date(moment: datetime.datetime) -> datetime.date:
    """Where the host lives: a backup of the night belongs to the morning."""
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def stored(place: Path, name: str) -> Path:
    """Where a place has a file of the vault, by the vault's own name."""
    kind, identifier, part = name.split("/")
    return place / STORE / kind / identifier[:2] / identifier / part


def unreadable(place: Path) -> list[str]:
    """The names of backups here that are damaged, or were made by a newer Heartleaf, so that
    nothing can be said of them. They stay, and the others go on."""
    return sorted(folder.name for folder, found in _all(place) if found is None)


def _readable(place: Path) -> Iterator[Snapshot]:
    return (found for _folder, found in _all(place) if found is not None)


def _all(place: Path) -> Iterator[tuple[Path, Snapshot | None]]:
    try:
        found = {path.parent for name in (MANIFEST, LIST) for path in place.glob(f"[!.]*/{name}")}
    except OSError:
        return
    for folder in found:
        try:
            yield folder, read(folder)
        except BackupProblem:
            yield folder, None
