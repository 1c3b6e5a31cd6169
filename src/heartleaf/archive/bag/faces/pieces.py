"""A keepsake as the pages of an export show it: plain values. Paths are from the bag's folder."""

from __future__ import annotations

from dataclasses import dataclass

READ = "data/read"
PICTURES = f"{READ}/pictures"
INDEX, STYLE, README = "index.html", "style.css", "README.txt"


@dataclass(frozen=True)
class PieceFile:
    """A file of a piece. `path` leads to it, `picture` to the JPEG that shows it, `play` to what a
    browser plays; each may be empty. `note` says what there is to know, such as what is damaged."""

    name: str
    word: str
    path: str = ""
    alt: str = ""
    picture: str = ""
    width: int = 0
    height: int = 0
    play: str = ""
    type: str = ""
    note: str = ""


@dataclass(frozen=True)
class Piece:
    """`caption` is what a cover says, `day` its date without words of theirs, which could say it
    all; `waits` until when it is *not yet*; `words` are CommonMark,
    and lie in the file `words_path` too. `facts` are rows of what is known of it."""

    id: str
    title: str
    when: str
    iso: str
    kind: str
    words: str
    facts: tuple[tuple[str, str], ...] = ()
    day: str = ""
    covered: bool = False
    caption: str = ""
    waits: str = ""
    folder: str = ""
    words_path: str = ""
    files: tuple[PieceFile, ...] = ()
