"""Setting a book: its pages as a PDF, or some of them, to look at before the whole.

    for part in set_book(volume, pictures, told=tell):   # the PDF, as it is written
        file.write(part)
    set_book(volume, pictures, pages=(1, 8))             # with no other pictures but theirs

A process of its own does the work and asks for one picture after another, so that neither side
ever holds them all. Whoever stops reading ends it.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple, cast

from heartleaf.book.frames import Ended, receive, send
from heartleaf.book.volume import Pictures, Volume, to_json

CHILD = "heartleaf.book.child"


class Limit(NamedTuple):
    """What a book may take: bytes of address space, seconds of the clock and of the processor."""

    memory: int
    seconds: int


WHOLE = Limit(3 * 2**30, 600)


class NotSet(Exception):
    """The book could not be made: it took too much, or too long."""


@dataclass
class Telling:
    """What is known of a book when its first bytes come.

    `unwritten` are letters that no font here has; `standards` what the file keeps to, none if there
    are letters of a script that cannot be written.
    """

    unwritten: str = ""
    standards: tuple[str, ...] = ()


def set_book(
    volume: Volume,
    pictures: Pictures,
    *,
    told: Callable[[int, int], None] = lambda done, of: None,
    telling: Telling | None = None,
    pages: tuple[int, int] | None = None,
    limit: Limit = WHOLE,
) -> Iterator[bytes]:
    """The PDF, as it is written; `told` hears how many steps of how many are done.

    With `pages`, from one to another, every page is there and only the pictures of these are, which
    is much sooner. Raises NotSet.
    """
    task = json.dumps({"volume": to_json(volume), "pages": pages})
    yield from _asked(task, pictures, told, telling or Telling(), limit)


def _asked(
    task: str,
    pictures: Pictures,
    told: Callable[[int, int], None],
    telling: Telling,
    limit: Limit,
) -> Iterator[bytes]:
    # Ctrl-C is for the program; the child ends when nobody listens. What it says in its last
    # distress may hold a family's words, so nobody hears it.
    child = subprocess.Popen(
        [sys.executable, "-I", "-m", CHILD, *map(str, limit)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    clock = threading.Timer(limit.seconds, child.kill)
    clock.daemon = True
    clock.start()
    say, hear = cast("BinaryIO", child.stdin), cast("BinaryIO", child.stdout)
    try:
        send(say, b"b", task.encode())
        yield from _conversation(say, hear, pictures, told, telling)
    except Ended as problem:
        raise NotSet from problem
    finally:
        clock.cancel()
        child.kill()
        child.wait()
        hear.close()
        with contextlib.suppress(OSError):
            say.close()


def _conversation(
    say: BinaryIO,
    hear: BinaryIO,
    pictures: Pictures,
    told: Callable[[int, int], None],
    telling: Telling,
) -> Iterator[bytes]:
    while True:
        letter, data = receive(hear)
        match letter:
            case b"w":
                yield data
            case b"p":
                picture = pictures(data.decode())
                send(say, b"n" if picture is None else b"p", picture or b"")
            case b"t":
                told(int.from_bytes(data[:4]), int.from_bytes(data[4:]))
            case b"u":
                known = json.loads(data)
                telling.unwritten = known["unwritten"]
                telling.standards = tuple(known["standards"])
            case b"a":
                return
            case _:
                raise NotSet(data.decode(errors="replace"))
