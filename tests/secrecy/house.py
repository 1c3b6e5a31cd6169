"""A Heartleaf in processes of its own, and a person's browser of a few lines."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

from tests import postgres

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
Files = list[tuple[str, bytes]]


class House:
    """One installation: its data, configuration, temporary folder and logs each in a folder."""

    def __init__(self, root: Path) -> None:
        self.root, self.database = root, ""
        self.data, self.config = root / "data", root / "config"
        self.temporary, self.logs = root / "temporary", root / "logs"
        self.outside = root / "outside"  # what its people keep elsewhere
        for folder in (self.config, self.temporary, self.logs, self.outside):
            folder.mkdir(parents=True)
        if os.environ.get("DATABASE_URL"):
            self.database = postgres.new_database(f"house_{uuid.uuid4().hex}")

    @property
    def environment(self) -> dict[str, str]:
        passed = ("PATH", "PYTHONPATH", "LANG", "LC_ALL")
        kept = {name: os.environ[name] for name in passed if name in os.environ}
        return kept | {
            "HOME": str(self.config),
            "XDG_CONFIG_HOME": str(self.config),
            "TMPDIR": str(self.temporary),
            "HEARTLEAF_DATA": str(self.data),
            **({"DATABASE_URL": self.database} if self.database else {}),
        }

    def run(self, *words: str | Path) -> str:
        """What a command says; what it says of itself beside that goes to the logs."""
        command = [sys.executable, "-m", "heartleaf", *words]
        with (self.logs / "commands").open("ab") as log:
            done = subprocess.run(command, env=self.environment, stdout=subprocess.PIPE, stderr=log)
        assert done.returncode == 0, (self.logs / "commands").read_text()
        return done.stdout.decode()

    @contextlib.contextmanager
    def serving(self) -> Iterator[Server]:
        """A server, ended by the harshest signal there is."""
        port = free_port()
        command = [sys.executable, "-m", "heartleaf", "serve", "--no-browser", "--port", str(port)]
        with (self.logs / "server").open("ab") as log:
            process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
        try:
            _wait_for(port, process)
            yield Server(process, port)
        finally:
            process.kill()
            process.wait()


@dataclass(frozen=True)
class Server:
    process: subprocess.Popen[bytes]
    port: int

    def temporary_files(self) -> list[bytes]:
        """What its processes have open that has no name any more: temporary files, unlinked."""
        return [
            Path(handle).read_bytes()
            for pid in _with_children(self.process.pid)
            for handle in Path(f"/proc/{pid}/fd").glob("*")
            if re.match(r"/(?!dev/)\S* \(deleted\)$", _target(handle))
        ]


@dataclass
class Answer:
    status: int
    body: bytes
    address: str

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Browser:
    """Keeps cookies, follows redirects, and sends the token that the last page gave."""

    port: int
    cookies: CookieJar = field(default_factory=CookieJar)
    token: str = ""

    def get(self, path: str) -> Answer:
        return self._answer(urllib.request.Request(f"http://localhost:{self.port}{path}"))

    def post(self, path: str, fields: dict[str, str], files: Files | None = None) -> Answer:
        told = {"csrfmiddlewaretoken": self.token, **fields}
        kind, body = ("application/x-www-form-urlencoded", urlencode(told).encode())
        if files is not None:
            kind, body = multipart(told, files)
        return self.send(path, body, kind)

    def send(self, path: str, body: bytes, kind: str = "application/octet-stream") -> Answer:
        request = urllib.request.Request(f"http://localhost:{self.port}{path}", data=body)
        request.add_header("Content-Type", kind)
        request.add_header("X-CSRFToken", self.token)
        return self._answer(request)

    @contextlib.contextmanager
    def half_sent(self, path: str, files: Files) -> Iterator[None]:
        """A request of which the last bytes are still on their way."""
        kind, body = multipart({"csrfmiddlewaretoken": self.token}, files)
        held = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.cookies)
        head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\n"
        head += f"Content-Length: {len(body)}\r\nCookie: {held}\r\n\r\n"
        with socket.create_connection(("localhost", self.port)) as line:
            line.sendall(head.encode() + body[:-100])
            yield

    def _answer(self, request: urllib.request.Request) -> Answer:
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        try:
            with opener.open(request, timeout=60) as got:
                answer = Answer(got.status, got.read(), got.url)
        except urllib.error.HTTPError as refused:
            answer = Answer(refused.code, refused.read(), refused.url)
        if found := TOKEN.search(answer.body.decode(errors="replace")):
            self.token = found[1]
        return answer


def multipart(fields: dict[str, str], files: Files) -> tuple[str, bytes]:
    """A form with files, as a browser writes it: its kind and its body."""
    edge, body = uuid.uuid4().hex, bytearray()
    for name, value in fields.items():
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        body += head.encode() + value.encode() + b"\r\n"
    for name, data in files:
        head = f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
        body += head.encode() + b"Content-Type: image/jpeg\r\n\r\n" + data + b"\r\n"
    return f"multipart/form-data; boundary={edge}", bytes(body + f"--{edge}--\r\n".encode())


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError(f"The server did not start; it ended with {process.poll()}.")


def _with_children(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(deeper for child in children for deeper in _with_children(int(child)))]


def _target(handle: Path) -> str:
    with contextlib.suppress(OSError):
        return str(handle.readlink())
    return ""
