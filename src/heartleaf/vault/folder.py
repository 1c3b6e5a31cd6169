"""A vault in a folder: what was put survives a power cut at any instant."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path

from heartleaf.sealing import CannotOpen, Sealed
from heartleaf.vault.names import SHAPE, checked
from heartleaf.vault.vault import NotThere, VaultError

# Ids are random; two letters of one spread a large archive over 256 folders.
SPREAD = 2


_flushed: set[Path] = set()


class FolderVault:
    """Sealed bytes as plain files: `root/kind/ab/ab…uuid/0.age`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, name: str, sealed: Sealed) -> None:
        self.put_all([(name, sealed)])

    def put_all(self, named: Iterable[tuple[str, Sealed]]) -> None:
        """Write each beside, flush it, rename it, and then flush the folders: each whole or not at
        all."""
        folders = {self._write(name, sealed) for name, sealed in named}
        try:
            for folder in folders:
                flush_folder(folder)
        except OSError as error:
            raise VaultError(_in_words(error)) from error

    def get(self, name: str) -> Sealed:
        try:
            return Sealed(self._path(name).read_bytes())
        except FileNotFoundError as error:
            raise NotThere(f"Nothing rests under {name}.") from error
        except CannotOpen as error:
            raise VaultError(f"The file {name} is damaged.") from error
        except OSError as error:
            raise VaultError(_in_words(error)) from error

    def remove(self, name: str) -> None:
        path = self._path(name)
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
            flush_folder(path.parent)
            with contextlib.suppress(OSError):
                path.parent.rmdir()

    def names(self, under: str = "") -> Iterator[str]:
        folder = self._path(f"{under}/0.age").parent if under else None
        for path in folder.glob("*.age") if folder else self.root.glob("*/*/*/*.age"):
            name = f"{path.parts[-4]}/{path.parts[-2]}/{path.parts[-1]}"
            if SHAPE.fullmatch(name):
                yield name

    def tidy(self, before: float) -> None:
        for path in self.unfinished():
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime < before:
                    path.unlink()

    def older(self, kind: str, before: float) -> Iterator[str]:
        for path in self.root.glob(f"{kind}/*/*/*.age"):
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime < before:
                    yield f"{kind}/{path.parts[-2]}/{path.parts[-1]}"

    def unfinished(self) -> Iterator[Path]:
        """Files of writes that a power cut interrupted; nobody refers to them."""
        return self.root.glob("*/*/*/.*.new")

    def _write(self, name: str, sealed: Sealed) -> Path:
        """The folder, whose list of names is still to be flushed."""
        if not isinstance(sealed, Sealed):
            raise TypeError("The vault accepts only what is sealed.")
        path = self._path(name)
        beside = path.with_name(f".{secrets.token_hex(8)}.new")
        try:
            _make_folder(path.parent, self.root)
            write_through(beside, sealed)
            beside.replace(path)
        except OSError as error:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
            raise VaultError(_in_words(error)) from error
        return path.parent

    def _path(self, name: str) -> Path:
        kind, identifier, part = checked(name).split("/")
        return self.root / kind / identifier[:SPREAD] / identifier / part


def _make_folder(folder: Path, root: Path) -> None:
    """Flush the names of those above it too: once in each process, for they are never removed."""
    if folder.is_dir():
        return
    folder.mkdir(parents=True, exist_ok=True)
    flush_folder(folder.parent)
    for above in folder.parents:
        if above == root or above in _flushed:
            break
        flush_folder(above.parent)
        _flushed.add(above)


def write_through(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot flush a folder; its renames are journalled
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _in_words(error: OSError) -> str:
    return f"The vault could not be written or read ({error.strerror}). Nothing was overwritten."
