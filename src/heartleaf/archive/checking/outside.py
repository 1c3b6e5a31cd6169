"""What can be seen without a key: the database, its references, and which files there are."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator
from uuid import UUID

from django.db import connection
from django.db.models import Model, QuerySet

from heartleaf.archive.checking.damage import BadFile
from heartleaf.archive.checking.looking import UNREADABLE, Look, in_words
from heartleaf.archive.models import Upload
from heartleaf.archive.uploads import part_name as upload_part
from heartleaf.circle.copies import copy_name
from heartleaf.circle.models import Copied, Note
from heartleaf.circle.note_content import part_name as note_part
from heartleaf.family.models import Circle, Family, Person
from heartleaf.keepsakes.media import original_name, vault, view_name
from heartleaf.keepsakes.models import IndexImage, Keepsake, Media, Version
from heartleaf.vault import NotThere, VaultError

# Of a file that cannot be read at all SQLite finds hundreds of things to say.
SAID_OF_DATABASE = 5


def database(look: Look) -> None:
    """Its own pages, and that every reference is answered. PostgreSQL sees to both by itself."""
    if connection.vendor != "sqlite":
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA integrity_check({SAID_OF_DATABASE})")
            for (said,) in cursor.fetchall():
                if said != "ok":
                    look.found("database", f"The database is damaged: {said[:200]}")
            cursor.execute("PRAGMA foreign_key_check")
            for table, row, refers_to, _ in cursor.fetchall():
                look.found("database", f"The row {row} of {table} speaks of no {refers_to}.")
    except UNREADABLE as error:
        look.found("database", f"The database is damaged: {in_words(error)}")


def expected(look: Look, family: UUID | None = None) -> set[str]:
    """The name of every file that a row holds, of one family or of all."""
    names: set[str] = set()
    for source in _sources():
        try:
            names.update(source(family))
        except UNREADABLE as error:
            look.found("database", f"Part of the database cannot be read: {in_words(error)}")
    return names


def held_now(names: Collection[str]) -> set[str]:
    """Those of these names that a row still holds. What stands in a table that cannot be read is
    not among them, for it is not expected either."""
    held: set[str] = set()
    for source in _sources() if names else ():
        with contextlib.suppress(*UNREADABLE):
            held.update(name for name in source(None) if name in names)
    return held


def counted(look: Look, table: type[Model]) -> int:
    try:
        return int(table._default_manager.count())
    except UNREADABLE as error:
        look.found("database", f"Part of the database cannot be read: {in_words(error)}")
        return 0


def vault_holds(look: Look, expected: set[str]) -> None:
    """What is missing, or does not begin as an age file does, is named, unless it was already, by
    what it belongs to."""
    for name in sorted(expected - look.opened):
        try:
            vault().get(name)
        except NotThere:
            look.found("vault", f"Missing in the vault: {name}", files=[BadFile(name)])
        except VaultError:
            look.found("vault", f"Damaged in the vault: {name}", files=[BadFile(name)])
        look.one_more()


def rows_answer(look: Look) -> None:
    """A person has a way in, a circle has its key and people, and a thing a generation of it."""
    for ask in (_persons, _families, _circles):
        _said(look, ask)


def _said(look: Look, ask: Callable[[], Iterator[tuple[str, object]]]) -> None:
    try:
        for sentence, id in ask():
            look.found("circle" if ask is _circles else "person", sentence, id)
    except UNREADABLE as error:
        look.found("database", f"Part of the database cannot be read: {in_words(error)}")


def _persons() -> Iterator[tuple[str, object]]:
    # Whoever came home with an export, or went and left their name, is in no circle.
    for person in Person.objects.exclude(membership=None).distinct():
        if not person.ways_in.exists():
            yield f"The person {person.id} has no way in.", person.id


def _families() -> Iterator[tuple[str, object]]:
    for family in Family.objects.filter(persons=None):
        yield f"Nobody is in the family {family.id}.", family.id


def _circles() -> Iterator[tuple[str, object]]:
    for circle in Circle.objects.all():
        numbers = list(circle.epochs.values_list("number", flat=True))
        if not numbers:
            yield f"The circle {circle.id} has no key.", circle.id
        if circle.kind != Circle.Kind.ONLY_ME and not circle.members.exists():
            yield f"Nobody is in the circle {circle.id}.", circle.id
        kept = Keepsake.objects.filter(circle=circle)
        for rows in (
            kept,
            Version.objects.filter(keepsake__in=kept),
            Media.objects.filter(keepsake__in=kept),
        ):
            lacking = rows.exclude(epoch__in=numbers).values_list("epoch", flat=True)
            for number in sorted(set(lacking) if numbers else ()):
                yield f"Key {number} of the circle {circle.id} is missing.", circle.id


# ── The files each table speaks of ──────────────────────────────────────────────────────────


def _sources() -> tuple[Callable[[UUID | None], Iterator[str]], ...]:
    return _of_media, _of_copies, _of_notes, _of_images, _of_uploads


def _of_media(family: UUID | None) -> Iterator[str]:
    held = _within(Media.objects.exclude(keepsake=None), "circle__family", family)
    for id, parts, views in held.values_list("id", "parts", "views").iterator():
        yield from (original_name(id, n) for n in range(parts))
        yield from (view_name(id, n) for n in range(views))


def _of_copies(family: UUID | None) -> Iterator[str]:
    held = _within(Copied.objects.exclude(page=None), "page__family", family)
    for id, parts in held.values_list("id", "parts").iterator():
        yield from (copy_name(id, n) for n in range(parts))


def _of_notes(family: UUID | None) -> Iterator[str]:
    held = _within(Note.objects.exclude(files=0), "family", family)
    for id, files in held.values_list("id", "files").iterator():
        yield from (note_part(id, n) for n in range(files))


def _of_images(family: UUID | None) -> Iterator[str]:
    held = _within(IndexImage.objects.all(), "circle__family", family)
    for media, pieces in held.values_list("media", "pieces"):
        yield from (f"index/{media}/{n}.age" for n in range(pieces))


def _of_uploads(family: UUID | None) -> Iterator[str]:
    held = _within(Upload.objects.all(), "person__family", family)
    for id, parts in held.values_list("id", "parts"):
        yield from (upload_part(id, n) for n in range(parts))


def _within[Row: Model](rows: QuerySet[Row], belongs: str, family: UUID | None) -> QuerySet[Row]:
    return rows.filter(**{belongs: family}) if family else rows
