"""Files from a source: a few of their bytes in memory at once, whoever asks for them."""

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


def test_a_file_larger_than_the_room_comes_by_itself(folder, monkeypatch):
    monkeypatch.setattr(reading, "IN_HAND", 100)

    with Reader(Source(folder)).open("large.jpg") as file:
        assert file.data == b"c" * 200


def test_a_file_that_grew_since_it_was_listed_is_left_and_named(folder):
    reader = Reader(Source(folder))
    (folder / "a.jpg").write_bytes(b"a" * 10_000)

    with pytest.raises(CannotRead) as problem, reader.open("a.jpg"):
        pass
    assert problem.value.refused.reason == reasons.GREW
