"""How much of a picture is left out at its four edges: a frame as a person chooses it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, Self

from heartleaf.keepsakes.developing.looks import WHOLE, Box, Frame

Way = Literal["cut", "cover"]

# So much of it stays to be seen, whatever is left out at two edges that face each other.
LEAST = 10


@dataclass(frozen=True)
class Edges:
    """Hundredths of the turned picture, from its four sides; cut off, or covered with paper."""

    top: int = 0
    right: int = 0
    bottom: int = 0
    left: int = 0
    way: Way = "cut"

    @classmethod
    def of(cls, frame: Frame) -> Self:
        """The edges that leave out at least what this frame does."""
        sides = [_from_crop(frame.crop), *map(_from_band, frame.bands)]
        top, right, bottom, left = (max(side) for side in zip(*sides, strict=True))
        return cls(top, right, bottom, left, "cover" if frame.bands else "cut")

    def frame(self, turn: int) -> Frame:
        inner = Box(self.left / 100, self.top / 100, 1 - self.right / 100, 1 - self.bottom / 100)
        if self.way == "cut":
            return Frame(turn, inner if any(self._sides) else WHOLE)
        bands = (
            Box(0, 0, 1, inner.top),
            Box(inner.right, 0, 1, 1),
            Box(0, inner.bottom, 1, 1),
            Box(0, 0, inner.left, 1),
        )
        return Frame(
            turn, WHOLE, tuple(b for b, side in zip(bands, self._sides, strict=True) if side)
        )

    def turned(self) -> Self:
        """The same edges of the picture, a quarter further clockwise."""
        return type(self)(self.left, self.top, self.right, self.bottom, self.way)

    @property
    def leave_something(self) -> bool:
        most = 100 - LEAST
        return self.top + self.bottom <= most and self.left + self.right <= most

    @property
    def _sides(self) -> tuple[int, int, int, int]:
        return self.top, self.right, self.bottom, self.left


def _from_crop(crop: Box) -> tuple[int, int, int, int]:
    return _up(crop.top), _up(1 - crop.right), _up(1 - crop.bottom), _up(crop.left)


def _from_band(band: Box) -> tuple[int, int, int, int]:
    """A band across belongs to the top or the bottom, any other to the side it is nearer to."""
    if band.left <= 0 and band.right >= 1:
        above = band.top <= 1 - band.bottom
        return (_up(band.bottom), 0, 0, 0) if above else (0, 0, _up(1 - band.top), 0)
    before = band.left <= 1 - band.right
    return (0, 0, 0, _up(band.right)) if before else (0, _up(1 - band.left), 0, 0)


def _up(share: float) -> int:
    """Upward, so that nothing shows through by rounding; but not for what floats add."""
    return math.ceil(100 * share - 1e-6)
