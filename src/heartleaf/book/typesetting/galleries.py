"""The pictures of a book: looked at once before its pages are laid out, and once more when they are
put in their places. As many as may be are kept in between."""

from __future__ import annotations

from collections.abc import Iterator

from heartleaf.book.typesetting.plates import Look, Printed, for_print, mark_of
from heartleaf.book.volume import Pictures, Plate, Volume

AT_HAND = 64 * 2**20
"""Bytes of pictures that are kept; what is more is asked for again."""


class Gallery:
    """Each picture has a number, by the order of the pages. Until it was looked at, it is as large
    as the volume says."""

    def __init__(self, volume: Volume, pictures: Pictures, longest: tuple[int, int]) -> None:
        self.pictures, self.longest = pictures, longest
        plates = {plate.key: plate for plate in reversed(list(_plates(volume)))}
        self.keys = list(reversed(plates))
        self.looks: dict[str, Look | None] = {
            key: Look(mark_of(number), max(1, plates[key].width), max(1, plates[key].height))
            for number, key in enumerate(self.keys)
        }
        self._seen: set[str] = set()
        self._kept: dict[str, Printed] = {}
        self._room = AT_HAND

    def look(self, key: str) -> None:
        self._seen.add(key)
        printed = for_print(self.pictures(key), self.longest)
        if printed is None:
            self.looks[key] = None
            return
        mark = mark_of(self.keys.index(key), printed)
        self.looks[key] = Look(mark, printed.width, printed.height)
        if len(printed.data) <= self._room:
            self._kept[key] = printed
            self._room -= len(printed.data)

    def printed(self, number: int) -> Printed | None:
        """None if it was not looked at, or was there and has gone."""
        key = self.keys[number]
        if key not in self._seen:
            return None
        return self._kept.pop(key, None) or for_print(self.pictures(key), self.longest)


def _plates(volume: Volume) -> Iterator[Plate]:
    if volume.cover:
        yield volume.cover
    for chapter in volume.chapters:
        for piece in chapter.pieces:
            yield from piece.plates
