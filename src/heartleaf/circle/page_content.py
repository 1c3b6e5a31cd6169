"""What a page by link says: plain values, as JSON inside its seal.

Unknown fields of a later version are kept as they are.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from heartleaf.family.facts import Told

CANDLE, WORDS, PICTURE, VOICE = "candle", "words", "picture", "voice"
LEAVINGS = (CANDLE, WORDS, PICTURE, VOICE)
"""What guests may leave, as far as the page allows it."""


@dataclass
class Copy(Told):
    """A copied file in the vault under `page/ID/`: `id` names it, `parts` are the hashes of its
    parts, opened. `type` is its MIME type; pictures have a width and a height in pixels, sounds
    `seconds` and `bars` (in hex), as `developing.looks.Look` has them."""

    id: str = ""
    type: str = "image/jpeg"
    size: int = 0
    parts: tuple[str, ...] = ()
    width: int = 0
    height: int = 0
    alt: str = ""
    small: str = ""
    original: str = ""
    seconds: float = 0.0
    bars: str = ""


@dataclass
class Piece(Told):
    """One thing on a page: words, a day in words, pictures and sounds; all of them copies.
    `keepsake` says to the parents what it was made from; guests are not shown it."""

    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    keepsake: str = ""
    title: str = ""
    words: str = ""
    date: str = ""
    copies: list[Copy] = field(default_factory=list)

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
