"""The power goes: whatever was acknowledged is there, in the worst state a disk may then hold."""

import json
import os
import random
import shutil
import subprocess
import sys

import pytest

from tests import needs
from tests.crash.house import EMAIL
from tests.crash.recorded import Disk, copied, lay, record
from tests.doors.conftest import house, lived_in  # noqa: F401  # fixtures

HOW = ("no names", "names without bytes", "some")


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="PostgreSQL writes its own files")
@pytest.mark.skipif(sys.platform != "linux", reason="strace is of Linux")
@pytest.mark.parametrize("times", [1, pytest.param(10, marks=pytest.mark.slow)])
def test_what_was_acknowledged_is_there_after_a_power_cut(house, tmp_path, times):  # noqa: F811
    if not shutil.which("strace") and not needs.apt_installs("strace"):
        pytest.skip("this needs the command strace")
    if not needs.runs("strace", "-o", os.devnull, "true"):
        pytest.skip("nobody may look at what a program asks of the system here")
    before = copied(house.data, tmp_path / "before")
    ledger, root = tmp_path / "ledger", house.data
    words = [sys.executable, "-m", "tests.crash.acknowledging", EMAIL, house.passphrase, ledger]
    calls = record(words, house.environment, tmp_path)
    shutil.rmtree(root)
    copied(before, root)
    disk, chance, told, looked = Disk(root), random.Random(20250512), [], 0
    for call in calls:
        if call.name == "write" and str(ledger).encode().hex() in call.args.replace("\\x", ""):
            told.append(json.loads(bytes.fromhex(text_of(call))))
            if times > 1 or len(told) in {2, 5}:
                for how in HOW if times > 1 else HOW[len(told) % 2 :: 2]:
                    after_the_cut(house, disk.worst(how, chance), told, tmp_path, how)
                    looked += 1
        disk.play(call)
    assert len(told) == 5
    print(f"{looked} states of the disk, of {len(calls)} calls")


def text_of(call):
    return call.args.split('"')[1].replace("\\x", "")


def after_the_cut(house, state, told, tmp_path, how):  # noqa: F811
    shutil.rmtree(house.data)
    lay(state, house.data, house.data)
    read = ["tests.crash.acknowledging", EMAIL, str(house.passphrase), "--read"]
    done = subprocess.run(
        [sys.executable, "-m", *read], env=house.environment, capture_output=True, text=True
    )
    assert done.returncode == 0, (how, len(told), done.stderr)
    found = json.loads(done.stdout)
    lost = {id: words for id, words in dict(told).items() if found["there"].get(id) != words}
    assert (how, lost, found["problems"]) == (how, {}, [])
