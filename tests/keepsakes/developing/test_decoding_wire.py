"""The wire: a child that a file has taken over may answer anything, and is not believed."""

import io
import json
import socket
from contextlib import contextmanager
from datetime import datetime

import pytest
from heartleaf.keepsakes.decoding_wire import (
    Garbled,
    plain_jpeg_size,
    receive_answer,
    receive_original,
    send_answer,
    send_original,
)
from heartleaf.keepsakes.pictures import Broken, Taken, TooLarge, Unreadable, View, Views
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.vectors.pictures import corners, exif, saved


def jpeg(width=12, height=8, **how):
    return saved(corners(width, height), "JPEG", **how)


VIEW = View(jpeg(), 12, 8)
VIEWS = Views(
    VIEW, VIEW, VIEW, 4000, 3000, Taken(datetime.fromisoformat("2024-05-06T07:08:09"), 60), "jpeg"
)


@contextmanager
def line():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(5)
        yield ours, theirs


def answered(raw, kind="jpeg"):
    with line() as (ours, theirs):
        theirs.sendall(raw)
        theirs.shutdown(socket.SHUT_WR)
        return receive_answer(ours, kind)


def told(views):
    with line() as (ours, theirs):
        send_answer(theirs, views)
        theirs.shutdown(socket.SHUT_WR)
        return ours.makefile("rb").read()


def said(**other):
    """A true answer, with something else said in its header."""
    raw = told(VIEWS)
    size = int.from_bytes(raw[:4])
    header = json.dumps(json.loads(raw[4 : 4 + size]) | other).encode()
    return len(header).to_bytes(4) + header + raw[4 + size :]


def test_what_is_sent_arrives():
    assert answered(told(VIEWS)) == VIEWS


def test_a_reason_arrives_as_the_reason_it_is():
    with pytest.raises(Broken):
        answered(told(Broken()))


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "png"},
        {"kind": "<script>"},
        {"partial": "yes"},
        {"size": [4000]},
        {"size": [4000, -1]},
        {"size": [True, 3]},
        {"size": [1e9, 3]},
        {"taken": ["2024-05-06T07:08:09+01:00", 60]},
        {"taken": ["<script>", 60]},
        {"taken": ["0004-05-06T07:08:09", None]},
        {"taken": ["2024-05-06T07:08:09", 10**9]},
        {"views": []},
        {"views": [[2**40, 12, 8]] * 3},
        {"views": [[len(VIEW.data), 12, 9]] * 3},
        {"views": [[len(VIEW.data), 12, 8]] * 2},
        {"views": [[len(VIEW.data) + 1, 12, 8]] * 3},
        {"views": None},
    ],
)
def test_an_answer_that_cannot_be_is_not_believed(other):
    with pytest.raises(Garbled):
        answered(said(**other))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0\0",
        b"\xff\xff\xff\xff",
        b"\0\0\0\2[]",
        b"\0\0\0\4null",
        b'\0\0\0\x19{"unreadable":"Exception"}',
        b'\0\0\0\x11{"unreadable":[]}',
        (4096).to_bytes(4) + b"[" * 4096,
        told(VIEWS)[:-1],
        told(VIEWS) + b"!",
    ],
)
def test_an_answer_that_is_none_is_not_believed(raw):
    with pytest.raises(Garbled):
        answered(raw)


@given(st.data())
def test_no_answer_does_worse_than_be_refused(data):
    raw = bytearray(told(VIEWS))
    for at, value in data.draw(
        st.lists(st.tuples(st.integers(0, len(raw) - 1), st.integers(0, 255)), max_size=6)
    ):
        raw[at] = value
    cut = data.draw(st.integers(0, len(raw)) | st.just(len(raw)))

    try:
        views = answered(bytes(raw[:cut]))
    except (Garbled, Unreadable):
        return
    for view in (views.small, views.large, views.cover):
        assert plain_jpeg_size(view.data) == (view.width, view.height)


def test_a_plain_view_is_let_through():
    assert plain_jpeg_size(jpeg(34, 21)) == (34, 21)


@pytest.mark.parametrize(
    "telling",
    [
        jpeg(exif=exif(place=True)),
        jpeg(icc_profile=b"a profile" * 20),
        jpeg(comment=b"words"),
        jpeg(xmp=b"<x:xmpmeta/>"),
        jpeg(progressive=True),
        jpeg() + b"<script>",
        jpeg() + jpeg(),
        jpeg()[:-2] + b"<script>\xff\xd9\xff\xd9",
        jpeg()[:2] + b"\xff\xe0\x00\x12JFIF\0hidden bytes" + jpeg()[2:],
        saved(corners(), "PNG"),
        jpeg()[:40],
        b"\xff\xd8",
        b"",
    ],
)
def test_a_view_that_could_tell_something_is_not_let_through(telling):
    with pytest.raises(Garbled):
        plain_jpeg_size(telling)


@given(st.binary(max_size=300), st.integers(0, 700))
def test_nothing_can_be_slipped_into_a_views_tables(words, at):
    whole = jpeg()
    slipped = whole[:at] + b"\xff\xfe" + (len(words) + 2).to_bytes(2) + words + whole[at:]

    try:
        plain_jpeg_size(slipped)
    except Garbled:
        return
    assert Image.open(io.BytesIO(slipped)).info.get("comment") is None


def test_an_original_arrives_and_one_too_large_is_not_even_read():
    with line() as (ours, theirs):
        send_original(theirs, b"an original")
        assert receive_original(ours, 100) == b"an original"

        send_original(theirs, b"an original")
        with pytest.raises(TooLarge):
            receive_original(ours, 10)
