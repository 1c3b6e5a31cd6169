"""Bringing a backup back, into an empty place: whole or not at all.

Everything is copied into a folder beside, through to the disk, and looked at again; then it gets
its names, MARKER last. A folder without MARKER is not taken for an archive, so one that a power cut
left in between is never opened; to restore once more takes away what is there of it, and begins
anew.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from heartleaf.archive.backup.databases import Database, database_of
from heartleaf.archive.backup.places import snapshots
from heartleaf.archive.backup.problems import BackupProblem
from heartleaf.archive.backup.proving import damaged
from heartleaf.archive.backup.snapshots import LIST, MANIFEST, Listed, Snapshot, hash_of, read
from heartleaf.archive.backup.sqlite import changes_in
from heartleaf.archive.backup.storing import copy, flush_all, flush_folders_of
from heartleaf.vault.folder import flush_folder

STAGE, NAMING = ".restoring", "naming"
MAY_BE_THERE = {"backups", "lost+found", "vault"}
ROOM_TO_LEAVE = 64 * 1024 * 1024
AT_ONCE = 256


@dataclass(frozen=True)
class Target:
    """Where it comes back to: a data folder, a vault and a database, all empty."""

    data: Path
    vault: Path
    database: Database

    @classmethod
    def of_settings(cls) -> Target:
        data, vault = Path(settings.HEARTLEAF_DATA), Path(settings.HEARTLEAF_VAULT)
        return cls(data, vault, database_of(connection.settings_dict))

    @property
    def stage(self) -> Path:
        return self.data / STAGE

    @property
    def vault_stage(self) -> Path:
        """On the disk of the vault, so that it can be renamed: inside it, if it is a disk of its
        own."""
        if self.vault.is_mount():
            return self.vault / STAGE
        return self.vault.with_name(f"{STAGE}-{self.vault.name}")


@dataclass(frozen=True)
class Restored:
    snapshot: Snapshot
    files: int
    newer: tuple[str, ...]
    """Sentences about what is newer elsewhere, and not in it."""


def restore(source: Path, target: Target) -> Restored:
    """From a backup, or from the newest that counts in a place. Raises BackupProblem, and then
    nothing is there but what was there before."""
    snapshot = chosen(source)
    _refuse_what_does_not_fit(snapshot, target)
    _take_back_what_a_cut_left(target)
    _refuse_what_is_not_empty(target)
    listed = _refuse_what_is_damaged(snapshot)
    try:
        with _stages(target):
            _refuse_without_room(snapshot, listed, target)
            _lay_out(snapshot, listed, target)
            _look_again(snapshot, target)
            _give_names(target)
    except OSError as error:
        said = error.strerror or type(error).__name__
        filled = (
            ""
            if target.database.is_empty()
            else (" Its rows are in the database already: make an empty one before you try again.")
        )
        raise BackupProblem(
            f"It could not be restored ({said}). Nothing of it is in {target.data}, and the backup"
            f" is as it was.{filled}"
        ) from error
    return Restored(snapshot, len(listed), tuple(_newer_elsewhere(snapshot, target)))


def chosen(source: Path) -> Snapshot:
    """The backup itself, or of a place the newest that is proven, or else the newest."""
    if (source / MANIFEST).exists():
        return read(source)
    found = snapshots(source) if source.is_dir() else []
    if not found:
        return read(source)  # says what is wrong
    return next((one for one in found if one.proven), found[0])


# ── Before anything is written ──────────────────────────────────────────────────────────────


def _refuse_what_does_not_fit(snapshot: Snapshot, target: Target) -> None:
    names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
    kind = snapshot.manifest["database"]["kind"]
    if kind != target.database.kind:
        raise BackupProblem(
            f"This backup is of {names.get(kind, kind)}, and here is"
            f" {names[target.database.kind]}. A backup comes back only to the kind of database it"
            " was made of: set or unset DATABASE_URL. Nothing was written."
        )
    ours = {name for app, name in MigrationLoader(None).disk_migrations if app == "heartleaf"}
    if set(snapshot.manifest["migrations"]) - ours:
        raise BackupProblem(
            f"This backup was made by a newer Heartleaf ({snapshot.version}). Install that version"
            " or a later one. Nothing was written."
        )


def _refuse_what_is_not_empty(target: Target) -> None:
    there = {path.name for path in target.data.iterdir()} if target.data.is_dir() else set()
    in_the_way = {name for name in there if not name.startswith(".")} - MAY_BE_THERE
    if in_the_way or _kinds_in(target.vault):
        raise BackupProblem(
            f"{target.data} is not empty. A backup is never restored over what is there: move it"
            " elsewhere, or set HEARTLEAF_DATA to another folder. Nothing was written."
        )
    if not target.database.is_empty():
        raise BackupProblem(
            "The database is not empty. A backup is never restored over what is there: make an"
            " empty database, and set DATABASE_URL to it. Nothing was written."
        )


def _refuse_what_is_damaged(snapshot: Snapshot) -> list[Listed]:
    try:
        listed = list(snapshot.listed())
        bad = list(damaged(snapshot, listed))
    except (OSError, ValueError):
        bad = [LIST]
    if bad:
        more = f", and {len(bad) - 1} more" if len(bad) > 1 else ""
        raise BackupProblem(
            f"This backup is not whole: {bad[0]} is damaged or missing{more}. Nothing was written."
            " Try another backup, an earlier one or one in another place."
        )
    return listed


def _refuse_without_room(snapshot: Snapshot, listed: list[Listed], target: Target) -> None:
    needed = sum((snapshot.folder / one.path).stat().st_size for one in listed)
    if shutil.disk_usage(target.vault_stage).free < needed + ROOM_TO_LEAVE:
        raise BackupProblem(
            f"The disk of {target.vault_stage.parent} has not enough room:"
            f" {needed // 2**20 + ROOM_TO_LEAVE // 2**20} MB are needed. Nothing was written."
        )


# ── Bringing back ───────────────────────────────────────────────────────────────────────────


@contextlib.contextmanager
def _stages(target: Target) -> Iterator[None]:
    """The folders beside; they go again, however it ends."""
    folders = (target.stage, target.vault_stage)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, mode=0o700)
    try:
        yield
    finally:
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)


def _lay_out(snapshot: Snapshot, listed: list[Listed], target: Target) -> None:
    """Copies of everything, through to the disk, and what was written compared once more."""
    for start in range(0, len(listed), AT_ONCE):
        laid = []
        for one in listed[start : start + AT_ONCE]:
            path = _staged(one, target)
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            copy(snapshot.folder / one.path, path)
            laid.append(path)
        flush_all(laid)
        for one, path in zip(listed[start : start + AT_ONCE], laid, strict=True):
            if hash_of(path) != one.sha256:
                raise BackupProblem(f"{one.path} came back other than it was. Look at the disk.")
    flush_folders_of((_staged(one, target) for one in listed), target.vault_stage)
    flush_folder(target.stage)


def _staged(one: Listed, target: Target) -> Path:
    if one.vault_name is None:
        return target.stage / one.path
    kind, identifier, part = one.vault_name.split("/")
    return target.vault_stage / kind / identifier[:2] / identifier / part


def _look_again(snapshot: Snapshot, target: Target) -> None:
    """Does the database open, and hold what was noted? PostgreSQL says so as it restores."""
    if target.database.kind != "sqlite":
        return
    scratch = target.stage / "scratch"
    scratch.mkdir()
    with target.database.beside(target.stage / target.database.file, scratch) as found:
        if found is None or found.counts != snapshot.manifest["counts"]:
            raise BackupProblem("Its database does not hold as much as when it was made.")


def _give_names(target: Target) -> None:
    """The few steps in which it becomes an archive. Should one fail, those before it are undone."""
    (target.stage / NAMING).touch()
    flush_folder(target.stage)
    try:
        _name_the_vault(target)
        target.database.bring_back(target.stage / target.database.file)
        flush_folder(target.data)
        (target.stage / "MARKER").replace(target.data / "MARKER")
        flush_folder(target.data)
    except (OSError, BackupProblem):
        _take_back(target)
        raise


def _name_the_vault(target: Target) -> None:
    if target.vault_stage.parent == target.vault:
        for kind in _kinds_in(target.vault_stage):
            kind.rename(target.vault / kind.name)
        return flush_folder(target.vault)
    with contextlib.suppress(FileNotFoundError):
        target.vault.rmdir()  # it was empty
    target.vault_stage.rename(target.vault)
    return flush_folder(target.vault.parent)


def _take_back_what_a_cut_left(target: Target) -> None:
    """A restore that was killed while names were given: MARKER, the last of them, is not there."""
    try:
        if (target.stage / NAMING).exists() and not (target.data / "MARKER").exists():
            _take_back(target)
    except OSError as error:
        raise BackupProblem(
            f"What an earlier restore left in {target.data} could not be taken away"
            f" ({error.strerror}). Empty the folder, and try again."
        ) from error


def _take_back(target: Target) -> None:
    """MARKER first, so that at no moment it looks like an archive. The place was empty before, so
    all that is in it was just named."""
    (target.data / "MARKER").unlink(missing_ok=True)
    target.database.take_back(target.stage / target.database.file)
    for kind in _kinds_in(target.vault):
        shutil.rmtree(kind)


def _kinds_in(vault: Path) -> list[Path]:
    """What is in a vault, but for what a disk has by itself."""
    if not vault.exists():
        return []
    return [one for one in vault.iterdir() if one.name[0] != "." and one.name != "lost+found"]


# ── What is not in it ───────────────────────────────────────────────────────────────────────


def _newer_elsewhere(snapshot: Snapshot, target: Target) -> Iterator[str]:
    """Asked of numbers only; nothing is opened."""
    for folder in _known_folders(snapshot.manifest["archive"]):
        if folder == target.data:
            continue
        there = changes_in(folder / "heartleaf.sqlite3")
        since = (there or 0) - int(snapshot.manifest["changes"])
        if since > 0:
            yield (
                f"In {folder}, from where it came, {_changes(since)} newer than this backup. They"
                " are not in it, and stay there."
            )
    for one in snapshots(snapshot.place):
        if one.made > snapshot.made:
            yield f"A newer backup lies beside it: {one.folder.name}."
            return


def _changes(number: int) -> str:
    return "one change is" if number == 1 else f"{number} changes are"


def _known_folders(archive: str) -> list[Path]:
    """Where this machine remembers that archive; see marker.py."""
    try:
        known: dict[str, Any] = json.loads((Path(settings.CONFIG) / "archives.json").read_text())
    except (OSError, ValueError):
        return []
    return [Path(folder) for folder, id in known.items() if id == archive]
