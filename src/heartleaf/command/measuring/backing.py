"""Backing up: how much in a second, beside a plain copy of the same folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from heartleaf.archive.backup.making import make
from heartleaf.archive.backup.proving import prove
from heartleaf.keepsakes.media import PART, original_name, vault
from heartleaf.sealing import Recipient, seal

ROOM = 4
"""In the vault, in the backup, in the copy beside, and some is to be left."""


def measured(house: Path, mb: float, recipient: Recipient) -> dict[str, float]:
    """So much in the vault besides what is there, less where the disk is small."""
    mb = min(mb, shutil.disk_usage(house).free / 2**20 / ROOM)
    names = _fill(mb, recipient)
    data, out, beside = Path(settings.HEARTLEAF_DATA), house / "backed up", house / "copied"
    size = sum(path.stat().st_size for path in data.rglob("*") if path.is_file()) / 2**20
    try:
        first, took = _timed(lambda: make(out, "asked"))
        proving = _timed(lambda: prove(first))[1]
        again = _timed(lambda: make(out, "asked"))[1]
        copying = _timed(lambda: _copy(data, beside))[1]
    finally:
        for folder in (out, beside):
            shutil.rmtree(folder, ignore_errors=True)
        for name in names:
            vault().remove(name)
    return {
        "backup_mb": size,
        "backup_mb_per_s": size / took,
        "cp_mb_per_s": size / copying,
        "backup_proven_mb_per_s": size / proving,
        "backup_again_s": again,
    }


def _fill(mb: float, recipient: Recipient) -> list[str]:
    """Parts as large as those of films."""
    sealed = seal(os.urandom(PART), recipient)
    names = [original_name(uuid4(), 0) for _part in range(max(1, int(mb * 2**20 / PART)))]
    vault().put_all((name, sealed) for name in names)
    return names


def _copy(data: Path, beside: Path) -> None:
    """By the system's own command, and through to the disk, as a backup is."""
    subprocess.run(["cp", "-r", data, beside], check=True)
    os.sync()


def _timed[T](work: Callable[[], T]) -> tuple[T, float]:
    os.sync()
    began = time.perf_counter()
    done = work()
    return done, time.perf_counter() - began
