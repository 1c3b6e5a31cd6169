"""Where what was taken away is still: backups, and until when."""

from __future__ import annotations

import datetime
import logging
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from heartleaf.archive.backup.holding import holding
from heartleaf.archive.backup.locking import alone
from heartleaf.archive.backup.places import places, snapshots
from heartleaf.archive.backup.preparing import BEGUN, set_aside
from heartleaf.archive.backup.problems import BackupProblem
from heartleaf.archive.backup.snapshots import MANIFEST, STORE, Snapshot
from heartleaf.archive.backup.storing import sweep
from heartleaf.vault.folder import flush_folder

OF_AN_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z(-\d+)?")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Still:
    """Backups that hold something: each with the day it goes, or none where someone keeps it by
    hand; `last` is the last of those days, if all of them have one."""

    backups: tuple[Snapshot, ...]

    @property
    def last(self) -> datetime.date | None:
        days = [one.expires for one in self.backups]
        return max((day for day in days if day), default=None) if all(days) else None

    def __bool__(self) -> bool:
        return bool(self.backups)


def still_holding(
    *, since: datetime.datetime | None = None, until: datetime.datetime | None = None
) -> Still:
    """The backups made since something was kept, and before it went."""
    return Still(tuple(holding(since=since, until=until)))


def take_backups_away(until: datetime.datetime) -> None:
    """Those that we look after, made before this moment, as nobody else's are in them. What someone
    keeps by hand is theirs to take away; the page names it. Asked again, it goes on with what a
    crash left; while a backup is being made nothing is done."""
    ours = [place for place in places() if place.is_dir() and _has_anything(place)]
    if not ours:
        return
    try:
        with alone():
            for place in ours:
                _take_away(place, until)
    except BackupProblem as problem:
        log.warning("Backups could not be taken away now: %s", problem)


def _take_away(place: Path, until: datetime.datetime) -> None:
    """All are set aside first. What was goes whole, whoever began it, for nobody else is at work
    here."""
    try:
        for left in list(place.glob(f"{BEGUN}*")):
            shutil.rmtree(left)
        for folder in _before(place, until):
            set_aside(folder)
        if not any(place.glob(f"[!.]*/{MANIFEST}")) and (place / STORE).exists():
            set_aside(place / STORE)
        flush_folder(place)
        for left in list(place.glob(f"{BEGUN}*")):
            shutil.rmtree(left)
        sweep(place)
    except OSError as error:
        log.warning("A backup could not be taken away (%s) in %s", error.strerror, place)


def _before(place: Path, until: datetime.datetime) -> Iterator[Path]:
    """The backups of before; and what once was one, whose manifest has gone or is damaged."""
    made = {one.folder: one.made for one in snapshots(place)}
    for folder in list(place.iterdir()):
        if folder in made:
            if made[folder] < until:
                yield folder
        elif OF_AN_INSTANT.fullmatch(folder.name):
            yield folder


def _has_anything(place: Path) -> bool:
    return any(one.is_dir() for one in place.iterdir())
