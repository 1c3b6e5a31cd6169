"""An archive of an earlier version is upgraded as a whole or not at all, and all of it is read."""

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.archive.later_steps import HARM
from tests.archive.sampling import WHAT
from tests.crash.house import House

KEPT = sorted((Path(__file__).parent / "kept").glob("*.tar.xz"))

pytestmark = pytest.mark.skipif(
    os.environ.get("HEARTLEAF_TEST_DATABASE") == "postgres",
    reason="the kept data folders hold SQLite databases",
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


def run_in(house, *words):
    settings = {"DJANGO_SETTINGS_MODULE": "heartleaf.settings"}
    command = [sys.executable, "-m", *words]
    done = subprocess.run(
        command, env=house.environment | settings, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.name.removesuffix(".tar.xz"))
def test_a_kept_data_folder_is_upgraded_and_every_keepsake_in_it_is_read(house_of, kept):
    house = house_of(kept)
    what_was_kept = json.loads((house.data / WHAT).read_text())
    found = run_in(house, "tests.archive.sampling", "read")

    assert found["problems"] == []
    assert found["kept"] == what_was_kept
    assert "Making a backup" in found["said"][0]
    [backup] = (house.data / "backups").glob("*/proven.json")
    assert json.loads(backup.read_text())["proven"] is True


def test_a_step_that_would_harm_what_is_kept_is_undone(house_of):
    house = house_of(KEPT[0])
    told = run_in(house, "tests.archive.later_steps")

    refused = {name: told[name][0] for name in ("no backup", *HARM)}
    assert all("The archive is as it was." in sentence for sentence in refused.values()), refused
    assert [name for name in refused if not told[name][1]] == []
    assert "Before an upgrade a backup is made" in refused["no backup"]
    assert "heartleaf serve --without-backup" in refused["no backup"]
    assert "rows of heartleaf_version are not there any more" in refused["rows are gone"]
    assert "rows of heartleaf_keepsake are others" in refused["a card is another"]
    assert "rows of heartleaf_circle are others" in refused["a name is gone"]
    assert "heartleaf_grownwood" in refused["a table is gone"]
    assert f"The backup {house.data / 'backups'}" in refused["it fails"]

    assert told["declared"] == ["", False]  # it said that it would
    assert set(told["seeds"]) == {1}
    assert "newer Heartleaf" in told["older program"][0]
