"""Is this the data folder we think it is? Asked before anything is written.

The commonest way to lose an archive is to start on an empty folder: a disk that was not mounted,
a path mistyped. So MARKER in the folder names the archive, the database carries the same name,
and a note beside the server's key remembers which folders held one.
"""

from __future__ import annotations

import json
from pathlib import Path

import platformdirs
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from heartleaf.family.beginning import installation
from heartleaf.family.models import Family, Installation
from heartleaf.keepsakes.models import Media


class NotOurs(Exception):
    """The data folder is not what it should be. The message says what to do; nothing was changed."""


def open_archive(*, begin_anew: bool = False) -> None:
    """Make sure of the folder, bring the database up to date, and mark a new archive.

    Raises NotOurs, having written nothing, if an archive is expected and not there.
    """
    data = Path(settings.HEARTLEAF_DATA)
    if not begin_anew:
        _refuse_emptied(data)
    _make(data)
    _refuse_newer()
    call_command("migrate", verbosity=0, interactive=False)
    _match_marker(data)


def remember(data: Path | None = None) -> None:
    """Note that this folder holds an archive, for the day it is found empty."""
    known = _known()
    known[str(data or settings.HEARTLEAF_DATA)] = str(installation().id)
    note = _note()
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(json.dumps(known, indent=1), encoding="utf-8")


def _refuse_emptied(data: Path) -> None:
    marked, database = data / "MARKER", _database_file()
    if str(data) in _known() and not marked.exists():
        raise NotOurs(
            f"There was an archive in {data}, and it is not there now. Is the disk mounted, and the"
            " path right? Nothing was written. To begin a new archive there all the same:"
            " heartleaf serve --begin-anew"
        )
    if marked.exists() and database is not None and not database.exists():
        raise NotOurs(
            f"{data} holds an archive, but its database {database.name} is missing. Put it back"
            " from a backup. Nothing was written."
        )
    if not marked.exists() and data.is_dir() and any(data.glob("vault/*/*")):
        raise NotOurs(f"{data} holds sealed files but no MARKER. Put MARKER back from a backup.")


def _make(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        Path(settings.HEARTLEAF_VAULT).mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise NotOurs(f"{data} cannot be written ({error.strerror}).") from error


def _refuse_newer() -> None:
    try:
        executor = MigrationExecutor(connection)
    except (OperationalError, DatabaseError) as error:
        raise NotOurs(f"The database cannot be opened ({type(error).__name__}).") from error
    ours = {name for app, name in executor.loader.disk_migrations if app == "heartleaf"}
    applied = {name for app, name in executor.loader.applied_migrations if app == "heartleaf"}
    if applied - ours:
        raise NotOurs(
            "This archive was last opened by a newer Heartleaf. Install that version or a later"
            " one. Nothing was written."
        )


def _match_marker(data: Path) -> None:
    marker, here = data / "MARKER", Installation.objects.first()
    named = marker.read_text(encoding="utf-8").strip() if marker.exists() else ""
    if named and (here is None or named != str(here.id)):
        raise NotOurs(f"{marker} and the database belong to different archives.")
    if here is not None and not named and Family.objects.exists():
        raise NotOurs(f"The database holds an archive, but {data} is not its folder: no MARKER.")
    if named and Media.objects.exists() and not any(Path(settings.HEARTLEAF_VAULT).iterdir()):
        raise NotOurs(f"The vault of this archive is empty: {settings.HEARTLEAF_VAULT}.")
    if not named:
        marker.write_text(f"{installation().id}\n", encoding="utf-8")


def _database_file() -> Path | None:
    name = settings.DATABASES["default"]["NAME"]
    return name if isinstance(name, Path) else None


def _note() -> Path:
    return Path(platformdirs.user_config_dir("heartleaf")) / "archives.json"


def _known() -> dict[str, str]:
    try:
        return dict(json.loads(_note().read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}
