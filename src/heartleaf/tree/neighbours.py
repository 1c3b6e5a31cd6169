"""Things by where they are, so that those near a point are found without looking at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

_COLUMN = 1 << 16
"""Cells are numbered down one column after the other: one number is found sooner than a pair."""
_ROUND = [column * _COLUMN + row for column in (0, -1, 1) for row in (0, -1, 1)]
"""From a cell to itself and the eight about it."""


class Neighbours:
    """Numbers of things in a grid of cells, each as long as a reach."""

    def __init__(self, reach: float, things: Iterable[tuple[int, float, float]] = ()) -> None:
        self._reach = reach
        self._cells: dict[int, set[int]] = defaultdict(set)
        for number, x, y in things:
            self._cells[int(x // reach) * _COLUMN + int(y // reach)].add(number)

    def add(self, number: int, x: float, y: float) -> None:
        self._cells[self._cell(x, y)].add(number)

    def about(self, x: float, y: float) -> list[set[int]]:
        """Sets in which everything is that lies within the reach, and some more."""
        cell, cells = self._cell(x, y), self._cells
        return [found for near in _ROUND if (found := cells.get(cell + near))]

    def _cell(self, x: float, y: float) -> int:
        return int(x // self._reach) * _COLUMN + int(y // self._reach)
