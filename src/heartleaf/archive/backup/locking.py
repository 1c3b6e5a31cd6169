"""One backup at a time, whichever program makes it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from heartleaf.archive.backup.databases import database_of
from heartleaf.archive.backup.problems import BackupProblem

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


class Busy(BackupProblem):
    """Another program makes one just now."""


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Held while backups are made and taken away. Raises Busy if somebody else holds it.

    On one machine by a lock on MARKER, which goes with the program that holds it, however that one
    ends; between machines that share a PostgreSQL by a lock of its own.
    """
    busy = Busy(_("A backup is being made just now. Please try again when it is done."))
    with _marker_held() as here:
        if not here:
            raise busy
        with database_of(connection.settings_dict).alone() as there:
            if not there:
                raise busy
            yield


@contextlib.contextmanager
def _marker_held() -> Iterator[bool]:
    marker = Path(settings.HEARTLEAF_DATA) / "MARKER"
    try:
        handle = os.open(marker, os.O_RDONLY)
    except OSError as error:
        raise BackupProblem(
            _("{folder} cannot be read ({said}).").format(folder=marker, said=error.strerror)
        ) from None
    try:
        yield _locked(handle)
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    if fcntl is None:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
