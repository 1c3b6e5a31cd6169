"""Sealing anew: what a circle's things take when someone was taken out of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from heartleaf.command.measuring.house import most_mb, step

ROOM = 3
"""They rest there once, each is there twice for a moment, and some is to be left."""


def measured(house: Path, things: int, mb: float) -> dict[str, float]:
    """So many keepsakes with media of this size together, smaller where the disk is."""
    mb = min(mb, shutil.disk_usage(house).free / 2**20 / ROOM)
    with step("sealing_all", str(things), str(mb)) as process:
        told = process.stdout
        if told is None or told.readline() != "begun\n":
            raise RuntimeError("What is to be sealed anew was not begun.")
        most = most_mb(process)
        seconds = float(json.loads(told.read())["seconds"])
    found = {"resealed": float(things), "resealed_mb": mb, "resealing_s": seconds}
    return found | ({"resealing_memory_mb": most} if most else {})
