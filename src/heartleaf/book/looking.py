"""Looking through what is kept, to choose what is in a book: some at a time, as one walks on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from heartleaf.book.signing import from_guests as let_in
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.index import Position
from heartleaf.keepsakes.showing import Shelf, Shown

SORTS = ("letters", "pictures", "papers", "sounds", "others")
LETTERS, PICTURES, PAPERS, SOUNDS, OTHERS = SORTS
KINDS = {
    LETTERS: {"letter"},
    PICTURES: {"picture", "film", "ultrasound", "thing"},
    PAPERS: {"paper"},
    SOUNDS: {"sound"},
}
AT_A_TIME = 96
MOST_OPENED = 960
"""So many are opened for one page of what is rare; then a tap walks on."""


@dataclass(frozen=True)
class Wish:
    """What is looked for. `first` and `last` are ISO dates; whatever is empty says nothing."""

    first: str = ""
    last: str = ""
    child: str = ""
    circle: str = ""
    sort: str = ""


@dataclass(frozen=True)
class Found:
    """Some of what was looked for, and where to walk on (None at the end)."""

    shown: list[Shown]
    after: Position | None


def look(
    shelf: Shelf, wish: Wish, circles: list[str], after: Position | None, size: int = 48
) -> Found:
    """The next of it by day, the earliest first, out of the circles a book may take from."""
    found: list[Shown] = []
    opened = 0
    for some, onward in _walk(shelf, wish, after, size):
        found += _fitting(some, wish, circles)
        opened += len(some)
        if onward is None or len(found) >= size or opened >= MOST_OPENED:
            return Found(found, onward)
    return Found(found, None)


def all_uncovered(shelf: Shelf, wish: Wish, circles: list[str]) -> list[str]:
    """The ids of all of it, but not of what is covered: that is chosen singly."""
    return [
        str(one.keepsake.id)
        for some, _onward in _walk(shelf, wish, None, AT_A_TIME)
        for one in _fitting(some, wish, circles)
        if not one.is_covered
    ]


def _walk(
    shelf: Shelf, wish: Wish, after: Position | None, size: int
) -> Iterator[tuple[list[Shown], Position | None]]:
    at = after or (Position(wish.first, -1) if wish.first else None)
    while True:
        page = shelf.page(after=at, size=size, rising=True)
        beyond = wish.last and page.after is not None and page.after.placed > wish.last
        yield page.entries, None if beyond else page.after
        if beyond or page.after is None:
            return
        at = page.after


def _fitting(some: list[Shown], wish: Wish, circles: list[str]) -> list[Shown]:
    from_guests = let_in(some) if wish.sort == OTHERS else set[UUID]()
    tests: list[Callable[[Shown], bool]] = [
        lambda one: one.place == "shelf" and one.card.kind != "damaged" and not one.put_back,
        lambda one: one.circle.handle in ({wish.circle} & set(circles) if wish.circle else circles),
        lambda one: _in_span(one.card, wish),
        lambda one: not wish.child or wish.child in one.card.children,
        lambda one: _is_of_sort(one, wish, from_guests),
    ]
    return [one for one in some if all(test(one) for test in tests)]


def _in_span(card: Card, wish: Wish) -> bool:
    if not (wish.first or wish.last):
        return True
    return bool(card.placed) and (wish.first or "") <= card.placed <= (wish.last or "~")


def _is_of_sort(one: Shown, wish: Wish, from_guests: set[UUID]) -> bool:
    if wish.sort == OTHERS:
        return one.keepsake.id in from_guests or one.card.author != one.circle.whose
    return not wish.sort or one.card.kind in KINDS[wish.sort]
