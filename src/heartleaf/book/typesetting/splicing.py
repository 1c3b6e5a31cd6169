"""Putting the pictures into a PDF that was laid out with stand-ins, as it is written.

Typst writes each object by itself and one table of where they begin (PDF 1.7, 7.5.4); a picture of
another length moves what comes after it, so the table is written anew. Nothing else changes, but a
box for the printer, which Typst leaves out (14.11.2).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from heartleaf.book.typesetting.plates import Printed, StandIn

MILLIMETRE = 72 / 25.4
_BEGINS = re.compile(rb"^(\d+) 0 obj\n", re.MULTILINE)
_TRIM = re.compile(rb"/TrimBox\[([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+)\]")


class NotAsWritten(Exception):
    """The PDF is not built as the one that this was made for."""


def spliced(
    pdf: bytes, stand_in: StandIn, picture: Callable[[int], Printed | None], bleed: float = 0
) -> Iterator[bytes]:
    """The PDF with the picture of each mark's number; where there is none, the stand-in stays.

    With a `bleed` in millimetres each page says how far beyond its edge it is printed.
    """
    size, places, table = _table(pdf)
    at, begins = 0, {}
    order = sorted(places, key=places.__getitem__)
    yield (head := pdf[: places[order[0]]])
    at += len(head)
    for number, after in zip(order, [*order[1:], None], strict=True):
        begins[number] = at
        written = pdf[places[number] : places[after] if after is not None else table]
        for part in _written(written, stand_in, picture, bleed):
            at += len(part)
            yield part
    yield _new_table(size, begins)
    trailer = pdf[pdf.index(b"trailer\n", table) : pdf.index(b"startxref\n", table)]
    yield trailer + b"startxref\n%d\n%%%%EOF" % at


def _table(pdf: bytes) -> tuple[int, dict[int, int], int]:
    """How many objects, where each begins, and where that is told."""
    found = re.search(rb"startxref\n(\d+)\n%%EOF\s*$", pdf[-64:])
    if not found:
        raise NotAsWritten
    table = int(found[1])
    head = re.compile(rb"xref\n0 (\d+)\n").match(pdf, table)
    if not head:
        raise NotAsWritten
    size, begin = int(head[1]), head.end()
    rows = [pdf[begin + 20 * row : begin + 20 * row + 20] for row in range(size)]
    places = {row: int(text[:10]) for row, text in enumerate(rows) if text[17:18] == b"n"}
    if not places or not all(_BEGINS.match(pdf, place) for place in places.values()):
        raise NotAsWritten
    return size, places, table


def _new_table(size: int, begins: dict[int, int]) -> bytes:
    rows = [
        b"%010d 00000 n\r\n" % begins[row] if row in begins else b"0000000000 65535 f\r\n"
        for row in range(size)
    ]
    return b"xref\n0 %d\n" % size + b"".join(rows)


def _written(
    written: bytes, stand_in: StandIn, picture: Callable[[int], Printed | None], bleed: float
) -> Iterator[bytes]:
    mark = written.find(stand_in.head)
    if mark >= 0:
        number = int(written[mark + len(stand_in.head) :][:8])
        yield from _with_picture(written, mark, stand_in, picture(number))
    elif bleed and b"/Type/Page/" in written[:40]:
        yield _TRIM.sub(lambda box: box[0] + _bleed_box(box, bleed), written)
    else:
        yield written


def _with_picture(
    written: bytes, mark: int, stand_in: StandIn, picture: Printed | None
) -> Iterator[bytes]:
    if picture is None:
        yield written
        return
    head, end = written[:mark], written[mark + len(stand_in.head) + 64 + len(stand_in.tail) :]
    told = {b"Length": len(picture.data), b"Width": picture.width, b"Height": picture.height}
    for name, value in told.items():
        head, count = re.subn(rb"/%s \d+" % name, b"/%s %d" % (name, value), head)
        if count != 1:
            raise NotAsWritten
    yield head
    yield picture.data
    yield end


def _bleed_box(trim: re.Match[bytes], bleed: float) -> bytes:
    left, bottom, right, top = map(float, trim.groups())
    more = bleed * MILLIMETRE
    corners = (left - more, bottom - more, right + more, top + more)
    return b"/BleedBox[%s]" % b" ".join(b"%.4f" % corner for corner in corners)
