"""Making a backup: the files, the database of one instant, the files that came meanwhile.

    the vault ──► files/        most of it, and it may take hours
    the database ─► its copy    one instant, the one the backup is of
    the vault ──► files/        what came since, so that all is there that the database speaks of

What is removed meanwhile is held already. Only what came and went in between could be missing;
then the last two steps are done again. All is written beside, through to the disk, then renamed.
"""

from __future__ import annotations

import datetime
import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from heartleaf import __version__
from heartleaf.archive.backup import FORMAT
from heartleaf.archive.backup.contents import Contents
from heartleaf.archive.backup.databases import Database, database_of
from heartleaf.archive.backup.places import own_place
from heartleaf.archive.backup.preparing import prepare, refuse_without_room, unfinished
from heartleaf.archive.backup.problems import BackupProblem, in_words
from heartleaf.archive.backup.snapshots import (
    LIST,
    MANIFEST,
    Snapshot,
    damaged_in,
    hash_of,
    known_in,
    read,
)
from heartleaf.archive.backup.storing import Store, copy, flush
from heartleaf.vault.folder import flush_folder

TRIES = 3


def make(place: Path, reason: str) -> Snapshot:
    """A backup in this place, not proven yet; nobody else may make one meanwhile. Raises
    BackupProblem: then earlier ones are as they were."""
    prepare(place)
    database = database_of(connection.settings_dict)
    vault = Path(settings.HEARTLEAF_VAULT)
    links = place.resolve() == own_place().resolve()
    store = Store(place, vault, known_in(place)[0], damaged_in(place), links=links)
    # Its database lies there twice: as it is kept, and while it is proven.
    refuse_without_room(place, store.missing_bytes() + 2 * database.size())
    work = unfinished(place)
    try:
        made, noted = _gathered(store, database, work)
        missing = sorted(noted.referred - store.held.keys())
        store.keep(missing)
        manifest = _manifest(made, reason, database, noted, missing, store)
        _write_down(work, store, database, manifest)
        folder = _free_name(place, made)
        work.rename(folder)
        flush_folder(place)
    except BackupProblem:
        store.undo()
        raise
    except OSError as error:
        store.undo()
        raise in_words(error, place) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return read(folder)


def _gathered(store: Store, database: Database, work: Path) -> tuple[datetime.datetime, Contents]:
    """What the vault misses after the last try was missing before."""
    store.bring()
    for _try in range(TRIES):
        (work / database.file).unlink(missing_ok=True)
        made = timezone.now()
        noted = database.copy_to(work / database.file)
        store.bring()
        if noted.referred <= store.held.keys():
            break
    return made, noted


def _manifest(
    made: datetime.datetime,
    reason: str,
    database: Database,
    noted: Contents,
    missing: Iterable[str],
    store: Store,
) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "heartleaf": __version__,
        "archive": noted.installation,
        "made": made.isoformat(timespec="microseconds"),
        "reason": reason,
        "database": {"kind": database.kind, "file": database.file},
        "migrations": list(noted.migrations),
        "counts": noted.counts,
        "changes": noted.changes,
        "files": len(store.held),
        "missing": list(missing),
        "changed": sorted(set(store.changed) & noted.referred),
    }


def _write_down(work: Path, store: Store, database: Database, manifest: dict[str, Any]) -> None:
    copy(Path(settings.HEARTLEAF_DATA) / "MARKER", work / "MARKER")
    lines = sorted(store.held.values())
    lines += [(name, hash_of(work / name)) for name in ("MARKER", database.file)]
    listed = "".join(f"{sha256}  {path}\n" for path, sha256 in lines)
    (work / LIST).write_text(listed, encoding="utf-8", newline="\n")
    manifest["list"] = hash_of(work / LIST)
    told = json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False)
    (work / MANIFEST).write_text(f"{told}\n", encoding="utf-8", newline="\n")
    for path in work.iterdir():
        flush(path)
    flush_folder(work)


def _free_name(place: Path, made: datetime.datetime) -> Path:
    """Its instant in UTC, as any disk can write it."""
    name = made.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H-%M-%SZ")
    folder, number = place / name, 2
    while folder.exists():
        folder, number = place / f"{name}-{number}", number + 1
    return folder
