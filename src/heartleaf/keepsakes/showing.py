"""What may appear to whom, now. One function decides; every reader goes through it.

The timeline, search, the tree, the tray, counts and single pages all ask a `Shelf`, and a
`Shelf` asks `appearance`, inside the very query that finds things.
"""

from __future__ import annotations

import datetime
import enum
import functools
import heapq
import itertools
from calendar import isleap
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Self
from uuid import UUID

from heartleaf.family.opening import OpenCircle, OpenPerson
from heartleaf.keepsakes.cards import Card, open_card
from heartleaf.keepsakes.images import day_of_year, stands
from heartleaf.keepsakes.index import UNDATED, CircleIndex, Facts, Position
from heartleaf.keepsakes.models import Keepsake
from heartleaf.sealing import SealingError


class Appearance(enum.IntEnum):
    """How a keepsake appears: not at all, covered, or as it is."""

    NOWHERE = 0
    COVERED = 1
    CLEAR = 2


class Closing(NamedTuple):
    """What a keepsake's card says of being shown. `id` is its UUID's 16 bytes, as the index has it:
    a tree asks for ten thousand."""

    id: bytes
    covered: bool = False
    until: str = ""
    until_asked: bool = False


@dataclass(frozen=True)
class Viewer:
    """Who looks, on which day of theirs, and what they chose.

    `covers` is where they differ from how things were kept, `asked` what they asked for,
    `uncovered` the one keepsake they uncovered for this moment.
    """

    today: datetime.date
    covers: dict[bytes, bool]
    asked: frozenset[bytes] = frozenset()
    uncovered: bytes = b""


def appearance(closing: Closing, viewer: Viewer) -> Appearance:
    """The one place where it is decided whether, and how, a keepsake appears to someone."""
    if closing.until and viewer.today.isoformat() < closing.until:
        return Appearance.NOWHERE
    if closing.until_asked and closing.id not in viewer.asked:
        return Appearance.NOWHERE
    if closing.id == viewer.uncovered:
        return Appearance.CLEAR
    covered = viewer.covers.get(closing.id, closing.covered)
    return Appearance.COVERED if covered else Appearance.CLEAR


@dataclass(frozen=True)
class Shown:
    """A keepsake that may appear, opened. A covered one shows only what a cover may say.

    `put_back`: someone put an earlier card in the place of a later one, so it is not believed.
    """

    keepsake: Keepsake
    circle: OpenCircle
    card: Card
    appearance: Appearance
    put_back: bool = False

    @property
    def is_covered(self) -> bool:
        return self.appearance == Appearance.COVERED

    @property
    def may_be_changed(self) -> bool:
        """By this person: what they kept themselves, and by the parents all of it."""
        return self.circle.may_change(self.card.author)

    @property
    def place(self) -> str:
        return "bin" if self.keepsake.binned_at else self.card.place


@dataclass(frozen=True)
class Page:
    """Some of what was asked for, and where it goes on (None at the end)."""

    entries: list[Shown]
    after: Position | None


class Shelf:
    """Everything one person may see, for one request."""

    def __init__(
        self,
        person: OpenPerson,
        *,
        uncovered: UUID | None = None,
        today: datetime.date | None = None,
    ) -> None:
        self.person = person
        self._uncovered = uncovered
        self._today = today

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Close the open indexes now: a request may linger until Python looks for its garbage."""
        for index in self.__dict__.get("_indexes", {}).values():
            index.close()

    def page(
        self,
        *,
        place: str = "shelf",
        after: Position | None = None,
        size: int = 20,
        rising: bool = False,
    ) -> Page:
        """The next `size` keepsakes by day, the newest first unless `rising`."""
        return self._page(self._merged(place, after, size + 1, rising), size, rising)

    def find(self, typed: str, *, after: Position | None = None, size: int = 20) -> Page:
        """The next `size` keepsakes in which every typed word is, the newest first."""
        hits = [index.find(typed, after, size + 1) for index in self._indexes.values()]
        newest = heapq.merge(*hits, key=_by_day, reverse=True)
        return self._page(list(itertools.islice(newest, size + 1)), size, rising=False)

    def on_this_day(
        self, today: datetime.date, *, after: Position | None = None, size: int = 20
    ) -> Page:
        """The next `size` keepsakes of this very day and month in earlier years, the newest first.

        Those of 29 February come on 29 February, and on 1 March of a year that has none.
        """
        days = _days_of_year(today)
        before = Position(today.isoformat(), -1)
        start = min(after or before, before)
        found = [index.of_days(days, start, size + 1) for index in self._indexes.values()]
        newest = heapq.merge(*found, key=_by_day, reverse=True)
        page = self._page(list(itertools.islice(newest, size + 1)), size, rising=False)
        # Its day, too, may have been changed since the index was read.
        still = [one for one in page.entries if _is_of(one.card, days, today)]
        return Page(still, page.after)

    def opening_on(self, day: datetime.date) -> list[Shown]:
        """The letters that this person themselves closed until exactly this day, once it has come
        for them. Nobody else is told that they open."""
        iso, me = day.isoformat(), str(self.person.id)
        found = [i.opening_on(iso, self.person.id.bytes) for i in self._indexes.values()]
        opened = self._opened(itertools.chain(*found))
        return [one for one in opened if _opens_on(one, iso, me)]

    def of_plant(self, plant: str) -> list[Shown]:
        """The pictures of a plant at home, whichever of their circles each is in, by day; those of
        no known day first."""
        found = itertools.chain(*(index.of_plant(plant) for index in self._indexes.values()))
        opened = self._opened(sorted(found, key=_by_day))
        return [one for one in opened if one.place in {"plant", "shelf"}]

    def of_other_plants(self, plants: list[str]) -> list[Shown]:
        """All pictures of plants that are none of these, and are nowhere else, the newest first."""
        indexes = self._indexes.values()
        found = itertools.chain(*(index.of_other_plants(plants) for index in indexes))
        opened = self._opened(sorted(found, key=_by_day, reverse=True))
        return [one for one in opened if one.place == "plant" and one.card.plant not in plants]

    def all(self, place: str = "shelf", at_most: int = -1) -> list[Facts]:
        """The facts of everything in a place, or of the first so many, in the order they were
        kept. `covered` is as this person has it, and a covered one says nothing of its title."""
        rows = itertools.chain(*(index.all(place, at_most) for index in self._indexes.values()))
        first = sorted(rows, key=lambda facts: facts.leaf)[: at_most if at_most >= 0 else None]
        return [self._veiled(row) for row in first]

    def get(self, id: UUID) -> Shown | None:
        """One keepsake, or None if it is not there or may not appear."""
        for index in self._indexes.values():
            if facts := index.get(id):
                return next(iter(self._opened([facts])), None)
        return None

    def several(self, ids: Iterable[UUID]) -> list[Shown]:
        """Those of these keepsakes that may appear."""
        found = [facts for id in ids for i in self._indexes.values() if (facts := i.get(id))]
        return self._opened(found)

    def waiting(self) -> list[Shown]:
        """What is *not yet* and this person may bring out: everything closed until it is asked
        for, and what they themselves closed until a day. Only to be called when someone asks."""
        rows = itertools.chain(*(index.unfiltered() for index in self._indexes.values()))
        mine = [f for f in rows if f.place == "shelf" and self._may_bring_out(f)]
        return self._opened(mine, waiting=True)

    @cached_property
    def viewer(self) -> Viewer:
        own = self.person.own
        return Viewer(
            today=self._today or self.person.today(),
            covers={_bytes(id): covered for id, covered in own.covers.items()},
            asked=frozenset(map(_bytes, own.asked)),
            uncovered=self._uncovered.bytes if self._uncovered else b"",
        )

    @cached_property
    def _indexes(self) -> dict[UUID, CircleIndex]:
        circles = self.person.circles.values()
        stand = {id: one for id, one in stands(circles).items() if one.seq or one.images}
        # It must not know this shelf: Python cannot see through a function given to SQLite, so
        # the open index would hold the shelf, and the shelf the index, for ever.
        appears = functools.partial(_appears, self.viewer)
        return {c.id: CircleIndex(c, appears, stand[c.id]) for c in circles if c.id in stand}

    def _appearance_of(self, facts: Facts) -> Appearance:
        told = (facts.id, facts.covered, facts.until, facts.until_asked)
        return Appearance(_appears(self.viewer, *told))

    def _may_bring_out(self, facts: Facts) -> bool:
        if self._appearance_of(facts) != Appearance.NOWHERE:
            return False
        return bool(facts.until_asked) or facts.author == self.person.id.bytes

    def _veiled(self, facts: Facts) -> Facts:
        covered = self._appearance_of(facts) == Appearance.COVERED
        title = "" if covered else facts.title
        return facts._replace(title=title, covered=covered) if covered or facts.covered else facts

    def _page(self, found: list[Facts], size: int, rising: bool) -> Page:
        after = _position(found[size - 1], rising) if len(found) > size else None
        return Page(self._opened(found[:size]), after)

    def _merged(self, place: str, after: Position | None, size: int, rising: bool) -> list[Facts]:
        pages = [index.page(place, after, size, rising) for index in self._indexes.values()]
        merged = heapq.merge(*pages, key=lambda facts: _position(facts, rising), reverse=not rising)
        return list(itertools.islice(merged, size))

    def _opened(self, found: Iterable[Facts], *, waiting: bool = False) -> list[Shown]:
        known = {facts.uuid: facts.revision for facts in found}
        # By id alone: asked for its circles too, SQLite would walk along all that is in them.
        rows = Keepsake.objects.in_bulk(list(known))
        mine = {id: row for id, row in rows.items() if row.circle_id in self._indexes}
        opened = [self._open(mine[id], known[id]) for id in known if id in mine]
        # The card itself decides again: it may have been closed since the index was read.
        return [one for one in opened if waiting or one.appearance != Appearance.NOWHERE]

    def _open(self, row: Keepsake, known: int) -> Shown:
        circle = self._indexes[row.circle_id].circle
        if row.revision < known:
            return Shown(row, circle, Card(kind="damaged"), Appearance.CLEAR, put_back=True)
        try:
            card = open_card(row, circle)
        except SealingError:
            return Shown(row, circle, Card(kind="damaged"), Appearance.CLEAR)
        closing = Closing(row.id.bytes, card.covered, card.until, card.until_asked)
        return Shown(row, circle, card, appearance(closing, self.viewer))


def _appears(viewer: Viewer, id: bytes, covered: int, until: str, until_asked: int) -> int:
    return int(appearance(Closing(id, bool(covered), until, bool(until_asked)), viewer))


def _days_of_year(today: datetime.date) -> list[str]:
    leap_day_is_left_out = (today.month, today.day) == (3, 1) and not isleap(today.year)
    return [f"{today:%m-%d}", *(["02-29"] if leap_day_is_left_out else [])]


def _is_of(card: Card, days: list[str], today: datetime.date) -> bool:
    return day_of_year(card) in days and card.date < today.isoformat()


def _opens_on(shown: Shown, day: str, author: str) -> bool:
    card = shown.card
    return shown.place == "shelf" and (card.kind, card.until, card.author) == (
        "letter",
        day,
        author,
    )


def _bytes(id: str) -> bytes:
    return bytes.fromhex(id.replace("-", ""))


def _position(facts: Facts, rising: bool) -> Position:
    return Position(facts.placed or (UNDATED if rising else ""), facts.leaf)


def _by_day(facts: Facts) -> tuple[str, int]:
    return facts.placed, facts.leaf
