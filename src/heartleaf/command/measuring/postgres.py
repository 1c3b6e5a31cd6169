"""A PostgreSQL for as long as something is measured, in a folder that is thrown away.

It ends with the process that started it, however that one ends: its keeper waits on a pipe that
closes when we are gone.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE
from urllib.parse import urlencode

PLACES = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin")
USER = "heartleaf"
PATIENCE = 60.0
# Starts the server, waits for its own input to end, ends the server by its id, tidies up.
KEEPER = """
"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c log_min_messages=fatal \
    >/dev/null 2>&1 </dev/null & server=$!
cat >/dev/null
kill -INT "$server"
wait "$server"
rm -rf "$2"
"""


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
        prefix="heartleaf-",
        dir="/tmp",
        ignore_cleanup_errors=True,  # its keeper may be quicker
    ) as name:
        folder = Path(name)
        owner = _owner(folder)
        _initialise(programs, folder, owner)
        keep = ["/bin/sh", "-c", KEEPER, "keeper", str(programs), name]
        # A session of its own, so that Ctrl-C reaches us first and all ends in order.
        with subprocess.Popen([*owner, *keep], stdin=PIPE, start_new_session=True) as keeper:
            _wait_for(programs, folder, keeper)
            yield f"postgres://{USER}@/postgres?{urlencode({'host': name}, safe='/')}"


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
        [*owner, str(programs / "initdb"), "-D", str(folder / "data"), *options],
        cwd=folder,
        check=True,
        capture_output=True,
    )


def _wait_for(programs: Path, folder: Path, keeper: subprocess.Popen[bytes]) -> None:
    ready = [str(programs / "pg_isready"), "-q", "-h", str(folder)]
    until = time.monotonic() + PATIENCE
    while subprocess.run(ready, check=False).returncode:
        if keeper.poll() is not None or time.monotonic() > until:
            raise RuntimeError("PostgreSQL did not start.")
        time.sleep(0.05)
