"""A Heartleaf in a process of its own, as a person has it: `start.py serve`, then a browser."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
LONGEST_START = 60.0


class House:
    """The real program on a free port of this machine. It ends, by its id, with the test."""

    word = "serve"

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self.environment, self.folder = environment, folder
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        self.log = folder / "log"
        self.what: dict[str, str] = {}
        self._process: subprocess.Popen[bytes] | None = None

    def open(self) -> House:
        """Start, and return once the first page can be had."""
        command = [sys.executable, str(checkout(self.folder / "checkout") / "start.py")]
        words = [self.word, "--port", str(self.port), "--no-browser"]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, *words], env=self.environment, stdout=log, stderr=log
            )
        self._wait_for_the_first_page()
        return self

    def close(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def run(self, *words: str) -> str:
        """What a Python command prints that runs beside the program, on the same data."""
        command = [sys.executable, *words]
        ours = self.environment | {"DJANGO_SETTINGS_MODULE": "heartleaf.settings"}
        done = subprocess.run(command, env=ours, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _wait_for_the_first_page(self) -> None:
        until = time.monotonic() + LONGEST_START
        while not answers(self.port):
            assert self._process is not None
            ended = self._process.poll() is not None
            if ended or time.monotonic() > until:
                self.close()
                raise AssertionError(f"It did not start:\n{self.log.read_text()}")
            time.sleep(0.05)


class Demo(House):
    """The sample family."""

    word = "demo"


def checkout(at: Path) -> Path:
    """A tree in which everything is installed, and in which start.py therefore only starts.

    Its environment leads to the one that runs the tests, so nothing is fetched or changed.
    """
    if at.exists():
        return at
    (at / ".venv").mkdir(parents=True)
    shutil.copy(ROOT / "start.py", at)
    shutil.copytree(ROOT / "requirements", at / "requirements")
    for each in Path(sys.prefix).iterdir():
        if each.name in {"bin", "Scripts", "lib", "lib64", "Lib", "include", "pyvenv.cfg"}:
            (at / ".venv" / each.name).symlink_to(each)
    (at / "src").symlink_to(ROOT / "src")  # where the environment's path file leads, from here
    shutil.copy(ROOT / "requirements" / "run.txt", at / ".venv")
    return at


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("localhost", port, timeout=5)
    try:
        connection.request("GET", "/robots.txt")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as here:
        here.bind(("127.0.0.1", 0))
        return int(here.getsockname()[1])


def plain(environment: dict[str, str]) -> dict[str, str]:
    """Without what only the tests' own process needs."""
    return {name: value for name, value in environment.items() if name in KEPT or _is_ours(name)}


KEPT = {*os.environ} - {"DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE", "PYTHONPATH"}


def _is_ours(name: str) -> bool:
    return name.startswith("HEARTLEAF_") or name in {"DATABASE_URL", "XDG_CONFIG_HOME"}
