"""The pictures of a book: looked at once before its pages are laid out, and once more when they are
put in their places. As many as may be are kept in between."""

from __future__ import annotations

from heartleaf.book.typesetting.plates import Look, Printed, for_print, mark_of
from heartleaf.book.volume import Pictures

AT_HAND = 64 * 2**20
"""Bytes of pictures that are kept; what is more is asked for again."""


class Gallery:
    """Each picture has a number, by the order in which they were looked at."""

    def __init__(self, pictures: Pictures, longest: tuple[int, int]) -> None:
        self.pictures, self.longest = pictures, longest
        self.looks: dict[str, Look | None] = {}
        self._kept: dict[str, Printed] = {}
        self._room = AT_HAND

    def look(self, key: str) -> None:
        printed = for_print(self.pictures(key), self.longest)
        if printed is None:
            self.looks[key] = None
            return
        mark = mark_of(len(self.looks), printed)
        self.looks[key] = Look(mark, printed.width, printed.height)
        if len(printed.data) <= self._room:
            self._kept[key] = printed
            self._room -= len(printed.data)

    def printed(self, number: int) -> Printed | None:
        """None if a picture that was there has gone."""
        key = list(self.looks)[number]
        return self._kept.pop(key, None) or for_print(self.pictures(key), self.longest)
