"""What a person hands in, as one safe, read-only thing.

A folder, a zip, several zips that are parts of one export, single files, or any of these
together. Whoever reads it sees plain relative names and streams, and need not know which it was.
Nothing is ever written, unpacked to disk, or followed out of what was given.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol, Self

from heartleaf.archive.importers import limits, reasons
from heartleaf.archive.importers.folder_part import FolderPart, open_file
from heartleaf.archive.importers.found import Refused
from heartleaf.archive.importers.names import in_order, is_junk, plain, sayable, suffix, too_long
from heartleaf.archive.importers.problems import CannotOpen, CannotRead
from heartleaf.archive.importers.streams import Stretch, buffered
from heartleaf.archive.importers.zip_part import ARCHIVES, ZipPart


@dataclass(frozen=True, slots=True)
class Given:
    """A file handed in without a place on disk: the name it had, and its bytes, seekable."""

    name: str
    file: BinaryIO


class Part(Protocol):
    """One of the things handed in."""

    sizes: dict[str, int]
    refused: list[Refused]

    def fingerprint(self, name: str) -> tuple[int, int] | None: ...
    def open(self, name: str) -> BinaryIO: ...
    def close(self) -> None: ...


class Source:
    """Opens what is given and lists it. Raises CannotOpen if nothing of it can be read.

    `refused` holds what was left out while listing, and why; the importers hand it on.
    Files given open stay the giver's to close; `close` closes what this opened.
    """

    def __init__(self, *given: Path | Given) -> None:
        self.refused: list[Refused] = []
        self._parts: list[Part] = []
        self._mine: list[Part] = []
        self._where: dict[str, tuple[Part, str]] = {}
        self._total = 0
        try:
            self._take_in(given)
        except BaseException:
            self.close()
            raise
        self._names = tuple(sorted(self._where, key=in_order))

    def names(self) -> Sequence[str]:
        """Every file, by its plain name (NFC, `/` between folders), in order."""
        return self._names

    def __contains__(self, name: str) -> bool:
        return name in self._where

    def size(self, name: str) -> int:
        """Bytes, as the folder or the zip says before anything was read. KeyError if not here."""
        part, own_name = self._where[name]
        return part.sizes[own_name]

    def open(self, name: str) -> BinaryIO:
        """A stream to read forwards and close. Opening and reading it raise CannotRead when the
        file turns out damaged, swollen or not as listed; what came before that is not to be kept.
        """
        part, own_name = self._where[name]
        try:
            return part.open(own_name)
        except CannotRead as problem:
            raise CannotRead(name, problem.refused.reason) from problem

    def head(self, name: str, size: int) -> bytes:
        """The first `size` bytes, fewer if the file is shorter. Raises CannotRead."""
        with self.open(name) as stream:
            return stream.read(size)

    def close(self) -> None:
        for part in self._mine:
            part.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _take_in(self, given: Sequence[Path | Given]) -> None:
        if not given:
            raise CannotOpen(reasons.NOTHING_GIVEN)
        problems = [problem for one in given if (problem := self._take_one(one))]
        if len(problems) == len(given):
            raise problems[0]

    def _take_one(self, given: Path | Given) -> CannotOpen | None:
        """The problem with it, if it is one of several that cannot be opened."""
        try:
            if isinstance(given, Path) and given.is_dir():
                self._add_folder(FolderPart(given))
            elif isinstance(given, Path):
                self._add_file(Given(given.name, _opened(given)), mine=True)
            else:
                self._add_file(given)
        except CannotOpen as problem:
            self.refused.append(Refused(sayable(given.name), str(problem)))
            return problem
        return None

    def _add_folder(self, folder: FolderPart) -> None:
        self._add(folder)
        for path in folder.zips:
            self._take_one(path)

    def _add_file(self, given: Given, mine: bool = False) -> None:
        try:
            part = _zip_or_single(given)
        except BaseException:
            if mine:
                given.file.close()
            raise
        if mine:
            self._mine.append(part)
        self._add(part)

    def _add(self, part: Part) -> None:
        if len(self._where) + len(part.sizes) > limits.ENTRIES:
            raise CannotOpen(reasons.TOO_MANY)
        self.refused += part.refused
        self._parts.append(part)
        for name, size in part.sizes.items():
            self._place(part, name, size)

    def _place(self, part: Part, own_name: str, size: int) -> None:
        name = self._free_name(part, own_name)
        if name is None:
            return
        self._total += size
        if self._total > limits.ALL_FILES:
            self.refused.append(Refused(sayable(name), reasons.TOO_MUCH))
        else:
            self._where[name] = part, own_name

    def _free_name(self, part: Part, name: str) -> str | None:
        """The name itself; in a folder of its own if another part has another file of that name;
        None if it is the same file again, as when one part was given twice."""
        if name not in self._where:
            return name
        other, other_name = self._where[name]
        fingerprint = part.fingerprint(name)
        if fingerprint is not None and fingerprint == other.fingerprint(other_name):
            return None
        number = len(self._parts)
        while (free := f"part-{number}/{name}") in self._where:
            number += 1
        return free


class _Single:
    """One file by itself, such as a picture chosen from a phone."""

    def __init__(self, name: str, file: BinaryIO) -> None:
        self._file, self._name = file, name
        size = file.seek(0, 2)
        reason = reasons.TOO_LARGE if size > limits.FILE else too_long(name)
        self.sizes = {} if reason or is_junk(name) else {name: size}
        self.refused = [Refused(sayable(name), reason)] if reason else []

    def fingerprint(self, name: str) -> tuple[int, int] | None:
        return None

    def open(self, name: str) -> BinaryIO:
        return buffered(Stretch(self._file, 0, self.sizes[name]))

    def close(self) -> None:
        self._file.close()


def _zip_or_single(given: Given) -> Part:
    ending = suffix(given.name)
    if ending in ("zip", ""):
        given.file.seek(0)
        if ending == "zip" or given.file.read(2) == b"PK":
            return ZipPart(given.file)
    if ending in ARCHIVES:
        raise CannotOpen(reasons.OTHER_ARCHIVE)
    return _Single(_below(given.name), given.file)


def _below(name: str) -> str:
    """A browser's name for a file in a chosen folder, such as `Summer/1.jpg`, kept inside."""
    steps = plain(name.replace("\\", "/")).split("/")
    return posixpath.join(*(step for step in steps if step not in ("", ".."))) or "file"


def _opened(path: Path) -> BinaryIO:
    try:
        return open_file(path.name, path.resolve())
    except CannotRead as problem:
        raise CannotOpen(reasons.NOT_THERE) from problem
