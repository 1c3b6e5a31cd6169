"""Setting a book: its pages as a PDF, or a look at some of them before the whole.

    for part in set_book(volume, pictures, told=tell):   # the PDF, as it is written
        file.write(part)
    preview(volume, pictures, (1, 8))                    # PNGs of pages 1 to 8

A process of its own does the work and asks for one picture after another, so that neither side
ever holds them all. Whoever stops reading ends it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from heartleaf.book.frames import Ended, receive, send
from heartleaf.book.volume import Pictures, Volume, to_json

CHILD = "heartleaf.book.child"
MEMORY, SECONDS = 3 * 2**30, 600
"""What a book may take: bytes of address space, seconds of the clock and of the processor."""


class NotSet(Exception):
    """The book could not be made: it took too much, or too long."""


@dataclass
class Telling:
    """`unwritten` are letters that no font here has, known when the first bytes come."""

    unwritten: str = ""


def set_book(
    volume: Volume,
    pictures: Pictures,
    *,
    told: Callable[[int, int], None] = lambda done, of: None,
    telling: Telling | None = None,
) -> Iterator[bytes]:
    """The PDF, as it is written; `told` hears how many steps of how many are done.

    Raises NotSet.
    """
    task = json.dumps({"volume": to_json(volume)})
    yield from _asked(b"b", task, pictures, told, telling or Telling())


def preview(volume: Volume, pictures: Pictures, pages: tuple[int, int]) -> list[bytes]:
    """PNGs of the pages from the first to the last of `pages`, as far as there are. Raises NotSet."""
    task = json.dumps({"volume": to_json(volume), "pages": pages})
    return list(_asked(b"l", task, pictures, lambda done, of: None, Telling()))


def _asked(
    letter: bytes,
    task: str,
    pictures: Pictures,
    told: Callable[[int, int], None],
    telling: Telling,
) -> Iterator[bytes]:
    command = [sys.executable, "-I", "-m", CHILD, str(MEMORY), str(SECONDS)]
    # Ctrl-C is for the program; the child ends when nobody listens.
    child = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    clock = threading.Timer(SECONDS, child.kill)
    clock.daemon = True
    clock.start()
    say, hear = cast("BinaryIO", child.stdin), cast("BinaryIO", child.stdout)
    try:
        send(say, letter, task.encode())
        yield from _conversation(say, hear, pictures, told, telling)
    except (Ended, OSError) as problem:
        raise NotSet from problem
    finally:
        clock.cancel()
        child.kill()
        child.wait()
        hear.close()
        try:
            say.close()
        except OSError:
            pass


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
                telling.unwritten = data.decode()
            case b"a":
                return
            case _:
                raise NotSet(data.decode(errors="replace"))
