"""What is remembered of each place, beside the backups in the data folder: when one was last made
and proven there, and since when it fails."""

from __future__ import annotations

import contextlib
import datetime
import json
from collections.abc import Mapping
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
        known = json.loads((own_place() / NOTE).read_text(encoding="utf-8"))
        return {place: told for place, told in known.items() if isinstance(told, dict)}
    except (OSError, ValueError, AttributeError):
        return {}


def remember(place: Path, **said: object) -> None:
    """Say this of a place, besides what is known of it. Whoever calls it holds the lock."""
    known = recalled()
    known[str(place)] = {**known.get(str(place), {}), **said}
    _write(known)


def remember_success(place: Path, now: datetime.datetime) -> None:
    remember(place, proven=now.isoformat(), failing_since=None, said="", told=[])


def remember_failure(place: Path, now: datetime.datetime, said: str) -> None:
    """Since when, is the first of several in a row."""
    since = recalled().get(str(place), {}).get("failing_since") or now.isoformat()
    remember(place, failing_since=since, said=said)


def moment(told: Mapping[str, Any], name: str) -> datetime.datetime | None:
    try:
        return datetime.datetime.fromisoformat(told[name])
    except (KeyError, TypeError, ValueError):
        return None


def _write(known: Mapping[str, object]) -> None:
    note = own_place() / NOTE
    beside = note.with_name(f".{NOTE}.new")
    with contextlib.suppress(OSError):
        note.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside.write_text(json.dumps(known, indent=1, sort_keys=True), encoding="utf-8")
        beside.replace(note)
