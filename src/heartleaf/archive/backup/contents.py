"""What a database holds at one instant: noted when it is copied, and looked for when it is proven.

Asked in plain SQL, because it is asked of three databases: the living one, of the same instant as
the copy; the copy in its scratch place; and, before an upgrade, one whose tables are an earlier
version's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from heartleaf.archive.models import Upload
from heartleaf.archive.uploads import part_name as upload_part
from heartleaf.circle.copies import copy_name
from heartleaf.circle.models import Copied, Note
from heartleaf.circle.note_content import part_name as note_part
from heartleaf.family.models import Circle, Family, Installation
from heartleaf.keepsakes.media import original_name, view_name
from heartleaf.keepsakes.media import part_name as media_part
from heartleaf.keepsakes.models import IndexImage, Media

Ask = Callable[[str], list[tuple[Any, ...]]]

TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()",
}


@dataclass(frozen=True)
class Contents:
    """`counts` are the rows of each table, `changes` is how often anything in any circle changed,
    `referred` are the files of the vault that its rows speak of."""

    installation: str
    migrations: tuple[str, ...]
    counts: dict[str, int]
    changes: int
    families: int
    referred: frozenset[str]


def contents(ask: Ask, kind: str) -> Contents:
    tables = sorted(name for (name,) in ask(TABLES[kind]) if name.startswith("heartleaf_"))
    migrations = ask("SELECT name FROM django_migrations WHERE app = 'heartleaf'")
    counts = {table: ask(f"SELECT count(*) FROM {table}")[0][0] for table in tables}
    changes = ask(f"SELECT coalesce(sum(seq), 0) FROM {_table(Circle)}")[0][0]
    (installation,) = ask(f"SELECT id FROM {_table(Installation)}")[0]
    return Contents(
        installation=str(UUID(str(installation))),
        migrations=tuple(sorted(name for (name,) in migrations)),
        counts=counts,
        changes=int(changes),
        families=counts[_table(Family)],
        referred=frozenset(_referred(ask, set(tables))),
    )


def _referred(ask: Ask, tables: set[str]) -> Iterator[str]:
    def rows(model: type, columns: str, where: str = "") -> list[tuple[Any, ...]]:
        table = _table(model)
        if table not in tables:  # an earlier version had none
            return []
        return ask(f"SELECT {columns} FROM {table} {where}")

    for id, parts, views in rows(Media, "id, parts, views", "WHERE keepsake_id IS NOT NULL"):
        yield from (original_name(UUID(str(id)), n) for n in range(parts))
        yield from (view_name(UUID(str(id)), n) for n in range(views))
    for id, parts in rows(Copied, "id, parts", "WHERE page_id IS NOT NULL"):
        yield from (copy_name(UUID(str(id)), n) for n in range(parts))
    for id, files in rows(Note, "id, files"):
        yield from (note_part(UUID(str(id)), n) for n in range(files))
    for media, pieces in rows(IndexImage, "media, pieces"):
        yield from (media_part("index", UUID(str(media)), n) for n in range(pieces))
    for id, parts in rows(Upload, "id, parts"):
        yield from (upload_part(UUID(str(id)), n) for n in range(parts))


def _table(model: Any) -> str:
    return str(model._meta.db_table)
