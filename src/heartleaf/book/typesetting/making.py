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
from heartleaf.book.typesetting.laying import Laying
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
    count: int
    bleed: float

    def written(self, tell: Tell = _nothing) -> Iterator[bytes]:
        """The PDF."""
        placed = 0

        def picture(number: int) -> Printed | None:
            nonlocal placed
            if printed := self.gallery.printed(number):
                placed += 1
                tell(self.count + 1 + placed, 2 * self.count + 1)
            return printed

        return spliced(self.pdf, StandIn.made(), picture, self.bleed)


def lay_out(
    volume: Volume,
    pictures: Pictures,
    tell: Tell = _nothing,
    pages: tuple[int, int] | None = None,
) -> Laid:
    """`tell` hears how many steps of how many are done: looking at each picture, laying out the
    pages, putting each picture in its place. With `pages`, from one to another, only their pictures
    are asked for."""
    gallery = Gallery(volume, pictures, SHEETS[volume.paper].longest)
    keys = gallery.keys
    if pages is not None:
        keys = [keys[number] for number in Pages(volume, gallery.looks).shown_on(*pages)]
    for done, key in enumerate(keys):
        tell(done, 2 * len(keys) + 1)
        gallery.look(key)
    tell(len(keys), 2 * len(keys) + 1)
    laid = Pages(volume, gallery.looks)
    pdf, standards = laid.pdf()
    tell(len(keys) + 1, 2 * len(keys) + 1)
    bleed = BLEED if volume.bleed else 0
    return Laid(pdf, laid.unwritten, standards, gallery, len(keys), bleed)


class Pages:
    """The pages of a volume, laid out with stand-ins."""

    def __init__(self, volume: Volume, looks: Mapping[str, Look | None]) -> None:
        self.volume = volume
        data = Laying(volume, looks).data()
        lacking = faces.unwritten(words_in(data))
        instead = faces.instead_of(lacking)
        self.unwritten = "".join(lacking)
        self.letters = [letter for letter in lacking if letter not in instead]
        self.data = with_signs(data, instead)
        self._end([OWN_FACE])

    def pdf(self) -> tuple[bytes, tuple[str, ...]]:
        """And what it keeps to."""
        for standards in STANDARDS[2 if self.letters else 0 :]:
            try:
                return self._named(standards), standards
            except typst.TypstError as problem:
                if not standards or not _REFUSED.search(problem.diagnostic):
                    raise
        raise AssertionError

    def shown_on(self, first: int, last: int) -> list[int]:
        """The numbers of the pictures of some pages."""
        told = json.loads(self._compiler().query("<shown>", field="value"))
        return sorted({int(one["mark"][:8]) for one in told if first <= one["page"] <= last})

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


@cache
def _templates() -> dict[str, bytes]:
    folder = resources.files(__package__)
    names = [entry.name for entry in folder.iterdir() if entry.name.endswith(".typ")]
    texts = {name: folder.joinpath(name).read_bytes() for name in names}
    return {"main": texts.pop("book.typ"), **texts}
