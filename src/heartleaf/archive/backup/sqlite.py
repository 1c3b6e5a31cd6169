"""Backups of SQLite: by its own online interface, which takes one instant while others write."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from heartleaf.archive.backup.contents import Ask, Contents, contents
from heartleaf.archive.backup.problems import BackupProblem

PATIENCE = 20.0


class SqliteDatabase:
    kind: ClassVar[str] = "sqlite"
    file: ClassVar[str] = "database.sqlite3"

    def __init__(self, path: Path) -> None:
        self.path = path

    def copy_to(self, file: Path) -> Contents:
        try:
            with _opened(self.path) as here, contextlib.closing(sqlite3.connect(file)) as copy:
                here.execute("BEGIN")  # what is noted and what is copied are of one instant
                noted = contents(_ask(here), self.kind)
                here.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE")  # one file, and none beside it
                return noted
        except sqlite3.Error as error:
            raise BackupProblem(
                _(
                    "The database could not be copied ({said}). Earlier backups are as they were."
                ).format(said=error)
            ) from error

    @contextlib.contextmanager
    def beside(self, file: Path, scratch: Path) -> Iterator[Contents | None]:
        restored = scratch / self.file
        shutil.copyfile(file, restored)
        try:
            with _opened(restored) as there:
                said = there.execute("PRAGMA integrity_check").fetchone()[0]
                if said != "ok":
                    raise BackupProblem(
                        _("Its database is damaged: {said}").format(said=said[:200])
                    )
                found = contents(_ask(there), self.kind)
        except (sqlite3.Error, IndexError, KeyError, ValueError) as error:
            raise BackupProblem(
                _("Its database cannot be read ({said}).").format(said=error)
            ) from error
        yield found

    def size(self) -> int:
        files = (self.path, self.path.with_name(f"{self.path.name}-wal"))
        return sum(file.stat().st_size for file in files if file.exists())

    def is_empty(self) -> bool:
        return not self.path.exists() or self.path.stat().st_size == 0

    def bring_back(self, file: Path) -> None:
        """By name: the copy must lie on the same disk, and is written through already."""
        file.replace(self.path)

    def take_back(self, file: Path) -> None:
        if not file.exists() and self.path.exists():
            self.path.replace(file)

    @contextlib.contextmanager
    def alone(self) -> Iterator[bool]:
        yield True  # only the programs of one machine use it, and they share a lock


def changes_in(path: Path) -> int | None:
    """How often anything in any circle of another archive changed; None if it cannot be asked."""
    try:
        with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as there:
            return int(there.execute("SELECT sum(seq) FROM heartleaf_circle").fetchone()[0])
    except (sqlite3.Error, TypeError, ValueError):
        return None


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """One that is there: SQLite alone would make what is missing."""
    address = f"{path.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None)
    with contextlib.closing(connection):
        yield connection


def _ask(connection: sqlite3.Connection) -> Ask:
    def ask(sql: str) -> list[tuple[Any, ...]]:
        return connection.execute(sql).fetchall()

    return ask
