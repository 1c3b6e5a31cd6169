"""A PostgreSQL for as long as something is measured, in a folder that is thrown away."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

PLACES = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin")
USER = "heartleaf"
PATIENCE = 60.0


def programs() -> Path | None:
    """The folder of PostgreSQL's programs; None if there are none on this machine."""
    on_path = shutil.which("initdb")
    found = [Path(on_path).resolve().parent] if on_path else []
    for place in PLACES:
        found += sorted(Path("/").glob(place), reverse=True)
    return next((folder for folder in found if (folder / "postgres").exists()), None)


@contextlib.contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """Gives its address as DATABASE_URL takes it. It listens on a socket in its folder only."""
    # The path of a socket may have hardly more than 100 letters.
    with tempfile.TemporaryDirectory(
        prefix="heartleaf-", dir="/tmp", ignore_cleanup_errors=True
    ) as name:
        folder = Path(name)
        owner = _owner(folder)
        _initialise(programs, folder, owner)
        options = ["-k", name, "-c", "listen_addresses=", "-c", "log_min_messages=fatal"]
        server = subprocess.Popen(
            [*owner, programs / "postgres", "-D", folder / "data", *options],
            cwd=folder,
            start_new_session=True,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(programs, folder, server)
            yield f"postgres://{USER}@/postgres?{urlencode({'host': name}, safe='/')}"
        finally:
            stop = [*owner, programs / "pg_ctl", "stop", "-s", "-m", "immediate"]
            subprocess.run([*stop, "-D", folder / "data"], cwd=folder, check=False)
            server.wait()


def _owner(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root; then the words that run it as someone who is not."""
    if os.geteuid() != 0:
        return []
    known = subprocess.run(["id", "postgres"], capture_output=True, check=False).returncode == 0
    user = "postgres" if known else "nobody"
    shutil.chown(folder, user)
    return ["runuser", "-u", user, "--"]


def _initialise(programs: Path, folder: Path, owner: list[str]) -> None:
    options = ["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", f"--username={USER}"]
    subprocess.run(
        [*owner, programs / "initdb", "-D", folder / "data", *options],
        cwd=folder,
        check=True,
        capture_output=True,
    )


def _wait_for(programs: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    ready = [programs / "pg_isready", "-q", "-h", folder]
    until = time.monotonic() + PATIENCE
    while subprocess.run(ready, check=False).returncode:
        if server.poll() is not None or time.monotonic() > until:
            raise RuntimeError("PostgreSQL did not start.")
        time.sleep(0.05)
