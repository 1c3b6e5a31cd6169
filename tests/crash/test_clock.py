"""Four clocks at once, killed at any instant: nobody is told twice, and nothing is lost unnamed."""

import json
import random
import subprocess
import sys
import time
from collections import Counter

import pytest

from tests.care.post_office import PostOffice
from tests.crash.house import House

CLOCKS = 4


@pytest.fixture
def office():
    with PostOffice(slow=0.004) as here:
        yield here


@pytest.fixture
def house(empty_house, tmp_path, office):
    url = f"smtp://127.0.0.1:{office.port}/?tls=none&from=days@example.org"
    told = {"EMAIL_URL": url, "HEARTLEAF_URL": "https://leaf.example.org"}
    return House(empty_house | told, tmp_path)


@pytest.mark.parametrize("number", [600, pytest.param(10_000, marks=pytest.mark.slow)])
def test_each_message_comes_at_most_once_and_none_is_lost_unnamed(house, office, number):
    asked(house, "write", number)

    killed = clocks_that_die(house, office, random.Random(number), number)

    told, came = asked(house, "finish"), Counter(office.addresses)
    everyone = {f"a{n}@example.org" for n in range(number)}
    assert set(came.values()) == {1}
    assert told["planned"] == told["lost"] == []
    assert sorted(told["sent"] + told["named"]) == sorted(everyone)
    assert set(told["sent"]) <= came.keys()
    assert everyone - came.keys() <= set(told["named"])
    # Those in flight: what a clock hands over in about a second.
    assert len(told["named"]) <= killed * 200
    print(f"{len(told['named'])} of {number} named after {killed} clocks were killed")


def test_a_clock_that_is_told_to_end_leaves_nothing_unsaid(house, office):
    office.slow = 0.03
    asked(house, "write", 60)
    clock = house.start("work")
    office.wait_for(5)

    clock.terminate()
    clock.communicate()

    assert clock.returncode == 0
    assert len(office.addresses) < 60
    assert house.sql("SELECT count(*) FROM heartleaf_reminder WHERE state = 'claimed'") == [(0,)]


def clocks_that_die(house, office, chance, number):
    """Four run until nearly all has been handed over; after every so many messages one dies in the
    middle of whatever it does, and another takes its place."""
    running, killed = [house.start("work") for _ in range(CLOCKS)], 0
    until = time.monotonic() + 120
    at = chance.randrange(10, 50)
    while at < number and time.monotonic() < until:
        office.wait_for(at)
        time.sleep(chance.uniform(0, 0.05))
        which = chance.randrange(CLOCKS)
        end(running[which])
        running[which] = house.start("work")
        killed += 1
        at = len(office.addresses) + chance.randrange(number // 5, number // 3)
    for one in running:
        end(one)
    return killed + CLOCKS


def end(clock):
    clock.kill()
    clock.communicate()


def asked(house, *words):
    command = [sys.executable, "-m", "tests.crash.planned", *map(str, words)]
    done = subprocess.run(command, env=house.environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) if done.stdout else None
