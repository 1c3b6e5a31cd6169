"""Proving a backup: it is restored beside, and must be what it says. Only then it counts."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.translation import gettext as _

from heartleaf.archive.backup.contents import Contents
from heartleaf.archive.backup.databases import Database, database_of
from heartleaf.archive.backup.preparing import unfinished
from heartleaf.archive.backup.problems import BackupProblem, in_words
from heartleaf.archive.backup.snapshots import (
    LIST,
    MANIFEST,
    PROVEN,
    Listed,
    Snapshot,
    hash_of,
    read,
)
from heartleaf.archive.backup.storing import flush
from heartleaf.vault.folder import flush_folder


class NotProven(BackupProblem):
    """It does not count. The message says why."""


@dataclass
class Looked:
    """What was found: `half` if its database could only be read through, not restored."""

    half: bool = False
    problems: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)


def prove(snapshot: Snapshot) -> Snapshot:
    """Look at all of it, and write down beside it what was found. Raises NotProven."""
    looked = look(snapshot)
    proof = {
        "at": timezone.now().isoformat(timespec="microseconds"),
        "proven": not looked.problems,
        "half": looked.half,
        "problems": looked.problems,
        "damaged": looked.damaged,
        "manifest": hash_of(snapshot.folder / MANIFEST),
    }
    _write(snapshot.folder, proof)
    if looked.problems:
        raise NotProven(
            _("The backup {folder} was made, and does not count: {said}").format(
                folder=snapshot.folder, said=looked.problems[0]
            )
        )
    return replace(read(snapshot.folder), expires=snapshot.expires)


def look(snapshot: Snapshot) -> Looked:
    """Changes nothing but a scratch folder, which goes again."""
    looked = Looked()
    try:
        listed = {one.path: one for one in snapshot.listed()}
        for one in damaged(snapshot, listed.values()):
            looked.damaged.append(one)
            looked.problems.append(_said_of(one))
        if looked.problems:
            return looked
        found = _restored_beside(snapshot)
    except BackupProblem as problem:
        looked.problems.append(str(problem))
        return looked
    except (OSError, ValueError) as error:
        looked.problems.append(str(in_words(_as_os_error(error), snapshot.folder)))
        return looked
    if found is None:
        looked.half = True
    else:
        looked.problems += _differences(snapshot.manifest, found, listed)
    return looked


def damaged(snapshot: Snapshot, listed: Iterable[Listed]) -> Iterator[str]:
    """The paths of files that are not there, or are not what they were."""
    if hash_of(snapshot.folder / LIST) != snapshot.manifest["list"]:
        yield LIST
    for one in listed:
        try:
            whole = hash_of(snapshot.folder / one.path) == one.sha256
        except OSError:
            whole = False
        if not whole:
            yield one.path


def _restored_beside(snapshot: Snapshot) -> Contents | None:
    database = _database_for(snapshot)
    scratch = unfinished(snapshot.place)
    try:
        with database.beside(snapshot.folder / database.file, scratch) as found:
            return found
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _database_for(snapshot: Snapshot) -> Database:
    database = database_of(connection.settings_dict)
    if database.kind != snapshot.manifest["database"]["kind"]:
        raise BackupProblem(_("It is of another kind of database than this archive."))
    return database


def _differences(
    manifest: dict[str, Any], found: Contents, listed: dict[str, Listed]
) -> Iterator[str]:
    """Between what was noted when it was made and what comes back."""
    ours = {name for app, name in MigrationLoader(None).disk_migrations if app == "heartleaf"}
    if list(found.migrations) != manifest["migrations"] or set(found.migrations) - ours:
        yield _("Its database is not of the version that made it.")
    if found.installation != manifest["archive"]:
        yield _("Its database belongs to another archive.")
    if (found.counts, found.changes) != (manifest["counts"], manifest["changes"]):
        yield _("Its database does not hold as much as when it was made.")
    there = {one.vault_name for one in listed.values()}
    for name in sorted(found.referred - there - set(manifest["missing"])):
        yield _("Its database speaks of a file that is not in it: {name}").format(name=name)


def _said_of(path: str) -> str:
    return _("A file of it is damaged or missing: {path}").format(path=path)


def _as_os_error(error: OSError | ValueError) -> OSError:
    return (
        error if isinstance(error, OSError) else OSError(0, _("what is written there is damaged"))
    )


def _write(folder: Path, proof: dict[str, Any]) -> None:
    beside = folder / f".{PROVEN}.new"
    try:
        told = json.dumps(proof, indent=1, sort_keys=True, ensure_ascii=False)
        beside.write_text(f"{told}\n", encoding="utf-8", newline="\n")
        flush(beside)
        beside.replace(folder / PROVEN)
        flush_folder(folder)
    except OSError as error:
        raise in_words(error, folder) from error
