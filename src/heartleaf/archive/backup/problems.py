"""What can go wrong with a backup, told in words."""

from __future__ import annotations


class BackupProblem(Exception):
    """It could not be done; what was there before is as it was. The message says what to do."""


def in_words(error: OSError, where: object) -> BackupProblem:
    """What the disk said: full, read-only, gone."""
    return BackupProblem(
        f"{where} could not be written or read ({error.strerror or type(error).__name__})."
        " Earlier backups are as they were."
    )
