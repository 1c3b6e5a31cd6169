"""PostgreSQL's own programs for a backup, found beside the server or on the path."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from heartleaf.archive.backup.problems import BackupProblem

PLACES = (
    "usr/lib/postgresql/*/bin",
    "usr/pgsql-*/bin",
    "opt/homebrew/opt/postgresql@*/bin",
    "usr/local/opt/postgresql@*/bin",
    "Applications/Postgres.app/Contents/Versions/*/bin",
)


def program(name: str, server: int) -> Path:
    """`pg_dump` or `pg_restore`, at least as new as the server, as both must be. Raises
    BackupProblem."""
    for path in _found(name):
        if _version(path) >= server:
            return path
    raise BackupProblem(
        _(
            "The program {name} of PostgreSQL {server} or newer is not on this machine. Install it"
            " (on Debian or Ubuntu: postgresql-client-{server}) and try again."
        ).format(name=name, server=server)
    )


def run(words: list[str | Path], password: str) -> None:
    """Raises BackupProblem with what it said. The password is not on the command line, where
    others on the machine could see it."""
    environment = os.environ | ({"PGPASSWORD": password} if password else {})
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise BackupProblem(
            _("{program} could not do it ({said}).").format(
                program=Path(words[0]).name, said=said[:300]
            )
        )


def _found(name: str) -> Iterator[Path]:
    if on_path := shutil.which(name):
        yield Path(on_path)
    for place in PLACES:
        yield from sorted(Path("/").glob(f"{place}/{name}"), reverse=True)


def _version(path: Path) -> int:
    """15 for "pg_dump (PostgreSQL) 15.18"; 0 if it does not run."""
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    found = re.search(r"\) (\d+)", said.stdout)
    return int(found[1]) if found else 0
