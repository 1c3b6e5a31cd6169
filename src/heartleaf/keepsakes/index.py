"""A circle's index: what is in it, in which order, and where a word is.

It reads the circle's index images (`images.py`), and asks for every row whether it may be seen.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from heartleaf.family.opening import OpenCircle
from heartleaf.keepsakes.images import REVISION_BITS, Stand, entry, open_image
from heartleaf.keepsakes.models import IndexImage
from heartleaf.keepsakes.searching import query

# Few hits are put in order one by one. For many it is quicker to walk along the shelf, newest
# first, until enough of them have been met.
WALKED_FROM = 500

COLUMNS = (
    "id, revision, leaf, place, placed, kind, title, covered, until, until_asked, author, children"
)


class Facts(NamedTuple):
    """One keepsake as the index knows it. `placed` is an ISO date, empty if nobody knows;
    `children` the ids of those it is about, parted by spaces."""

    id: bytes
    revision: int
    leaf: int
    place: str
    placed: str
    kind: str
    title: str
    covered: int
    until: str
    until_asked: int
    author: bytes
    children: str

    @property
    def uuid(self) -> UUID:
        return UUID(bytes=self.id)


# After every day there is: where a page of the timeline stands that has none.
UNDATED = "~"


class Position(NamedTuple):
    """Where a page of the timeline ends: continue after it, at no cost for what came before."""

    placed: str
    leaf: int


FIRST = Position(UNDATED, -1)

Appears = Callable[[bytes, int, str, int], int]


class CircleIndex:
    """The index of one circle, for one request. `appears` decides what may be seen at all."""

    def __init__(self, circle: OpenCircle, appears: Appears, stand: Stand) -> None:
        self.circle = circle
        self._appears = appears
        self._stand = stand

    def close(self) -> None:
        for part in ("_facts", "_words"):
            if part in self.__dict__:
                self.__dict__.pop(part).close()

    def page(self, place: str, after: Position | None, size: int, rising: bool) -> list[Facts]:
        """Up to `size` keepsakes by day, those with no known day last."""
        if not rising:
            start = after or FIRST
            return self._run(
                place, "(placed, leaf) < (?, ?)", start, "placed DESC, leaf DESC", size
            )
        found = []
        if after is None or after.placed != UNDATED:
            start = after or Position("", -1)
            dated = "placed > '' AND (placed, leaf) > (?, ?)"
            found = self._run(place, dated, start, "placed, leaf", size)
        leaf = after.leaf if after and after.placed == UNDATED else -1
        return found + self._run(
            place, "placed = '' AND leaf > ?", (leaf,), "placed, leaf", size - len(found)
        )

    def _run(
        self, place: str, where: str, start: tuple[str | int, ...], order: str, size: int
    ) -> list[Facts]:
        rows = self._facts.execute(
            f"SELECT {COLUMNS} FROM facts WHERE place = ? AND {where}"
            f" AND appears(id, covered, until, until_asked) ORDER BY {order} LIMIT ?",
            (place, *start, size),
        )
        return [Facts(*row) for row in rows]

    def of_days(self, days: list[str], after: Position, size: int) -> list[Facts]:
        """Up to `size` keepsakes on the shelf of these days of a year, "05-12", the newest
        first."""
        among = ", ".join("?" for _day in days)
        rows = self._facts.execute(
            f"SELECT {COLUMNS} FROM facts WHERE day IN ({among}) AND place = 'shelf'"
            " AND (placed, leaf) < (?, ?) AND appears(id, covered, until, until_asked)"
            " ORDER BY placed DESC, leaf DESC LIMIT ?",
            (*days, *after, size),
        )
        return [Facts(*row) for row in rows]

    def opening_on(self, day: str, author: bytes) -> list[Facts]:
        """The letters that someone closed until this day, in the order they were kept."""
        rows = self._facts.execute(
            f"SELECT {COLUMNS} FROM facts WHERE until = ? AND until > '' AND author = ?"
            " AND kind = 'letter' AND place = 'shelf'"
            " AND appears(id, covered, until, until_asked) ORDER BY leaf",
            (day, author),
        )
        return [Facts(*row) for row in rows]

    def of_plant(self, plant: str) -> list[Facts]:
        """The pictures of a plant at home, on its page alone or on the shelf too, by day."""
        rows = self._facts.execute(
            f"SELECT {COLUMNS} FROM facts WHERE plant = ? AND plant > ''"
            " AND place IN ('plant', 'shelf') AND appears(id, covered, until, until_asked)"
            " ORDER BY placed, leaf",
            (plant,),
        )
        return [Facts(*row) for row in rows]

    def of_other_plants(self, plants: list[str]) -> list[Facts]:
        """The pictures that stand with a plant at home alone, and with none of these."""
        among = ", ".join("?" for _plant in plants)
        rows = self._facts.execute(
            f"SELECT {COLUMNS} FROM facts WHERE place = 'plant' AND plant NOT IN ({among})"
            " AND appears(id, covered, until, until_asked) ORDER BY placed, leaf",
            plants,
        )
        return [Facts(*row) for row in rows]

    def all(self, place: str, at_most: int) -> list[Facts]:
        """The first so many in a place that may be seen, in the order they were kept."""
        # Along the leaves themselves: by the index it would ask of all before it sorts them.
        rows = self._facts.execute(
            f"SELECT {COLUMNS} FROM facts NOT INDEXED WHERE place = ?"
            " AND appears(id, covered, until, until_asked) ORDER BY leaf LIMIT ?",
            (place, at_most),
        )
        return [Facts(*row) for row in rows]

    def unfiltered(self) -> list[Facts]:
        """Every row, for checking and for asking after what is not yet."""
        return [Facts(*row) for row in self._facts.execute(f"SELECT {COLUMNS} FROM facts")]

    def get(self, id: UUID) -> Facts | None:
        return self._only("id", id.bytes)

    def find(self, typed: str, after: Position | None, size: int) -> list[Facts]:
        """Up to `size` keepsakes on the shelf in which every typed word is, the newest first."""
        sought = query(typed)
        tables = [(table, match) for table, match in sought._asdict().items() if match]
        if not tables:
            return []
        every = " INTERSECT ".join(
            f"SELECT rowid FROM {t} WHERE {t} MATCH ?" for t, _match in tables
        )
        # The facts first: the words, read after them, know every revision that the facts know.
        _facts, words = self._facts, self._words
        hits = words.execute(
            f"SELECT entry FROM entries WHERE number IN ({every}) ORDER BY entry",
            [match for _table, match in tables],
        )
        newest = {hit >> REVISION_BITS: hit for (hit,) in hits}
        return list(itertools.islice(self._newest_of(newest, after or FIRST), size))

    def _newest_of(self, hits: dict[int, int], after: Position) -> Iterator[Facts]:
        """Those of the leaves hit that may be seen and say it to this day, the newest first."""
        shelf = self._shelf(after) if len(hits) > WALKED_FROM else self._in_order(hits, after)
        for leaf, revision in shelf:
            if hits.get(leaf, 0) >= entry(leaf, revision) and (facts := self._only("leaf", leaf)):
                yield facts

    def _shelf(self, after: Position) -> Iterable[tuple[int, int]]:
        return self._facts.execute(
            "SELECT leaf, revision FROM facts WHERE place = 'shelf' AND (placed, leaf) < (?, ?)"
            " ORDER BY placed DESC, leaf DESC",
            after,
        )

    def _in_order(self, leaves: Iterable[int], after: Position) -> Iterable[tuple[int, int]]:
        rows = (
            self._facts.execute(
                "SELECT placed, leaf, revision FROM facts WHERE leaf = ? AND place = 'shelf'"
                " AND (placed, leaf) < (?, ?)",
                (leaf, *after),
            ).fetchone()
            for leaf in leaves
        )
        return [row[1:] for row in sorted(filter(None, rows), reverse=True)]

    def _only(self, column: str, value: bytes | int) -> Facts | None:
        row = self._facts.execute(
            f"SELECT {COLUMNS} FROM facts WHERE {column} = ?"
            " AND appears(id, covered, until, until_asked)",
            (value,),
        ).fetchone()
        return Facts(*row) if row else None

    @cached_property
    def _facts(self) -> sqlite3.Connection:
        index = open_image(self.circle, IndexImage.Part.FACTS, self._stand)
        index.create_function("appears", 4, self._appears)
        return index

    @cached_property
    def _words(self) -> sqlite3.Connection:
        return open_image(self.circle, IndexImage.Part.WORDS, self._stand)
