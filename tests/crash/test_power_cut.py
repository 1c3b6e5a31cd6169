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
    disk, chance, told = Disk(root), random.Random(20250512), 0
    kept = [json.loads(line) for line in ledger.read_text().splitlines()]
    cuts = {chance.randrange(len(calls) // 2, len(calls)) for _ in range(times)}
    for number, call in enumerate(calls):
        acknowledged = call.name == "write" and is_of(call, ledger)
        told += acknowledged
        if number in cuts or (acknowledged and (told == len(kept) or times > 1)):
            for how in HOW if times > 1 else HOW[1 + acknowledged :][:1]:
                after_the_cut(house, disk.worst(how, chance), kept, told, tmp_path, how)
        disk.play(call)
    assert told == len(kept) == 5


def is_of(call, path):
    return str(path).encode().hex() in call.args.replace("\\x", "")


def after_the_cut(house, state, kept, told, tmp_path, how):  # noqa: F811
    """What had been told is there, or what came next for the same thing and had no answer yet."""
    shutil.rmtree(house.data)
    lay(state, house.data, house.data)
    read = ["tests.crash.acknowledging", EMAIL, str(house.passphrase), "--read"]
    done = subprocess.run(
        [sys.executable, "-m", *read], env=house.environment, capture_output=True, text=True
    )
    assert done.returncode == 0, (how, told, done.stderr)
    found = json.loads(done.stdout)
    last = {id: number for number, (id, _words) in enumerate(kept[:told])}
    lost = [
        id
        for id, number in last.items()
        if found["there"].get(id) not in [words for other, words in kept[number:] if other == id]
    ]
    assert (how, told, lost, found["problems"]) == (how, told, [], [])
