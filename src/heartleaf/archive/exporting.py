"""An export: everything a person's keys open, as a BagIt bag in a zip that opens without us.

It is written as a stream, to a file or a browser, and nothing of it lies anywhere in between.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from heartleaf import __version__
from heartleaf.archive.bag import faces, facts
from heartleaf.archive.bag.asked import Asked, Choice, Everything
from heartleaf.archive.bag.entry import Entry
from heartleaf.archive.bag.faces.reach import ForSomeone, WhatTheySee
from heartleaf.archive.bag.gathering import Gathered
from heartleaf.archive.bag.making import About, bag
from heartleaf.archive.bag.sealing import recipients_of, sealed
from heartleaf.family.opening import OpenPerson
from heartleaf.vault.folder import flush_folder

# Bytes so far, and about how many it will be.
Told = Callable[[int, int], None]


class NotWritten(Exception):
    """The file could not be made. The message says why; nothing of it is there."""


def to_file(
    person: OpenPerson,
    path: Path,
    asked: Asked | None = None,
    told: Told = lambda done, of: None,
) -> Gathered:
    """Write an export into a new file: whole, and safe from a power cut, or not at all. Raises
    NotWritten, and what `gather` and `stream` raise."""
    if path.exists():
        raise NotWritten(_("%(file)s is there already. Nothing was overwritten.") % {"file": path})
    beside = path.with_name(f".{path.name[:80]}.{secrets.token_hex(4)}.new")
    try:
        with open(beside, "xb", opener=_for_nobody_else) as out:
            gathered = write(person, out, asked, told)
            out.flush()
            os.fsync(out.fileno())
        _name(beside, path)
        flush_folder(path.parent)
    except OSError as error:
        raise NotWritten(_in_words(error, path)) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
    return gathered


def write(
    person: OpenPerson,
    out: BinaryIO,
    asked: Asked | None = None,
    told: Told = lambda done, of: None,
) -> Gathered:
    """Write an export where it is to go. What of the archive was damaged is named in what comes
    back, and in the export."""
    gathered = gather(person, asked or Asked())
    done, of = 0, facts.size(gathered)
    for chunk in stream(gathered):
        out.write(chunk)
        done += len(chunk)
        told(done, max(done, of))
    return gathered


def gather(person: OpenPerson, asked: Asked) -> Gathered:
    """What is to be in it. Raises NotShared, and NotAParent, where it is for someone else."""
    return Gathered(person, asked, choice(person, asked))


def stream(gathered: Gathered) -> Iterator[bytes]:
    """The zip, as it is to be sent. Raises as `entries` does, before the first of it."""
    return bag(entries(gathered), _about(gathered))


def entries(gathered: Gathered) -> Iterator[Entry]:
    """Everything in it, in the order in which it is written. Raises NoSheet, if it is to be sealed
    and nothing would open it."""
    if not gathered.asked.sealed:
        return _in_the_clear(gathered)
    person = gathered.person
    return sealed(_in_the_clear(gathered), recipients_of(person), faces.language_of(person))


def choice(person: OpenPerson, asked: Asked) -> Choice:
    """Raises NotShared, and NotAParent, where it is for someone else."""
    if asked.whom is not None:
        return ForSomeone(person, asked)
    return Everything(person) if person.is_parent else WhatTheySee(person)


def _in_the_clear(gathered: Gathered) -> Iterator[Entry]:
    yield from facts.entries(gathered)
    yield from faces.entries(gathered)
    yield from facts.last_entries(gathered)  # what turned out damaged


def _about(gathered: Gathered) -> About:
    person = gathered.person
    return About(
        archive=str(person.family_id),
        made=person.today().isoformat(),
        software=f"Heartleaf {__version__}",
        sealed=gathered.asked.sealed,
        part=not gathered.asked.is_own,
        kind=gathered.asked.kind,
    )


def _for_nobody_else(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _name(beside: Path, path: Path) -> None:
    """Give it its name, unless another file has it by now."""
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except OSError:  # a disk that knows no second names, as of a camera
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
        beside.replace(path)


def _in_words(error: OSError, path: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        said = _("There is not enough room for %(file)s. Nothing of it is there.")
    elif error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        said = _("%(file)s may not be written there. Nothing was written.")
    elif error.errno in (errno.ENOENT, errno.ENOTDIR):
        said = _("There is no folder for %(file)s. Nothing was written.")
    elif error.errno == errno.EEXIST:
        said = _("%(file)s is there already. Nothing was overwritten.")
    else:
        said = _("%(file)s could not be written (%(why)s). Nothing of it is there.")
    return said % {"file": path, "why": error.strerror or type(error).__name__}
