"""What others ask of backups: which there are, what they still hold, and to make one now."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

from heartleaf.archive.backup.backing_up import back_up
from heartleaf.archive.backup.places import own_place, places, snapshots, stored
from heartleaf.archive.backup.problems import BackupProblem
from heartleaf.archive.backup.remembering import places_by_hand
from heartleaf.archive.backup.snapshots import Snapshot


def backups() -> list[Snapshot]:
    """Every backup this machine can reach, the newest first. `expires` is None where somebody
    keeps it by hand, by `heartleaf backup`: it stays until they take it away."""
    found = [one for place in places() for one in snapshots(place)]
    known = set(places())
    for place in places_by_hand():
        if place not in known:
            found += snapshots(place, by_hand=True)
    return sorted(found, key=lambda one: one.made, reverse=True)


def holding(
    media: Iterable[UUID] = (),
    *,
    since: datetime.datetime | None = None,
    until: datetime.datetime | None = None,
) -> list[Snapshot]:
    """The backups that still hold something. With ids of the vault, those that have any of these
    files; without, those made between the moments in which its row was there (`since` when it was
    kept, if that is known, `until` it was removed, or now)."""
    wanted = {str(id) for id in media}
    return [one for one in backups() if _holds(one, wanted, since, until)]


def files_for(name: str) -> Iterator[Path]:
    """Copies of a vault file in backups, for mending it. The file itself, which a backup on the
    same disk only links to, is not among them. Whether a copy is good is the caller's to see."""
    kind, identifier, part = name.split("/")
    own = Path(settings.HEARTLEAF_VAULT) / kind / identifier[:2] / identifier / part
    for place in [*places(), *places_by_hand()]:
        first = stored(place, name)
        for copy in [first, *first.parent.glob(f"{first.stem}-*{first.suffix}")]:
            with contextlib.suppress(OSError):
                if copy.is_file() and not (own.exists() and copy.samefile(own)):
                    yield copy


def make_proven(reason: str) -> Snapshot:
    """A backup in the data folder, made now and proven, for instance before an upgrade. `reason` is
    a word of the manifest: "upgrade". Raises BackupProblem, told in words."""
    return back_up(own_place(), reason)


def _holds(
    one: Snapshot,
    wanted: set[str],
    since: datetime.datetime | None,
    until: datetime.datetime | None,
) -> bool:
    if wanted:
        try:
            names = [listed.vault_name for listed in one.listed()]
        except (OSError, ValueError, BackupProblem):
            return True  # nobody can say that it does not
        return any(name.split("/")[1] in wanted for name in names if name)
    return (since is None or one.made >= since) and (until is None or one.made < until)
