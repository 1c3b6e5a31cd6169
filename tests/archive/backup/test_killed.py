"""A backup that is killed anywhere leaves the earlier ones good, and the next one works."""

import json
import random
import signal
import subprocess
import time

import pytest

from tests.archive.backup.conftest import files_in
from tests.crash.house import House
from tests.doors.conftest import bring_in_pictures


@pytest.fixture
def ada_lives_here(empty_house, tmp_path):
    house = House(empty_house, tmp_path)
    house.begin_family()
    brought = bring_in_pictures(house, tmp_path / "photos", 2)
    assert brought.returncode == 0, brought.stderr
    return house


def test_killed_in_the_middle_the_earlier_ones_are_good(ada_lives_here, tmp_path):
    chance = random.Random(7)
    sweep(ada_lives_here, tmp_path / "usb", [chance.uniform(0.4, 0.9)], chance)


@pytest.mark.slow
def test_killed_at_any_instant_the_earlier_ones_are_good(ada_lives_here, tmp_path):
    """Fractions of the time that a whole one takes."""
    chance = random.Random(11)
    instants = [number / 40 for number in range(20, 41)] + [chance.random() for _ in range(20)]
    sweep(ada_lives_here, tmp_path / "usb", instants, chance)


def sweep(house, usb, instants, chance):
    began = time.monotonic()
    proven_in(house.run("backup", usb, "--json"))
    whole = time.monotonic() - began
    for instant in instants:
        brought = bring_in_pictures(house, usb.with_name(f"more {instant}"), 1)
        assert brought.returncode == 0, brought.stderr
        before = {name for name in files_in(usb) if "Z/" in name}
        kill_after(house, instant * whole, "backup", usb)

        assert before <= files_in(usb).keys()
        made = proven_in(house.run("backup", usb, "--json"))
        assert not list(usb.glob(".making-*"))
    assert made["files"] == len(files_in(house.data / "vault"))


def kill_after(house, seconds, *words):
    at_work = subprocess.Popen(house.command(words), env=house.environment)
    time.sleep(seconds)
    at_work.send_signal(signal.SIGKILL)
    at_work.wait()


def proven_in(ended):
    assert ended.returncode == 0, ended.stderr
    made = json.loads(ended.stdout)
    assert made["proven"]
    return made
