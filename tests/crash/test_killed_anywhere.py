"""Killed at any instant, nothing that was acknowledged is lost, and nothing is half there.

Two windows write letters, keep pictures, bring in exports and empty bins as fast as they can; at a
random instant every process of the server is killed. It is started again, and each thing that was
told to be kept must be there whole, each that was not must be wholly there or wholly not.
"""

import json
import os
import random
import signal
import threading
import time

import pytest

from tests.crash.acts import PictureWindow, WritingWindow
from tests.crash.bringing import a_picture
from tests.crash.house import House
from tests.crash.ledger import Ledger, confirm, confirm_draft, places, settle
from tests.crash.visiting import Visitor

SEED = int(os.environ.get("HEARTLEAF_TEST_SEED", "20250512"))
# Seconds from the first act to the kill, at most: mostly in the midst of it, at times further on.
LATEST = (0.4, 0.4, 1.5)


@pytest.fixture
def house(empty_house, tmp_path):
    house = House(empty_house, tmp_path)
    house.begin_family()
    yield house
    house.close()


def test_a_few_kills_lose_nothing(house):
    told = killed_again_and_again(house, kills=6, look_at_all_every=3)

    print(told)
    assert told["acts"] > 6


@pytest.mark.slow
def test_two_hundred_kills_lose_nothing(house):
    print(json.dumps(killed_again_and_again(house, kills=200, look_at_all_every=10)))


def test_an_import_by_command_finishes_however_often_it_is_killed(house, tmp_path):
    import_killed(house, tmp_path / "photos", pictures=16, kills=3)


@pytest.mark.slow
def test_a_long_import_by_command_finishes_however_often_it_is_killed(house, tmp_path):
    import_killed(house, tmp_path / "photos", pictures=200, kills=40)


# ── The server ──────────────────────────────────────────────────────────────────────────────


def killed_again_and_again(house, *, kills, look_at_all_every):
    chance, ledger = random.Random(SEED), Ledger()
    ada = Visitor(house.port)
    house.open()
    ada.sign_in()
    windows = [
        WritingWindow(ada, ledger, random.Random(chance.random())),
        PictureWindow(ada, ledger, random.Random(chance.random())),
    ]
    count = {"kills": 0, "in doubt": 0, "kept without an answer": 0}
    for kill in range(1, kills + 1):
        live_until_killed(house, windows, chance.uniform(0, chance.choice(LATEST)))
        house.open()
        count["kills"] = kill
        count["in doubt"] += len(ledger.in_doubt()) + (hoped := len(ledger.hoped))
        before = len(ledger.things)
        settle(ada, ledger)
        count["kept without an answer"] += len(ledger.things) - before
        assert len(ledger.things) - before <= hoped
        after_the_kill(house, windows[1].bringing)
        for thing in chance.sample(ledger.things, min(3, len(ledger.things))):
            confirm(ada, thing, places(ada, ("bin", "tray")))
        if kill % look_at_all_every == 0:
            look_at_all(house, ada, ledger, bringing=windows[1].bringing)
            print(count, flush=True)
    finish(windows[1].bringing)
    for thing in ledger.things:
        confirm(ada, thing, places(ada, ("bin", "tray")))
    look_at_all(house, ada, ledger)
    return count | {
        "acts": sum(window.done for window in windows),
        "things": len(ledger.things),
        "drafts": len(ledger.drafts),
        "imports": windows[1].bringing.finished,
    }


def live_until_killed(house, windows, delay):
    threads = [threading.Thread(target=window.act_until_cut_off) for window in windows]
    for thread in threads:
        thread.start()
    time.sleep(delay)
    house.kill()
    for thread in threads:
        thread.join()
    for window in windows:
        if window.failure:
            raise window.failure


def after_the_kill(house, bringing):
    # An import at work is left alone until it has been silent for a while. That while is over.
    house.sql(
        "UPDATE heartleaf_import SET alive_at = '2025-01-01 00:00:00' WHERE state = 'working'"
    )
    bringing.settle()


def finish(bringing):
    wanted, until = bringing.finished + 1, time.monotonic() + 60
    while bringing.finished < wanted:
        assert time.monotonic() < until, "the import does not finish"
        if not bringing.ended:
            bringing.go_on()
            time.sleep(0.02)
        else:
            bringing.settle()


def look_at_all(house, ada, ledger, bringing=None):
    """Every page lists what it should and no more, and `heartleaf check` finds all of it whole."""
    for draft in ledger.drafts:
        confirm_draft(ada, draft)
    where = places(ada)
    for place, name in (("shelf", "timeline"), ("bin", "bin"), ("tray", "tray")):
        wanted = {thing.id for thing in ledger.things if thing.now.place == place}
        assert not wanted - where[name], f"not on the page {name}: {wanted - where[name]}"
        unasked = where[name] - wanted
        on_its_way = place == "tray" and bringing is not None and bringing.started
        assert on_its_way or not unasked, f"nobody put these on the page {name}: {unasked}"
    checked = house.check()
    assert checked["whole"], checked["problems"]
    assert checked["deep"]


# ── The command ─────────────────────────────────────────────────────────────────────────────


def import_killed(house, folder, *, pictures, kills):
    chance = random.Random(SEED)
    folder.mkdir()
    for number in range(pictures):
        (folder / f"{number}.jpg").write_bytes(a_picture(chance))
    words = ["import", folder, *house.entering, "--json"]
    cut_short = 0
    for _ in range(kills):
        running = house.start(*words)
        time.sleep(chance.uniform(0.7, 2.5))
        cut_short += running.poll() is None
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
        running.communicate()
        checked = house.check()
        assert checked["whole"], checked["problems"]

    ended = house.run(*words)
    report = json.loads(ended.stdout)
    assert ended.returncode == 0
    assert report["found"] == pictures == report["kept"] + report["same"]
    assert house.check()["keepsakes"] == pictures
    print(f"{cut_short} of {kills} kills came before the end")
