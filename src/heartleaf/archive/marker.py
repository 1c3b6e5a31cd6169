"""Is this the data folder we think it is? Asked before anything is written.

The commonest way to lose an archive is to start on an empty folder: a disk that was not mounted,
a path mistyped. So MARKER in the folder names the archive, the database carries the same name,
and a note beside the server's key remembers which folders held one.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from heartleaf.archive import upgrading
from heartleaf.archive.backup.holding import make_proven
from heartleaf.archive.backup.problems import BackupProblem
from heartleaf.family.beginning import installation
from heartleaf.family.models import Family, Installation
from heartleaf.keepsakes.media import vault
from heartleaf.keepsakes.models import Media
from heartleaf.vault.folder import flush_folder, write_through

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


class NotOurs(Exception):
    """The data folder is not what it should be. The message says what to do; nothing changed."""


def open_archive(
    *,
    begin_anew: bool = False,
    without_backup: bool = False,
    tell: Callable[[str], None] = lambda sentence: None,
) -> None:
    """Make sure of the folder, bring the database up to date, and mark a new archive.

    Raises NotOurs, having written nothing, if an archive is expected and not there, or cannot be
    brought up to date. Before that a backup is made and proven, unless it is insisted not to.
    """
    data = Path(settings.HEARTLEAF_DATA)
    if not begin_anew:
        _refuse_emptied(data)
    _make(data)
    with _one_at_a_time(data):
        _match(data)
        _bring_up_to_date(without_backup, tell)
        _make(Path(settings.HEARTLEAF_VAULT))
        if not _named(data):
            _write(data / "MARKER", f"{installation().id}\n")
    if Family.objects.exists():
        with contextlib.suppress(OSError):  # the note is a help, not a condition
            remember(data)


def remember(data: Path | None = None) -> None:
    """Note that this folder holds an archive, for the day it is found empty."""
    known, folder = _known(), str(data or settings.HEARTLEAF_DATA)
    if known.get(folder) == (here := str(installation().id)):
        return
    note = _note()
    note.parent.mkdir(parents=True, exist_ok=True)
    _write(note, json.dumps({**known, folder: here}, indent=1))


def _bring_up_to_date(without_backup: bool, tell: Callable[[str], None]) -> None:
    if not _applied() or not Family.objects.exists():  # nothing is kept here yet
        call_command("migrate", verbosity=0, interactive=False)
    elif upgrading.is_needed():
        insisted = without_backup or settings.HEARTLEAF_UPGRADE_WITHOUT_BACKUP
        try:
            upgrading.upgrade(None if insisted else _backed_up, tell)
        except upgrading.CannotUpgrade as problem:
            raise NotOurs(str(problem)) from problem


def _backed_up() -> str:
    try:
        return str(make_proven("upgrade").folder)
    except BackupProblem as problem:
        raise upgrading.CannotUpgrade(
            f"Before an upgrade a backup is made and proven, and that could not be done: {problem}"
            " The archive is as it was. Make room or mend what is said here, and start again; or,"
            " if you have a copy of your own: heartleaf serve --without-backup"
        ) from problem


# ── Before anything is written ──────────────────────────────────────────────────────────────


def _refuse_emptied(data: Path) -> None:
    marked, database = data / "MARKER", _database_file()
    if str(data) in _known() and not marked.exists():
        raise NotOurs(
            f"There was an archive in {data}, and it is not there now. Is the disk mounted, and the"
            " path right? Nothing was written. To begin a new archive there all the same:"
            " heartleaf serve --begin-anew"
        )
    if marked.exists() and database is not None and not _holds_something(database):
        raise NotOurs(
            f"{data} holds an archive, but its database {database.name} is missing. Put it back"
            " from a backup. Nothing was written."
        )
    if not marked.exists() and not _vault_is_empty():
        raise NotOurs(f"{data} holds sealed files but no MARKER. Put MARKER back from a backup.")


def _match(data: Path) -> None:
    """Do the folder, the database and the vault belong together? Asked before they are changed."""
    named, applied = _named(data), _applied()
    if not applied:
        if named:
            raise NotOurs(
                f"{data} holds an archive, but its database is empty. Put the database back from a"
                " backup. Nothing was written."
            )
        return
    # Only the id: other columns may be those of an older version.
    here = Installation.objects.values_list("id", flat=True).first()
    if named and named != str(here):
        raise NotOurs(
            f"{data / 'MARKER'} and the database belong to different archives. Nothing was written."
        )
    if not named and Family.objects.exists():
        raise NotOurs(
            f"The database holds an archive, but {data} is not its folder: it has no MARKER."
            " Nothing was written."
        )
    if Media.objects.exclude(keepsake=None).exists() and _vault_is_empty():
        raise NotOurs(
            f"The vault of this archive is empty: {settings.HEARTLEAF_VAULT}. Is its disk mounted?"
            " Nothing was written."
        )


def _applied() -> set[str]:
    """The steps this database has taken. Raises NotOurs if it took some that we do not know."""
    try:
        loader = MigrationExecutor(connection).loader
    except DatabaseError as error:
        raise NotOurs(
            f"The database cannot be opened ({_first_line(error)}). Nothing was written."
        ) from error
    ours = {name for app, name in loader.disk_migrations or () if app == "heartleaf"}
    applied = {name for app, name in loader.applied_migrations or () if app == "heartleaf"}
    if applied - ours:
        raise NotOurs(
            "This archive was last opened by a newer Heartleaf. Install that version or a later"
            " one. Nothing was written."
        )
    return applied


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _vault_is_empty() -> bool:
    return next(vault().names(), None) is None


def _holds_something(file: Path) -> bool:
    return file.exists() and file.stat().st_size > 0


def _database_file() -> Path | None:
    name = settings.DATABASES["default"]["NAME"]
    return name if isinstance(name, Path) else None


# ── Writing ─────────────────────────────────────────────────────────────────────────────────


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except FileExistsError as error:
        raise NotOurs(f"{folder} is a file, and should be a folder.") from error
    except OSError as error:
        raise NotOurs(f"{folder} cannot be made ({error.strerror}).") from error
    if not os.access(folder, os.W_OK):
        raise NotOurs(f"{folder} cannot be written. Nothing was changed.")


@contextlib.contextmanager
def _one_at_a_time(data: Path) -> Iterator[None]:
    """Two that start at the same moment must not both begin the archive."""
    if fcntl is None:
        yield
        return
    handle = os.open(data, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _write(path: Path, text: str) -> None:
    """Whole or not at all, also if the power goes."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        write_through(beside, text.encode())
        beside.replace(path)
        flush_folder(path.parent)
    finally:
        beside.unlink(missing_ok=True)


def _named(data: Path) -> str:
    marker = data / "MARKER"
    return marker.read_text(encoding="utf-8").strip() if marker.exists() else ""


def _note() -> Path:
    return Path(settings.CONFIG) / "archives.json"


def _known() -> dict[str, str]:
    try:
        return dict(json.loads(_note().read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}
