"""The decoder: foreign files opened out of harm's way.

    with Decoder() as decoder:
        look = decoder.look(InMemory(data), "jpeg")     # from any thread; raises looks.Unreadable
        looking = decoder.begin(original, "heic")       # the same, while something else is done
        page = decoder.page(original, "pdf", 3)
        decoder.play(original, "mov", sink, seconds=600, tell=print)

One helper process for each craft (`child`, a *nursery*) is started at the first file of its kind.
It loads the craft's libraries, forks one confined child for each file, and ends when nothing has
been asked for a few minutes, so that a program at rest pays nothing for it.

Why a fork for each file, and not workers that are used again: measured on photographs of 12
megapixels with two threads, the fork, its fresh memory and the way there and back cost about a
tenth of a picture's time, and of that a worker used again would save half. For it, a file that
takes its decoder over finds one file in it, its own, and no later one; and there is no rule to get
wrong about when a worker has misbehaved.

This process itself never loads a library of the crafts.
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
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from types import TracebackType
from typing import Any

from heartleaf.keepsakes.developing.answers import receive_look, receive_page
from heartleaf.keepsakes.developing.kinds import UNSHOWN, sort_of
from heartleaf.keepsakes.developing.looks import (
    UNFRAMED,
    Broken,
    Frame,
    Look,
    NotShown,
    TookTooLong,
    TooMuchMemory,
    Unreadable,
    View,
)
from heartleaf.keepsakes.developing.wire import (
    STARVED,
    STOPPED,
    Act,
    Garbled,
    Limits,
    Original,
    Sink,
    Task,
    Tell,
    converse,
)

CHILD = "heartleaf.keepsakes.developing.child"
PATIENCE = 5
"""Seconds beyond a file's own limit before the nursery itself is held to be stuck."""

CRAFTS = {
    "picture": "pictures",
    "film": "films",
    "sound": "films",
    "paper": "papers",
    "ultrasound": "ultrasound",
}
LIMITS = {
    "pictures": Limits(),
    "films": Limits(memory=2048 * 2**20, seconds=60),
    "papers": Limits(seconds=40),
    "ultrasound": Limits(seconds=60),
}


class DecoderGone(RuntimeError):
    """The helper does not start or does not stay. Says nothing about the file: try it again."""


class Decoder:
    """Opens files in confined processes, `workers` at a time; further callers wait their turn.

    Costs nothing until the first file. After `close`, or after `idle` seconds without one, the
    next file starts it anew.
    """

    def __init__(self, workers: int = 2, *, limits: Limits | None = None, idle: int = 180) -> None:
        self._limits, self._idle = limits, idle
        self._turns = ThreadPoolExecutor(workers, thread_name_prefix="decoding")
        self._lock = threading.Lock()
        self._nurseries: dict[str, _Nursery] = {}

    def look(self, original: Original, kind: str, frame: Frame | None = None) -> Look:
        """Look at one file. Raises the family of `Unreadable`, or `DecoderGone`.

        Without a frame an ultrasound is given one that leaves out where names stand.
        """
        return self.begin(original, kind, frame).result()

    def begin(self, original: Original, kind: str, frame: Frame | None = None) -> Future[Look]:
        """Begin to look at one file; the result raises what `look` raises."""
        task = _task("look", kind, original, frame)
        return self._turns.submit(self._ask, _looked, task, original)

    def page(self, original: Original, kind: str, number: int, frame: Frame | None = None) -> View:
        """One page, counted from 0, as a large view. Raises what `look` raises."""
        task = replace(_task("page", kind, original, frame), number=number)
        return self._turns.submit(self._ask, _paged, task, original).result()

    def play(
        self,
        original: Original,
        kind: str,
        sink: Sink,
        *,
        seconds: int,
        tell: Tell,
        frame: Frame | None = None,
    ) -> None:
        """Make what can be played everywhere, within so many seconds. Raises what `look` raises,
        and then what the sink took is of no use."""
        task = _task("play", kind, original, frame)
        self._turns.submit(self._ask, _played, task, original, sink, tell, seconds).result()

    def close(self) -> None:
        """End the helpers and whatever they are doing."""
        for craft, nursery in list(self._nurseries.items()):
            self._leave(craft, nursery)

    def _ask[Answer](
        self,
        answered: Callable[[socket.socket, dict[str, Any], Task], Answer],
        task: Task,
        original: Original,
        sink: Sink | None = None,
        tell: Tell | None = None,
        seconds: int = 0,
    ) -> Answer:
        if task.kind in UNSHOWN:
            raise NotShown
        craft = CRAFTS[sort_of(task.kind)]
        for _attempt in range(2):
            nursery = self._running(craft)
            try:
                with nursery.child(seconds) as line:
                    header = converse(line, task, original, sink, tell)
                    return answered(line, header, task)
            except _NoEnding:
                self._leave(craft, nursery)
        raise DecoderGone("The helper that opens files does not stay up.")

    def _running(self, craft: str) -> _Nursery:
        with self._lock:
            nursery = self._nurseries.get(craft)
            if nursery is None or not nursery.lives():
                nursery = _Nursery(craft, self._limits or LIMITS[craft], self._idle)
                self._nurseries[craft] = nursery
            return nursery

    def _leave(self, craft: str, nursery: _Nursery) -> None:
        """End this nursery, not one that another thread may have started since."""
        with self._lock:
            if self._nurseries.get(craft) is nursery:
                del self._nurseries[craft]
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


def _task(act: Act, kind: str, original: Original, frame: Frame | None) -> Task:
    """Only of an ultrasound, and at the first look, a frame is advised."""
    advised = frame is None and act == "look" and sort_of(kind) == "ultrasound"
    return Task(act, kind, original.size, None if advised else frame or UNFRAMED)


def _looked(line: socket.socket, header: dict[str, Any], task: Task) -> Look:
    return receive_look(line, header, task)


def _paged(line: socket.socket, header: dict[str, Any], task: Task) -> View:
    return receive_page(line, header)


def _played(line: socket.socket, header: dict[str, Any], task: Task) -> None:
    if header:
        raise Garbled


class _NoEnding(Exception):
    """A child's ending was never told, so it is the nursery that has ended or is stuck."""


class _Nursery:
    """The running helper process and the socket by which it is asked for children."""

    def __init__(self, craft: str, limits: Limits, idle: int) -> None:
        self._seconds = limits.seconds
        self._control, theirs = socket.socketpair()
        numbers = (limits.pixels, limits.bytes, limits.memory, limits.seconds, idle)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-m", CHILD, craft, *map(str, numbers)],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                env=_environment(),
                start_new_session=True,  # Ctrl-C is for the program, which then ends this one
            )
        self.end = weakref.finalize(self, _end, self._process, self._control)

    def lives(self) -> bool:
        return self._process.poll() is None

    @contextlib.contextmanager
    def child(self, seconds: int = 0) -> Iterator[socket.socket]:
        """A line to a new child, which is cut when its time is over, whoever is still at its other
        end; what goes wrong on it is told in the nursery's words."""
        line, report = self._admit(seconds or self._seconds)
        over = threading.Timer((seconds or self._seconds) + PATIENCE, _cut, [line])
        over.daemon = True
        over.start()
        with line, report:
            try:
                yield line
            except (Garbled, OSError) as error:
                line.close()  # else it would wait for us, and its end would not be told
                raise _ending(report) from error
            finally:
                over.cancel()

    def _admit(self, seconds: int) -> tuple[socket.socket, socket.socket]:
        """Ask for a child: the line to it, and the socket on which its ending will be told."""
        (line, its_line), (report, its_report) = socket.socketpair(), socket.socketpair()
        _wait_at_most(seconds + PATIENCE, line)
        report.settimeout(seconds + PATIENCE)
        with its_line, its_report:
            try:
                message = seconds.to_bytes(4)
                socket.send_fds(self._control, [message], [its_line.fileno(), its_report.fileno()])
            except OSError as error:
                line.close()
                report.close()
                raise _NoEnding from error
        return line, report


def _cut(line: socket.socket) -> None:
    with contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _wait_at_most(seconds: int, line: socket.socket) -> None:
    """Have the system watch the clock: Python's own way sends a photograph in two dozen pieces,
    and wants the interpreter lock between them, which sealing holds."""
    for side in (socket.SO_SNDTIMEO, socket.SO_RCVTIMEO):
        line.setsockopt(socket.SOL_SOCKET, side, struct.pack("@ll", seconds, 0))


def _environment() -> dict[str, str]:
    """Nothing of ours but where libraries are; one thread where
    it does not help, and nothing of libvips on the disk.

    A child lives for one file, so glibc need not give memory back, and may take it in pages of
    2 MiB: a seventh of the page faults, which cost as much as the fork.
    """
    kept = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "LC_ALL": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
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
