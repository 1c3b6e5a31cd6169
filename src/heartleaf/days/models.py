"""What a circle has written about its days, as a thief would see it: one age file."""

from __future__ import annotations

from heartleaf.family.models import Record


class Calendar(Record):
    """The days of one circle: those it wrote down, the observances it chose, its plans."""
