"""A folder on this computer: every ordinary file below it, and never one step outside."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from heartleaf.archive.importers import limits, reasons
from heartleaf.archive.importers.found import Refused
from heartleaf.archive.importers.names import is_junk, plain, sayable, suffix, too_long
from heartleaf.archive.importers.problems import CannotOpen, CannotRead
from heartleaf.archive.importers.streams import Counted, buffered
from heartleaf.archive.importers.zip_part import ARCHIVES

# Not waiting on a pipe, not following a link that took a file's place since the walk.
_FLAGS = os.O_RDONLY
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
    _FLAGS |= getattr(os, _flag, 0)


class FolderPart:
    """`sizes`: each file's plain name below the folder, and its size. `zips`: the zips that lie
    directly in it, because the parts of one export are often kept in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self._root = folder.resolve()
        self._paths: dict[str, Path] = {}
        self.sizes: dict[str, int] = {}
        self.zips: list[Path] = []
        self.refused: list[Refused] = []
        self._seen = 0
        waiting = [self._root]
        while waiting:
            waiting += reversed(self._walk(waiting.pop()))

    def fingerprint(self, name: str) -> tuple[int, int] | None:
        return None

    def open(self, name: str) -> BinaryIO:
        return buffered(Counted(name, open_file(name, self._paths[name], self._root)))

    def close(self) -> None:
        pass

    def _walk(self, folder: Path) -> list[Path]:
        try:
            with os.scandir(folder) as listing:
                inside = sorted(self._counted(listing), key=lambda entry: entry.name)
        except OSError:
            self._refuse(self._name(folder), reasons.NO_WAY_IN)
            return []
        return [Path(entry.path) for entry in inside if self._is_folder_or_kept(entry)]

    def _counted(self, listing: Iterable[os.DirEntry[str]]) -> list[os.DirEntry[str]]:
        counted = []
        for entry in listing:
            self._seen += 1
            if self._seen > limits.ENTRIES:
                raise CannotOpen(reasons.TOO_MANY)
            counted.append(entry)
        return counted

    def _is_folder_or_kept(self, entry: os.DirEntry[str]) -> bool:
        """True for a folder to walk; anything else is kept or refused here."""
        path = Path(entry.path)
        name = self._name(path)
        if is_junk(name) or is_junk(name + "/"):
            return False
        try:
            status = entry.stat(follow_symlinks=False)
            reason = _why_not(entry, status, name, path.parent == self._root)
        except OSError:
            reason = reasons.NO_WAY_IN
        if reason or name in self.sizes:
            self._refuse(name, reason or reasons.SAME_NAME)
            return False
        if stat.S_ISDIR(status.st_mode):
            return True
        self._keep(name, path, status.st_size)
        return False

    def _keep(self, name: str, path: Path, size: int) -> None:
        if suffix(name) == "zip":
            self.zips.append(path)
        else:
            self._paths[name], self.sizes[name] = path, size

    def _name(self, path: Path) -> str:
        return plain(_readable(path.relative_to(self._root).as_posix()))

    def _refuse(self, name: str, reason: str) -> None:
        self.refused.append(Refused(sayable(name), reason))


def _readable(name: str) -> str:
    """Names from before UTF-8 come as lone surrogates; Latin-1 keeps each apart from the next."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("latin-1")
    return name


def _why_not(
    entry: os.DirEntry[str], status: os.stat_result, name: str, at_top: bool
) -> str | None:
    if entry.is_symlink() or entry.is_junction():
        return reasons.LINK
    if stat.S_ISDIR(status.st_mode):
        return too_long(name)
    if not stat.S_ISREG(status.st_mode):
        return reasons.NOT_A_FILE
    if suffix(name) in ARCHIVES and not (at_top and suffix(name) == "zip"):
        return reasons.ARCHIVE
    return reasons.TOO_LARGE if status.st_size > limits.FILE else too_long(name)


def open_file(name: str, path: Path, root: Path | None = None) -> BinaryIO:
    """An ordinary file, below `root` if one is given. Raises CannotRead."""
    if root and not path.parent.resolve().is_relative_to(root):
        raise CannotRead(name, reasons.LINK)
    try:
        handle = os.open(path, _FLAGS)
    except OSError as problem:
        raise CannotRead(name, reasons.NO_WAY_IN) from problem
    file = os.fdopen(handle, "rb", buffering=0)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        file.close()
        raise CannotRead(name, reasons.NOT_A_FILE)
    return file
