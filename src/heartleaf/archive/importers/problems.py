"""What can go wrong when something is brought in. Every message may be shown to a person.

ImportProblem
├── CannotOpen      what was handed in cannot be read at all; nothing was brought in
├── NotRecognised   it can be read, but holds nothing of the kind asked for
├── AskForJson      an Instagram export in HTML; the message says how to get JSON
└── CannotRead      one file in it cannot be read; the rest can go on
"""

from __future__ import annotations

from heartleaf.archive.importers.found import Refused


class ImportProblem(Exception):
    """Something handed in is not as it should be."""


class CannotOpen(ImportProblem):
    """The whole source is unreadable, or was made to do harm."""


class NotRecognised(ImportProblem):
    """There is nothing of this kind in the source."""


class AskForJson(ImportProblem):
    """The right export in the wrong form."""


class CannotRead(ImportProblem):
    """Raised while one file is opened or read. `refused` says which and why."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.refused = Refused(name, reason)
