"""A backup that is killed anywhere leaves the earlier ones good, and the next one works."""

import itertools
import json
import os
import random
import signal
import subprocess
import sys
import time

import pytest

from heartleaf.archive.backup.backing_up import back_up
from heartleaf.archive.backup.making import make
from heartleaf.archive.backup.places import snapshots
from heartleaf.archive.backup.proving import look
from tests.archive.backup.conftest import files_in, kept_with_a_file
from tests.crash.house import House
from tests.doors.conftest import bring_in_pictures

# Each of these makes something last, so between two of them lies every state a crash can leave.
STEPS = ("fsync", "rename", "replace", "link")


@pytest.mark.skipif(sys.platform == "win32", reason="a program is parted in two")
@pytest.mark.parametrize("place", ["usb", "house/backups"])
def test_killed_at_any_step_the_earlier_one_is_good(house, ada, tmp_path, place, request):
    place = tmp_path / place
    kept_with_a_file(ada)
    first = back_up(place, "asked")
    kept_with_a_file(ada)
    every = 1 if request.config.getoption("--slow") else 2
    for step in itertools.count(0, every):
        if not killed_at(step, place):
            break
        assert look(first).problems == []
        assert [one.folder for one in snapshots(place) if one.proven] == [first.folder]

    made = back_up(place, "asked")

    assert step > 5
    assert made.manifest["files"] == 2
    assert not list(place.glob(".*"))


def killed_at(step, place):
    """Make a backup in a program that ends there like any that is killed; False if it came to its
    end before."""
    child = os.fork()
    if child == 0:
        left = step
        for name in STEPS:
            real = getattr(os, name)

            def counted(*words, real=real, **more):
                nonlocal left
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                left -= 1
                return real(*words, **more)

            setattr(os, name, counted)
        try:
            make(place, "asked")
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.slow
def test_killed_at_any_instant_as_a_program_of_its_own(empty_house, tmp_path):
    house, usb = House(empty_house, tmp_path), tmp_path / "usb"
    house.begin_family()
    began = time.monotonic()
    proven_in(house.run("backup", usb, "--json"))
    whole, chance = time.monotonic() - began, random.Random(11)
    for number in range(8):
        brought = bring_in_pictures(house, tmp_path / f"more {number}", 1 + number)
        assert brought.returncode == 0, brought.stderr
        before = {name for name in files_in(usb) if "Z/" in name}
        kill_after(house, chance.uniform(0.5, 1) * whole, "backup", usb)

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
