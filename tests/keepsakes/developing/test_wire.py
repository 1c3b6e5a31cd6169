"""The wire: a file passes in pieces, and no more of it than is asked for."""

import io
import socket
from contextlib import contextmanager
from threading import Thread

import pytest

from heartleaf.keepsakes.developing.answers import receive_task, send_answer
from heartleaf.keepsakes.developing.looks import Box, Frame, TooLarge
from heartleaf.keepsakes.developing.remote import RemoteFile, RemoteSink, tell_share
from heartleaf.keepsakes.developing.wire import Garbled, InMemory, Task, converse

FILE = bytes(range(256)) * 40
FRAMED = Task("play", "mov", len(FILE), Frame(2, Box(0.0, 0.1, 1.0, 0.9)), 4)


class Kept:
    """A sink that remembers."""

    def __init__(self):
        self.data = bytearray()

    def write(self, position, data):
        if position > len(self.data):
            raise ValueError
        self.data[position : position + len(data)] = data


@contextmanager
def a_child(act, task=FRAMED):
    """What `act` does at the child's end of a line, while the program listens at the other."""
    ours, theirs = socket.socketpair()

    def child():
        with theirs:
            act(theirs, receive_task(theirs))

    thread = Thread(target=child)
    thread.start()
    with ours:
        ours.settimeout(5)
        yield ours
    thread.join(5)


def asking(act):
    """The same, with an act on the file alone; what it returned is told."""
    told = []

    def with_file(line, task):
        told.append(act(RemoteFile(line, task.size, 5_000)))
        send_answer(line, None)

    with a_child(with_file) as line:
        converse(line, FRAMED, InMemory(FILE))
    return told[0]


def test_what_is_wanted_arrives():
    heard = []

    def act(line, task):
        heard.append(task)
        send_answer(line, None)

    with a_child(act) as line:
        assert converse(line, FRAMED, InMemory(FILE)) == {}

    assert heard == [FRAMED]


@pytest.mark.parametrize(("start", "size"), [(0, 1), (300, 500), (10_000, 5_000), (20_000, 9)])
def test_any_bytes_of_a_file_can_be_asked_for(start, size):
    def act(file):
        file.seek(start)
        return file.read(size)

    assert asking(act) == FILE[start : start + size]


def test_a_file_is_read_to_its_end_through_a_buffer():
    def act(file):
        buffered = io.BufferedReader(file, 1_000)
        return b"".join(iter(lambda: buffered.read(300), b""))

    assert asking(act) == FILE


def test_more_than_may_be_held_is_not_even_asked_for():
    def act(file):
        with pytest.raises(TooLarge):
            file.read()
        return file.tell()

    assert asking(act) == 0


def test_what_is_made_arrives_and_its_beginning_may_be_written_again():
    sink, shares = Kept(), []

    def act(line, task):
        out = RemoteSink(line)
        out.write(b"....")
        tell_share(line, 0.5)
        out.write(FILE * 300)
        out.seek(0)
        out.write(b"moov")
        send_answer(line, None)

    with a_child(act) as line:
        converse(line, FRAMED, InMemory(FILE), sink, shares.append)

    assert sink.data == b"moov" + FILE * 300
    assert shares == [0.5]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"x",
        b"w" + bytes(12),
        b"t",
        b"r" + (2**40).to_bytes(8) + (1).to_bytes(4),
        b"r" + bytes(8) + (2**31).to_bytes(4),
        b"r",
    ],
)
def test_what_a_child_may_not_say_is_not_heard(raw):
    with a_child(lambda line, task: line.sendall(raw)) as line, pytest.raises(Garbled):
        converse(line, FRAMED, InMemory(FILE))


@pytest.mark.parametrize("raw", [(9).to_bytes(8), bytes(8) + (2**21).to_bytes(4)])
def test_what_a_sink_cannot_take_is_the_childs_fault(raw):
    def act(line, task):
        line.sendall(b"w" + raw + bytes(12))

    with a_child(act) as line, pytest.raises(Garbled):
        converse(line, FRAMED, InMemory(FILE), Kept(), lambda share: None)
