"""Killed while it upgrades or backs up: the archive is the old one or the new one, whole; and what
counts as a backup is one."""

import json
import os
import random
import signal
import subprocess
import time

import pytest

from tests.archive.sampling import WHAT
from tests.archive.test_upgrades import KEPT, house_of, run_in  # noqa: F401  # a fixture
from tests.doors.conftest import house, lived_in  # noqa: F401  # fixtures

SEED = int(os.environ.get("HEARTLEAF_TEST_SEED", "20250512"))


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="the kept folder is an SQLite one")
@pytest.mark.parametrize("kills", [2, pytest.param(60, marks=pytest.mark.slow)])
def test_an_upgrade_that_is_killed_again_and_again_comes_to_its_end(house_of, kills):  # noqa: F811
    old = house_of(KEPT[0])
    what_was_kept = json.loads((old.data / WHAT).read_text())
    chance = random.Random(SEED)
    cut_short = sum(killed(old, chance, 6, "check") for _ in range(kills))
    steps = old.sql("SELECT name FROM django_migrations WHERE name LIKE '0006%'")
    found = run_in(old, "tests.archive.sampling", "read")

    assert found["problems"] == []
    assert found["kept"] == what_was_kept
    print(f"{cut_short} of {kills} kills came before the end; {len(steps)} steps were taken then")


@pytest.mark.parametrize("kills", [2, pytest.param(60, marks=pytest.mark.slow)])
def test_what_counts_as_a_backup_is_one_however_often_it_is_killed(house, tmp_path, kills):  # noqa: F811
    chance, place = random.Random(SEED), tmp_path / "other disk"
    place.mkdir()
    cut_short = sum(killed(house, chance, 4, "backup", place) for _ in range(kills))
    assert house.check()["whole"]
    done = house.run("backup", place)

    assert done.returncode == 0, done.stderr
    for proof in place.glob("*/proven.json"):
        assert json.loads(proof.read_text())["proven"] is True
        listed = proof.with_name("files.sha256").read_text()
        summed = ["sha256sum", "--check", "--quiet", "--strict"]
        looked = subprocess.run(
            summed, cwd=proof.parent, input=listed, text=True, capture_output=True
        )
        assert looked.returncode == 0, looked.stdout
    print(f"{cut_short} of {kills} kills came before the end")


def killed(house, chance, latest, *words):  # noqa: F811
    """Whether it was killed before it had ended by itself."""
    running = house.start(*words)
    time.sleep(chance.uniform(0.5, latest))
    if running.poll() is not None:
        running.communicate()
        return False
    os.killpg(running.pid, signal.SIGKILL)
    running.communicate()
    return True
