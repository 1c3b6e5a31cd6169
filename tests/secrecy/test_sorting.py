"""An index is open in memory only, however much of it is sorted."""

import contextlib
import os
import sys
from pathlib import Path

import pytest

from heartleaf.keepsakes.images import FACTS_SCHEMA, _connection

MANY = 40_000  # SQLite sorts up to 2 MB without a temporary file


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets us look into unlinked files")
def test_sorting_titles_leaves_none_of_them_in_a_temporary_file():
    index = _connection()
    index.executescript(FACTS_SCHEMA)
    rows = ((os.urandom(16), n * 7919 % MANY, f"To Rowan {n} {'x' * 60}") for n in range(MANY))
    index.executemany("INSERT INTO facts (id, leaf, title) VALUES (?, ?, ?)", rows)

    in_order = index.execute("SELECT title FROM facts ORDER BY title")
    assert in_order.fetchone()[0].startswith("To Rowan 0 ")  # the rest waits, sorted

    assert [name for name in open_files() if "etilqs" in name] == []


def open_files():
    targets = []
    for handle in Path("/proc/self/fd").glob("*"):
        with contextlib.suppress(FileNotFoundError):  # the handle of this very look
            targets.append(str(handle.readlink()))
    return targets
