"""One backup as it lies in its place, read without opening anything."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from heartleaf.archive.backup import FORMAT
from heartleaf.archive.backup.problems import BackupProblem

MANIFEST, LIST, PROVEN = "manifest.json", "files.sha256", "proven.json"
STORE = "files"


@dataclass(frozen=True)
class Listed:
    """A line of a backup's list: a file by its path from the backup's folder, and its SHA-256."""

    path: str
    sha256: str

    @property
    def vault_name(self) -> str | None:
        """Which file of the vault it is; None for the database and MARKER."""
        parts = self.path.split("/")
        if parts[:2] != ["..", STORE]:
            return None
        return f"{parts[2]}/{parts[4]}/{parts[5].partition('.')[0].partition('-')[0]}.age"


@dataclass(frozen=True)
class Snapshot:
    """A backup: where it lies, when it was made and by which version, since when it is proven, and
    the date from which it is no longer needed (None in a place that someone keeps by hand)."""

    folder: Path
    made: datetime.datetime
    version: str
    proven: datetime.datetime | None
    half: bool
    """Proven without its database having been restored, because that was not allowed."""
    expires: datetime.date | None
    manifest: dict[str, Any]

    @property
    def place(self) -> Path:
        return self.folder.parent

    def listed(self) -> Iterator[Listed]:
        """Every file of it, with its hash."""
        with (self.folder / LIST).open(encoding="utf-8") as lines:
            for line in lines:
                sha256, _space, path = line.rstrip("\n").partition("  ")
                yield Listed(path, sha256)


def read(folder: Path) -> Snapshot:
    """Raises BackupProblem if it is none, or one that a newer Heartleaf made."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        made = datetime.datetime.fromisoformat(manifest["made"])
        format, version = manifest["format"], manifest["heartleaf"]
    except FileNotFoundError:
        raise BackupProblem(f"{folder} is no backup: it has no {MANIFEST}.") from None
    except OSError as error:
        raise BackupProblem(f"{folder} cannot be read ({error.strerror}).") from None
    except (ValueError, KeyError, TypeError):
        raise BackupProblem(f"{folder / MANIFEST} is damaged.") from None
    if format != FORMAT:
        raise BackupProblem(
            f"{folder} was made by Heartleaf {version} in a way this version does not know"
            f" ({format}). Install that version or a later one. Nothing was written."
        )
    proof = _proof(folder)
    proven = datetime.datetime.fromisoformat(proof["at"]) if proof.get("proven") else None
    return Snapshot(folder, made, version, proven, bool(proof.get("half")), None, manifest)


def _proof(folder: Path) -> dict[str, Any]:
    try:
        return dict(json.loads((folder / PROVEN).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}
