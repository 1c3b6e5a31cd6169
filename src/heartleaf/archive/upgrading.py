"""Bringing an archive to a newer version: a proven backup first, then all of it or nothing.

Every step is taken in one transaction, and before that ends it is looked whether every row that
was there still is, with the same sealed bytes in it. So whatever goes wrong, also a power cut in
the middle, the archive is as it was.

A migration that must change a sealed column says so: `changes = {"heartleaf_keepsake.card"}`, or
the name of a whole table that goes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.apps.registry import Apps
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.executor import MigrationExecutor

APP = "heartleaf"
FETCHED_AT_ONCE = 100


class CannotUpgrade(Exception):
    """The archive is as it was. The message says why, and what to do."""


@dataclass(frozen=True)
class Table:
    """What of a table must stay: each row, and the sealed bytes in these columns of it."""

    name: str
    key: str
    columns: tuple[str, ...]


def is_needed() -> bool:
    """Whether steps are to be taken that this database has not taken. Asked after it is known that
    it took none that we do not know."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def upgrade(make_backup: Callable[[], str] | None, tell: Callable[[str], None]) -> None:
    """Take the steps that are missing. `make_backup` says which backup it made; without it, there
    is none. Raises CannotUpgrade, and then nothing was changed."""
    where = ""
    if make_backup is not None:
        tell("This archive is of an earlier version. Making a backup of it, and proving it, first.")
        where = make_backup()
    executor = MigrationExecutor(connection, progress_callback=_after_each)
    steps = executor.migration_plan(executor.loader.graph.leaf_nodes())
    changing = {name for step, _back in steps for name in getattr(step, "changes", ())}
    tables = list(_tables(executor.loader.project_state(_taken(executor)).apps))
    connection.disable_constraint_checking()  # SQLite takes no step in a transaction otherwise
    try:
        with transaction.atomic():
            before = {table: dict(_rows(table)) for table in tables}
            executor.migrate(executor.loader.graph.leaf_nodes())
            for table, known in before.items():
                if said := _differs(table, known, changing):
                    raise CannotUpgrade(_refusal(said, where))
    except DatabaseError as error:
        raise CannotUpgrade(_refusal(_first_line(error), where)) from error
    finally:
        connection.enable_constraint_checking()


def _taken(executor: MigrationExecutor) -> list[tuple[str, str]]:
    """The last of the steps that were taken."""
    graph, applied = executor.loader.graph, executor.loader.applied_migrations
    ours = [node for node in applied if node in graph.nodes]
    followed = {parent.key for node in ours for parent in graph.node_map[node].parents}
    return [node for node in ours if node not in followed]


def _tables(apps: Apps) -> Iterator[Table]:
    """Every table of ours as it was made by the steps so far, with its columns of bytes."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label != APP:
            continue
        fields = model._meta.local_concrete_fields
        columns = (str(f.column) for f in fields if isinstance(f, models.BinaryField))
        key = str(model._meta.pk.column)
        yield Table(model._meta.db_table, key, tuple(sorted(columns)))


def _rows(table: Table) -> Iterator[tuple[str, bytes]]:
    """Each row by its key, with a hash of its sealed bytes: a hundred bytes a row."""
    quoted = connection.ops.quote_name
    columns = ", ".join(map(quoted, (table.key, *table.columns)))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {quoted(table.name)}")
        while some := cursor.fetchmany(FETCHED_AT_ONCE):
            for key, *values in some:
                digest = hashlib.sha256()
                for value in values:
                    if isinstance(value, str):  # what SQLite says of a column that is not there
                        raise DatabaseError(f"{table.name} is not as its own steps made it")
                    data = None if value is None else bytes(value)
                    digest.update(b"-" if data is None else b"%d:%b" % (len(data), data))
                yield str(key), digest.digest()


def _differs(table: Table, before: dict[str, bytes], changing: set[str]) -> str:
    """What of a table is not as it was, in words; empty if all of it is."""
    if table.name in changing:
        return ""
    columns = tuple(c for c in table.columns if f"{table.name}.{c}" not in changing)
    if columns != table.columns:
        table, before = Table(table.name, table.key, ()), dict.fromkeys(before, _NOTHING)
    try:
        with transaction.atomic():
            after = dict(_rows(table))
    except DatabaseError:
        return f"the table {table.name}, or a column of it, is not there any more"
    missing = before.keys() - after.keys()
    if missing:
        return f"{len(missing)} of {len(before)} rows of {table.name} are not there any more"
    changed = [key for key, digest in before.items() if after[key] != digest]
    return f"sealed bytes of {len(changed)} rows of {table.name} are others" if changed else ""


_NOTHING = hashlib.sha256().digest()


def _after_each(action: str, *_: object) -> None:
    """PostgreSQL alters no table of which a reference is still to be looked at."""
    if action == "apply_success":
        connection.check_constraints()


def _refusal(said: str, where: str) -> str:
    kept = f" The backup {where} holds the same." if where else ""
    return (
        f"The upgrade was not done ({said}). The archive is as it was.{kept}"
        " Go on with the earlier version, and tell us of it."
    )


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
