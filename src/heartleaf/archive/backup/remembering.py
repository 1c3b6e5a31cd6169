"""What is remembered of each place, beside the backups in the data folder: when one was last made
and proven there, and since when it fails."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from heartleaf.archive.backup.places import own_place

NOTE = "places.json"


def places_by_hand() -> list[Path]:
    """Where `heartleaf backup` was asked to make one."""
    return [Path(place) for place, told in recalled().items() if told.get("by_hand")]


def recalled() -> dict[str, dict[str, Any]]:
    """By place. What cannot be read is begun anew: it is a help, not a condition."""
    try:
        return dict(json.loads((own_place() / NOTE).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}
