"""Deleted for good means that nobody brings it back, not even from the file underneath."""

import sqlite3

import pytest
from django.db import connection

from heartleaf.keepsakes import keeping
from heartleaf.settings import _sqlite


@pytest.mark.parametrize("secure", [True, False])
def test_a_deleted_card_leaves_no_bytes_in_the_database(tmp_path, secure):
    """Python's own SQLite may be built either way, so both are tried."""
    path = tmp_path / "heartleaf.sqlite3"
    card = b"age-encryption.org/v1\n" + b"sealed words " * 900
    database = sqlite3.connect(path, isolation_level=None)
    database.executescript("PRAGMA secure_delete=OFF")
    database.executescript(_sqlite(path)["OPTIONS"]["init_command"] if secure else "")
    database.execute("CREATE TABLE keepsake (id INTEGER PRIMARY KEY, card BLOB)")
    database.executemany("INSERT INTO keepsake (card) VALUES (?)", [(card,), (b"another",)])
    database.execute("DELETE FROM keepsake WHERE id = 1")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()

    assert (b"sealed words" in path.read_bytes()) is not secure


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a setting of SQLite")
def test_every_connection_deletes_so(db):
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA secure_delete").fetchone()[0] == 1


def test_its_files_are_gone_from_the_vault(ada, given_a_picture, tmp_path):
    picture = given_a_picture(ada, circle="us")
    before = list((tmp_path / "vault").rglob("*.age"))
    keeping.put_in_bin(picture)
    keeping.destroy(picture)

    assert len(before) == 4
    assert [path for path in before if path.exists()] == []
