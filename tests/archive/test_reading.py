"""Files from a source: a few of their bytes in memory at once, whoever asks for them."""

import hashlib
import threading

import pytest

from heartleaf.archive import reading
from heartleaf.archive.importers import reasons
from heartleaf.archive.importers.problems import CannotRead
from heartleaf.archive.importers.source import Source
from heartleaf.archive.reading import Reader


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.jpg").write_bytes(b"a" * 60)
    (tmp_path / "b.jpg").write_bytes(b"b" * 60)
    (tmp_path / "large.jpg").write_bytes(b"c" * 200)
    return tmp_path


def test_a_file_waits_until_there_is_room_for_it(folder, monkeypatch):
    monkeypatch.setattr(reading, "IN_HAND", 100)
    reader, arrived = Reader(Source(folder)), threading.Event()

    def another():
        with reader.open("b.jpg"):
            arrived.set()

    with reader.open("a.jpg"):
        waiting = threading.Thread(target=another)
        waiting.start()
        assert not arrived.wait(0.2)
    assert arrived.wait(5)
    waiting.join()


def test_a_picture_larger_than_the_room_comes_by_itself(folder, monkeypatch):
    monkeypatch.setattr(reading, "IN_HAND", 100)
    picture = b"\xff\xd8\xff" + b"c" * 200
    (folder / "large.jpg").write_bytes(picture)

    with Reader(Source(folder)).open("large.jpg") as file:
        assert file.data == picture


def test_a_film_larger_than_the_room_comes_in_pieces_and_is_known_by_its_hash(folder, monkeypatch):
    monkeypatch.setattr(reading, "IN_HAND", 100)
    monkeypatch.setattr(reading, "PART", 64)
    film = b"\0\0\0\x10ftypisom" + b"f" * 300
    (folder / "film.mp4").write_bytes(film)

    with Reader(Source(folder)).open("film.mp4") as file:
        pieces = list(file.chunks)

    assert file.data is None
    assert file.sha256 == hashlib.sha256(film).hexdigest()
    assert b"".join(pieces) == film
    assert max(map(len, pieces)) == 64


def test_a_file_that_grew_since_it_was_listed_is_left_and_named(folder):
    reader = Reader(Source(folder))
    (folder / "a.jpg").write_bytes(b"a" * 10_000)

    with pytest.raises(CannotRead) as problem, reader.open("a.jpg"):
        pass
    assert problem.value.refused.reason == reasons.GREW
