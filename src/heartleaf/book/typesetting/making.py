"""The making of a book, step by step."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, cast

import typst

from heartleaf.book.typesetting import faces
from heartleaf.book.typesetting.galleries import Gallery
from heartleaf.book.typesetting.laying import Laying, keys_of
from heartleaf.book.typesetting.papers import BLEED, SHEETS
from heartleaf.book.typesetting.plates import Look, Printed, StandIn
from heartleaf.book.typesetting.splicing import spliced
from heartleaf.book.typesetting.wording import blocks, with_signs, words_in
from heartleaf.book.volume import Pictures, Volume

STANDARDS: list[tuple[str, ...]] = [("a-2a", "ua-1"), ("a-2b",), ()]
"""What the file keeps to: for archives and for those who hear it; for archives; neither."""
OWN_FACE = "Libertinus Serif"
_REFUSED = re.compile(r"PDF/(?:U?A)")

Tell = Callable[[int, int], None]


def _nothing(done: int, of: int) -> None:
    pass


@dataclass(frozen=True)
class Laid:
    """A book whose pages are laid out. `unwritten` are letters that no font here has."""

    pdf: bytes
    unwritten: str
    standards: tuple[str, ...]
    gallery: Gallery
    bleed: float

    def written(self, tell: Tell = _nothing) -> Iterator[bytes]:
        """The PDF."""
        count = len(self.gallery.looks)
        placed = 0

        def picture(number: int) -> Printed | None:
            nonlocal placed
            placed += 1
            tell(count + 1 + placed, 2 * count + 1)
            return self.gallery.printed(number)

        return spliced(self.pdf, StandIn.made(), picture, self.bleed)


def lay_out(volume: Volume, pictures: Pictures, tell: Tell = _nothing) -> Laid:
    """`tell` hears how many steps of how many are done: looking at each picture, laying out the
    pages, putting each picture in its place."""
    gallery = Gallery(pictures, SHEETS[volume.paper].longest)
    keys = keys_of(volume)
    for done, key in enumerate(keys):
        tell(done, 2 * len(keys) + 1)
        gallery.look(key)
    tell(len(keys), 2 * len(keys) + 1)
    pages = Pages(volume, gallery.looks)
    pdf, standards = pages.pdf()
    tell(len(keys) + 1, 2 * len(keys) + 1)
    return Laid(pdf, pages.unwritten, standards, gallery, BLEED if volume.bleed else 0)


class Pages:
    """The pages of a volume, laid out with stand-ins."""

    def __init__(self, volume: Volume, looks: Mapping[str, Look | None]) -> None:
        self.volume = volume
        data = Laying(volume, looks).data()
        lacking = faces.unwritten(words_in(data))
        self.signs = faces.described(lacking)
        self.unwritten = "".join(lacking)
        self.letters = [letter for letter in lacking if letter not in self.signs]
        self.data = with_signs(data, self.signs)
        self._end([OWN_FACE])

    def pdf(self) -> tuple[bytes, tuple[str, ...]]:
        """And what it keeps to."""
        for standards in STANDARDS[2 if self.letters else 0 :]:
            try:
                return self._named(standards), standards
            except typst.TypstError as problem:
                print(problem.diagnostic[:1500])
                if not standards or not _REFUSED.search(problem.diagnostic):
                    raise
        raise AssertionError

    def png(self, pages: tuple[int, int], ppi: float) -> list[bytes]:
        drawn = self._compiler().compile(format="png", ppi=ppi)
        sheets = drawn if isinstance(drawn, list) else [drawn]
        return cast("list[bytes]", sheets[pages[0] - 1 : pages[1]])

    def _named(self, standards: tuple[str, ...]) -> bytes:
        """Set once to see which fonts it takes, and once more when they are named in it."""
        pdf = self._set(standards)
        used = faces.faces_of(pdf)
        if used != [OWN_FACE]:
            self._end(used)
            pdf = self._set(standards)
        return pdf

    def _set(self, standards: tuple[str, ...]) -> bytes:
        told: Any = list(standards)
        pdf = self._compiler().compile(
            format="pdf", pdf_standards=told, timestamp=self.volume.made_at
        )
        return cast("bytes", pdf)

    def _end(self, used: list[str]) -> None:
        said = self.volume.said
        named = said.set_in.replace("{faces}", ", ".join(used))
        lines = [said.colophon, named, said.unwritten if self.letters else ""]
        self.data["said"]["colophon"] = [node for line in lines for node in blocks(line)]

    def _compiler(self) -> typst.Compiler:
        return faces.compiler(_templates(), {"book": json.dumps(self.data)})


def look_at(
    volume: Volume, pictures: Pictures, pages: tuple[int, int], ppi: float = 110
) -> list[bytes]:
    """PNGs of some pages."""
    gallery = Gallery(pictures, SHEETS[volume.paper].longest)
    for key in keys_of(volume):
        gallery.look(key)
    return Pages(volume, gallery.looks).png(pages, ppi)


@cache
def _templates() -> dict[str, bytes]:
    folder = resources.files(__package__)
    names = [entry.name for entry in folder.iterdir() if entry.name.endswith(".typ")]
    texts = {name: folder.joinpath(name).read_bytes() for name in names}
    return {"main": texts.pop("book.typ"), **texts}
