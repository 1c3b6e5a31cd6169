"""Setting a book in a process of its own: `python -m heartleaf.book.child MEMORY SECONDS`.

What is laid out takes memory that a program never gives back, and what families write is of every
shape; so a process of its own sets one book and ends. `frames` tells what is said to it.
"""

from __future__ import annotations

import contextlib
import json
import sys
from typing import BinaryIO

from heartleaf.book.frames import PIECE, Ended, receive, send
from heartleaf.book.typesetting import lay_out
from heartleaf.book.volume import Volume, from_json


def main(memory: int, seconds: int) -> None:
    _limit("RLIMIT_CORE", 0)
    _limit("RLIMIT_AS", memory)
    _limit("RLIMIT_CPU", seconds)
    Setter(sys.stdin.buffer, sys.stdout.buffer).answer()


class Setter:
    """One book, asked for over one pair of pipes."""

    def __init__(self, heard: BinaryIO, said: BinaryIO) -> None:
        self.heard, self.said = heard, said

    def answer(self) -> None:
        task = json.loads(receive(self.heard).data)
        try:
            self._set(from_json(task["volume"]), task["pages"])
        except Ended:
            raise
        except BaseException as problem:  # a panic of the typesetter is no Exception
            # Words of a family may be in what went wrong, so only its kind is told.
            send(self.said, b"e", type(problem).__name__.encode())
        else:
            send(self.said, b"a")

    def _set(self, volume: Volume, pages: tuple[int, int] | None) -> None:
        laid = lay_out(volume, self._picture, self._tell, pages)
        known = {"unwritten": laid.unwritten, "standards": laid.standards}
        send(self.said, b"u", json.dumps(known).encode())
        held = bytearray()
        for part in laid.written(self._tell):
            held += part
            if len(held) >= PIECE:
                send(self.said, b"w", bytes(held))
                held = bytearray()
        send(self.said, b"w", bytes(held))

    def _picture(self, key: str) -> bytes | None:
        send(self.said, b"p", key.encode())
        given = receive(self.heard)
        return given.data if given.letter == b"p" else None

    def _tell(self, done: int, of: int) -> None:
        send(self.said, b"t", done.to_bytes(4) + of.to_bytes(4))


def _limit(name: str, most: int) -> None:
    # Where the system has no such limits the parent's clock alone ends it.
    with contextlib.suppress(ImportError, AttributeError, ValueError, OSError):
        import resource

        resource.setrlimit(getattr(resource, name), (most, most))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
