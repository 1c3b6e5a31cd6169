"""Where what was taken away is still: backups, and until when."""

from __future__ import annotations

import datetime
import logging
import shutil
from dataclasses import dataclass

from heartleaf.archive.backup.holding import backups, holding
from heartleaf.archive.backup.snapshots import STORE, Snapshot

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
    keeps by hand is theirs to take away; the page names it."""
    ours = [one for one in backups() if one.expires is not None]
    gone = [one for one in ours if one.made < until]
    later = {one.place for one in ours if one not in gone}
    stores = {one.place / STORE for one in gone if one.place not in later}
    for folder in [*(one.folder for one in gone), *stores]:
        try:
            shutil.rmtree(folder)
        except FileNotFoundError:
            continue
        except OSError as error:
            log.warning("A backup could not be taken away (%s): %s", error.strerror, folder)
