"""A PostgreSQL for as long as something is measured or tested, in a folder that is thrown away.

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

from heartleaf.archive.backup.programs import PLACES

OLDEST = 15  # what Django asks for
USER = "heartleaf"
PATIENCE = 60.0
# Starts the server, waits for its own input to end, ends the server by its id, tidies up.
KEEPER = """
programs=$1 folder=$2
shift 2
"$programs/postgres" -D "$folder/data" -k "$folder" -c listen_addresses= \
    -c log_min_messages=fatal "$@" >"$folder/log" 2>&1 </dev/null & server=$!
cat >/dev/null
kill -INT "$server"
wait "$server"
rm -rf "$folder"
"""


class DidNotStart(Exception):
    """What PostgreSQL said."""


def programs() -> Path | None:
    """The folder of PostgreSQL's programs, not too old; None if there are none on this machine."""
    on_path = shutil.which("initdb")
    found = [Path(on_path).resolve().parent] if on_path else []
    for place in PLACES:
        found += sorted(Path("/").glob(place), reverse=True)
    return next((folder for folder in found if version(folder) >= OLDEST), None)


def version(programs: Path) -> int:
    """15 for "postgres (PostgreSQL) 15.18"; 0 if it does not run."""
    ask = [str(programs / "postgres"), "--version"]
    try:
        said = subprocess.run(ask, capture_output=True, text=True, check=False)
        return int(said.stdout.split()[2].split(".")[0])
    except (OSError, IndexError, ValueError):
        return 0


@contextlib.contextmanager
def cluster(programs: Path, *options: str) -> Iterator[str]:
    """Gives the address of an empty database, as DATABASE_URL takes it. Raises DidNotStart.

    `options` are the server's, such as "fsync=off". It listens on a socket in its folder only.
    """
    # The path of a socket may have hardly more than 100 letters.
    with tempfile.TemporaryDirectory(
        prefix="heartleaf-",
        dir="/tmp",
        ignore_cleanup_errors=True,  # its keeper may be quicker
    ) as name:
        folder = Path(name)
        owner = _owner(folder)
        _initialise(programs, folder, owner)
        said = [word for option in options for word in ("-c", option)]
        keep = ["/bin/sh", "-c", KEEPER, "keeper", str(programs), name, *said]
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
    """Whoever can reach the socket may enter; the folder lets in only its owner and root."""
    options = ["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", f"--username={USER}"]
    made = subprocess.run(
        [*owner, str(programs / "initdb"), "-D", str(folder / "data"), *options],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
    )
    if made.returncode:
        raise DidNotStart(made.stderr.strip())


def _wait_for(programs: Path, folder: Path, keeper: subprocess.Popen[bytes]) -> None:
    ready = [str(programs / "pg_isready"), "-q", "-h", str(folder)]
    until = time.monotonic() + PATIENCE
    while subprocess.run(ready, check=False).returncode:
        if keeper.poll() is not None or time.monotonic() > until:
            raise DidNotStart((folder / "log").read_text(errors="replace").strip()[-500:])
        time.sleep(0.05)
