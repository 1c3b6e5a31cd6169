"""The files of the vault in a place for backups: each once, whatever number of backups has it.

They lie in `files/` as they lie in the vault. What is written once there never changes, so a file
that is here already, with the same size and time, is not read again. The place in the data folder
holds links to the very files, which cost no room; any other place has copies.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from heartleaf.archive.backup.snapshots import STORE, known_in
from heartleaf.vault import FolderVault
from heartleaf.vault.folder import flush_folder

CHUNK = 1024 * 1024
# The coarsest clock of a disk that is used for backups (FAT).
SAME_TIME = 2.0
# Written through together: one flush of a disk takes the others with it.
AT_ONCE = 256


class Store:
    """`known` are the hashes of what backups in this place hold, by path; `doubted` are paths whose
    file was found damaged here."""

    def __init__(
        self, place: Path, vault: Path, known: dict[str, str], doubted: set[str], *, links: bool
    ) -> None:
        self.root, self.vault, self.links = place / STORE, vault, links
        self.known, self.doubted = known, doubted
        self.held: dict[str, tuple[str, str]] = {}
        """By name: where it lies here, as a list says it, and its hash."""
        self.brought = 0
        self._added: list[Path] = []
        self._waiting: list[tuple[Path, Path]] = []

    def bring(self) -> None:
        """Bring in every file of the vault that is not here yet."""
        folder = FolderVault(self.vault)
        for name in folder.names():
            if name not in self.held:
                with contextlib.suppress(FileNotFoundError):  # removed for good just now
                    self._bring(name)
        self._settle()

    def missing_bytes(self) -> int:
        """How much `bring` would write."""
        if self.links:
            return 0
        return sum(
            path.stat().st_size
            for name in FolderVault(self.vault).names()
            if (path := _inside(self.vault, name)).exists()
            and not _inside(self.root, name).exists()
        )

    def undo(self) -> None:
        """Take away what was brought: the disk is full, and others need it."""
        for path in [*self._added, *(beside for beside, _path in self._waiting)]:
            with contextlib.suppress(OSError):
                path.unlink()
        self._waiting = []

    def _bring(self, name: str) -> None:
        source, path = _inside(self.vault, name), _inside(self.root, name)
        listed = listed_path(name)
        if _alike(source, path):
            if listed in self.known:
                # Where both are damaged, the list goes on saying what they should be.
                if listed not in self.doubted or hash_of(source) != self.known[listed]:
                    self.held[name] = (listed, self.known[listed])
                    return
            # Left by a backup that did not come to its end.
            elif path.samefile(source) or hash_of(path) == hash_of(source):
                self.held[name] = (listed, hash_of(source))
                return
        self._add(name, source, path)

    def _add(self, name: str, source: Path, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.new")
        sha256 = self._laid_beside(source, beside)
        listed = listed_path(name)
        other = self.known.get(listed, sha256) != sha256
        if other and path.exists() and hash_of(path) == self.known[listed]:
            # The same name was given twice, as when a part of an upload came again.
            path = path.with_name(f"{path.stem}-{sha256[:12]}{path.suffix}")
            listed = listed_path(name, path.name)
        self.held[name] = (listed, sha256)
        self.brought += 1
        self._waiting.append((beside, path))
        if len(self._waiting) >= AT_ONCE:
            self._settle()

    def _laid_beside(self, source: Path, beside: Path) -> str:
        beside.unlink(missing_ok=True)
        if self.links:
            try:
                os.link(source, beside)
                return hash_of(beside)
            except FileNotFoundError:
                raise
            except OSError:  # another disk, or one without links
                self.links = False
        return copy(source, beside)

    def _settle(self) -> None:
        """Through to the disk, and only then by their names."""
        for beside, _path in self._waiting:
            flush(beside)
        for beside, path in self._waiting:
            beside.replace(path)
            self._added.append(path)
        flush_folders_of((path for _beside, path in self._waiting), self.root.parent)
        self._waiting = []


def sweep(place: Path) -> None:
    """Take away what no backup in this place lists. Where a list cannot be read, nothing goes."""
    known, complete = known_in(place)
    if not complete:
        return
    for path in (place / STORE).glob("*/*/*/*"):
        if f"../{path.relative_to(place).as_posix()}" not in known:
            path.unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                path.parent.rmdir()


def listed_path(name: str, file: str = "") -> str:
    """How a list in a backup's folder says where a file of the vault lies."""
    kind, identifier, part = name.split("/")
    return f"../{STORE}/{kind}/{identifier[:2]}/{identifier}/{file or part}"


def copy(source: Path, target: Path) -> str:
    """Copy a file with its time, and give its hash."""
    digest = hashlib.sha256()
    with source.open("rb") as here, target.open("xb") as there:
        while chunk := here.read(CHUNK):
            digest.update(chunk)
            there.write(chunk)
    shutil.copystat(source, target)
    return digest.hexdigest()


def hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def flush_folders_of(paths: Iterable[Path], root: Path) -> None:
    """The names of these files, and of every folder above them up to `root`."""
    for folder in {above for path in paths for above in path.parents if above.is_relative_to(root)}:
        flush_folder(folder)


def _alike(source: Path, path: Path) -> bool:
    there, here = source.stat(), None
    with contextlib.suppress(FileNotFoundError):
        here = path.stat()
    return (
        here is not None
        and here.st_size == there.st_size
        and abs(here.st_mtime - there.st_mtime) <= SAME_TIME
    )


def _inside(root: Path, name: str) -> Path:
    kind, identifier, part = name.split("/")
    return root / kind / identifier[:2] / identifier / part
