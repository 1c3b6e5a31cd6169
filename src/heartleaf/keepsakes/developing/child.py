"""The other side of `decoder`: a nursery that forks one short-lived process for each file.

Run as `python -m heartleaf.keepsakes.developing.child CRAFT PIXELS BYTES MEMORY SECONDS IDLE` with
a socket as its standard input. Each message that comes over it says how many seconds a file may
take and brings two file descriptors: a socket for the file, and the one on which the nursery says
afterwards how its child ended.

The nursery loads one craft's libraries once and never runs them: some start threads at their first
operation, and only a process with a single thread can be forked safely. It never reads a foreign
byte either. A child reads one file, answers, ends; what a file did to it ends with it.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import selectors
import signal
import socket
import sys
import time
from dataclasses import dataclass
from types import ModuleType
from typing import NoReturn

from heartleaf.keepsakes.developing import confining
from heartleaf.keepsakes.developing.answers import receive_task, send_answer
from heartleaf.keepsakes.developing.looks import Look, TooMuchMemory, Unreadable, View
from heartleaf.keepsakes.developing.remote import RemoteFile, RemoteSink, tell_share
from heartleaf.keepsakes.developing.wire import CRASHED, DONE, STARVED, STOPPED, Limits

CORES = 2
"""Films are made by two threads, whose seconds of processor time add up."""

CRAFTS = ("pictures", "films", "papers", "ultrasound")


def main(arguments: list[str]) -> None:
    name, *numbers = arguments
    *limits, idle = map(int, numbers)
    craft = importlib.import_module(f"heartleaf.keepsakes.developing.{CRAFTS[CRAFTS.index(name)]}")
    craft.warm()
    confining.leave_the_network()
    gc.collect()
    gc.freeze()
    Nursery(socket.socket(fileno=0), craft, Limits(*limits), idle).serve()


@dataclass(frozen=True, slots=True)
class Child:
    report: int
    deadline: float


class Nursery:
    """Forks, watches the clock, and says how each child ended."""

    def __init__(
        self, control: socket.socket, craft: ModuleType, limits: Limits, idle: int
    ) -> None:
        self.control, self.craft, self.limits, self.idle = control, craft, limits, idle
        self.children: dict[int, Child] = {}
        self.stopped: set[int] = set()
        self.program = os.getppid()
        self.woken, wake = os.pipe()
        os.set_blocking(wake, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake)

    def serve(self) -> None:
        """Until the program ends or closes its side, or nothing has been asked for a while."""
        rested = time.monotonic()
        with selectors.DefaultSelector() as selector:
            selector.register(self.control, selectors.EVENT_READ)
            selector.register(self.woken, selectors.EVENT_READ)
            while os.getppid() == self.program:
                ready = {key.fileobj for key, _ in selector.select(self._patience())}
                if self.woken in ready:
                    os.read(self.woken, 512)
                self._reap()
                if self.control in ready and not self._admit():
                    break
                if ready or self.children:
                    rested = time.monotonic()
                elif time.monotonic() - rested >= self.idle:
                    break
        self._end_all()

    def _patience(self) -> float:
        """At most five seconds, so that a program that was killed is noticed."""
        soonest = min((child.deadline for child in self.children.values()), default=float("inf"))
        return max(0.0, min(5.0, self.idle, soonest - time.monotonic()))

    def _admit(self) -> bool:
        """Take one file's descriptors and fork for it; False when the program has gone."""
        message, descriptors, _, _ = socket.recv_fds(self.control, 4, 2)
        if len(message) != 4 or len(descriptors) != 2:
            return False
        file, report = descriptors
        seconds = int.from_bytes(message)
        nursery, deadline = os.getpid(), time.monotonic() + seconds
        try:
            pid = os.fork()
        except OSError:
            _say(report, STARVED)
        else:
            if pid == 0:
                _be_the_child(nursery, file, self.craft, self.limits, seconds)
            self.children[pid] = Child(report, deadline)
        os.close(file)
        return True

    def _reap(self) -> None:
        now = time.monotonic()
        for pid, child in self.children.items():
            if child.deadline <= now and pid not in self.stopped:
                os.kill(pid, signal.SIGKILL)
                self.stopped.add(pid)
        for pid in list(self.children):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                _say(self.children.pop(pid).report, self._how_it_ended(pid, status))
                self.stopped.discard(pid)

    def _how_it_ended(self, pid: int, status: int) -> bytes:
        """GLib ends by SIGTRAP when it is refused memory and PDFium by SIGABRT; the kernel's own
        ending is SIGKILL."""
        if pid in self.stopped:
            return STOPPED
        if not os.WIFSIGNALED(status):
            return DONE if os.WEXITSTATUS(status) == 0 else CRASHED
        starved = (signal.SIGKILL, signal.SIGTRAP, signal.SIGABRT)
        killed_by = {signal.SIGXCPU: STOPPED, **dict.fromkeys(starved, STARVED)}
        return killed_by.get(signal.Signals(os.WTERMSIG(status)), CRASHED)

    def _end_all(self) -> None:
        for pid in self.children:
            os.kill(pid, signal.SIGKILL)


def _say(report: int, ending: bytes) -> None:
    with contextlib.suppress(OSError):
        os.write(report, ending)
    os.close(report)


def _be_the_child(
    nursery: int, file: int, craft: ModuleType, limits: Limits, seconds: int
) -> NoReturn:
    """Confine, read, answer, end. Never returns."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        confining.die_with(nursery)
        os.dup2(file, 0)
        os.dup2(1, 2)
        os.closerange(3, 4096)
        confining.confine(limits.memory, CORES * seconds)
        with socket.socket(fileno=0) as line:
            send_answer(line, _answer(line, craft, limits))
        code = 0
    finally:
        os._exit(code)


def _answer(
    line: socket.socket, craft: ModuleType, limits: Limits
) -> Look | View | Unreadable | None:
    try:
        return _done(line, craft, limits)
    except Unreadable as unreadable:
        return unreadable
    except MemoryError:
        return TooMuchMemory()


def _done(line: socket.socket, craft: ModuleType, limits: Limits) -> Look | View | None:
    task = receive_task(line)
    file = RemoteFile(line, task.size, limits.bytes)
    if task.act == "look":
        look: Look = craft.look(file, task.kind, limits.pixels, task.frame)
        return look
    if task.act == "page":
        page: View = craft.page(file, task.kind, task.number, limits.pixels, task.frame)
        return page
    craft.play(file, task.kind, task.frame, RemoteSink(line), lambda share: tell_share(line, share))
    return None


if __name__ == "__main__":
    main(sys.argv[1:])
