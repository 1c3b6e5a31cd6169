"""The measures of each paper, in millimetres and points."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from heartleaf.book.volume import Paper

DOTS, INCH = 300, 25.4
BLEED, MARKS = 3, 10
"""How far the edges are printed over, and how much paper lies around it for the marks."""


@dataclass(frozen=True)
class Sheet:
    width: float
    height: float
    inner: float
    outer: float
    top: float
    bottom: float
    size: float
    widest: float = 999
    """How long lines of running words may be, where a page is broader than they should be."""

    @property
    def longest(self) -> tuple[int, int]:
        """As many pixels across and down as a picture can show in print."""
        across = self.width - self.inner - self.outer
        down = self.height - self.top - self.bottom
        return round(across / INCH * DOTS), round(down / INCH * DOTS)

    def plain(self) -> dict[str, Any]:
        return asdict(self)


SHEETS: dict[Paper, Sheet] = {
    "a5": Sheet(148, 210, inner=21, outer=18, top=25, bottom=28, size=10.8),
    "square": Sheet(210, 210, inner=26, outer=24, top=28, bottom=32, size=11.2, widest=132),
    "a4": Sheet(210, 297, inner=36, outer=33, top=36, bottom=44, size=12),
    "letter": Sheet(215.9, 279.4, inner=38, outer=35, top=34, bottom=41, size=12),
}
