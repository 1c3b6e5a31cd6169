"""Ultrasound: DICOM through pydicom and its codecs. Loaded only where a foreign file is opened.

A file holds one picture, several, or a film of them (a *cine*), or a paper, or none at all. One
frame is in memory at a time.

    header       what a file says before its pixels, and where those lie
    pixels       the frames as they are stored
    codecs       a compressed frame opened
    tones        from stored values to what is seen
    regions      what of it had better not be seen
    times        when it was taken, and how fast its frames follow one another
    film         a film of the usual kinds within it
"""

from __future__ import annotations

import contextlib
import logging
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from typing import BinaryIO

import numpy as np
import pyvips

from heartleaf.keepsakes.developing import films, papers, views
from heartleaf.keepsakes.developing.blocks import end_to_end, in_blocks
from heartleaf.keepsakes.developing.films import encoding
from heartleaf.keepsakes.developing.looks import (
    MOST_PIXELS,
    UNFRAMED,
    Broken,
    Frame,
    Look,
    NotShown,
    Unreadable,
    View,
    about_the_file,
)
from heartleaf.keepsakes.developing.ultrasound import codecs, film
from heartleaf.keepsakes.developing.ultrasound.header import (
    DOCUMENT,
    PIXELS,
    Header,
    quieten,
    read,
)
from heartleaf.keepsakes.developing.ultrasound.pixels import Frames
from heartleaf.keepsakes.developing.ultrasound.regions import advised
from heartleaf.keepsakes.developing.ultrasound.times import rate, taken
from heartleaf.keepsakes.developing.ultrasound.tones import Shown, Tones

MOST_PAGES = 5_000
MOST_TRIED = 4
"""How many frames are tried for one that can be opened."""


DARK = (20, 20, 20)
"""What a band covers with: these pictures stand on black, where paper would be a bright strip."""


def warm() -> None:
    """Have everything there that is looked for on the disk at its first use; and quieten what
    would look for lines of source there in order to complain."""
    codecs.warm()
    quieten()
    logging.getLogger("pydicom").disabled = True
    logging.getLogger("pypdfium2").disabled = True
    warnings.simplefilter("ignore")
    films.warm()
    papers.warm()


def look(file: BinaryIO, kind: str, most_pixels: int, frame: Frame | None = None) -> Look:
    """Look at what is in it. Without a frame, one is advised and used, so that the names that
    machines write into their pictures are not in the views. Raises the family of `Unreadable`."""
    with _study(file) as header:
        if header.what == DOCUMENT:
            paper = papers.look(_document(header), "pdf", most_pixels, frame or UNFRAMED)
            return replace(paper, kind=kind, taken=taken(header))
        if film.is_film(header):
            seen = film.look(header, most_pixels, frame)
            return replace(seen, kind=kind, taken=taken(header))
        cine = _Cine(header, most_pixels)
        shown, whole = cine.a_good_one()
        image = cine.image(shown)
        framed = advised(header, shown) if frame is None else frame
        seconds = float(cine.count / cine.rate) if cine.rate else 0.0
        return Look(
            kind,
            views.of(views.framed(image, framed, DARK)),
            image.width,
            image.height,
            taken=taken(header),
            partial=cine.short or not whole,
            pages=1 if seconds else min(cine.count, MOST_PAGES),
            seconds=seconds,
            plays="video/mp4" if seconds else "",
            frame=framed,
        )


def page(file: BinaryIO, kind: str, number: int, most_pixels: int, frame: Frame = UNFRAMED) -> View:
    """One frame, its number from 0. Raises the family of `Unreadable`."""
    with _study(file) as header:
        if header.what == DOCUMENT:
            return papers.page(_document(header), "pdf", number, most_pixels, frame)
        if film.is_film(header):
            raise NotShown
        cine = _Cine(header, most_pixels)
        if not 0 <= number < cine.count:
            raise Broken
        return views.page(views.framed(cine.image(cine.shown(number)[0]), frame, DARK))


def play(
    file: BinaryIO, kind: str, frame: Frame, out: BinaryIO, tell: Callable[[float], None]
) -> None:
    """Write a cine as a film. Raises the family of `Unreadable`."""
    with _study(file) as header:
        if header.what == DOCUMENT:
            raise NotShown
        if film.is_film(header):
            film.play(header, frame, out, tell)
        else:
            _Cine(header, MOST_PIXELS).play(frame, out, tell)


@contextlib.contextmanager
def _study(file: BinaryIO) -> Iterator[Header]:
    with about_the_file():
        header = read(in_blocks(file))
        if header.what not in (PIXELS, DOCUMENT):
            raise NotShown
        yield header


def _document(header: Header) -> BinaryIO:
    """The enclosed PDF; what else may be enclosed is not shown (PS3.3, A.45 and A.85)."""
    document = end_to_end(header.body, [header.stretch()])
    if b"%PDF-" not in document.read(1024):
        raise NotShown
    return document


class _Cine:
    """The frames of a file, as they are seen."""

    def __init__(self, header: Header, most_pixels: int) -> None:
        self.frames = Frames(header, most_pixels)
        self.tones = Tones(header, self.frames.shape)
        self.aspect = _aspect(header)
        self.count, self.short = self.frames.count, self.frames.short
        self.rate = rate(header, self.count)

    def shown(self, number: int) -> tuple[Shown, bool]:
        opened = self.frames.opened(number)
        return self.tones.shown(opened), opened.whole

    def a_good_one(self) -> tuple[Shown, bool]:
        """Of a film one from its middle, else the first, that can be opened."""
        first = self.count // 2 if self.rate else 0
        numbers = [*dict.fromkeys([first, 0, *range(1, self.count)][:MOST_TRIED])]
        failure: Exception = Broken()
        for number in numbers:
            try:
                shown, whole = self.shown(number)
            except MemoryError:
                raise
            except Exception as error:
                failure = error
            else:
                return shown, whole and number == first
        raise failure

    def play(self, frame: Frame, out: BinaryIO, tell: Callable[[float], None]) -> None:
        if self.rate is None:
            raise NotShown
        images = self._every_image(frame, tell)
        first = next(images)
        pixels = (image.write_to_memory() for image in chain([first], images))
        encoding.encode_frames(pixels, first.width, first.height, self.rate, out)

    def _every_image(self, frame: Frame, tell: Callable[[float], None]) -> Iterator[pyvips.Image]:
        """One after another, as they are shown; one that is broken is as the one before."""
        last: pyvips.Image | None = None
        for number in range(self.count):
            with contextlib.suppress(ValueError, RuntimeError, OSError, Unreadable):
                image = views.framed(self.image(self.shown(number)[0]), frame, DARK)
                if last is None or (image.width, image.height) == (last.width, last.height):
                    last = image
            if last is not None:
                yield last
            tell((number + 1) / self.count)
        if last is None:
            raise Broken

    def image(self, shown: Shown) -> pyvips.Image:
        """With square pixels, in sRGB."""
        height, width = shown.shape[:2]
        bands = 3 if shown.ndim == 3 else 1
        image = pyvips.Image.new_from_memory(
            np.ascontiguousarray(shown).data, width, height, bands, "uchar"
        ).copy(interpretation="srgb" if bands == 3 else "b-w")
        across, down = self.aspect
        if (across, down) != (1.0, 1.0) and max(width * across, height * down) < 2**16:
            image = image.resize(across, vscale=down, kernel="linear")
        return image.colourspace("srgb")


def _aspect(header: Header) -> tuple[float, float]:
    """How much to widen and to heighten: a pixel's height and width are given in this order, as a
    ratio or in millimetres (PS3.3, C.7.6.3.1.7). An absurd ratio was not meant."""
    for keyword in ("PixelAspectRatio", "PixelSpacing"):
        height, width = (*header.numbers(keyword), 0.0, 0.0)[:2]
        if height > 0 and width > 0 and 1 / 8 <= height / width <= 8:
            return max(1.0, width / height), max(1.0, height / width)
    return 1.0, 1.0
