"""A bit that flips on the disk is named, harms nothing else, and the pages go on."""

import json
import os
import subprocess
import sys
import tarfile

import pytest

from tests.archive.sampling import PASSPHRASE, PEOPLE
from tests.archive.test_upgrades import KEPT
from tests.crash.house import EMAIL, House

SEED = int(os.environ.get("HEARTLEAF_TEST_SEED", "20250512"))


def flip_bits(house, email, how_many):
    words = [email, house.passphrase, how_many, SEED]
    done = subprocess.run(
        [sys.executable, "-m", "tests.doors.flipping", *map(str, words)],
        env=house.environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def all_is_said(told):
    files = [one for one in told if one["kind"] != "database"]
    assert [one for one in files if one["named"] != 1 or one["others"]] == []
    assert {one["page"] for one in files} == {200}
    rows = [one for one in told if one["kind"] == "database"]
    assert [one for one in rows if not (one["named"] or one["same"])] == []
    assert all(one["page"] < 600 for one in rows)


def test_a_dozen_bits_are_named_and_harm_nothing_else(house):
    told = flip_bits(house, EMAIL, 6)

    assert len(told) >= 6
    all_is_said(told)


@pytest.mark.slow
@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="the kept folder is an SQLite one")
def test_a_bit_in_each_file_of_a_full_house_is_named(empty_house, tmp_path):
    with tarfile.open(KEPT[-1]) as archive:
        archive.extractall(tmp_path, filter="data")
    (tmp_path / "data").rename(empty_house["HEARTLEAF_DATA"])
    house = House(empty_house, tmp_path)
    house.passphrase.write_text(PASSPHRASE)
    told = flip_bits(house, PEOPLE[0], 500)

    print(len(told), "bits flipped")
    all_is_said(told)
