"""Pictures through the seasons: a row for each year, a cell for each season of it.

A year of a plant begins with its spring, so that no winter is cut in two: in the north it is that
of its number, in the south it reaches over two. Seasons are the family's, of three whole months.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from heartleaf.family.date_parts import season_of
from heartleaf.family.dates import Hemisphere, Season, VagueDate

ORDER = (Season.SPRING, Season.SUMMER, Season.AUTUMN, Season.WINTER)
SPRING_BEGINS = {"north": 3, "south": 9}
BEFORE_THE_TURN = 12


@dataclass
class Cell[T]:
    """One season of one year; the year in which it ends is another if it reaches over the turn."""

    season: Season
    begins: int
    ends: int
    pictures: list[T] = field(default_factory=list)


@dataclass
class Year[T]:
    begins: int
    ends: int
    cells: list[Cell[T]]


@dataclass
class Album[T]:
    """The newest year first; `apart` is what has no season: its day is not known well enough."""

    years: list[Year[T]]
    apart: list[T]


def in_seasons[T](pictures: Iterable[tuple[VagueDate, T]], hemisphere: Hemisphere) -> Album[T]:
    """Each picture once; within a season in the order they came."""
    years: dict[int, Year[T]] = {}
    apart: list[T] = []
    for when, one in pictures:
        day = when.placed(hemisphere=hemisphere)
        if day is None or when.season(hemisphere) is None:
            apart.append(one)
            continue
        begins = _year_of(day, hemisphere)
        year = years.setdefault(begins, _empty(begins, hemisphere))
        season = season_of(day, hemisphere)
        next(cell for cell in year.cells if cell.season is season).pictures.append(one)
    return Album([years[begins] for begins in sorted(years, reverse=True)], apart)


def _year_of(day: datetime.date, hemisphere: Hemisphere) -> int:
    return day.year if day.month >= SPRING_BEGINS[hemisphere] else day.year - 1


def _empty[T](begins: int, hemisphere: Hemisphere) -> Year[T]:
    cells: list[Cell[T]] = [_cell(begins, number, hemisphere) for number in range(4)]
    return Year(begins, begins + (hemisphere == "south"), cells)


def _cell[T](year: int, number: int, hemisphere: Hemisphere) -> Cell[T]:
    month = SPRING_BEGINS[hemisphere] + 3 * number
    begins = year + (month > BEFORE_THE_TURN)
    ends = year + (month + 2 > BEFORE_THE_TURN)
    return Cell(ORDER[number], begins, ends)
