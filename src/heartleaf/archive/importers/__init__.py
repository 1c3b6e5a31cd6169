"""Importers: each kind of thing a family may bring in, side by side.

Each is a module with the same three names: `KIND`, `recognise(source)` and `find(source)`. A new
kind is a copy of its neighbour and a line in `IMPORTERS`. They read what they are given, decide
nothing and keep nothing: what they find is plain values (`found.py`).

    with Source(Path("instagram.zip")) as source:
        for thing in choose(source).find(source):
            ...
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from heartleaf.archive.importers import folder, instagram
from heartleaf.archive.importers.found import Found, Kind, Refused
from heartleaf.archive.importers.problems import (
    AskForJson,
    CannotOpen,
    CannotRead,
    ImportProblem,
    NotRecognised,
)
from heartleaf.archive.importers.source import Given, Source

__all__ = [
    "IMPORTERS",
    "AskForJson",
    "CannotOpen",
    "CannotRead",
    "Found",
    "Given",
    "ImportProblem",
    "Importer",
    "Kind",
    "NotRecognised",
    "Refused",
    "Source",
    "choose",
    "detect",
]


class Importer(Protocol):
    """What a module here offers."""

    KIND: str

    def recognise(self, source: Source) -> bool: ...
    def find(self, source: Source) -> Iterator[Found | Refused]: ...


# Asked in this order: the folder takes whatever nobody knew.
IMPORTERS: dict[str, Importer] = {
    instagram.KIND: instagram,
    folder.KIND: folder,
}


def choose(source: Source, kind: str = "auto") -> Importer:
    """The importer of a kind, by default of the kind that was recognised. KeyError if there is no
    such kind."""
    return IMPORTERS[detect(source) if kind == "auto" else kind]


def detect(source: Source) -> str:
    """The kind of a source, for `auto`."""
    return next(kind for kind, importer in IMPORTERS.items() if importer.recognise(source))
