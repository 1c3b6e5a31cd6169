"""A book is set in a process of its own."""

import io
import threading

import pikepdf
import pytest

from heartleaf.book import setting
from heartleaf.book.setting import NotSet, Telling, set_book
from tests.book.volumes import jpeg, letter, picture, plate, set_in_pages, volume


def test_a_book_is_set_elsewhere_and_tells_how_far_it_is():
    book, steps, telling = volume(letter(plates=[plate()])), [], Telling()

    pdf = b"".join(
        set_book(book, {"hat": jpeg()}.get, told=lambda *step: steps.append(step), telling=telling)
    )

    assert pdf == set_in_pages(book)
    assert steps == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert telling == Telling("", ("a-2a", "ua-1"))


def test_pages_can_be_looked_at_before_the_whole():
    book = volume(*(picture(plate(key)) for key in ("one", "two", "three")))
    asked = []

    pdf = b"".join(set_book(book, lambda key: asked.append(key) or jpeg(), pages=(8, 8)))

    assert asked == ["one", "two"]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) > 8


def test_a_book_that_takes_too_much_is_not_set(monkeypatch):
    monkeypatch.setattr(setting, "MEMORY", 2**26)

    with pytest.raises(NotSet):
        list(set_book(volume(letter()), {}.get))


def test_who_stops_reading_ends_it():
    asked = threading.Event()

    def slow(key):
        asked.set()
        return jpeg()

    parts = set_book(volume(letter(plates=[plate()])), slow)
    next(parts)
    parts.close()

    assert asked.is_set()


def test_what_goes_wrong_with_a_picture_is_told_and_the_child_ends():
    def closed(key):
        raise PermissionError(key)

    with pytest.raises(PermissionError):
        list(set_book(volume(letter(plates=[plate()])), closed))
