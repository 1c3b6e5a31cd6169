"""A database as a backup sees it. There are two kinds; each has the same few acts."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any, ClassVar, Protocol

from heartleaf.archive.backup.contents import Contents
from heartleaf.archive.backup.sqlite import SqliteDatabase


class Database(Protocol):
    """`kind` is its word in a manifest, `file` what its copy is called there."""

    kind: ClassVar[str]
    file: ClassVar[str]

    def copy_to(self, file: Path) -> Contents:
        """All of one instant, while writing goes on. Gives what was there at that instant."""

    def beside(
        self, file: Path, scratch: Path
    ) -> contextlib.AbstractContextManager[Contents | None]:
        """A copy restored in a scratch place, and what it holds; None if that is not allowed here,
        and the copy could only be read through. Raises BackupProblem if it is not good."""

    def size(self) -> int:
        """About how many bytes a copy takes."""

    def is_empty(self) -> bool:
        """Whether there is room for an archive."""

    def bring_back(self, file: Path) -> None:
        """Make the empty one what the copy is; whole or not at all."""

    def take_back(self, file: Path) -> None:
        """Undo that, where it can be."""

    def alone(self) -> contextlib.AbstractContextManager[bool]:
        """Whether nobody else who uses this database makes a backup, for as long as it is held."""


def database_of(told: dict[str, Any]) -> Database:
    """The database that one of Django's DATABASES names."""
    if told["ENGINE"].endswith("sqlite3"):
        return SqliteDatabase(Path(told["NAME"]))
    from heartleaf.archive.backup.postgres import (
        PostgresDatabase,
    )  # most have none, nor its library

    return PostgresDatabase(told)
