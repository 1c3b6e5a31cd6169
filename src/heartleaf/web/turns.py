"""Turns for what is sent for as long as a browser takes to save it: each holds a thread of the few
that answer.

waitress lets a thread wait without end for a browser that reads no further: its own time-out spares
whatever is being answered, and it asks for no piece more, so that nothing here is run. So a turn in
which nothing flows is watched from beside, and its line is cut: then waitress ends the answer.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

IN_ALL = 3
"""Of the six threads in `serving.py`, at least three are left for pages."""

STILL = 5 * 60.0
"""Seconds in which nothing flows, before the line is cut."""


class Busy(Exception):
    """There is no turn just now. `theirs`: because this person has one already."""

    def __init__(self, *, theirs: bool) -> None:
        self.theirs = theirs


class Turn:
    """One person's. `waits` and `works` say whether it is the browser that is waited for."""

    def __init__(self, whose: UUID, hang_up: Callable[[], None]) -> None:
        self.whose, self._hang_up = whose, hang_up
        self._waiting_since: float | None = time.monotonic()
        self._watch()

    def waits(self) -> None:
        self._waiting_since = time.monotonic()

    def works(self) -> None:
        self._waiting_since = None

    def give_back(self) -> None:
        """However often it is said, and from wherever."""
        self._timer.cancel()
        with _lock:
            if _taken.get(self.whose) is self:
                del _taken[self.whose]

    def _watch(self) -> None:
        self._timer = threading.Timer(STILL / 5, self._look)
        self._timer.daemon = True
        self._timer.start()

    def _look(self) -> None:
        since = self._waiting_since
        if since is not None and time.monotonic() - since >= STILL:
            self._hang_up()
        if _taken.get(self.whose) is self:
            self._watch()


_taken: dict[UUID, Turn] = {}
_lock = threading.Lock()


def take_turn(whose: UUID, environ: Mapping[str, Any]) -> Turn:
    """Raises Busy."""
    with _lock:
        if whose in _taken:
            raise Busy(theirs=True)
        if len(_taken) >= IN_ALL:
            raise Busy(theirs=False)
        _taken[whose] = turn = Turn(whose, _cutting(environ))
    return turn


def _cutting(environ: Mapping[str, Any]) -> Callable[[], None]:
    """How the line of this request is cut, which waitress tells of only by a method of it."""
    line = getattr(environ.get("waitress.client_disconnected"), "__self__", None)

    def cut() -> None:
        if line is not None:
            with contextlib.suppress(OSError):  # it is closed already
                line.socket.shutdown(socket.SHUT_RDWR)

    return cut
