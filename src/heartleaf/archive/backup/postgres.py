"""Backups of PostgreSQL: by `pg_dump`, of the same instant in which its rows were counted."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import psycopg
from django.utils.translation import gettext as _
from psycopg import sql
from psycopg.conninfo import make_conninfo

from heartleaf.archive.backup.contents import Ask, Contents, contents
from heartleaf.archive.backup.problems import BackupProblem
from heartleaf.archive.backup.programs import program, run

# One number for all who use this database: whoever holds it makes the backup.
LOCK = 0x6865_6172_746C_6561


class PostgresDatabase:
    kind: ClassVar[str] = "postgresql"
    file: ClassVar[str] = "database.dump"

    def __init__(self, told: dict[str, Any]) -> None:
        self._name = str(told["NAME"])
        self._password = str(told.get("PASSWORD") or "")
        known = {"user": "USER", "host": "HOST", "port": "PORT"}
        self._where = {key: str(told[name]) for key, name in known.items() if told.get(name)}
        self._where |= {k: v for k, v in told.get("OPTIONS", {}).items() if isinstance(v, str)}

    def copy_to(self, file: Path) -> Contents:
        with self._connected() as here:
            here.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            (instant,) = _one(here, "SELECT pg_export_snapshot()")
            noted = contents(_ask(here), self.kind)
            dump = program("pg_dump", _version(here))
            # What is sealed does not become smaller by packing it.
            how = ["--format=custom", "--compress=0", "--no-owner", "--no-privileges"]
            words = [f"--snapshot={instant}", f"--file={file}", f"--dbname={self._address()}"]
            run([dump, *how, *words], self._password)
            return noted

    @contextlib.contextmanager
    def beside(self, file: Path, scratch: Path) -> Iterator[Contents | None]:
        with self._connected() as here:
            restore = program("pg_restore", _version(here))
            name = f"{self._scratch}{secrets.token_hex(8)}"
            try:
                self._drop_what_a_crash_left(here)
                make = sql.SQL("CREATE DATABASE {} TEMPLATE template0")
                here.execute(make.format(sql.Identifier(name)))
            except psycopg.errors.InsufficientPrivilege:
                name = ""
            if not name:
                run([restore, f"--file={os.devnull}", file], self._password)  # reads all of it
                yield None
                return
            try:
                _restore(restore, file, self._address(name), self._password)
                with self._connected(name) as there:
                    found = contents(_ask(there), self.kind)
                yield found
            except (psycopg.Error, IndexError, KeyError, ValueError) as error:
                raise BackupProblem(
                    _("Its database cannot be read ({said}).").format(said=error)
                ) from error
            finally:
                here.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))

    def size(self) -> int:
        with self._connected() as here:
            return int(_one(here, "SELECT pg_database_size(current_database())")[0])

    def is_empty(self) -> bool:
        with self._connected() as here:
            asked = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"
            return bool(_one(here, asked)[0] == 0)

    def bring_back(self, file: Path) -> None:
        with self._connected() as here:
            restore = program("pg_restore", _version(here))
        _restore(restore, file, self._address(), self._password)

    def take_back(self, file: Path) -> None:
        """It stays filled: who may empty it is the host's to say, and they are told."""

    @contextlib.contextmanager
    def alone(self) -> Iterator[bool]:
        with self._connected() as here:
            yield bool(_one(here, f"SELECT pg_try_advisory_lock({LOCK})")[0])

    def _address(self, name: str = "") -> str:
        return make_conninfo(dbname=name or self._name, **self._where)

    @contextlib.contextmanager
    def _connected(self, name: str = "") -> Iterator[psycopg.Connection[Any]]:
        address = self._address(name)
        if self._password:
            address = make_conninfo(address, password=self._password)
        try:
            here = psycopg.connect(address, autocommit=True)
        except psycopg.Error as error:
            said = (str(error).splitlines() or ["?"])[0]
            raise BackupProblem(
                _("The database cannot be reached ({said}).").format(said=said)
            ) from error
        with contextlib.closing(here):
            try:
                yield here
            except psycopg.Error as error:
                said = (str(error).splitlines() or ["?"])[0]
                raise BackupProblem(
                    _("The database could not be asked ({said}).").format(said=said)
                ) from error

    @property
    def _scratch(self) -> str:
        """How scratch databases of this one are called: others on the server have others."""
        return f"heartleaf_proving_{hashlib.sha256(self._name.encode()).hexdigest()[:8]}_"

    def _drop_what_a_crash_left(self, here: psycopg.Connection[Any]) -> None:
        asked = sql.SQL("SELECT datname FROM pg_database WHERE starts_with(datname, {})")
        for (name,) in here.execute(asked.format(sql.Literal(self._scratch))).fetchall():
            here.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


def _restore(restore: Path, file: Path, address: str, password: str) -> None:
    how = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    run([restore, *how, f"--dbname={address}", file], password)


def _version(connection: psycopg.Connection[Any]) -> int:
    return connection.info.server_version // 10_000


def _one(connection: psycopg.Connection[Any], asked: str) -> tuple[Any, ...]:
    return _ask(connection)(asked)[0]


def _ask(connection: psycopg.Connection[Any]) -> Ask:
    def ask(asked: str) -> list[tuple[Any, ...]]:
        return connection.execute(asked.encode()).fetchall()

    return ask
