"""`heartleaf backup` and `heartleaf restore`, as they speak to people and to scripts."""

import json

import pytest
from click.testing import CliRunner

from heartleaf.command import cli
from tests.archive.backup.conftest import files_in, kept_with_a_file
from tests.crash.house import House, the_sentence
from tests.doors.conftest import bring_in_pictures


def said(*words):
    return CliRunner().invoke(cli, [str(word) for word in words])


def test_a_backup_is_said_in_words_and_as_one_object(house, usb, ada):
    kept_with_a_file(ada)

    words, told = said("backup", usb / "mine"), said("backup", usb / "mine", "--json")

    assert "1 sealed files and the database.\nIt is proven.\n" in words.output
    made = json.loads(told.stdout)
    assert (made["files"], made["missing"], made["half"]) == (1, [], False)
    assert made["proven"] > made["made"]


def test_what_cannot_be_is_one_sentence(house, usb, ada):
    (usb / "photographs").mkdir()
    (usb / "file").touch()

    refused = [
        said("backup", usb),
        said("backup", usb / "file"),
        said("backup", usb / "not there" / "below"),
        said("restore", usb),
    ]
    assert {one.exit_code for one in refused} == {1}
    assert [len(one.stderr.splitlines()) for one in refused] == [1] * 4
    assert files_in(usb) == {"file": b""}


def test_nothing_is_restored_over_the_archive_that_is_there(house, usb, ada):
    kept_with_a_file(ada)
    said("backup", usb)
    before = files_in(house)

    refused = said("restore", usb)

    assert refused.exit_code == 1
    assert "is not empty" in refused.stderr
    assert files_in(house) == before


@pytest.mark.slow
def test_an_archive_that_came_back_opens_with_its_passphrase(empty_house, tmp_path):
    """The whole way, in programs of their own and under another key of the server."""
    house, usb = House(empty_house, tmp_path), tmp_path / "usb"
    house.begin_family()
    assert bring_in_pictures(house, tmp_path / "photos", 2).returncode == 0
    assert house.run("backup", usb).returncode == 0
    assert bring_in_pictures(house, tmp_path / "later", 3).returncode == 0
    if "DATABASE_URL" in house.environment:
        pytest.skip("what changed since can be asked of SQLite only")
    house.data = tmp_path / "anew"
    house.environment["HEARTLEAF_DATA"] = str(house.data)
    house.environment["HEARTLEAF_SECRET_KEY"] = "another than it had"

    restored = house.run("restore", usb)

    assert restored.returncode == 0, restored.stderr
    assert "What was kept later is not in it." in restored.stdout
    assert "newer than this backup" in restored.stdout
    checked = house.check()
    assert (checked["whole"], checked["keepsakes"]) == (True, 2)
    assert "is not empty" in the_sentence(house.run("restore", usb))
