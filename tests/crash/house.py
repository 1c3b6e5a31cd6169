"""A Heartleaf in processes of its own, which can be killed like any program."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import psycopg

EMAIL, PASSPHRASE = "ada@example.org", "seven small boats upon the river"


class House:
    """One data folder and what runs on it. `environment` is that of the `empty_house` fixture."""

    def __init__(self, environment, folder):
        self.environment = dict(environment)
        self.data = Path(environment["HEARTLEAF_DATA"])
        self.port = free_port()
        self.passphrase = folder / "passphrase"
        self.passphrase.write_text(PASSPHRASE + "\n")
        self.entering = ["--email", EMAIL, "--passphrase-file", self.passphrase]
        self.log = folder / "log"
        self.server = None

    def begin_family(self):
        begun = self.run("family", "new", "--name", "Rowan's place", *self.entering)
        assert begun.returncode == 0, begun.stderr

    def open(self):
        """Start the server; it answers from now on."""
        self.server = self.start("serve", "--port", self.port, "--no-browser")
        said = self.server.stdout.readline()
        assert "open at" in said, said + self.log.read_text()

    def kill(self):
        """End it at once, with every process it has started: nothing can be finished any more."""
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.communicate()

    def close(self):
        """End it if it still runs."""
        if self.server is not None and self.server.poll() is None:
            self.kill()

    def start(self, *words):
        """A command in a process group of its own; what it complains of goes into the log."""
        with self.log.open("a") as log:
            return subprocess.Popen(
                self.command(words),
                env=self.environment,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )

    def run(self, *words, timeout=120, **environment):
        """A command, to its end."""
        return subprocess.run(
            self.command(words),
            env=self.environment | environment,
            capture_output=True,
            text=True,
            timeout=timeout,
        )

    def check(self):
        """What `heartleaf check` says, inside the seals too."""
        checked = self.run("check", *self.entering, "--json")
        assert checked.stdout, checked.stderr
        return json.loads(checked.stdout)

    def sql(self, statement):
        """Ask the database behind Heartleaf's back."""
        if address := self.environment.get("DATABASE_URL"):
            with psycopg.connect(address) as connection:
                cursor = connection.execute(statement)
                return cursor.fetchall() if cursor.description else []
        connection = sqlite3.connect(self.data / "heartleaf.sqlite3", timeout=20)
        try:
            with connection:
                return connection.execute(statement).fetchall()
        finally:
            connection.close()

    @staticmethod
    def command(words):
        return [sys.executable, "-m", "heartleaf", *map(str, words)]


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def the_sentence(ended):
    """The one line in which an ended command said what is wrong."""
    assert "Traceback" not in ended.stderr
    lines = ended.stderr.splitlines()
    assert len(lines) == 1, ended.stderr
    assert lines[0].startswith("heartleaf: ")
    return lines[0]
