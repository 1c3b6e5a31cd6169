"""A book as plain values: what is in it, in which order, and on what paper.

Gathering makes a `Volume`; typesetting and the EPUB read it and know nothing else. Pictures are
named by a key and asked for one by one, so that a book of a thousand never lies in memory.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

Paper = Literal["a5", "a4", "square", "letter"]
PAPERS: tuple[Paper, ...] = get_args(Paper)
Pictures = Callable[[str], bytes | None]
"""The JPEG of a plate's key; None where it is missing or broken, and then its words stand alone."""


@dataclass(frozen=True)
class Plate:
    """A picture of a piece. `width` and `height` are the pixels of the JPEG behind `key`."""

    key: str
    width: int
    height: int
    caption: str = ""
    alt: str = ""


@dataclass(frozen=True)
class Piece:
    """A keepsake in a book: its words in CommonMark, its plates, or both.

    `when` is the date in words, `day` the ISO date it stands at for the index of days or empty;
    `signed` who wrote it, as it stands under a letter. `sort` is its kind in words, for where it
    has no title; `note` one small line below, of what a book cannot hold.
    """

    kind: str
    title: str = ""
    when: str = ""
    day: str = ""
    words: str = ""
    signed: str = ""
    plates: tuple[Plate, ...] = ()
    sort: str = ""
    note: str = ""


@dataclass(frozen=True)
class Chapter:
    """Pieces under one heading. `drawing` is an SVG that has a page of its own before them."""

    title: str
    pieces: tuple[Piece, ...] = ()
    drawing: str = ""
    drawing_alt: str = ""


@dataclass(frozen=True)
class Said:
    """What the program itself says in a book, in the family's language.

    The colophon is followed by `set_in`, where `{faces}` are the names of the fonts, and by
    `unwritten` if there are letters that no font has.
    """

    contents: str = "Contents"
    days: str = "Days"
    missing: str = "A picture could not be put here."
    colophon: str = ""
    set_in: str = "Set in {faces}."
    unwritten: str = "Some letters could not be written: no font was there for them."


@dataclass(frozen=True)
class Volume:
    """A whole book. `language` is a BCP 47 tag; `bleed` adds 3 mm and crop marks for a printer.

    `made_at` is in seconds since 1970, and all a file says of when it was made.
    """

    title: str
    subtitle: str = ""
    place: str = ""
    dedication: str = ""
    cover: Plate | None = None
    language: str = "en"
    paper: Paper = "a5"
    bleed: bool = False
    index_of_days: bool = False
    chapters: tuple[Chapter, ...] = ()
    said: Said = Said()
    made_at: int = 0


def to_json(volume: Volume) -> str:
    """All of it but the pictures."""
    return json.dumps(asdict(volume), ensure_ascii=True)


def from_json(text: str) -> Volume:
    """What `to_json` wrote. Raises ValueError, TypeError or LookupError for anything else."""
    told = json.loads(text)
    cover, chapters = told["cover"], told["chapters"]
    return Volume(
        **told
        | {
            "cover": Plate(**cover) if cover else None,
            "chapters": tuple(_chapter(chapter) for chapter in chapters),
            "said": Said(**told["said"]),
        }
    )


def _chapter(told: dict[str, Any]) -> Chapter:
    return Chapter(**told | {"pieces": tuple(_piece(piece) for piece in told["pieces"])})


def _piece(told: dict[str, Any]) -> Piece:
    return Piece(**told | {"plates": tuple(Plate(**plate) for plate in told["plates"])})
