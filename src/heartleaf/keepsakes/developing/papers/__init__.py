"""Papers: PDF through PDFium. Loaded only where a foreign file is opened.

Facts about PDFium this rests on: it asks for pieces of the file by a callback, so a long document
is never in memory whole; it runs no script without an engine for it, and this build has none; it
follows no link; it draws annotations only when told to, and the fields of a form in a step of
their own; a drawing may be broken off between two things on the page, and what stands there then
is whole in itself.

    mending    a PDF that was cut off, given an end again
"""

from __future__ import annotations

import contextlib
import io
import math
import time
from collections.abc import Iterator
from typing import Any, BinaryIO

import pypdfium2
import pypdfium2.raw as pdfium
import pyvips

from heartleaf.keepsakes.developing import views
from heartleaf.keepsakes.developing.blocks import in_blocks
from heartleaf.keepsakes.developing.looks import (
    LARGE,
    UNFRAMED,
    Broken,
    Frame,
    Locked,
    Look,
    NotShown,
    TooLarge,
    View,
    about_the_file,
)
from heartleaf.keepsakes.developing.papers import mending

MOST_BYTES = 256 * 2**20
MOST_PAGES = 5_000
MOST_TRIED = 20
"""How many pages are tried for one that can be drawn."""

PATIENCE = 8.0
"""Seconds after which a drawing is broken off and shown as it stands."""

FORMAT = pdfium.FPDFBitmap_BGR
DRAWN = pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER | pdfium.FPDF_RENDER_LIMITEDIMAGECACHE
"""With annotations, red first, and without keeping every picture of the page unpacked."""


def warm() -> None:
    """Nothing is left to look up: PDFium is there whole once it is imported."""


def look(file: BinaryIO, kind: str, most_pixels: int, frame: Frame = UNFRAMED) -> Look:
    """Look at the first page that can be drawn. Raises the family of `Unreadable`."""
    until = time.monotonic() + PATIENCE
    with _opened(file, kind) as paper:
        pages = min(len(paper), MOST_PAGES)
        for number in range(min(pages, MOST_TRIED)):
            with contextlib.suppress(Broken):
                image, whole = _drawn(paper, number, most_pixels, until)
                return Look(
                    kind,
                    views.of(image, frame),
                    image.width,
                    image.height,
                    partial=not whole or number > 0 or _ends_early(file),
                    pages=pages,
                    frame=frame,
                )
        raise Broken


def page(file: BinaryIO, kind: str, number: int, most_pixels: int, frame: Frame = UNFRAMED) -> View:
    """One page, its number from 0. Raises the family of `Unreadable`."""
    until = time.monotonic() + PATIENCE
    with _opened(file, kind) as paper:
        if not 0 <= number < min(len(paper), MOST_PAGES):
            raise Broken
        return views.page(_drawn(paper, number, most_pixels, until)[0], frame)


@contextlib.contextmanager
def _opened(file: BinaryIO, kind: str) -> Iterator[Any]:
    """The document, closed again before the file is; whatever is wrong, about the bytes."""
    if kind != "pdf":
        raise NotShown
    if file.seek(0, io.SEEK_END) > MOST_BYTES:
        raise TooLarge
    with about_the_file(), _document(file) as paper:
        paper.init_forms()
        yield paper


def _document(file: BinaryIO) -> Any:
    """The file as it is, or else with its end mended."""
    try:
        return pypdfium2.PdfDocument(in_blocks(file))
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise Locked from error
        if not _ends_early(file) or file.tell() > mending.MOST_BYTES:
            raise
    file.seek(0)
    data = mending.mended(file.read())
    if data is None:
        raise Broken
    return pypdfium2.PdfDocument(data)


def _drawn(paper: Any, number: int, most_pixels: int, until: float) -> tuple[pyvips.Image, bool]:
    """A page on white, and whether all of it was drawn in time."""
    try:
        leaf = paper[number]
    except pypdfium2.PdfiumError as error:
        raise Broken from error
    width, height = _size(leaf.get_width(), leaf.get_height())
    if width * height > most_pixels:
        raise TooLarge
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, FORMAT, rev_byteorder=True)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
    whole = _draw(bitmap, leaf, width, height, until)
    if whole and paper.formenv:
        pdfium.FPDF_FFLDraw(paper.formenv, bitmap, leaf, 0, 0, width, height, 0, DRAWN)
    return views.from_pixels(memoryview(bitmap.buffer).cast("B"), width, height), whole


def _draw(bitmap: Any, leaf: Any, width: int, height: int, until: float) -> bool:
    """Draw until it is done or the patience is at its end; say whether it is done."""
    pause = pdfium.IFSDK_PAUSE(version=1)
    is_late = type(pause.NeedToPauseNow)(lambda _: time.monotonic() > until)
    pause.NeedToPauseNow = is_late
    try:
        state = pdfium.FPDF_RenderPageBitmap_Start(
            bitmap, leaf, 0, 0, width, height, 0, DRAWN, pause
        )
    finally:
        pdfium.FPDF_RenderPage_Close(leaf)
    if state == pdfium.FPDF_RENDER_FAILED:
        raise Broken
    return bool(state == pdfium.FPDF_RENDER_DONE)


def _size(width: float, height: float) -> tuple[int, int]:
    """A page's size in pixels, LARGE on its long side, whatever the file says of it."""
    if not (math.isfinite(width) and math.isfinite(height) and width > 0 and height > 0):
        raise Broken
    scale = LARGE / max(width, height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _ends_early(file: BinaryIO) -> bool:
    """A whole PDF says where its table is, and that it ends, in its last kilobyte or so; one that
    was cut off does not (ISO 32000-1, 7.5.5 and annex H.3)."""
    file.seek(max(0, file.seek(0, io.SEEK_END) - 2048))
    return b"startxref" not in file.read()
