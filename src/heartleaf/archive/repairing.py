"""Putting back from backups what is missing or damaged in the vault.

Only files of the vault, for they never change: the right one is known by its hash, from inside by
the card, from outside by a backup's own list. Rows are named and not written one by one: after a
restore the same number of a revision can stand for two different cards, and which of them is the
family's no program can say. A whole restore brings all of them as they stood together.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from heartleaf.archive.backup.holding import backups, files_for
from heartleaf.archive.backup.problems import BackupProblem
from heartleaf.archive.backup.snapshots import Snapshot
from heartleaf.archive.checking.damage import BadFile, Checked, Damage
from heartleaf.archive.checking.outside import held_now
from heartleaf.keepsakes.images import forget_images
from heartleaf.keepsakes.media import vault
from heartleaf.keepsakes.models import IndexImage
from heartleaf.sealing import CannotOpen, Sealed
from heartleaf.vault import VaultError
from heartleaf.vault.folder import flush_folder

ASIDE = "damaged"


@dataclass(frozen=True)
class Mend:
    """A file that would be put back: its name, what it belongs to, the copy that is good, the
    SHA-256 of that copy, sealed, and the moment of the backup it is in."""

    name: str
    what: str
    id: str
    copy: str
    sha256: str
    made: datetime.datetime


@dataclass
class Plan:
    """`mends` can be put back; `anew` are files of an index, which is made again from the cards;
    `beyond` is what no backup has, or is no file at all. `newest` is when the newest proven backup
    was made, which a restore would bring back whole."""

    mends: list[Mend] = field(default_factory=list)
    anew: list[str] = field(default_factory=list)
    beyond: list[Damage] = field(default_factory=list)
    newest: datetime.datetime | None = None

    @property
    def offers_something(self) -> bool:
        return bool(self.mends or self.anew)


@dataclass
class Repaired:
    """What was put back; what could not be, each with why; and where the damaged files lie now."""

    put_back: list[str] = field(default_factory=list)
    anew: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    aside: str = ""


def plan(checked: Checked) -> Plan:
    """What backups could put right. Changes nothing."""
    snapshots = backups()
    listed = _listed(snapshots, {file.name for one in checked.damage for file in one.files})
    planned = Plan(newest=next((one.made for one in snapshots if one.proven), None))
    for damage in checked.damage:
        mends = list(_mends(damage, listed))
        anew = [one.name for one in damage.files if one.name.startswith("index/")]
        planned.mends += mends
        planned.anew += anew
        if len(mends) + len(anew) < len(damage.files) or not damage.files:
            planned.beyond.append(damage)
    return planned


def repair(mends: Iterable[Mend], anew: Iterable[str] = ()) -> Repaired:
    """Put each good copy in its place. The damaged file is put aside first, and never deleted.
    What somebody took away for good since it was looked at does not come back."""
    done, mends = Repaired(), list(mends)
    held = held_now({mend.name for mend in mends})
    folder = Path(settings.HEARTLEAF_DATA) / ASIDE / f"{timezone.now():%Y-%m-%dT%H%M%SZ}"
    for mend in mends:
        if mend.name not in held:
            continue
        try:
            good = _still_good(mend)
            if _put_aside(mend.name, folder):
                done.aside = str(folder)
            vault().put(mend.name, good)
            done.put_back.append(mend.name)
        except (OSError, VaultError, CannotOpen) as error:
            done.failed.append((mend.name, _in_words(error)))
    for name in anew:
        _make_anew(name, folder, done)
    return done


# ── Which copy is good ──────────────────────────────────────────────────────────────────────


def _mends(damage: Damage, listed: dict[str, dict[str, Snapshot]]) -> Iterator[Mend]:
    for file in damage.files:
        if file.name.startswith("index/"):
            continue
        for copy in files_for(file.name):
            if found := _good(file, copy, listed[file.name]):
                sha256, made = found
                yield Mend(file.name, damage.what, damage.id, str(copy), sha256, made)
                break


def _good(
    file: BadFile, copy: Path, listed: dict[str, Snapshot]
) -> tuple[str, datetime.datetime] | None:
    """The hash of a copy and the moment of its backup, if it is what should be there. With a key
    the card decides; without one a backup's own list does."""
    try:
        sealed = Sealed(copy.read_bytes())
    except (OSError, CannotOpen):
        return None
    sha256 = hashlib.sha256(sealed).hexdigest()
    snapshot = listed.get(sha256)
    right = file.proves(sealed) if file.proves else snapshot is not None
    if not right:
        return None
    written = datetime.datetime.fromtimestamp(copy.stat().st_mtime, datetime.UTC)
    return sha256, snapshot.made if snapshot else written


def _listed(snapshots: Iterable[Snapshot], names: set[str]) -> dict[str, dict[str, Snapshot]]:
    """By each of these names, the hashes that backups list for it, and the newest that does."""
    found: dict[str, dict[str, Snapshot]] = defaultdict(dict)
    for snapshot in snapshots if names else ():
        with contextlib.suppress(OSError, ValueError, BackupProblem):
            for one in snapshot.listed():
                if one.vault_name in names:
                    found[one.vault_name].setdefault(one.sha256, snapshot)
    return found


# ── Putting it there ────────────────────────────────────────────────────────────────────────


def _still_good(mend: Mend) -> Sealed:
    sealed = Sealed(Path(mend.copy).read_bytes())
    if hashlib.sha256(sealed).hexdigest() != mend.sha256:
        raise CannotOpen("The copy in the backup is not as it was a moment ago.")
    return sealed


def _put_aside(name: str, folder: Path) -> bool:
    """Keep what lies there under another name too. False if nothing does. The good copy then takes
    the first name in one step, so that at no moment there is nothing."""
    kind, id, part = name.split("/")
    damaged = Path(settings.HEARTLEAF_VAULT) / kind / id[:2] / id / part
    if not damaged.exists():
        return False
    aside = folder / kind / id / part
    aside.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not aside.exists():
        try:
            aside.hardlink_to(damaged)
        except OSError:  # another disk
            shutil.copyfile(damaged, aside)
    flush_folder(aside.parent)
    return True


def _make_anew(name: str, folder: Path, done: Repaired) -> None:
    """An index is taken out of use: the next look makes it again from the cards."""
    try:
        image = IndexImage.objects.filter(media=UUID(name.split("/")[1])).first()
        if image is not None:
            if _put_aside(name, folder):
                done.aside = str(folder)
            forget_images(image.circle_id)
        done.anew.append(name)
    except OSError as error:
        done.failed.append((name, _in_words(error)))


def _in_words(error: Exception) -> str:
    said = error.strerror if isinstance(error, OSError) else str(error)
    return said or type(error).__name__
