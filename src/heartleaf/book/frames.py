"""What passes between the program and the process that sets a book: a letter, a size, bytes.

The program says by `b` what is wanted, as JSON: a volume, and of which pages. The child tells by
`t` how far it is, asks by `p` for a picture by its key and is given `p` and its bytes, or `n` when
there is none. It says by `u` which letters could not be written and what the file keeps to, hands
over the file by `w`, and ends by `a`, or by `e` when the book could not be made.
"""

from __future__ import annotations

from typing import BinaryIO, NamedTuple

MOST = 2**30
PIECE = 2**18
"""How much of a file is handed over at once."""


class Frame(NamedTuple):
    letter: bytes
    data: bytes


class Ended(Exception):
    """The other side has gone, or says what is none of ours."""


def send(file: BinaryIO, letter: bytes, data: bytes = b"") -> None:
    """Raises Ended."""
    try:
        file.write(letter + len(data).to_bytes(4))
        file.write(data)
        file.flush()
    except BrokenPipeError as problem:
        raise Ended from problem


def receive(file: BinaryIO) -> Frame:
    """Raises Ended."""
    head = _exactly(file, 5)
    size = int.from_bytes(head[1:])
    if size > MOST:
        raise Ended
    return Frame(head[:1], _exactly(file, size))


def _exactly(file: BinaryIO, size: int) -> bytes:
    data = file.read(size)
    if len(data) != size:
        raise Ended
    return data
