"""A PostgreSQL of our own, thrown away afterwards.

It lives in a temporary folder, listens only on a socket there, and ends with the process that
started it, however that one ends: its keeper waits on a pipe that closes when we are gone.
"""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE
from urllib.parse import urlencode, urlsplit

import psycopg
from psycopg import sql

from tests import needs

OLDEST = 15  # what Django asks for
PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)
USER = "heartleaf"

# Starts the server, waits for its own input to end, ends the server by its id, tidies up. No test
# lets a computer lose its power, so nothing has to wait for a disk.
KEEPER = """
"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c log_min_messages=fatal \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
    >"$2/log" 2>&1 </dev/null & server=$!
cat >/dev/null
kill -INT "$server"
wait "$server"
rm -rf "$2"
"""


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """Gives the address of an empty database, as DATABASE_URL takes it. Raises needs.Missing."""
    programs = find()
    # Not the usual temporary folder: the path of a socket may have hardly more than 100 letters.
    with tempfile.TemporaryDirectory(
        prefix="heartleaf-",
        dir="/tmp",
        ignore_cleanup_errors=True,  # its keeper may have been quicker
    ) as name:
        folder = Path(name)
        owner = given_to_someone_else(folder)
        initialise(programs, folder, owner)
        keep = ["/bin/sh", "-c", KEEPER, "keeper", str(programs), name]
        # A session of its own, so that Ctrl-C reaches us first and the tests end in order.
        with subprocess.Popen([*owner, *keep], stdin=PIPE, start_new_session=True):
            wait_for(programs, folder)
            yield address(folder, "postgres")


def find() -> Path:
    """The folder of PostgreSQL's programs, version 15 or newer."""
    if found := installed() or (needs.apt_installs("postgresql") and installed()):
        return found
    raise needs.Missing(
        f"The tests need PostgreSQL {OLDEST} or newer. {needs.how_to_get('postgresql')}"
    )


def installed() -> Path | None:
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += [folder for place in PLACES for folder in needs.newest(place)]
    return next((folder for folder in folders if version(folder) >= OLDEST), None)


def version(folder: Path) -> int:
    """15 for "postgres (PostgreSQL) 15.18"; 0 if it does not run."""
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True)
        return int(said.stdout.split()[2].split(".")[0])
    except (OSError, IndexError, ValueError):
        return 0


def given_to_someone_else(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root; then the folder goes to a user who is not.

    Returns the words that run a command as that user, none if we are an ordinary user ourselves.
    """
    if os.geteuid() != 0:
        return []
    user = "postgres" if needs.runs("id", "postgres") else "nobody"
    shutil.chown(folder, user)
    return ["runuser", "-u", user, "--"]


def initialise(programs: Path, folder: Path, owner: list[str]) -> None:
    """Whoever can reach the socket may enter; the folder lets in only its owner and root."""
    options = ["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", f"--username={USER}"]
    made = subprocess.run(
        [*owner, programs / "initdb", "-D", folder / "data", *options],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    if made.returncode:
        raise needs.Missing(f"PostgreSQL could not make a database: {made.stderr.strip()}")


def wait_for(programs: Path, folder: Path) -> None:
    ready = [str(programs / "pg_isready"), "-q", "-h", str(folder)]
    until = time.monotonic() + 60
    while not needs.runs(*ready):
        if time.monotonic() > until:
            log = (folder / "log").read_text(errors="replace")
            raise needs.Missing(f"PostgreSQL did not start: {log.strip()[-500:]}")
        time.sleep(0.05)


def new_database(name: str, like: str = "") -> str:
    """Make another database in the cluster that DATABASE_URL names, and give its address: an empty
    one, or a copy of the one at the address `like`, at which nobody looks just now."""
    here = os.environ["DATABASE_URL"]
    names = map(sql.Identifier, (name, named_in(like) if like else "template1"))
    with psycopg.connect(here, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
    return here.replace("/postgres?", f"/{name}?")


def named_in(address: str) -> str:
    return urlsplit(address).path.removeprefix("/")


def address(folder: Path, database: str) -> str:
    """The form libpq knows: postgres://user@/database?host=/folder/of/the/socket"""
    return f"postgres://{USER}@/{database}?{urlencode({'host': folder}, safe='/')}"
