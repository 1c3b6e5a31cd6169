"""What a note says: plain values, as JSON inside its seal.

Unknown fields of a later version are kept as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from heartleaf.circle.page_content import Copy, CopyBytes
from heartleaf.circle.readable import one_line, readable
from heartleaf.family.facts import Told

ANSWER = "answer"
"""What a note is besides the `LEAVINGS` of a page: a child's or a guest's answer to an asking."""


@dataclass
class NoteFile(Told):
    """A file of a note. `parts` are the SHA-256 of each sealed part, opened; they rest in the vault
    under `note/ID/`, from the number `first` on. `type` is a kind of `developing.kinds`."""

    number: int = 0
    first: int = 0
    name: str = ""
    type: str = ""
    size: int = 0
    sha256: str = ""
    parts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.parts = tuple(self.parts)
        self.name = one_line(self.name)[:120]

    def names(self, id: UUID | str) -> list[str]:
        """What its parts are called in the vault."""
        return [part_name(id, self.first + n) for n in range(len(self.parts))]


@dataclass
class NoteWords(Told):
    """`kind` is one of `page_content.LEAVINGS`, or `ANSWER` with `ask`, what was asked, and `did`
    if it is done already. `name` is who it is from as they said it, `on` the title of the page.
    `children` are the ids of those a child of the family made it for.
    `id` and `page` say where it belongs, `reader` who reads before the parents."""

    id: str = ""
    page: str = ""
    on: str = ""
    by: str = ""
    kind: str = "words"
    name: str = ""
    words: str = ""
    ask: str = ""
    did: bool = False
    reader: str = ""
    children: list[str] = field(default_factory=list)
    files: list[NoteFile] = field(default_factory=list)

    def __post_init__(self) -> None:
        # Whoever wrote it, and whatever else could write to the database.
        self.name, self.ask, self.on = map(one_line, (self.name, self.ask, self.on))
        self.words = readable(self.words)
        self.children = [str(one) for one in self.children]
        self.files = [f if isinstance(f, NoteFile) else NoteFile.from_json(f) for f in self.files]


@dataclass
class Reading(Told):
    """What the one who reads first said of a note, for *us*: their id, that it is fine to read or
    better put aside, and a word about it."""

    by: str = ""
    fine: bool = True
    word: str = ""

    def __post_init__(self) -> None:
        self.word = readable(self.word)


@dataclass
class ShownNote(Told):
    """What the page shows of a note that was let in; pictures and sounds are copies."""

    kind: str = "words"
    name: str = ""
    words: str = ""
    ask: str = ""
    did: bool = False
    copies: list[Copy] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.name, self.ask, self.words = (
            one_line(self.name),
            one_line(self.ask),
            readable(self.words),
        )
        self.copies = [c if isinstance(c, Copy) else Copy.from_json(c) for c in self.copies]

    @property
    def files(self) -> list[CopyBytes]:
        return [file for copy in self.copies for file in copy.files]


def part_name(id: UUID | str, number: int) -> str:
    return f"note/{id}/{number}.age"
