"""What passes between the program and the process that opens a foreign file.

First the program says in one line of JSON what is wanted. Then the child speaks, a letter before
each thing: `r` asks for bytes of the file and is given them, `w` hands over bytes of what is made
to be played, `t` tells how far it is, `a` is the answer and the end: a small JSON object, then the
views end to end. So a film of any length passes through a few megabytes of memory on either side.

The child may have been taken over by the file, so all it says is read as a stranger's: sizes are
bounded before they are believed, only known words are understood, and a view has to be a plain
baseline JPEG of the size it says. So not even a captured child can put a place, a name or a script
into a picture that a guest is served. What it makes to be played is its own file's, is given out
as a film or a sound and as nothing else, and can at worst not play.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from socket import socket
from typing import Any, Literal, Protocol

from heartleaf.keepsakes.developing.looks import MOST_PIXELS, Frame, Unreadable

Act = Literal["look", "page", "play"]

MOST_HEADER, MOST_ASKED = 8192, 512 * 2**20
GIVEN = 4 * 2**20
"""How much of a file is in our hands at once while it is given."""

PIECE = 2**20
"""How much of a played file is handed over at once."""

DONE, CRASHED, STOPPED, STARVED = b"d", b"c", b"s", b"m"
"""How a child ended, as its nursery tells it: by itself, by a fault, by the clock, for memory."""

REASONS = {reason.__name__: reason for reason in Unreadable.__subclasses__()}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: pixels, bytes held at once, bytes of memory, seconds of the clock."""

    pixels: int = MOST_PIXELS
    bytes: int = 256 * 2**20
    memory: int = 1536 * 2**20
    seconds: int = 20


@dataclass(frozen=True, slots=True)
class Task:
    """What is wanted of a file that begins as `kind` does; `number` says which page, from 0.
    Without a frame the craft advises one."""

    act: Act
    kind: str
    size: int
    frame: Frame | None = None
    number: int = 0


class Original(Protocol):
    """A file that can be read anywhere."""

    @property
    def size(self) -> int: ...
    def read(self, offset: int, size: int) -> bytes | memoryview: ...


@dataclass(frozen=True, slots=True)
class InMemory:
    """A file whose bytes are at hand."""

    data: bytes

    @property
    def size(self) -> int:
        return len(self.data)

    def read(self, offset: int, size: int) -> memoryview:
        return memoryview(self.data)[offset : offset + size]


class Sink(Protocol):
    """Takes what is made to be played, at any place that it can still be put at."""

    def write(self, position: int, data: bytes) -> None: ...


Tell = Callable[[float], None]


class Garbled(Exception):
    """The answer was cut short or is not one of ours."""


def converse(
    line: socket,
    task: Task,
    original: Original,
    sink: Sink | None = None,
    tell: Tell | None = None,
) -> dict[str, Any]:
    """Say what is wanted, give what is asked for, and return the header of the answer.

    Raises the `Unreadable` that the child names, or `Garbled` for all that is none of ours.
    """
    send(line, asdict(task))
    while True:
        letter = line.recv(1)
        if letter == b"r":
            _give(line, original)
        elif letter == b"w" and sink is not None:
            _take(line, sink)
        elif letter == b"t" and tell is not None:
            tell(min(1.0, receive(line, 1)[0] / 200))
        elif letter == b"a":
            return receive_header(line)
        else:
            raise Garbled


def _give(line: socket, original: Original) -> None:
    offset = int.from_bytes(receive(line, 8))
    size = int.from_bytes(receive(line, 4))
    insist(offset <= original.size and size <= MOST_ASKED)
    size = min(size, original.size - offset)
    line.sendall(size.to_bytes(4))
    for start in range(offset, offset + size, GIVEN):
        line.sendall(original.read(start, min(GIVEN, offset + size - start)))


def _take(line: socket, sink: Sink) -> None:
    position = int.from_bytes(receive(line, 8))
    size = int.from_bytes(receive(line, 4))
    insist(size <= PIECE)
    data = bytes(receive(line, size))
    with understood():
        sink.write(position, data)


def receive_header(line: socket) -> dict[str, Any]:
    size = int.from_bytes(receive(line, 4))
    insist(size <= MOST_HEADER)
    with understood():
        header: dict[str, Any] = json.loads(receive(line, size))
        insist(isinstance(header, dict))
        if set(header) == {"unreadable"}:
            raise REASONS[header["unreadable"]]
        return header


class understood:
    """Whatever goes wrong in reading an answer, it is the answer's fault."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        wrong = (ValueError, TypeError, LookupError, AttributeError, RecursionError)
        if kind is not None and issubclass(kind, wrong):
            raise Garbled from None


def send(line: socket, header: dict[str, Any], *blobs: bytes) -> None:
    text = json.dumps(header).encode()
    line.sendall(b"".join((len(text).to_bytes(4), text, *blobs)))


def insist(true: bool) -> None:
    if not true:
        raise Garbled


def receive(source: socket, size: int) -> bytearray:
    """Exactly `size` bytes, into one buffer that grows only as they come."""
    buffer = bytearray()
    while len(buffer) < size:
        chunk = source.recv(min(size - len(buffer), 2**20))
        if not chunk:
            raise Garbled
        buffer += chunk
    return buffer
