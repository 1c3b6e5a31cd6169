"""Pictures: every kind of them, opened over foreign bytes. Loaded only where a file is opened.

    sources      JPEG, PNG, WebP, GIF, TIFF, AVIF through libvips
    heifs        HEIC through pi-heif
    rarities     JPEG XL through libjxl; JPEG 2000, Photoshop, BMP through Pillow
    raws         camera raw through LibRaw
    tags         when it was taken, and what film belongs to it
    colours      what no profile says

The file is read whole: its libraries go back and forth in it.
"""

from __future__ import annotations

from typing import BinaryIO

import pyvips
from PIL import Image

from heartleaf.keepsakes.developing import views
from heartleaf.keepsakes.developing.layouts import tiffs
from heartleaf.keepsakes.developing.layouts.motion import film_in
from heartleaf.keepsakes.developing.layouts.windows import of_bytes, of_file
from heartleaf.keepsakes.developing.looks import (
    UNFRAMED,
    Broken,
    Frame,
    Look,
    NotKnown,
    NotShown,
    Stretch,
    TooLarge,
    View,
    about_the_file,
)
from heartleaf.keepsakes.developing.pictures.heifs import Heic
from heartleaf.keepsakes.developing.pictures.rarities import READERS, Jxl, Pillowed
from heartleaf.keepsakes.developing.pictures.raws import NotRaw, Raw
from heartleaf.keepsakes.developing.pictures.sources import Source, Vips
from heartleaf.keepsakes.developing.pictures.tags import Tags

MOST_BYTES = 512 * 2**20

OPERATIONS = (
    *(f"{kind}load_buffer" for kind in ("jpeg", "png", "webp", "gif", "tiff", "heif")),
    *("thumbnail_buffer", "thumbnail_image", "jpegsave_buffer", "colourspace", "cast", "copy"),
    *("flatten", "linear", "gaussblur", "resize", "crop", "bandfold", "extract_band"),
    *("rot", "draw_rect", "icc_transform"),
)


def warm() -> None:
    """Look up now what pictures will need, so that later no file is read and nothing repeated."""
    for operation in OPERATIONS:
        pyvips.Introspect.get(operation)
    Image.preinit()
    _ = Tags(b"II*\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00").taken


def look(file: BinaryIO, kind: str, most_pixels: int, frame: Frame = UNFRAMED) -> Look:
    """Look at a file that begins as `kind` does. Raises the family of `Unreadable`."""
    with about_the_file():
        original = _whole(file)
        source = _opened(original, kind, most_pixels)
        large, partial = source.fitted(views.needed(source.width, source.height, frame))
        return Look(
            kind,
            views.of(large, frame),
            source.width,
            source.height,
            taken=source.tags.taken,
            partial=partial,
            pages=source.pages,
            seconds=source.seconds,
            moves=source.moves,
            film=_film(original, kind),
            pair=source.tags.pair,
            frame=frame,
        )


def page(file: BinaryIO, kind: str, number: int, most_pixels: int, frame: Frame = UNFRAMED) -> View:
    """One picture of a file that holds several, counted from 0."""
    with about_the_file():
        source = _opened(_whole(file), kind, most_pixels, number)
        large, _ = source.fitted(views.needed(source.width, source.height, frame))
        return views.page(large, frame)


def _film(original: bytes, kind: str) -> Stretch | None:
    """A JPEG that ends as one has no film behind it; looking all the same would cost a
    photograph some milliseconds."""
    as_it_ends = kind == "jpeg" and original[-64:].rstrip(b"\0").endswith(b"\xff\xd9")
    return film_in(of_bytes(original)) if kind in ("jpeg", "heic") and not as_it_ends else None


def _whole(file: BinaryIO) -> bytes:
    window = of_file(file)
    if window.size > MOST_BYTES:
        raise TooLarge
    return window.read(0, window.size)


def _opened(original: bytes, kind: str, most_pixels: int, number: int = 0) -> Source:
    source = _source(original, kind, most_pixels, number)
    if source.width * source.height > most_pixels:
        raise TooLarge
    return source


def _source(original: bytes, kind: str, most_pixels: int, number: int) -> Source:
    """Where libvips and Pillow both can, libvips: it is faster and needs less."""
    if kind == "svg":
        raise NotShown  # it may hold script, and what it shows is drawn by whoever opens it
    if number and kind not in ("heic", "tiff"):
        raise NotShown
    if kind == "heic":
        return Heic(original, number)
    if kind == "raw":
        return _raw(original)
    if kind == "jxl":
        return Jxl(original, most_pixels)
    if kind == "tiff":
        return _tiff(original, number)
    if kind == "avif":
        return _avif(original)
    if kind in READERS:
        return Pillowed(original, kind)
    if kind in ("jpeg", "png", "webp", "gif"):
        return Vips(original, kind)
    raise NotKnown


def _raw(original: bytes) -> Source:
    """What LibRaw does not know may still be a TIFF."""
    try:
        return Raw(original)
    except NotRaw:
        return _tiff(original, 0)


def _tiff(original: bytes, number: int) -> Source:
    found = tiffs.pages(tiffs.Tiff(of_bytes(original)))
    if number >= len(found):
        raise Broken
    by_pillow = tiffs.compression(tiffs.Tiff(of_bytes(original))) in tiffs.MODERN
    source = (Pillowed if by_pillow else Vips)(original, "tiff", found[number])
    source.pages = len(found)
    return source


def _avif(original: bytes) -> Source:
    """A moving AVIF is a film of AV1, of which libvips knows nothing."""
    try:
        return Vips(original, "avif")
    except pyvips.Error:
        return Pillowed(original, "avif")
