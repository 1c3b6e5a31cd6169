"""What a page by link says: plain values, as JSON inside its seal.

Unknown fields of a later version are kept as they are.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from heartleaf.family.facts import Told

CANDLE, WORDS, PICTURE, VOICE = "candle", "words", "picture", "voice"
LEAVINGS = (CANDLE, WORDS, PICTURE, VOICE)
"""What guests may leave, as far as the page allows it."""


@dataclass
class CopyBytes(Told):
    """A file in the vault under `page/ID/`: `id` names it, `parts` are the hashes of its parts,
    opened. `type` is its MIME type; pictures have a width and a height in pixels."""

    kind: ClassVar = "page"

    id: str = ""
    type: str = "image/jpeg"
    size: int = 0
    parts: tuple[str, ...] = ()
    width: int = 0
    height: int = 0

    def __post_init__(self) -> None:
        self.parts = tuple(self.parts)

    @property
    def media(self) -> str:
        return self.id


@dataclass
class Copy(Told):
    """One file as guests have it. `of` is the file it was made from, and `page` which page of that.

    A picture has `large` and `small`; a sound `played`; a film all three. `original` is there only
    if the page gives originals out; `ending` is what its name ends in.
    """

    of: str = ""
    page: int = 1
    alt: str = ""
    large: CopyBytes | None = None
    small: CopyBytes | None = None
    played: CopyBytes | None = None
    original: CopyBytes | None = None
    ending: str = ""
    seconds: float = 0.0
    bars: str = ""

    def __post_init__(self) -> None:
        self.large, self.small = _bytes(self.large), _bytes(self.small)
        self.played, self.original = _bytes(self.played), _bytes(self.original)

    @property
    def files(self) -> list[CopyBytes]:
        every = (self.large, self.small, self.played, self.original)
        return [one for one in every if one]


@dataclass
class Piece(Told):
    """One thing on a page: words, a day in words, pictures and sounds; all of them copies.
    `keepsake` says to the parents what it was made from. While it `waits`, its copies are not made
    yet, and guests are not shown it; nor if what it was to be made from was `gone`. `name` and
    `originals` are what the page wished for when they were made."""

    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    keepsake: str = ""
    title: str = ""
    words: str = ""
    date: str = ""
    copies: list[Copy] = field(default_factory=list)
    waits: bool = False
    gone: bool = False
    name: str = ""
    originals: bool = False

    def __post_init__(self) -> None:
        self.copies = [c if isinstance(c, Copy) else Copy.from_json(c) for c in self.copies]


@dataclass
class PageContent(Told):
    """`allows` lists what guests may leave; `question` and `answer` are asked before; `asks` are
    what guests are asked to do ("Light a candle at seven"); `first_reader` is the id of who reads
    notes before the parents, and `reader` their recipient; `name_in_pictures` what stands faintly
    in every picture. `secret` and `code` are the page's own, so that parents can give them again.
    """

    title: str = ""
    words: str = ""
    pieces: list[Piece] = field(default_factory=list)
    allows: list[str] = field(default_factory=list)
    question: str = ""
    answer: str = ""
    asks: list[str] = field(default_factory=list)
    first_reader: str = ""
    reader: str = ""
    name_in_pictures: str = ""
    originals: bool = False
    secret: str = ""
    code: str = ""

    def __post_init__(self) -> None:
        self.pieces = [p if isinstance(p, Piece) else Piece.from_json(p) for p in self.pieces]

    @property
    def shown(self) -> list[Piece]:
        """What guests are shown."""
        return [piece for piece in self.pieces if not (piece.waits or piece.gone)]

    @property
    def to_make(self) -> list[Piece]:
        """Those whose copies are not there, or not as the page wishes for now."""
        wished = (self.name_in_pictures, self.originals)
        stale = (p for p in self.pieces if p.copies and (p.name, p.originals) != wished)
        return [*(p for p in self.pieces if p.waits), *stale]

    @property
    def copies(self) -> Iterator[Copy]:
        return (copy for piece in self.pieces for copy in piece.copies)

    @property
    def files(self) -> dict[str, CopyBytes]:
        """Every file that rests in the vault for it, by its id."""
        return {file.id: file for copy in self.copies for file in copy.files}

    def piece(self, id: str) -> Piece | None:
        return next((piece for piece in self.pieces if piece.id == id), None)

    def file(self, id: str) -> CopyBytes | None:
        """A file by its id, of what guests are shown."""
        shown = (copy for piece in self.shown for copy in piece.copies)
        return next((file for copy in shown for file in copy.files if file.id == id), None)


def _bytes(value: Any) -> CopyBytes | None:
    return CopyBytes.from_json(value) if isinstance(value, dict) else value
