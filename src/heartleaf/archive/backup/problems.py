"""What can go wrong with a backup, told in words."""

from __future__ import annotations

from django.utils.translation import gettext as _


class BackupProblem(Exception):
    """It could not be done; what was there before is as it was. The message says what to do."""


def in_words(error: OSError, where: object) -> BackupProblem:
    """What the disk said: full, read-only, gone."""
    return BackupProblem(
        _(
            "{where} could not be written or read ({said}). Earlier backups are as they were."
        ).format(where=where, said=error.strerror or type(error).__name__)
    )
