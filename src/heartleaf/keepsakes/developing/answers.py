"""A look, a page or a reason as the child writes it, and as the program believes it."""

from __future__ import annotations

import json
import math
import re
from datetime import datetime
from socket import socket
from typing import Any

from heartleaf.keepsakes.developing.kinds import SORTS
from heartleaf.keepsakes.developing.looks import (
    LARGE,
    MOST_BANDS,
    MOST_BARS,
    PLAYED,
    Box,
    Frame,
    Look,
    Stretch,
    Taken,
    Unreadable,
    View,
    Views,
)
from heartleaf.keepsakes.developing.plain_jpeg import plain_jpeg_size
from heartleaf.keepsakes.developing.wire import Task, insist, receive, send, understood

MOST_VIEW = 16 * 2**20
MOST_PAGES, MOST_SECONDS = 100_000, 10_000_000


def receive_look(line: socket, header: dict[str, Any], task: Task) -> Look:
    """The look whose header came. Raises Garbled."""
    with understood():
        kind, taken, film = header["kind"], header["taken"], header["film"]
        insist(_may_be(kind, task.kind))
        width, height = header["size"]
        insist(_is_count(width) and _is_count(height))
        insist(isinstance(header["partial"], bool) and isinstance(header["moves"], bool))
        pages, seconds, plays = header["pages"], header["seconds"], header["plays"]
        insist(type(pages) is int and 1 <= pages <= MOST_PAGES)
        insist(type(seconds) is float and 0 <= seconds <= MOST_SECONDS)
        insist(plays in ("", *PLAYED))
        bars, pair = bytes(header["bars"]), header["pair"]
        insist(len(bars) <= MOST_BARS)
        insist(re.fullmatch(r"[0-9A-Za-z-]{0,64}", pair) is not None)
        sizes = header["views"]
        insist(len(sizes) in (0, 3))
        views = [_view(line, *_sized(*one)) for one in sizes]
        insist(line.recv(1) == b"")
        return Look(
            kind,
            Views(*views) if views else None,
            width,
            height,
            _taken(*taken) if taken is not None else None,
            header["partial"],
            pages,
            seconds,
            bars,
            plays,
            header["moves"],
            _stretch(*film, whole=task.size) if film is not None else None,
            pair,
            frame_of(*header["frame"]),
        )


def receive_page(line: socket, header: dict[str, Any]) -> View:
    with understood():
        view = _view(line, *_sized(*header["page"]))
        insist(line.recv(1) == b"")
        return view


def _may_be(kind: Any, asked: str) -> bool:
    """A box for films may hold a sound alone, and the other way round."""
    heard = {"film", "sound"}
    return kind == asked or (SORTS.get(kind) in heard and SORTS[asked] in heard)


def _sized(size: Any, width: Any, height: Any) -> tuple[int, int, int]:
    insist(_is_count(size) and 0 < size <= MOST_VIEW)
    insist(_is_count(width) and _is_count(height) and 0 < max(width, height) <= LARGE)
    return size, width, height


def _is_count(value: Any) -> bool:
    return type(value) is int and 0 <= value < 2**31


def _taken(local: Any, offset: Any) -> Taken:
    insist(isinstance(local, str) and len(local) == 19)
    insist(offset is None or (type(offset) is int and abs(offset) < 15 * 60))
    when = datetime.fromisoformat(local)
    insist(1900 <= when.year <= 2100 and when.tzinfo is None)
    return Taken(when, offset)


def _stretch(offset: Any, size: Any, *, whole: int) -> Stretch:
    insist(type(offset) is int and type(size) is int)
    insist(offset > 0 and size > 0 and offset + size <= whole)
    return Stretch(offset, size)


def frame_of(turn: Any, crop: Any, bands: Any) -> Frame:
    insist(type(turn) is int and 0 <= turn <= 3 and len(bands) <= MOST_BANDS)
    return Frame(turn, _box(*crop), tuple(_box(*band) for band in bands))


def _box(*sides: Any) -> Box:
    insist(all(type(side) in (int, float) and math.isfinite(side) for side in sides))
    box = Box(*map(float, sides))
    insist(0 <= box.left < box.right <= 1 and 0 <= box.top < box.bottom <= 1)
    return box


def _view(line: socket, size: int, width: int, height: int) -> View:
    data = bytes(receive(line, size))
    insist(plain_jpeg_size(data) == (width, height))
    return View(data, width, height)


# ── The child ────────────────────────────────────────────────────────────────────────


def receive_task(line: socket) -> Task:
    said = json.loads(receive(line, int.from_bytes(receive(line, 4))))
    frame = said.pop("frame")
    return Task(**said, frame=frame and frame_of(**frame))


def send_answer(line: socket, answer: Look | View | Unreadable | None) -> None:
    """A look, a page, why there is none, or None for: it is played to its end."""
    if isinstance(answer, Unreadable):
        _answer(line, {"unreadable": type(answer).__name__})
    elif isinstance(answer, View):
        _answer(line, {"page": _size_of(answer)}, answer.data)
    elif isinstance(answer, Look):
        views = answer.views or ()
        _answer(line, _told(answer), *(view.data for view in views))
    else:
        _answer(line, {})


def _told(look: Look) -> dict[str, Any]:
    return {
        "kind": look.kind,
        "views": [_size_of(view) for view in look.views or ()],
        "size": [look.width, look.height],
        "taken": look.taken and [look.taken.local.isoformat(), look.taken.offset],
        "partial": look.partial,
        "pages": look.pages,
        "seconds": float(look.seconds),
        "bars": list(look.bars),
        "plays": look.plays,
        "moves": look.moves,
        "film": look.film,
        "pair": look.pair,
        "frame": [look.frame.turn, look.frame.crop, look.frame.bands],
    }


def _size_of(view: View) -> list[int]:
    return [len(view.data), view.width, view.height]


def _answer(line: socket, header: dict[str, Any], *blobs: bytes) -> None:
    line.sendall(b"a")
    send(line, header, *blobs)
