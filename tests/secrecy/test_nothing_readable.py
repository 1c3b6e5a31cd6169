"""Ada has lived here a while. Nothing she wrote can be read where it rests."""

import os
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.secrecy.seeking import Seeker


@pytest.fixture(scope="module")
def seeker(lived):
    return Seeker(lived.markers)


def test_she_reads_her_words_on_the_pages(lived, seeker):
    """Without this, finding nothing elsewhere would say nothing."""
    assert all(seeker.in_bytes(page) for page in lived.pages)


def test_nothing_can_be_read_while_it_runs(lived, seeker):
    assert seeker.in_folder(lived.while_running) == []


def test_nothing_can_be_read_after_it_was_killed(lived, seeker):
    house = lived.house

    assert seeker.in_folder(house.data, house.config, house.temporary, house.logs) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets us look into unlinked files")
def test_what_is_on_its_way_lies_sealed_in_the_temporary_folder(lived, seeker):
    assert sum(map(len, lived.half_sent)) > 1_000_000
    assert [hit for data in lived.half_sent for hit in seeker.in_bytes(data)] == []


def test_all_of_it_was_there_to_be_searched(lived):
    vault = lived.while_running / "data" / "vault"

    assert {kind.name for kind in vault.iterdir()} == {"original", "view", "upload", "index"}
    assert sum(path.stat().st_size for path in vault.rglob("*.age")) > sum(
        len(data) for data in lived.originals.values()
    )
    if not lived.house.database:
        assert (lived.while_running / "data" / "heartleaf.sqlite3-wal").stat().st_size > 10_000


def test_every_file_of_the_vault_is_a_whole_age_file(lived):
    files = [path for path in (lived.house.data / "vault").rglob("*") if path.is_file()]

    assert files
    assert {path.read_bytes()[:22] for path in files} == {b"age-encryption.org/v1\n"}


def test_the_files_are_for_their_owner_alone(lived):
    for folder in (lived.house.data, lived.house.data / "vault"):
        assert folder.stat().st_mode & 0o077 == 0
    for key in lived.house.config.rglob("server.key"):
        assert key.stat().st_mode & 0o077 == 0


def test_nothing_can_be_read_in_postgresql(lived, seeker):
    if not lived.house.database:
        pytest.skip("on SQLite the database is a file in the data folder")
    import psycopg

    with psycopg.connect(lived.house.database, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        name = "SELECT oid FROM pg_database WHERE datname = current_database()"
        oid = connection.execute(name).fetchone()[0]
    cluster = Path(parse_qs(urlsplit(os.environ["DATABASE_URL"]).query)["host"][0])

    assert seeker.in_folder(cluster / "data" / "base" / str(oid)) == []
    assert seeker.in_folder(cluster / "data" / "pg_wal") == []
    assert seeker.in_bytes((cluster / "log").read_bytes()) == []
