"""An archive of an earlier version is upgraded as a whole or not at all, and all of it is read."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.archive.sampling import PASSPHRASE, PEOPLE, WHAT
from tests.crash.house import House, the_sentence

KEPT = sorted((Path(__file__).parent / "kept").glob("*.tar.xz"))

pytestmark = pytest.mark.skipif(
    os.environ.get("HEARTLEAF_TEST_DATABASE") == "postgres",
    reason="the kept folders hold SQLite databases",
)


@pytest.fixture
def house_of(empty_house, tmp_path):
    """A house on a data folder as it was kept."""

    def unpack(kept):
        with tarfile.open(kept) as archive:
            archive.extractall(tmp_path, filter="data")
        (tmp_path / "data").rename(empty_house["HEARTLEAF_DATA"])
        return House(empty_house, tmp_path)

    return unpack


@pytest.fixture
def old(house_of):
    return house_of(KEPT[0])


def read_all(house):
    read = [sys.executable, "-m", "tests.archive.sampling", "read"]
    settings = {"DJANGO_SETTINGS_MODULE": "heartleaf.settings"}
    done = subprocess.run(read, env=house.environment | settings, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def check_as(house, person):
    (house.data.parent / "passphrase").write_text(PASSPHRASE)
    words = ["--email", person, "--passphrase-file", house.data.parent / "passphrase", "--json"]
    checked = house.run("check", *words)
    return json.loads(checked.stdout), checked.stderr


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.name.removesuffix(".tar.xz"))
def test_a_kept_data_folder_is_upgraded_and_every_keepsake_in_it_is_read(house_of, kept):
    house = house_of(kept)
    what_was_kept = json.loads((house.data / WHAT).read_text())
    (house.data / WHAT).unlink()
    checked, said = check_as(house, PEOPLE[0])

    assert (checked["whole"], checked["problems"]) == (True, [])
    assert "Making a backup" in said
    [backup] = (house.data / "backups").glob("*/proven.json")
    assert json.loads(backup.read_text())["proven"] is True
    assert read_all(house) == what_was_kept


def test_without_room_for_a_backup_it_is_not_upgraded_unless_it_is_insisted(old):
    before = old.sql("SELECT name FROM django_migrations")
    (old.data / "backups").write_text("a file where the folder should be")
    refused = old.run("check")

    assert refused.returncode == 1
    sentence = refused.stderr.splitlines()[-1]
    assert "Before an upgrade a backup is made" in sentence
    assert "heartleaf serve --without-backup" in sentence
    assert old.sql("SELECT name FROM django_migrations") == before
    insisted = old.run("check", HEARTLEAF_UPGRADE_WITHOUT_BACKUP="yes")
    assert insisted.returncode == 0, insisted.stderr


# ── What an upgrade may not do ──────────────────────────────────────────────────────────────

STEP = """
from django.db import migrations

class Migration(migrations.Migration):
    dependencies = [("heartleaf", "{last}")]
    {says}
    operations = [migrations.RunSQL({sql!r})]
"""


def upgraded_with(house, tmp_path, sql, says=""):
    """The program with one more step, of a version that is to come."""
    package = tmp_path / "later" / "heartleaf"
    source = Path(__file__).parents[2] / "src" / "heartleaf"
    shutil.copytree(source / "migrations", package / "migrations")
    last = max(path.stem for path in (package / "migrations").glob("0*.py"))
    step = STEP.format(last=last, sql=sql, says=says)
    (package / "migrations" / "9000_to_come.py").write_text(step)
    run = f"""
import sys
import heartleaf
heartleaf.__path__.insert(0, {str(package)!r})
sys.argv = ["heartleaf", "check"]
from heartleaf.__main__ import main
main()
"""
    house.command = lambda words: [sys.executable, "-c", run]
    try:
        return house.run("check")
    finally:
        del house.command


@pytest.mark.parametrize(
    ("sql", "because"),
    [
        ("DELETE FROM heartleaf_version", "rows of heartleaf_version are not there any more"),
        ("UPDATE heartleaf_keepsake SET card = x'00'", "sealed bytes of"),
        ("UPDATE heartleaf_circle SET name = NULL", "rows of heartleaf_circle are others"),
        ("DROP TABLE heartleaf_grownwood", "heartleaf_grownwood"),
        ("SELECT nothing FROM nowhere", "no such table"),
    ],
)
def test_a_step_that_would_harm_what_is_kept_is_undone(old, tmp_path, sql, because):
    before = everything_in(old)
    ended = upgraded_with(old, tmp_path, sql)

    assert ended.returncode == 1
    assert because in (sentence := ended.stderr.splitlines()[-1])
    assert "The archive is as it was." in sentence
    assert str(old.data / "backups") in sentence
    assert everything_in(old) == before
    assert old.run("check").returncode == 0  # the version that it may be upgraded to


def test_a_step_that_says_what_it_changes_may_change_it(old, tmp_path):
    sql = "UPDATE heartleaf_family SET seed = x'00'"
    ended = upgraded_with(old, tmp_path, sql, 'changes = {"heartleaf_family.seed"}')

    assert ended.returncode == 0, ended.stderr
    assert "newer Heartleaf" in the_sentence(old.run("check"))


def everything_in(house):
    tables = house.sql("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return {name: (sql, house.sql(f"SELECT * FROM {name}")) for name, sql in tables}
