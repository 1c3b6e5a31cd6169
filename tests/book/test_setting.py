"""A book is set in a process of its own."""

import io
import json
import threading

import pikepdf
import pytest

from heartleaf.book import child
from heartleaf.book.frames import send
from heartleaf.book.leafing import beginning
from heartleaf.book.setting import Limit, NotSet, Telling, set_book
from heartleaf.book.volume import to_json
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

    pdf = b"".join(set_book(book, lambda key: asked.append(key) or jpeg(), pages=(6, 6)))

    assert asked == ["one", "two"]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) > 6


def test_a_book_that_takes_too_much_is_not_set_and_says_nothing_aloud(capfd):
    with pytest.raises(NotSet):
        list(set_book(volume(letter()), {}.get, limit=Limit(2**26, 9)))

    assert capfd.readouterr() == ("", "")


def test_a_panic_of_the_typesetter_is_told_by_its_kind(monkeypatch):
    class Panic(BaseException):
        pass

    def panics(*given):
        raise Panic("words of a letter")

    monkeypatch.setattr(child, "lay_out", panics)
    heard, told = io.BytesIO(), io.BytesIO()
    send(heard, b"b", json.dumps({"volume": to_json(volume()), "pages": None}).encode())
    heard.seek(0)
    child.Setter(heard, told).answer()

    assert told.getvalue()[5:] == b"Panic"


def test_a_look_takes_no_more_words_than_its_pages_hold():
    book = volume(letter("One", "a" * 30), letter("Two", "b" * 30), letter("Three"))

    (chapter,) = beginning(book, 40).chapters

    assert [len(piece.words) for piece in chapter.pieces] == [30, 10]


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
