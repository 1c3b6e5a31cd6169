"""What passes between the program and the process that opens foreign files.

To the child: eight bytes of length, then the file. Back: four bytes of length, a small JSON object,
then the three views end to end. The child may have been taken over by the file, so its answer is
read as a stranger's: sizes are bounded before they are believed, only known words are understood,
and a view has to be a plain baseline JPEG of the size it says. So not even a captured child can put
a place, a name or a script into what a guest is served.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from socket import MSG_WAITALL, socket
from typing import Any

from heartleaf.keepsakes import pictures
from heartleaf.keepsakes.pictures import LARGE, MOST_PIXELS, Taken, Unreadable, View, Views

DONE, CRASHED, STOPPED, STARVED = b"d", b"c", b"s", b"m"
"""How a child ended, as its nursery tells it: by itself, by a fault, by the clock, for memory."""

MOST_HEADER, MOST_VIEW = 4096, 16 * 2**20
REASONS = {
    reason.__name__: reason
    for reason in (
        pictures.NotAPicture,
        pictures.TooLarge,
        pictures.Broken,
        pictures.TookTooLong,
        pictures.TooMuchMemory,
    )
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one picture may cost: pixels, bytes of the file, bytes of memory, seconds."""

    pixels: int = MOST_PIXELS
    bytes: int = 256 * 2**20
    memory: int = 1536 * 2**20
    seconds: int = 20


class Garbled(Exception):
    """The answer was cut short or is not one of ours."""


def send_original(to: socket, original: bytes) -> None:
    to.sendall(len(original).to_bytes(8))
    to.sendall(original)


def receive_original(source: socket, most: int) -> bytes:
    size = int.from_bytes(_receive(source, 8))
    if size > most:
        raise pictures.TooLarge
    original = source.recv(size, MSG_WAITALL)
    _insist(len(original) == size)
    return original


def send_answer(to: socket, answer: Views | Unreadable) -> None:
    if isinstance(answer, Unreadable):
        return _send(to, {"unreadable": type(answer).__name__})
    all_three = (answer.small, answer.large, answer.cover)
    header = {
        "views": [[len(view.data), view.width, view.height] for view in all_three],
        "size": [answer.width, answer.height],
        "taken": answer.taken and [answer.taken.local.isoformat(), answer.taken.offset],
        "kind": answer.kind,
        "partial": answer.partial,
    }
    return _send(to, header, *(view.data for view in all_three))


def _send(to: socket, header: dict[str, Any], *blobs: bytes) -> None:
    text = json.dumps(header).encode()
    to.sendall(b"".join((len(text).to_bytes(4), text, *blobs)))


def receive_answer(source: socket, kind: str) -> Views:
    """Read one answer about a file that we saw to be `kind`.

    Raises the `Unreadable` that the child names, or `Garbled` for all else.
    """
    size = int.from_bytes(_receive(source, 4))
    _insist(size <= MOST_HEADER)
    try:
        header = json.loads(_receive(source, size))
        if set(header) == {"unreadable"}:
            raise REASONS[header["unreadable"]]
        return _views(source, header, kind)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise Garbled from error


def _views(source: socket, header: dict[str, Any], kind: str) -> Views:
    small, large, cover = [_sized(*row) for row in header["views"]]
    width, height = header["size"]
    _insist(_is_size(width) and _is_size(height))
    _insist(header["kind"] == kind and isinstance(header["partial"], bool))
    taken = _taken(*header["taken"]) if header["taken"] is not None else None
    views = (_view(source, *small), _view(source, *large), _view(source, *cover))
    _insist(source.recv(1) == b"")
    return Views(*views, width, height, taken, kind, header["partial"])


def _sized(size: Any, width: Any, height: Any) -> tuple[int, int, int]:
    _insist(_is_size(size) and size <= MOST_VIEW)
    _insist(_is_size(width) and _is_size(height) and max(width, height) <= LARGE)
    return size, width, height


def _is_size(value: Any) -> bool:
    return type(value) is int and 0 < value < 2**31


def _taken(local: Any, offset: Any) -> Taken:
    _insist(isinstance(local, str) and len(local) == 19)
    _insist(offset is None or (type(offset) is int and abs(offset) < 15 * 60))
    when = datetime.fromisoformat(local)
    _insist(1900 <= when.year <= 2100 and when.tzinfo is None)
    return Taken(when, offset)


def _view(source: socket, size: int, width: int, height: int) -> View:
    data = bytes(_receive(source, size))
    _insist(plain_jpeg_size(data) == (width, height))
    return View(data, width, height)


def plain_jpeg_size(data: bytes) -> tuple[int, int]:
    """Width and height of a baseline JPEG that holds a picture and nothing else.

    Only JFIF's own 16 bytes, tables, one frame, one scan and the end are let through: no EXIF, XMP,
    ICC, comment, thumbnail, second picture, nothing after the end (ITU-T T.81, annex B).
    Raises `Garbled`.
    """
    _insist(data[:2] == b"\xff\xd8")
    at, size = 2, (0, 0)
    while data[at : at + 2] != b"\xff\xda":
        marker, length = data[at : at + 2], int.from_bytes(data[at + 2 : at + 4])
        _insist((length >= 2 and marker in _TABLES) or _is_bare_jfif(data[at : at + 18]))
        if marker == b"\xff\xc0":
            size = int.from_bytes(data[at + 7 : at + 9]), int.from_bytes(data[at + 5 : at + 7])
        at += 2 + length
    scan = at + 2 + int.from_bytes(data[at + 2 : at + 4])
    end = _MARKER_IN_SCAN.search(data, scan)
    _insist(end is not None and end.start() == len(data) - 2 and data[-2:] == b"\xff\xd9")
    return size


_TABLES = (b"\xff\xdb", b"\xff\xc0", b"\xff\xc4", b"\xff\xdd")
_MARKER_IN_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7]", re.DOTALL)


def _is_bare_jfif(segment: bytes) -> bool:
    return segment[:9] == b"\xff\xe0\x00\x10JFIF\x00" and segment[16:18] == b"\x00\x00"


def _insist(true: bool) -> None:
    if not true:
        raise Garbled


def _receive(source: socket, size: int) -> bytearray:
    """Exactly `size` bytes, into one buffer that grows only as they come."""
    buffer = bytearray()
    while len(buffer) < size:
        chunk = source.recv(min(size - len(buffer), 2**20))
        if not chunk:
            raise Garbled
        buffer += chunk
    return buffer
