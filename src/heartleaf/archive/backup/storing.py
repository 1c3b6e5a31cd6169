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

from heartleaf.archive.backup.snapshots import STORE, hash_of, known_in
from heartleaf.vault import FolderVault
from heartleaf.vault.folder import flush_folder

CHUNK = 1024 * 1024
# The coarsest clock of a disk that is used for backups (FAT).
SAME_TIME = 2.0
# Written through together.
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
        self.changed: list[str] = []
        """Names whose file in the vault is not the one that was held here."""
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

    def keep(self, names: Iterable[str]) -> None:
        """Hold on to what the vault has no more, where it is here still: it may be the last."""
        for name in names:
            listed = listed_path(name)
            path, known = _inside(self.root, name), self.known.get(listed)
            if known and path.exists() and hash_of(path) == known:
                self.held[name] = (listed, known)

    def missing_bytes(self) -> int:
        """How much `bring` would write."""
        if self.links:
            return 0
        return sum(map(self._room_for, FolderVault(self.vault).names()))

    def undo(self) -> None:
        """Take away what was brought and was not here before: the disk is full, and others need
        it. What took the place of a damaged file stays."""
        for path in [*self._added, *(beside for beside, _path in self._waiting)]:
            with contextlib.suppress(OSError):
                path.unlink()
        self._waiting = []

    def _bring(self, name: str) -> None:
        source, path = _inside(self.vault, name), _inside(self.root, name)
        listed = listed_path(name)
        known = self.known.get(listed)
        if known and listed not in self.doubted and _alike(source, path):
            self.held[name] = (listed, known)
        elif path.exists():
            self._compare(name, source, path)
        else:
            self._add(name, source, path)

    def _compare(self, name: str, source: Path, path: Path) -> None:
        """A file of this name is here. It is replaced only where a list says that it is damaged."""
        here, there = hash_of(path), hash_of(source)
        known = self.known.get(listed_path(name), here)
        if here == there:
            # Where both are damaged, the list goes on saying what they should be.
            self.held[name] = (listed_path(name), known)
            _give_time(source, path)  # a copied place, or summer time: it is not read again
        elif here != known:
            self._add(name, source, path)
        else:
            # The same name was given twice, as when a part of an upload came again; or the vault's
            # own went bad, and this here is the good one.
            self.changed.append(name)
            other = path.with_name(f"{path.stem}-{there[:12]}{path.suffix}")
            if other.exists() and hash_of(other) == there:
                self.held[name] = (listed_path(name, other.name), there)
            else:
                self._add(name, source, other)

    def _add(self, name: str, source: Path, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.new")
        sha256 = self._laid_beside(source, beside)
        self.held[name] = (listed_path(name, path.name), sha256)
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

    def _room_for(self, name: str) -> int:
        """Also of what would take the place of another, for it is written beside it first."""
        source, path = _inside(self.vault, name), _inside(self.root, name)
        try:
            size = source.stat().st_size
        except FileNotFoundError:  # removed for good just now
            return 0
        whole = listed_path(name) not in self.doubted
        return 0 if whole and path.exists() and path.stat().st_size == size else size

    def _settle(self) -> None:
        """Through to the disk, and only then by their names."""
        flush_all(beside for beside, _path in self._waiting)
        for beside, path in self._waiting:
            new = not path.exists()
            beside.replace(path)
            if new:
                self._added.append(path)
        flush_folders_of((path for _beside, path in self._waiting), self.root.parent)
        self._waiting = []


def sweep(place: Path) -> None:
    """Take away what no backup in this place lists. Where a list cannot be read, nothing goes. Of
    two that had the same name both stay as long as one is listed: which is good, a key says."""
    known, complete = known_in(place)
    if not complete:
        return
    names = {_without_hash(path) for path in known}
    for path in (place / STORE).glob("*/*/*/*"):
        if _without_hash(f"../{path.relative_to(place).as_posix()}") not in names:
            path.unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                path.parent.rmdir()


def listed_path(name: str, file: str = "") -> str:
    """How a list in a backup's folder says where a file of the vault lies."""
    kind, identifier, part = name.split("/")
    return f"../{STORE}/{kind}/{identifier[:2]}/{identifier}/{file or part}"


def _without_hash(listed: str) -> str:
    folder, _slash, file = listed.rpartition("/")
    return f"{folder}/{file.partition('.')[0].partition('-')[0]}"


def copy(source: Path, target: Path) -> str:
    """Copy a file with its time, and give its hash."""
    digest = hashlib.sha256()
    with source.open("rb") as here, target.open("xb") as there:
        while chunk := here.read(CHUNK):
            digest.update(chunk)
            there.write(chunk)
    shutil.copystat(source, target)
    return digest.hexdigest()


def flush_all(paths: Iterable[Path]) -> None:
    """Through to the disk. All that waits is sent there at once, which takes as long as a few files
    one by one; then each is asked whether it arrived, for only that tells of a disk that failed."""
    if hasattr(os, "sync"):
        os.sync()
    for path in paths:
        flush(path)


def flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def flush_folders_of(paths: Iterable[Path], root: Path) -> None:
    """The names of these files, and of every folder above them up to `root`."""
    folders = {above for path in paths for above in path.parents if above.is_relative_to(root)}
    if hasattr(os, "sync"):  # one flush for all of them
        return os.sync() if folders else None
    for folder in folders:
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


def _give_time(source: Path, path: Path) -> None:
    with contextlib.suppress(OSError):  # it is only read once more
        shutil.copystat(source, path)


def _inside(root: Path, name: str) -> Path:
    kind, identifier, part = name.split("/")
    return root / kind / identifier[:2] / identifier / part
