"""Files that a repair put aside: they go with what they belong to."""

from __future__ import annotations

import contextlib
import logging
import shutil
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import models

from heartleaf.archive.ending.remains import TABLES
from heartleaf.archive.repairing import ASIDE

log = logging.getLogger(__name__)


def sweep_aside() -> None:
    """Take away what has no row any more. The rows are asked and not the vault: where its disk is
    not there, all would look gone. A kind that is not known stays."""
    for folder in (Path(settings.HEARTLEAF_DATA) / ASIDE).glob("*/*/*"):
        table = TABLES.get(folder.parent.name)
        id = _id(folder.name)
        if table is None or id is None or _is_there(table, id):
            continue
        try:
            shutil.rmtree(folder)
        except OSError as error:
            log.warning("A file put aside could not be taken away: %s", error.strerror)
            continue
        with contextlib.suppress(OSError):  # others are in it
            folder.parent.rmdir()
            folder.parent.parent.rmdir()


def _is_there(table: tuple[type[models.Model], str], id: UUID) -> bool:
    model, column = table
    return model._default_manager.filter(**{column: id}).exists()


def _id(name: str) -> UUID | None:
    try:
        return UUID(name)
    except ValueError:
        return None
