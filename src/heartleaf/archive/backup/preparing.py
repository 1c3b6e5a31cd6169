"""A place before a backup is made in it: is it there, is it ours, has it room?"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from heartleaf.archive.backup.problems import BackupProblem, in_words
from heartleaf.archive.backup.remembering import NOTE
from heartleaf.archive.backup.snapshots import MANIFEST, STORE

README = "README.txt"
ABOUT = """\
In here are backups of a Heartleaf archive. Nothing in them can be read without a passphrase or a
printed sheet of its family.

Each folder that is named for a day is one backup; "files" belongs to all of them, so leave it
where it is. With Heartleaf, a backup comes back by

    heartleaf restore FOLDER

Without Heartleaf: "sha256sum -c files.sha256" in such a folder says whether all of it is whole.
The page "The format" in the documentation of Heartleaf says how everything is opened by hand.
"""
# What disks have by themselves.
FINE = {"lost+found", "System Volume Information", "$RECYCLE.BIN"}
BEGUN = ".making-"
ROOM_TO_LEAVE = 64 * 1024 * 1024


def prepare(place: Path) -> None:
    """Raises BackupProblem if no backup can be made here."""
    try:
        with contextlib.suppress(FileExistsError):
            place.mkdir(mode=0o700)
        if not place.is_dir():
            raise BackupProblem(_("{place} is a file, and should be a folder.").format(place=place))
        if not (place / README).exists():
            _refuse_what_is_in_use(place)
            (place / README).write_text(ABOUT, encoding="utf-8")
        for left in _left_behind(place):
            shutil.rmtree(left, ignore_errors=True)
    except OSError as error:
        raise in_words(error, place) from error


def refuse_without_room(place: Path, needed: int) -> None:
    """A backup must never take the room in which the archive itself has to go on."""
    mb = (needed + ROOM_TO_LEAVE) // 2**20
    if shutil.disk_usage(place).free < needed + ROOM_TO_LEAVE:
        raise BackupProblem(
            _(
                "The disk of {place} has not enough room: {mb} MB are needed. Earlier backups are"
                " as they were."
            ).format(place=place, mb=mb)
        )


def unfinished(place: Path) -> Path:
    """A folder for what is on its way, or for looking at a backup; the next backup takes away what
    a crash left of it."""
    try:
        return Path(tempfile.mkdtemp(prefix=BEGUN, dir=place))
    except OSError as error:
        raise in_words(error, place) from error


def take_away(folder: Path) -> None:
    """A backup. The next one takes away what is left of it if this is cut off."""
    shutil.rmtree(set_aside(folder))


def set_aside(folder: Path) -> Path:
    """Under another name: half of a backup must neither look like one nor be passed by."""
    return folder.rename(folder.with_name(f"{BEGUN}{folder.name}"))


def _refuse_what_is_in_use(place: Path) -> None:
    there = {path.name for path in place.iterdir() if not path.name.startswith(".")}
    if there - FINE - {STORE, NOTE} and not any(place.glob(f"*/{MANIFEST}")):
        raise BackupProblem(
            _(
                "{place} holds other things. Name an empty folder for backups, or one that is not"
                " there yet. Nothing was written."
            ).format(place=place)
        )


def _left_behind(place: Path) -> Iterator[Path]:
    yield from place.glob(f"{BEGUN}*")
