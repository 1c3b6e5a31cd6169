"""Which tint a leaf has: that of the season its keepsake's date lies in."""

from __future__ import annotations

import datetime
from hashlib import sha256
from typing import Literal

_SEASONS = ("winter", "spring", "summer", "autumn")
_TINTS = {
    "spring": ("leaf-1", "leaf-2"),
    "summer": ("leaf-3", "leaf-4"),
    "autumn": ("fall-1", "fall-2", "fall-3"),
    "winter": ("leaf-5",),
}

TINTS = tuple(sorted(tint for tints in _TINTS.values() for tint in tints))
"""All tints there are; each is a class and a token of tree.css."""

SHADES = tuple(
    tuple(f"kin-{family}-{shade}" for shade in ("spring", "summer", "autumn"))
    for family in range(1, 5)
)
"""For each child a family of shades, from spring to autumn: blue-green, gold, copper, heather. They
lie apart for eyes that do not part red from green as well, and by how light they are."""
_PLAIN = ("leaf-1", "leaf-3", "leaf-4")
"""The greens of what is about several children, or about nobody."""

BARE = "bare"
"""A leaf in winter, where the whole tree goes with the season: a bud on its twig."""


def tint(day: datetime.date | None, hemisphere: Literal["north", "south"], key: str) -> str:
    """The tint of a keepsake. Without a day it is summer.

    Seasons are the meteorological ones, of three whole months each. Which of a season's tints it
    is follows from the key alone, so that it never changes.
    """
    tints = _TINTS[_season(day, hemisphere)]
    return tints[sha256(key.encode()).digest()[0] % len(tints)]


def _season(day: datetime.date | None, hemisphere: Literal["north", "south"]) -> str:
    if day is None:
        return "summer"
    months = day.month + (6 if hemisphere == "south" else 0)
    return _SEASONS[months // 3 % 4]


def shade(
    day: datetime.date | None, hemisphere: Literal["north", "south"], child: int | None
) -> str:
    """The shade of a child's leaf, by the child's number in the family; past the fourth they begin
    again. Plain green for what is not about one child alone."""
    shades = _PLAIN if child is None else SHADES[child % len(SHADES)]
    return shades[{"summer": 1, "autumn": 2}.get(_season(day, hemisphere), 0)]


def clothed(today: datetime.date, hemisphere: Literal["north", "south"], key: str) -> str:
    """What a leaf wears where the whole tree goes with the season: a bud in winter, which stands
    on the same twig and opens the same page."""
    if _season(today, hemisphere) == "winter":
        return BARE
    return tint(today, hemisphere, key)
