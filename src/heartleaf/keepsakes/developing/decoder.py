"""Decoding: foreign pictures opened out of harm's way.

    with Decoder() as decoder:
        views = decoder.views(original)         # from any thread; raises pictures.Unreadable
        looking = decoder.begin(original)       # the same, while something else is done

One helper process (`decoding_child`, a *nursery*) is started at the first picture. It loads the
picture libraries, forks one confined child for each picture, and ends when nothing has been asked
for a few minutes, so that a program at rest pays nothing for it.

Why a fork for each picture, and not workers that are used again: measured on photographs of 12
megapixels with two threads, the fork, its fresh memory and the way there and back cost about a
tenth of a picture's time, and of that a worker used again would save half. For it, a file that
takes its decoder over finds one file in it, its own, and no later one; and there is no rule to get
wrong about when a worker has misbehaved.

This process itself never loads a picture library.
"""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import subprocess
import sys
import threading
import weakref
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType

from heartleaf.keepsakes.decoding_wire import (
    STARVED,
    STOPPED,
    Garbled,
    Limits,
    receive_answer,
    send_original,
)
from heartleaf.keepsakes.pictures import (
    Broken,
    TookTooLong,
    TooLarge,
    TooMuchMemory,
    Unreadable,
    Views,
    kind_of,
)

CHILD = "heartleaf.keepsakes.decoding_child"
PATIENCE = 5
"""Seconds beyond a picture's own limit before the nursery itself is held to be stuck."""


class DecoderGone(RuntimeError):
    """The helper does not start or does not stay. Says nothing about the picture: try it again."""


class Decoder:
    """Makes views in confined processes, `workers` at a time; further callers wait their turn.

    Costs nothing until the first picture. After `close`, or after `idle` seconds without one, the
    next picture starts it anew.
    """

    def __init__(self, workers: int = 2, *, limits: Limits | None = None, idle: int = 180) -> None:
        self.limits = limits or Limits()
        self._idle = idle
        self._turns = ThreadPoolExecutor(workers, thread_name_prefix="decoding")
        self._lock = threading.Lock()
        self._nursery: _Nursery | None = None

    def views(self, original: bytes) -> Views:
        """Make the views of one file. Raises the family of `Unreadable`, or `DecoderGone`."""
        return self.begin(original).result()

    def begin(self, original: bytes) -> Future[Views]:
        """Begin to make the views of one file; the result raises what `views` raises."""
        return self._turns.submit(self._views, original)

    def close(self) -> None:
        """End the helper and whatever it is doing."""
        if self._nursery is not None:
            self._leave(self._nursery)

    def _views(self, original: bytes) -> Views:
        kind = kind_of(original)
        if len(original) > self.limits.bytes:
            raise TooLarge
        for _attempt in range(2):
            nursery = self._running()
            try:
                return nursery.views(original, kind)
            except _NoEnding:
                self._leave(nursery)
        raise DecoderGone("The helper that opens pictures does not stay up.")

    def _running(self) -> _Nursery:
        with self._lock:
            if self._nursery is None or not self._nursery.lives():
                self._nursery = _Nursery(self.limits, self._idle)
            return self._nursery

    def _leave(self, nursery: _Nursery) -> None:
        """End this nursery, not one that another thread may have started since."""
        with self._lock:
            if self._nursery is nursery:
                self._nursery = None
        nursery.end()

    def __enter__(self) -> Decoder:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class _NoEnding(Exception):
    """A child's ending was never told, so it is the nursery that has ended or is stuck."""


class _Nursery:
    """The running helper process and the socket by which it is asked for children."""

    def __init__(self, limits: Limits, idle: int) -> None:
        self._patience = limits.seconds + PATIENCE
        self._control, theirs = socket.socketpair()
        numbers = (limits.pixels, limits.bytes, limits.memory, limits.seconds, idle)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-m", CHILD, *map(str, numbers)],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                env=_environment(),
                start_new_session=True,  # Ctrl-C is for the program, which then ends this one
            )
        self.end = weakref.finalize(self, _end, self._process, self._control)

    def lives(self) -> bool:
        return self._process.poll() is None

    def views(self, original: bytes, kind: str) -> Views:
        line, report = self._admit()
        with line, report:
            try:
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    send_original(line, original)  # it may have answered before the end
                return receive_answer(line, kind)
            except (Garbled, OSError) as error:
                raise _ending(report) from error

    def _admit(self) -> tuple[socket.socket, socket.socket]:
        """Ask for a child: the line to it, and the socket on which its ending will be told."""
        (line, its_line), (report, its_report) = socket.socketpair(), socket.socketpair()
        _wait_at_most(self._patience, line)
        report.settimeout(self._patience)
        with its_line, its_report:
            try:
                socket.send_fds(self._control, [b"+"], [its_line.fileno(), its_report.fileno()])
            except OSError as error:
                line.close()
                report.close()
                raise _NoEnding from error
        return line, report


def _wait_at_most(seconds: int, line: socket.socket) -> None:
    """Have the system watch the clock: Python's own way sends a photograph in two dozen pieces,
    and wants the interpreter lock between them, which sealing holds."""
    for side in (socket.SO_SNDTIMEO, socket.SO_RCVTIMEO):
        line.setsockopt(socket.SOL_SOCKET, side, struct.pack("@ll", seconds, 0))


def _environment() -> dict[str, str]:
    """Nothing of ours but where libraries are; libvips with one thread and never on the disk.

    A child lives for one picture, so glibc need not give memory back, and may take it in pages of
    2 MiB: a seventh of the page faults, which cost as much as the fork.
    """
    kept = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "LC_ALL": "C.UTF-8",
        "VIPS_CONCURRENCY": "1",
        "VIPS_DISC_THRESHOLD": "64g",
        "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
        "MALLOC_ARENA_MAX": "1",
        "MALLOC_MMAP_THRESHOLD_": str(32 * 2**20),
        "MALLOC_TRIM_THRESHOLD_": str(2**30),
        "MALLOC_TOP_PAD_": str(32 * 2**20),
    }


def _end(process: subprocess.Popen[bytes], control: socket.socket) -> None:
    control.close()
    try:
        process.wait(timeout=2)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _ending(report: socket.socket) -> Unreadable | _NoEnding:
    """Why there was no answer, in the nursery's own words; the child's are not asked."""
    try:
        ending = report.recv(1)
    except OSError:
        ending = b""
    if not ending:
        return _NoEnding()
    return {STOPPED: TookTooLong, STARVED: TooMuchMemory}.get(ending, Broken)()
