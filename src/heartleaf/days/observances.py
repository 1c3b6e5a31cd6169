"""Observances: the days of the world that a family may keep, from a file a host can correct.

`observances.toml` beside this module is the file; `observance_file` says what may stand in one.
Nobody is shown any of these days unless they chose it.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator
from pathlib import Path

from heartleaf.days.observance import Falling, Observance, When
from heartleaf.days.observance_file import Read, read

__all__ = ["Falling", "Observance", "Read", "When", "current", "falls", "ours", "read"]

OURS = Path(__file__).with_name("observances.toml")


@functools.cache
def current() -> Read:
    """What this installation knows: our file, with the host's corrections. Read once."""
    from django.conf import settings

    theirs = settings.HEARTLEAF_OBSERVANCES
    return corrected_by(Path(theirs).expanduser() if theirs else None)


def corrected_by(path: Path | None) -> Read:
    """Our file with the corrections of another; one that cannot be read corrects nothing."""
    if path is None:
        return ours()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return Read(ours().observances, (f"{path}, the file of observances, cannot be read.",))
    return with_corrections(ours(), read(text, path.name))


@functools.cache
def ours() -> Read:
    return read(OURS.read_text(encoding="utf-8-sig"), OURS.name)


def with_corrections(ours: Read, theirs: Read) -> Read:
    """Theirs replace ours by their id, in ours' place; new ones follow; removed ones go."""
    known = {each.id: each for each in ours.observances}
    known |= {each.id: each for each in theirs.observances}
    kept = tuple(each for id, each in known.items() if id not in theirs.removed)
    unknown = [
        f"{theirs.name}: there is no “{id}” to remove."
        for id in sorted(theirs.removed - {each.id for each in ours.observances})
    ]
    return Read(kept, (*ours.problems, *theirs.problems, *unknown), name=ours.name)


def falls(
    read: Read,
    first: datetime.date,
    last: datetime.date,
    country: str | None = None,
    *,
    earlier: bool = False,
) -> Iterator[Falling]:
    """All that falls from `first` to `last`, in the order of days; see `Observance.falls`."""
    found = (
        falling
        for observance in read.observances
        for falling in observance.falls(first, last, country, earlier=earlier)
    )
    yield from sorted(found, key=Falling.order)
