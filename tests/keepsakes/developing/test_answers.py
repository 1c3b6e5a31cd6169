"""Answers: a child that a file has taken over may answer anything, and is not believed."""

import json
import socket
from contextlib import contextmanager
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartleaf.keepsakes.developing.answers import receive_look, receive_page, send_answer
from heartleaf.keepsakes.developing.looks import (
    Box,
    Broken,
    Frame,
    Look,
    Stretch,
    Taken,
    Unreadable,
    View,
    Views,
)
from heartleaf.keepsakes.developing.plain_jpeg import plain_jpeg_size
from heartleaf.keepsakes.developing.wire import Garbled, Task, receive_header
from tests.vectors.pictures import corners, saved


def jpeg(width=12, height=8, **how):
    return saved(corners(width, height), "JPEG", **how)


VIEW = View(jpeg(), 12, 8)
LOOK = Look(
    "mov",
    Views(VIEW, VIEW, VIEW),
    4000,
    3000,
    Taken(datetime.fromisoformat("2024-05-06T07:08:09"), 60),
    partial=True,
    pages=3,
    seconds=2.5,
    bars=bytes(range(52)),
    plays="video/mp4",
    moves=True,
    film=Stretch(10, 90),
    pair="0A1B-2C",
    frame=Frame(1, Box(0.1, 0.2, 0.9, 1.0), (Box(0.0, 0.0, 1.0, 0.1),)),
)
TASK = Task("look", "mov", 100)


@contextmanager
def line():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(5)
        yield ours, theirs


def answered(raw, task=TASK):
    with line() as (ours, theirs):
        theirs.sendall(raw)
        theirs.shutdown(socket.SHUT_WR)
        assert ours.recv(1) in (b"a", b"")
        return receive_look(ours, receive_header(ours), task)


def told(look):
    with line() as (ours, theirs):
        send_answer(theirs, look)
        theirs.shutdown(socket.SHUT_WR)
        return ours.makefile("rb").read()


def said(**other):
    """A true answer, with something else said in its header."""
    raw = told(LOOK)
    size = int.from_bytes(raw[1:5])
    header = json.dumps(json.loads(raw[5 : 5 + size]) | other).encode()
    return b"a" + len(header).to_bytes(4) + header + raw[5 + size :]


def test_what_is_sent_arrives():
    assert answered(told(LOOK)) == LOOK


def test_a_reason_arrives_as_the_reason_it_is():
    with pytest.raises(Broken):
        answered(told(Broken()))


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "png"},
        {"kind": ["mov"]},
        {"pages": 0},
        {"pages": 10**9},
        {"pages": "many"},
        {"seconds": -1.0},
        {"seconds": 1e300},
        {"seconds": "long"},
        {"bars": [256]},
        {"bars": [1] * 53},
        {"bars": "loud"},
        {"plays": "text/html"},
        {"plays": ["video/mp4"]},
        {"moves": 1},
        {"film": [0, 10]},
        {"film": [90, 20]},
        {"film": [10]},
        {"pair": "<script>"},
        {"pair": "A" * 65},
        {"frame": [4, [0, 0, 1, 1], []]},
        {"frame": [0, [0, 0, 1, 2], []]},
        {"frame": [0, [0.5, 0, 0.5, 1], []]},
        {"frame": [0, [0, 0, 1, 1], [[0, 0, 1, 1]] * 9]},
        {"frame": None},
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
        b"a",
        b"a\0\0",
        b"a\xff\xff\xff\xff",
        b"a\0\0\0\2[]",
        b"a\0\0\0\4null",
        b'a\0\0\0\x1a{"unreadable":"Exception"}',
        b'a\0\0\0\x11{"unreadable":[]}',
        b"a" + (4096).to_bytes(4) + b"[" * 4096,
        told(LOOK)[:-1],
        told(LOOK) + b"!",
    ],
)
def test_an_answer_that_is_none_is_not_believed(raw):
    with pytest.raises(Garbled):
        answered(raw)


@given(st.data())
def test_no_answer_does_worse_than_be_refused(data):
    raw = bytearray(told(LOOK))
    for at, value in data.draw(
        st.lists(st.tuples(st.integers(0, len(raw) - 1), st.integers(0, 255)), max_size=6)
    ):
        raw[at] = value
    raw[0] = ord("a")
    cut = data.draw(st.integers(0, len(raw)) | st.just(len(raw)))

    try:
        look = answered(bytes(raw[:cut]))
    except (Garbled, Unreadable):
        return
    for view in look.views or ():
        assert plain_jpeg_size(view.data) == (view.width, view.height)


def test_a_sound_in_a_box_for_films_may_say_so():
    assert answered(said(kind="m4a")).kind == "m4a"


def test_a_page_arrives():
    with line() as (ours, theirs):
        send_answer(theirs, VIEW)
        theirs.shutdown(socket.SHUT_WR)
        assert ours.recv(1) == b"a"
        assert receive_page(ours, receive_header(ours)) == VIEW
