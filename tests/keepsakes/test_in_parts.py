"""Files at rest in parts: read anywhere, and written from the front while they are being made."""

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heartleaf.keepsakes import media
from heartleaf.keepsakes.media import (
    SealedFile,
    SealedSink,
    SealedStream,
    open_original,
    open_range,
    store,
)
from heartleaf.sealing import Identity

KEY = Identity.generate()
ID = UUID(int=7)
SMALL = 16
"""Bytes of a part here, so that a few bytes are many parts."""


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr(media, "PART", SMALL)
    monkeypatch.setattr(media.in_parts, "__defaults__", (SMALL,))


class File:
    """What a card would say of a file."""

    def __init__(self, stored):
        self.media, self.size, self.parts = stored.media, stored.size, stored.parts


stretches = st.tuples(st.integers(0, 90), st.integers(0, 90))


@settings(max_examples=40)
@given(data=st.binary(min_size=1, max_size=80), stretch=stretches)
def test_any_stretch_of_a_file_is_what_was_there(data, stretch):
    offset, size = min(stretch[0], len(data)), stretch[1]
    file = File(store([data], KEY.recipient, ID))

    assert SealedFile(file, KEY).read(offset, size) == data[offset : offset + size]
    end = min(offset + size, len(data))
    assert b"".join(open_range(file, offset, end, KEY)) == data[offset:end]


@settings(max_examples=20)
@given(data=st.binary(min_size=10, max_size=80), start=st.integers(0, 9))
def test_a_film_behind_a_picture_is_a_file_by_itself(data, start):
    file = File(store([data], KEY.recipient, ID))
    inside = SealedFile(file, KEY, (start, len(data) - start))

    assert SealedStream(inside).read() == data[start:]
    assert SealedFile(file, KEY, (start, len(data) - start)).read(1, 5) == data[start + 1 :][:5]


@settings(max_examples=40)
@given(
    pieces=st.lists(st.binary(min_size=1, max_size=40), min_size=1, max_size=8),
    front=st.binary(max_size=20),
)
def test_what_is_made_is_sealed_as_it_comes_and_its_front_may_be_written_over(pieces, front):
    sink, whole = SealedSink(KEY.recipient, ID), bytearray()
    for piece in pieces:
        sink.write(len(whole), piece)
        whole += piece
    front = front[: len(whole)]
    sink.write(0, front)
    whole[: len(front)] = front

    stored = sink.finish()

    assert b"".join(open_original(File(stored), KEY)) == whole
    assert stored.size == len(whole)


@pytest.mark.parametrize("position", [SealedSink.FRONT * SMALL, 10 * SMALL + 1])
def test_what_is_sealed_already_cannot_be_written_again(position):
    sink = SealedSink(KEY.recipient, ID)
    sink.write(0, bytes(10 * SMALL))

    with pytest.raises(ValueError, match="sealed already"):
        sink.write(position, b"x")
