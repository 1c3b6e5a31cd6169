"""A data folder that is not what it should be: one clear sentence, and nothing is overwritten."""

import contextlib
import hashlib
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import uuid
from pathlib import Path

import psycopg
import pytest

from tests import postgres
from tests.crash.bringing import a_picture
from tests.crash.house import EMAIL, House
from tests.crash.visiting import Visitor

LIMITED = """
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (400 * 1024, 400 * 1024))
sys.argv = ["heartleaf", *sys.argv[1:]]
runpy.run_module("heartleaf", run_name="__main__")
"""


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory):
    """A house with a family and two pictures in it, made once; each test gets a copy."""
    folder = tmp_path_factory.mktemp("lived-in")
    house = House(environment_in(folder, None), folder)
    house.begin_family()
    brought = bring_in_pictures(house, folder / "photos", 2)
    assert brought.returncode == 0, brought.stderr
    return house


@pytest.fixture
def house(lived_in, tmp_path):
    shutil.copytree(lived_in.data, tmp_path / "house")
    house = House(environment_in(tmp_path, lived_in), tmp_path)
    yield house
    house.close()


def environment_in(folder, copied_from):
    here = {"HEARTLEAF_DATA": str(folder / "house"), "XDG_CONFIG_HOME": str(folder / "config")}
    if "DATABASE_URL" in os.environ:
        here["DATABASE_URL"] = new_database(copied_from)
    return os.environ | here


def new_database(copied_from):
    address = postgres.new_database(name := f"house_{uuid.uuid4().hex}")
    if copied_from is not None:
        pattern = copied_from.environment["DATABASE_URL"].split("@/")[1].split("?")[0]
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}"')
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{pattern}"')
    return address


def bring_in_pictures(house, folder, count):
    folder.mkdir(exist_ok=True)
    for number in range(count):
        (folder / f"{number}.jpg").write_bytes(a_picture(random.Random(number), (400, 300)))
    return house.run("import", folder, *entering(house), "--circle", "us")


def entering(house):
    return "--email", EMAIL, "--passphrase-file", house.passphrase


def serve(house):
    return "serve", "--port", house.port, "--no-browser"


def refused(house, *words, **environment):
    """The one sentence it says. Everything on the disk is as it was before."""
    before = everything(house)
    ended = house.run(*(words or serve(house)), timeout=60, **environment)

    assert ended.returncode == 1
    assert everything(house) == before
    return the_sentence(ended)


def the_sentence(ended):
    assert "Traceback" not in ended.stderr
    lines = ended.stderr.splitlines()
    assert len(lines) == 1, ended.stderr
    assert lines[0].startswith("heartleaf: ")
    return lines[0]


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
        house.environment["DATABASE_URL"] = new_database(None)
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

    assert "Something is not whole" in refused(house, "check", *entering(house))
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


# ── A full disk ─────────────────────────────────────────────────────────────────────────────


def test_a_full_disk_takes_nothing_away_and_says_so(house):
    """Through the pages: what was kept can be read, what has no room is refused in a sentence,
    and when there is room again everything goes on."""
    with a_full_disk(house) as make_room:
        ada = Visitor(house.port)
        house.open()
        ada.sign_in()
        kept_before = ada.get("/timeline/")
        fill(house)
        picture = [("large.jpg", a_large_picture())]
        came = ada.post("/keepsakes/new/picture/", {"circle": "us", "title": "none"}, picture)

        assert came.status >= 500
        assert "What was kept before is kept" in came.text or "Nothing was overwritten" in came.text
        assert pictures_on(ada.get("/timeline/")) == pictures_on(kept_before)
        make_room()
        came = ada.post("/keepsakes/new/", {"circle": "us", "words": "Now there is room"})
        assert came.status == 302
    assert "Traceback" not in house.log.read_text()


def test_an_import_into_a_full_disk_ends_in_a_sentence_and_can_be_run_again(house, tmp_path):
    with a_full_disk(house) as make_room:
        fill(house)
        (tmp_path / "photos").mkdir()
        (tmp_path / "photos/large.jpg").write_bytes(a_large_picture())

        ended = house.run("import", tmp_path / "photos", *entering(house), "--json")
        assert ended.returncode == 1
        assert "Nothing was overwritten" in the_sentence(ended)
        make_room()
        ended = house.run("import", tmp_path / "photos", *entering(house), "--json")
        assert json.loads(ended.stdout)["kept"] == 1
        checked = house.check()
        assert (checked["whole"], checked["keepsakes"]) == (True, 3)


def a_large_picture():
    """About half a megabyte: more than there is room for, and less than needs a temporary file."""
    return a_picture(random.Random(9), (3000, 2500))


def pictures_on(page):
    assert page.status == 200
    return page.text.count("<img")


@contextlib.contextmanager
def a_full_disk(house):
    """A data folder with little room, or else programs that may write no large file; gives what
    makes room again."""
    if mounted(house.data, "size=24m"):
        try:
            yield lambda: (house.data / "filling").unlink()
        finally:
            house.close()
            subprocess.run(["umount", house.data], check=True)
        return
    house.command = lambda words: [sys.executable, "-c", LIMITED, *map(str, words)]

    def make_room():
        house.close()
        del house.command
        house.open()

    yield make_room


def fill(house):
    """Leave enough room for a small row, and too little for a picture."""
    if house.data.is_mount():
        room = shutil.disk_usage(house.data).free
        (house.data / "filling").write_bytes(bytes(max(0, room - 256 * 1024)))


def mounted(folder, options):
    """Put the folder on a small disk in memory, if that is ours to do here."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    aside = folder.with_name("aside")
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder]
    shutil.copytree(folder, aside)
    done = subprocess.run(mount, capture_output=True).returncode == 0
    if done:
        shutil.copytree(aside, folder, dirs_exist_ok=True)
    shutil.rmtree(aside)
    return done


@contextlib.contextmanager
def read_only(folder: Path):
    if mounted(folder, "size=24m"):
        subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
        try:
            yield
        finally:
            subprocess.run(["umount", folder], check=True)
        return
    if os.geteuid() == 0:
        pytest.skip("root writes everywhere, and may not mount a read-only disk here")
    folder.chmod(0o500)
    yield
    folder.chmod(0o700)
