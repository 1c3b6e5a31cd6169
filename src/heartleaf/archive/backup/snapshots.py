"""One backup as it lies in its place, read without opening anything."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from heartleaf.archive.backup import FORMAT
from heartleaf.archive.backup.problems import BackupProblem

MANIFEST, LIST, PROVEN = "manifest.json", "files.sha256", "proven.json"
STORE = "files"
FIELDS: dict[str, type] = {
    "heartleaf": str,
    "archive": str,
    "reason": str,
    "database": dict,
    "migrations": list,
    "counts": dict,
    "changes": int,
    "files": int,
    "missing": list,
    "list": str,
}
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

    @property
    def archive_was_harmed(self) -> bool:
        """Files of the archive itself were missing when it was made, or not what they had been."""
        return bool(self.manifest["missing"] or self.manifest.get("changed"))

    def listed(self) -> Iterator[Listed]:
        """Every file of it, with its hash."""
        return listed_in(self.folder)


def read(folder: Path) -> Snapshot:
    """Raises BackupProblem if it is none, or one that a newer Heartleaf made."""
    try:
        told = (folder / MANIFEST).read_bytes()
        manifest_hash = hashlib.sha256(told).hexdigest()
        manifest = json.loads(told)
        made = _moment(manifest["made"])
        format, version = manifest["format"], manifest["heartleaf"]
        if format == FORMAT:
            _refuse_other_fields(manifest)
    except FileNotFoundError:
        raise BackupProblem(
            _("{folder} is no backup: it has no {file}.").format(folder=folder, file=MANIFEST)
        ) from None
    except OSError as error:
        raise BackupProblem(
            _("{folder} cannot be read ({said}).").format(folder=folder, said=error.strerror)
        ) from None
    except (ValueError, KeyError, TypeError):
        raise BackupProblem(_("{file} is damaged.").format(file=folder / MANIFEST)) from None
    if format != FORMAT:
        raise BackupProblem(
            _(
                "{folder} was made by Heartleaf {version} in a way this version does not know"
                " ({format}). Install that version or a later one. Nothing was written."
            ).format(folder=folder, version=version, format=format)
        )
    proof = proof_of(folder)
    # What was proven was this manifest, to the bit.
    if proof.get("manifest", manifest_hash) != manifest_hash:
        proof = {}
    proven = _moment(proof["at"]) if proof.get("proven") is True else None
    return Snapshot(folder, made, version, proven, proof.get("half") is True, None, manifest)


def known_in(place: Path) -> tuple[dict[str, str], bool]:
    """The hashes of all files that backups in this place list, by path; and whether that is all of
    them, because every list could be read, and is the one that was made."""
    found: dict[str, str] = {}
    complete = True
    for folder in {
        path.parent for name in (MANIFEST, LIST) for path in place.glob(f"[!.]*/{name}")
    }:
        try:
            listed = {one.path: one.sha256 for one in listed_in(folder)}
            if hash_of(folder / LIST) != read(folder).manifest["list"]:
                raise BackupProblem(_("{file} is damaged.").format(file=folder / LIST))
            found |= listed
        except (OSError, ValueError, BackupProblem):
            complete = False
    return found, complete


def damaged_in(place: Path) -> set[str]:
    """The paths of files that were found damaged or missing when a backup here was last proven."""
    proofs = (proof_of(manifest.parent) for manifest in place.glob(f"[!.]*/{MANIFEST}"))
    newest = max((one for one in proofs if one), key=lambda one: _moment(one["at"]), default={})
    return {str(path) for path in newest.get("damaged", [])}


def listed_in(folder: Path) -> Iterator[Listed]:
    with (folder / LIST).open(encoding="utf-8") as lines:
        for line in lines:
            sha256, _spaces, path = line.rstrip("\n").partition("  ")
            if not LISTED.fullmatch(path):
                raise BackupProblem(_("{file} is damaged.").format(file=folder / LIST))
            yield Listed(path, sha256)


def proof_of(folder: Path) -> dict[str, Any]:
    """What was found when it was last looked at. One that cannot be read proves nothing."""
    try:
        proof: dict[str, Any] = json.loads((folder / PROVEN).read_text(encoding="utf-8"))
        _moment(proof["at"])
        fits = isinstance(proof.get("damaged", []), list)
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return proof if fits else {}


def hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _refuse_other_fields(manifest: dict[str, Any]) -> None:
    """Raises KeyError or TypeError, so that nobody who reads it later has to look."""
    for name, kind in FIELDS.items():
        if not isinstance(manifest[name], kind):
            raise TypeError(name)
    if not isinstance(manifest["database"]["kind"], str):
        raise TypeError("database")


def _moment(said: str) -> datetime.datetime:
    """Raises ValueError or TypeError. One without its zone is none: it cannot be compared."""
    moment = datetime.datetime.fromisoformat(said)
    if moment.tzinfo is None:
        raise ValueError(said)
    return moment
