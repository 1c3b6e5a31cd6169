"""What of an ultrasound picture had better not be seen: the lines of text around it, with names.

A machine may say where on its screen the ultrasound is (PS3.3, C.8.5.5); then all else is cut
away. If it does not, the upper edge is covered, where nearly all write the name, and any other
edge on which something is found that looks like writing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from heartleaf.keepsakes.developing.looks import UNFRAMED, Box, Frame
from heartleaf.keepsakes.developing.ultrasound.header import Header, items, numbers
from heartleaf.keepsakes.developing.ultrasound.tones import Shown

MOST_REGIONS = 64
PICTURES = {1, 2, 3, 4}
"""Region Data Type of tissue, colour flow and the two spectra; what follows are traces and bars."""

MARGIN = 0.02
"""How far the crop may go beyond the regions, as a share of the whole, where there is no text."""

LEAST = 0.15
"""Regions narrower than this are a mistake."""

TOP, MOST_TOP, SIDE, BOTTOM = 0.10, 0.25, 0.12, 0.10
"""How much of a picture is covered: at least and at most of its upper edge; of the others."""

JUMP, STROKES = 90, 4
"""Text changes from dark to light from one pixel to the next, as speckle hardly does, and at
least so many times in one line."""


def advised(header: Header, shown: Shown) -> Frame:
    """The frame for a picture of which nobody has said yet what may be seen."""
    if header.whole("BitsStored", 8) > 8 and shown.ndim == 2:
        return UNFRAMED  # it was measured, not taken from a screen: there is nothing written on it
    grey = shown if shown.ndim == 2 else shown.max(axis=2)
    written = _written(grey)
    crop = _crop(header, written)
    if crop is not None and crop.top >= MARGIN:
        return Frame(crop=crop)
    return Frame(bands=_bands(written))


def _crop(header: Header, written: NDArray[np.bool_]) -> Box | None:
    """All regions together, and a little around them as long as nothing is written there."""
    rows, columns = written.shape
    boxes = [
        box
        for item in items(header.values, "SequenceOfUltrasoundRegions", MOST_REGIONS)
        if (box := _box(item, columns, rows)) is not None
    ]
    if not boxes:
        return None
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    if right - left < LEAST * columns or bottom - top < LEAST * rows:
        return None
    aside, along = int(MARGIN * columns), int(MARGIN * rows)
    above = written[max(0, top - along) : top, left:right].any(axis=1)[::-1]
    below = written[bottom : bottom + along, left:right].any(axis=1)
    before = written[top:bottom, max(0, left - aside) : left].any(axis=0)[::-1]
    after = written[top:bottom, right : right + aside].any(axis=0)
    return Box(
        (left - _clear(before)) / columns,
        (top - _clear(above)) / rows,
        (right + _clear(after)) / columns,
        (bottom + _clear(below)) / rows,
    )


def _box(item: Dataset, columns: int, rows: int) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom of a region that shows ultrasound, in pixels."""
    kind = numbers(item, "RegionDataType")[:1]
    sides = [
        int(number)
        for side in ("MinX0", "MinY0", "MaxX1", "MaxY1")
        for number in numbers(item, f"RegionLocation{side}")[:1]
    ]
    if not kind or int(kind[0]) not in PICTURES or len(sides) < 4:
        return None
    left, top, right, bottom = sides
    right, bottom = min(right + 1, columns), min(bottom + 1, rows)
    return (left, top, right, bottom) if 0 <= left < right and 0 <= top < bottom else None


def _clear(line: NDArray[np.bool_]) -> int:
    """How many steps one can go before something is written."""
    return int(line.argmax()) if line.any() else len(line)


def _bands(written: NDArray[np.bool_]) -> tuple[Box, ...]:
    rows, columns = written.shape
    strokes = written.sum(axis=1) >= STROKES
    top = _until_clear(strokes, int(TOP * rows), int(MOST_TOP * rows)) / rows
    side, foot = int(SIDE * columns), rows - int(BOTTOM * rows)
    found = {
        Box(0, top, SIDE, 1): written[int(top * rows) : foot, :side],
        Box(1 - SIDE, top, 1, 1): written[int(top * rows) : foot, columns - side :],
        Box(0, 1 - BOTTOM, 1, 1): written[foot:],
    }
    return (Box(0, 0, 1, top), *(box for box, part in found.items() if _looks_written(part)))


def _until_clear(strokes: NDArray[np.bool_], least: int, most: int) -> int:
    """From `least` lines on, to the end of what is written there without a gap of four lines."""
    line = clear = least
    while line < most and line - clear < 4:
        clear = line + 1 if strokes[line] else clear
        line += 1
    return max(1, clear)


def _looks_written(part: NDArray[np.bool_]) -> bool:
    """A letter is several lines high, and each has strokes in all its lines."""
    return int((part.sum(axis=1) >= STROKES).sum()) >= 4


def _written(grey: Shown) -> NDArray[np.bool_]:
    """Where, within a line, dark turns to light from one pixel to the next, or back."""
    written = np.zeros(grey.shape, np.bool_)
    for at in range(0, grey.shape[0], 256):  # some lines at a time: signed steps need more room
        lines = grey[at : at + 256].astype(np.int16)
        written[at : at + 256, 1:] = np.abs(np.diff(lines, axis=1)) > JUMP
    return written
