"""The tree on a sheet of paper, to print or to frame: as SVG, PDF or PNG.

The SVG is put together here. PDF and PNG are set by typst in a process of its own, which ends with
them: a large sheet takes memory, and that must not stay with the program that shows the pages.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from html import escape
from typing import Any, Literal, get_args

Paper = Literal["a5", "a4", "a3", "a2", "us-letter"]
Kind = Literal["svg", "pdf", "png"]

CHILD = "heartleaf.tree.poster_child"
PAPERS: dict[Paper, tuple[float, float]] = {
    "a5": (148, 210),
    "a4": (210, 297),
    "a3": (297, 420),
    "a2": (420, 594),
    "us-letter": (215.9, 279.4),
}
"""Breadth and height in millimetres."""
KINDS: tuple[Kind, ...] = get_args(Kind)
LONGEST = 80
"""Characters of a line under the tree."""
_FINE, _COARSE, _FINE_UP_TO = 300, 150, 300
"""Dots to an inch of a PNG: for paper up to that breadth in millimetres, and for larger."""
_PATIENCE = 60
"""Seconds that a sheet may take to be set."""

_EDGE = 0.1
"""Free on each side of the drawing and its words, as a share of the breadth."""
_ABOVE = 0.47
"""The share of what stays free that is above: in the very middle a tree seems to sink."""
_NAME, _YEARS = (0.085, 0.05), (0.142, 0.027)
"""How far below the drawing a line stands, and how large it is, as shares of the breadth."""
_FRAME = re.compile(r'viewBox="(\S+ \S+) (\S+) (\S+)"')
_FOREIGN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML has no way to say: control characters, and halves of others."""
_one_at_a_time = threading.Lock()


class Busy(Exception):
    """Another sheet is being set at this moment."""


class NotSet(Exception):
    """This sheet could not be set in the room and time there is."""


@dataclass(frozen=True)
class Sheet:
    """A drawing without links or words, as `inks.inked` makes it, and what stands under it.
    `about` is its alternative text, for a PDF."""

    drawing: str
    paper: Paper = "a4"
    name: str = ""
    years: str = ""
    about: str = ""
    language: str = "en"

    @property
    def size(self) -> tuple[float, float]:
        return PAPERS[self.paper]

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The words under the tree: the middle of each line and its size, in millimetres."""
        wide, (_x, y, _w, high) = self.size[0], self.placed
        said = ((self.name, _NAME, "italic"), (self.years, _YEARS, "normal"))
        return [
            {"words": words, "y": y + high + below * wide, "size": size * wide, "style": style}
            for line, (below, size), style in said
            if (words := _FOREIGN.sub("", line))
        ]

    @property
    def placed(self) -> tuple[float, float, float, float]:
        """Where the drawing stands: left, top, breadth and height, in millimetres."""
        wide, high = self.size
        _corner, box_wide, box_high = self.box
        below, size = _YEARS if self.years else _NAME if self.name else (0.0, 0.0)
        under = (below + size / 2) * wide
        room_wide, room_high = wide - 2 * _EDGE * wide, high - 2 * _EDGE * wide - under
        scale = min(room_wide / box_wide, room_high / box_high)
        tree_wide, tree_high = scale * box_wide, scale * box_high
        top = _ABOVE * (high - under - tree_high)
        return (wide - tree_wide) / 2, top, tree_wide, tree_high

    @property
    def box(self) -> tuple[str, float, float]:
        """The corner of the drawing's own frame, its breadth and height."""
        found = _FRAME.search(self.drawing)
        if found is None:
            raise NotSet
        return found[1], float(found[2]), float(found[3])

    @property
    def dots(self) -> int:
        return _FINE if self.size[0] <= _FINE_UP_TO else _COARSE


def poster(sheet: Sheet, kind: Kind) -> bytes:
    """The file. Raises Busy or NotSet for what typst sets."""
    if kind == "svg":
        return as_svg(sheet).encode()
    if not _one_at_a_time.acquire(timeout=5):
        raise Busy
    try:
        return _set_elsewhere(sheet, kind)
    finally:
        _one_at_a_time.release()


def as_svg(sheet: Sheet) -> str:
    """The sheet as one drawing. Its words, if there are any, are letters, in the serif of whoever
    opens it."""
    (wide, high), (x, y, tree_wide, tree_high) = sheet.size, sheet.placed
    corner, box_wide, box_high = sheet.box
    tree = (
        f'<svg x="{x:.2f}" y="{y:.2f}" width="{tree_wide:.2f}" height="{tree_high:.2f}" '
        f'viewBox="{corner} {box_wide:g} {box_high:g}" fill="none">'
        f"{sheet.drawing.split('>', 1)[1]}"
    )
    lines = "".join(_line(line, wide) for line in sheet.lines)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{wide:g}mm" height="{high:g}mm" viewBox="0 0 {wide:g} {high:g}">'
        f"{tree}{lines}</svg>"
    )


def _line(line: dict[str, Any], wide: float) -> str:
    """About half as broad as high is a letter: a long line is set smaller."""
    size = min(line["size"], 1.9 * (1 - 2 * _EDGE) * wide / len(line["words"]))
    return (
        f'<text x="{wide / 2:g}" y="{line["y"] + 0.3 * size:.2f}" font-size="{size:.2f}" '
        f'font-style="{line["style"]}" font-family="Libertinus Serif, Georgia, serif" '
        f'text-anchor="middle" fill="#000">{escape(line["words"])}</text>'
    )


def _set_elsewhere(sheet: Sheet, kind: Kind) -> bytes:
    more = {"size": sheet.size, "placed": sheet.placed, "lines": sheet.lines, "dots": sheet.dots}
    asked = json.dumps({**asdict(sheet), **more, "kind": kind})
    command = [sys.executable, "-I", "-m", CHILD]
    try:
        done = subprocess.run(
            command,
            input=asked.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # it may quote what it was given
            check=True,
            timeout=_PATIENCE,
            start_new_session=True,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise NotSet from error
    return done.stdout
