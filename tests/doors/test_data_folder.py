"""A data folder that is not what it should be: one clear sentence, and nothing is overwritten."""

import hashlib
import os
import shutil
import socket
import uuid

import pytest

from tests import postgres
from tests.crash.house import House, the_sentence
from tests.doors.disks import read_only


def serve(house):
    return "serve", "--port", house.port, "--no-browser"


def refused(house, *words, **environment):
    """The one sentence it says. Everything on the disk is as it was before."""
    before = everything(house)
    ended = house.run(*(words or serve(house)), timeout=60, **environment)

    assert ended.returncode == 1
    assert everything(house) == before
    return the_sentence(ended)


def everything(house):
    """The hash of each file and the name of each folder; on PostgreSQL of each table too."""
    if house.data.is_file():
        return hash_of(house.data)
    found = {str(path): hash_of(path) for path in house.data.rglob("*") if not passing(path)}
    if "DATABASE_URL" in house.environment:
        tables = house.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        rows = "SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM {} t"
        found |= {table: house.sql(rows.format(table)) for (table,) in tables}
    return found


def passing(path):
    """SQLite keeps these two while it looks at a database."""
    return path.name.endswith(("-wal", "-shm"))


def hash_of(path):
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"


# ── What it finds when it starts ────────────────────────────────────────────────────────────


@pytest.mark.parametrize("how", ["emptied", "not mounted"])
def test_a_folder_that_is_empty_where_an_archive_was_is_not_a_fresh_start(house, how):
    assert house.run("check").returncode == 0  # from now on it knows of the archive
    shutil.rmtree(house.data)
    if how == "emptied":
        house.data.mkdir()

    assert "There was an archive in" in refused(house)


def test_a_marker_without_its_database_is_not_given_a_new_one(house, tmp_path):
    if "DATABASE_URL" in house.environment:
        house.environment["DATABASE_URL"] = postgres.new_database(f"house_{uuid.uuid4().hex}")
    else:
        (house.data / "heartleaf.sqlite3").unlink()

    assert "Put" in (sentence := refused(house))
    assert "backup" in sentence


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="this is about SQLite's file")
@pytest.mark.parametrize("content", [b"", b"no database " * 1000])
def test_a_database_file_that_is_none_is_left_as_it_is(house, content):
    (house.data / "heartleaf.sqlite3").write_bytes(content)

    assert "database" in refused(house)


def test_a_marker_of_another_archive_is_not_believed(house):
    (house.data / "MARKER").write_text(f"{uuid.uuid4()}\n")

    assert "belong to different archives" in refused(house)


def test_an_archive_without_its_marker_is_not_marked_anew(house):
    (house.data / "MARKER").unlink()

    assert "MARKER" in refused(house)


@pytest.mark.parametrize("how", ["emptied", "not mounted"])
def test_an_empty_vault_is_said_so(house, how):
    shutil.rmtree(house.data / "vault")
    if how == "emptied":
        (house.data / "vault").mkdir()

    assert "The vault of this archive is empty" in refused(house)


def test_a_database_of_a_newer_heartleaf_is_left_alone(house):
    columns = "INSERT INTO django_migrations (app, name, applied)"
    house.sql(f"{columns} VALUES ('heartleaf', '9999_of_tomorrow', '2030-01-01 00:00:00')")

    assert "newer Heartleaf" in refused(house)


def test_a_file_where_the_folder_should_be_stays_that_file(house):
    shutil.rmtree(house.data)
    house.data.write_text("a shopping list")

    assert "is a file, and should be a folder" in refused(house)


def test_a_folder_that_cannot_be_written_is_said_so(house):
    with read_only(house.data):
        assert "cannot be written" in refused(house)


def test_a_port_that_is_taken_is_said_so(house):
    with socket.create_server(("127.0.0.1", house.port)):
        assert "Try --port with another number" in refused(house)


def test_two_that_start_at_once_begin_one_archive(empty_house, tmp_path):
    house = House(empty_house, tmp_path)
    both = [house.start("check") for _ in range(2)]

    assert [one.wait(60) for one in both] == [0, 0], house.log.read_text()
    assert house.sql("SELECT count(*) FROM heartleaf_installation") == [(1,)]
    for one in both:
        one.communicate()


# ── A damaged file ──────────────────────────────────────────────────────────────────────────


def test_a_damaged_original_is_named_and_left_as_it_is(house):
    spoil(a_file_of(house, "original"))

    assert "Something is not whole" in refused(house, "check", *house.entering)
    assert len(house.check()["problems"]) == 1


@pytest.mark.parametrize("left", [0, 20])
def test_a_file_cut_short_is_found_without_a_key(house, left):
    os.truncate(a_file_of(house, "original"), left)

    assert "Something is not whole" in refused(house, "check")


def a_file_of(house, kind):
    return sorted((house.data / "vault" / kind).glob("*/*/*.age"))[0]


def spoil(path):
    data = bytearray(path.read_bytes())
    data[-20] ^= 1
    path.write_bytes(data)
