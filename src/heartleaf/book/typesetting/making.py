"""The making of a book, step by step."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any, cast

import typst

from heartleaf.book.typesetting.laying import Laying, keys_of
from heartleaf.book.typesetting.papers import BLEED, SHEETS
from heartleaf.book.typesetting.plates import AT_HAND, Printed, StandIn, for_print
from heartleaf.book.typesetting.splicing import spliced
from heartleaf.book.volume import Pictures, Volume

STANDARDS: list[list[str]] = [["a-2a", "ua-1"], ["a-2b"], []]
"""What the file keeps to: first for archives and for those who do not see it, then less."""


Tell = Callable[[int, int], None]


def _nothing(done: int, of: int) -> None:
    pass


@dataclass(frozen=True)
class Laid:
    """A book whose pages are laid out. `unwritten` are letters that no font here has."""

    pdf: bytes
    unwritten: str
    gallery: Gallery
    bleed: float

    def written(self, tell: Tell = _nothing) -> Iterator[bytes]:
        """The PDF."""
        count = len(self.gallery.looked_at)
        placed = 0

        def picture(number: int) -> Printed | None:
            nonlocal placed
            placed += 1
            tell(count + 1 + placed, 2 * count + 1)
            return self.gallery.again(number)

        return spliced(self.pdf, StandIn.made(), picture, self.bleed)


class Gallery:
    """The pictures of a book, as they are printed; as many as may be are kept at hand."""

    def __init__(self, pictures: Pictures, longest: tuple[int, int]) -> None:
        self.pictures, self.longest = pictures, longest
        self.looked_at: dict[str, Printed | None] = {}

    def look(self, key: str) -> None:
        self.looked_at[key] = for_print(self.pictures(key), self.longest)

    def again(self, number: int) -> Printed | None:
        seen = [printed for printed in self.looked_at.values() if printed]
        return seen[number]


def lay_out(volume: Volume, pictures: Pictures, tell: Tell = _nothing) -> Laid:
    """`tell` hears how many steps of how many are done: looking at each picture, laying out the
    pages, putting each picture in its place."""
    gallery, keys = Gallery(pictures, SHEETS[volume.paper].longest), keys_of(volume)
    for done, key in enumerate(keys):
        tell(done, 2 * len(keys) + 1)
        gallery.look(key)
    tell(len(keys), 2 * len(keys) + 1)
    data = Laying(volume, gallery.looked_at).data()
    pdf, unwritten = _laid_out(data, volume.made_at)
    tell(len(keys) + 1, 2 * len(keys) + 1)
    return Laid(pdf, unwritten, gallery, BLEED if volume.bleed else 0)


def look_at(volume: Volume, pictures: Pictures, pages: tuple[int, int]) -> list[bytes]:
    """PNGs of some pages."""
    gallery, keys = Gallery(pictures, SHEETS[volume.paper].longest), keys_of(volume)
    for key in keys:
        gallery.look(key)
    data = Laying(volume, gallery.looked_at).data()
    drawn = _compiler(data).compile(format="png", ppi=110)
    sheets = drawn if isinstance(drawn, list) else [drawn]
    return cast("list[bytes]", sheets[pages[0] - 1 : pages[1]])


def _laid_out(data: dict[str, Any], made_at: int) -> tuple[bytes, str]:
    compiler = _compiler(data)
    for standards in STANDARDS:
        try:
            pdf = compiler.compile(
                format="pdf", pdf_standards=cast("Any", standards), timestamp=made_at
            )
        except typst.TypstError as problem:
            if "could not be displayed" not in problem.diagnostic:
                raise
        else:
            return cast("bytes", pdf), ""
    raise AssertionError


def _compiler(data: dict[str, Any]) -> typst.Compiler:
    template = resources.files(__package__).joinpath("book.typ")
    return typst.Compiler(template.read_bytes(), sys_inputs={"book": json.dumps(data)})
