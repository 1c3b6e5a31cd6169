"""A backup from beginning to end: made, proven, remembered."""

from __future__ import annotations

import contextlib
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from heartleaf.archive.backup import keeping
from heartleaf.archive.backup.locking import alone
from heartleaf.archive.backup.making import make
from heartleaf.archive.backup.places import as_made, local_date, named_places, places, snapshots
from heartleaf.archive.backup.preparing import take_away
from heartleaf.archive.backup.problems import BackupProblem, in_words
from heartleaf.archive.backup.proving import NotProven, prove
from heartleaf.archive.backup.remembering import (
    recalled,
    remember,
    remember_failure,
    remember_success,
)
from heartleaf.archive.backup.snapshots import Snapshot
from heartleaf.archive.backup.storing import sweep


def back_up(place: Path, reason: str) -> Snapshot:
    """Make one here and prove it; a place that is not there is begun. Raises BackupProblem; Busy
    if one is being made just now."""
    with alone():
        return made_and_proven(place, reason, begin=True)


def made_and_proven(place: Path, reason: str, *, begin: bool = False) -> Snapshot:
    """The same, for whoever holds the lock. A place that the host named is begun only when asked
    for: its disk may not be there."""
    if place not in places():
        made = _made(place, reason)
        remember(place, by_hand=True)
        return made
    try:
        if place in named_places() and not begin:
            _refuse_gone(place)
        made = _made(place, reason)
    except BackupProblem as problem:
        remember_failure(place, timezone.now(), str(problem))
        raise
    remember_success(place, timezone.now())
    return made


def take_away_old(place: Path) -> list[Snapshot]:
    """Those whose time is over, and the files that no other backup lists. Gives what went."""
    made = {as_made(one): one for one in snapshots(place)}
    stay = keeping.staying(made, local_date(timezone.now()))
    gone = [one for rule, one in made.items() if rule not in stay]
    try:
        for one in gone:
            take_away(one.folder)
        sweep(place)
    except OSError as error:
        raise in_words(error, place) from error
    return gone


def _refuse_gone(place: Path) -> None:
    if not place.is_dir():
        raise BackupProblem(_("{place} is not there. Is its disk mounted?").format(place=place))
    if recalled().get(str(place), {}).get("proven") and not snapshots(place):
        raise BackupProblem(
            _(
                "The backups that were in {place} are not there now. Is its disk mounted? If they"
                " were taken away on purpose, begin anew: heartleaf backup {place}"
            ).format(place=place)
        )


def _made(place: Path, reason: str) -> Snapshot:
    """One that does not hold is made once more: what was damaged here is then taken from the vault
    again."""
    first = make(place, reason)
    try:
        return prove(first)
    except NotProven:
        again = make(place, reason)
        with contextlib.suppress(OSError):
            take_away(first.folder)
        return prove(again)
