"""A running Heartleaf to measure: its process, its memory, the machine it is on."""

from __future__ import annotations

import contextlib
import http.client
import os
import platform
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

PATIENCE = 60.0
AN_INSTANT = 0.02
"""Between two looks at a process: a picture is opened in a few of them."""


@contextlib.contextmanager
def served() -> Iterator[tuple[int, subprocess.Popen[str], float]]:
    """A server in a process of its own: its port, its process, and the seconds until its first
    page was there."""
    port = _free_port()
    began = time.perf_counter()
    with program("serve", "--port", str(port), "--no-browser") as process:
        try:
            _wait_for_page(port, process)
            yield port, process, time.perf_counter() - began
        finally:
            process.terminate()


def program(*words: str) -> subprocess.Popen[str]:
    """The `heartleaf` command in a process of its own."""
    return _started("heartleaf", *words)


def step(name: str, *words: str) -> subprocess.Popen[str]:
    """A module of `measuring` in a process of its own, because it changes the one it runs in or
    because it is to be watched alone."""
    return _started(f"heartleaf.command.measuring.{name}", *words)


def memory_mb(pid: int) -> float | None:
    """What a process and all it started hold, in MB: each shared page counted in part (PSS).
    None where the system cannot say."""
    if not Path("/proc/self/smaps_rollup").exists():
        return None
    return sum(_pss_kb(one) for one in _with_children(pid)) / 1024


def most_mb(process: subprocess.Popen[str]) -> float | None:
    """The most that a process and all it started hold from now until it ends."""
    most = 0.0
    while process.poll() is None:
        most = max(most, memory_mb(process.pid) or 0)
        time.sleep(AN_INSTANT)
    return most or None


def processor_seconds(pid: int) -> float | None:
    """What a process, all it started and all those started have taken of the processor so far.
    None where the system cannot say."""
    if not Path("/proc/self/stat").exists():
        return None
    return sum(map(_ticks, _with_children(pid))) / os.sysconf("SC_CLK_TCK")


def machine() -> str:
    """The machine in one line."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{cores} cores of {_processor()}, {platform.system()}, Python {platform.python_version()},"
        f" SQLite {sqlite3.sqlite_version}"
    )


def _started(module: str, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", module, *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _with_children(pid: int) -> Iterator[int]:
    yield pid
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _with_children(int(child))


def _pss_kb(pid: int) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0  # it ended meanwhile


def _ticks(pid: int) -> int:
    """Its own and those of its children that have ended, as proc(5) counts them."""
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:15]))
    return 0


def _processor() -> str:
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _free_port() -> int:
    with contextlib.closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for_page(port: int, process: subprocess.Popen[str]) -> None:
    began = time.perf_counter()
    while process.poll() is None and time.perf_counter() - began < PATIENCE:
        with contextlib.suppress(OSError):
            page = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            page.request("GET", "/sign-in/")
            if page.getresponse().status == 200:
                return
        time.sleep(0.01)
    raise RuntimeError("The server to be measured did not start.")
