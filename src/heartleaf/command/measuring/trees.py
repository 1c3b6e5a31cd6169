"""The tree, young and very old: how long a drawing of it takes, and how much goes over the wire."""

from __future__ import annotations

import gzip
import time
from statistics import median

from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.showing import Shelf
from heartleaf.tree.drawing import NOTHING, Leaf
from heartleaf.tree.gathering import leaves_of, tree_seen
from heartleaf.tree.poster import Sheet, poster
from heartleaf.tree.printing import plate

LEAVES = (100, 1_000, 10_000)
NEAR = (3_000, -9_000, 2_600)
"""A window among the branches, in which leaves are single."""


def measured(person: OpenPerson, times: int = 5) -> dict[str, float]:
    """As the page draws it: all of it, and from nearer; and the largest paper."""
    shelf = Shelf(person)
    leaves = leaves_of(person, shelf)
    found: dict[str, float] = {}
    for count in LEAVES:
        found[f"tree_{count}_ms"], svg = _drawn(person, leaves[:count], None, times)
    found["tree_kb"] = len(gzip.compress(svg.encode(), 6)) / 1000
    found["tree_near_ms"], svg = _drawn(person, leaves, NEAR, times)
    found["tree_near_kb"] = len(gzip.compress(svg.encode(), 6)) / 1000
    began = time.perf_counter()
    poster(Sheet(plate(person, shelf)[0], "a2"), "pdf")
    return found | {"tree_a2_s": time.perf_counter() - began}


def _drawn(
    person: OpenPerson, leaves: list[Leaf], window: tuple[int, int, int] | None, times: int
) -> tuple[float, str]:
    took, svg = list[float](), ""
    for _time in range(times):
        began = time.perf_counter()
        svg = tree_seen(person, leaves, NOTHING, lambda part: ("", ""), window).svg
        took.append(1000 * (time.perf_counter() - began))
    return median(took), svg
