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
    command = [sys.executable, "-m", "heartleaf", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def memory_mb(pid: int) -> float | None:
    """What a process and all it started hold, in MB: each shared page counted in part (PSS).
    None where the system cannot say."""
    if not Path("/proc/self/smaps_rollup").exists():
        return None
    return sum(_pss_kb(one) for one in _with_children(pid)) / 1024


def machine() -> str:
    """The machine in one line."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{cores} cores of {_processor()}, {platform.system()}, Python {platform.python_version()},"
        f" SQLite {sqlite3.sqlite_version}"
    )


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
