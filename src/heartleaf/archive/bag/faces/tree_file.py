"""The tree, as a drawing by itself."""

from __future__ import annotations

from collections.abc import Generator

from heartleaf.archive.bag.entry import Entry
from heartleaf.archive.bag.faces.walking import Walk
from heartleaf.keepsakes.showing import Shelf
from heartleaf.tree.printing import plate

TREE = "data/tree.svg"


def entries(walk: Walk) -> Generator[Entry, None, str]:
    """The drawing; then what it shows, in words. Someone else's export has none: its leaves are
    what its person sees."""
    if not walk.is_own:
        return ""
    with Shelf(walk.person) as shelf:
        drawing, alt = plate(walk.person, shelf)
    yield Entry.of(TREE, drawing.encode())
    return alt
