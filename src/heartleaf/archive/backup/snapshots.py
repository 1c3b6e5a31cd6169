"""One backup as it lies in its place, read without opening anything."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from heartleaf.archive.backup import FORMAT
from heartleaf.archive.backup.problems import BackupProblem

MANIFEST, LIST, PROVEN = "manifest.json", "files.sha256", "proven.json"
STORE = "files"
# What a list may name: files of the vault as they lie in the store, and those beside the list. It
# may come from anywhere, and no path of it may lead elsewhere.
LISTED = re.compile(
    r"MARKER|database\.(sqlite3|dump)|\.\./files/[a-z]{1,16}/(?P<two>[0-9a-f]{2})/"
    r"(?P=two)[0-9a-f]{6}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/[0-9]{1,6}(-[0-9a-f]{12})?\.age"
)


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
        return listed_in(self.folder)


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
    proof = proof_of(folder)
    proven = datetime.datetime.fromisoformat(proof["at"]) if proof.get("proven") else None
    return Snapshot(folder, made, version, proven, bool(proof.get("half")), None, manifest)


def known_in(place: Path) -> tuple[dict[str, str], bool]:
    """The hashes of all files that backups in this place list, by path; and whether that is all of
    them, because every list could be read."""
    found: dict[str, str] = {}
    complete = True
    for manifest in place.glob(f"[!.]*/{MANIFEST}"):
        try:
            found |= {one.path: one.sha256 for one in listed_in(manifest.parent)}
        except (OSError, ValueError, BackupProblem):
            complete = False
    return found, complete


def damaged_in(place: Path) -> set[str]:
    """The paths of files that were found damaged or missing when a backup here was last proven."""
    proofs = (proof_of(manifest.parent) for manifest in place.glob(f"[!.]*/{MANIFEST}"))
    newest = max(proofs, key=lambda proof: str(proof.get("at", "")), default={})
    return {str(path) for path in newest.get("damaged", [])}


def listed_in(folder: Path) -> Iterator[Listed]:
    with (folder / LIST).open(encoding="utf-8") as lines:
        for line in lines:
            sha256, _space, path = line.rstrip("\n").partition("  ")
            if not LISTED.fullmatch(path):
                raise BackupProblem(f"{folder / LIST} is damaged.")
            yield Listed(path, sha256)


def proof_of(folder: Path) -> dict[str, Any]:
    try:
        return dict(json.loads((folder / PROVEN).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}
