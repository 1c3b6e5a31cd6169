"""A PostgreSQL of our own for the tests, thrown away afterwards."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from heartleaf.command.measuring.postgres import OLDEST, DidNotStart, programs, version
from heartleaf.command.measuring.postgres import cluster as begun
from tests import needs

__all__ = ["cluster", "find", "new_database", "version"]

# No test lets a computer lose its power, so nothing has to wait for a disk.
NEVER_MIND_THE_DISK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """Gives the address of an empty database, as DATABASE_URL takes it. Raises needs.Missing."""
    try:
        with begun(find(), *NEVER_MIND_THE_DISK) as address:
            yield address
    except DidNotStart as trouble:
        raise needs.Missing(f"PostgreSQL did not start: {trouble}") from trouble


def find() -> Path:
    """The folder of PostgreSQL's programs, version 15 or newer."""
    if found := programs() or (needs.apt_installs("postgresql") and programs()):
        return found
    raise needs.Missing(
        f"The tests need PostgreSQL {OLDEST} or newer. {needs.how_to_get('postgresql')}"
    )


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
