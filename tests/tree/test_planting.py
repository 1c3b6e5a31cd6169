"""A tree is begun with its place, grows beside the pages, and is grown once."""

import datetime
import os
import subprocess
import sys
import threading
import zlib

import pytest
from django.db import connections
from django.utils import timezone

from heartleaf.family.models import Family
from heartleaf.tree import planting
from heartleaf.tree.models import GrownWood
from heartleaf.tree.wood import Wood
from tests.tree.kept import WOOD

SAPLING = WOOD.to_bytes()


@pytest.fixture(autouse=True)
def nothing_remembered():
    planting.wood_of.cache_clear()


@pytest.fixture
def seeds(monkeypatch):
    """The seeds that were given out to be grown. All grow to one and the same tree, at once."""
    given = []

    def grown(seed):
        given.append(seed)
        return SAPLING

    monkeypatch.setattr(planting, "_grown_elsewhere", grown)
    return given


def seed_of(person):
    return bytes(Family.objects.get(pk=person.family_id).seed)


def begin(person, ago):
    began = timezone.now() - datetime.timedelta(seconds=ago)
    GrownWood.objects.create(family_id=person.family_id, began_at=began)


def test_a_tree_is_grown_at_the_first_look_and_kept(ada, seeds):
    assert planting.wood_of(ada.family_id) == Wood.from_bytes(SAPLING)
    planting.wood_of.cache_clear()
    planting.wood_of(ada.family_id)

    assert seeds == [seed_of(ada)]


@pytest.mark.django_db(transaction=True)
def test_it_grows_beside_the_page_that_plants_it(ada, seeds):
    planting.plant(ada.family_id)
    for thread in threading.enumerate():
        if thread.name == "tree":
            thread.join()

    kept = GrownWood.objects.get(pk=ada.family_id)
    assert zlib.decompress(bytes(kept.wood)) == SAPLING
    assert seeds == [seed_of(ada)]


def test_the_first_evening_plants_the_tree(client, installation, monkeypatch):
    planted = []
    monkeypatch.setattr("heartleaf.web.welcome.plant", planted.append)
    words = "seven small boats upon the river"
    said = {"place": "Rowan's place", "email": "ada@example.org", "passphrase": words}
    client.post("/welcome/way-in/", said)

    assert planted == [Family.objects.get().pk]


@pytest.mark.django_db(transaction=True)
def test_who_looks_while_it_grows_waits_for_it_and_does_not_grow_it_too(ada, seeds):
    begin(ada, ago=1)
    seen = []

    def look():
        seen.append(planting.wood_of(ada.family_id))
        connections.close_all()

    looking = threading.Thread(target=look)
    looking.start()
    looking.join(0.3)
    assert seen == []
    GrownWood.objects.update(wood=zlib.compress(SAPLING))
    looking.join()

    assert seen == [Wood.from_bytes(SAPLING)]
    assert seeds == []


def test_a_tree_that_was_forsaken_is_begun_anew(ada, seeds):
    begin(ada, ago=60)

    assert planting.wood_of(ada.family_id) == Wood.from_bytes(SAPLING)
    assert seeds == [seed_of(ada)]


def test_a_tree_that_could_not_grow_may_be_tried_again_at_once(ada, monkeypatch, seeds):
    def fails(seed):
        raise subprocess.CalledProcessError(1, planting.CHILD)

    with monkeypatch.context() as now:
        now.setattr(planting, "_grown_elsewhere", fails)
        with pytest.raises(subprocess.CalledProcessError):
            planting.wood_of(ada.family_id)

    assert planting.wood_of(ada.family_id) == Wood.from_bytes(SAPLING)


def test_the_clock_grows_what_nobody_has_begun_and_leaves_the_rest(ada, vera, seeds):
    begin(vera, ago=1)
    planting.plant_due(timezone.now())
    planting.plant_due(timezone.now())

    assert seeds == [seed_of(ada)]


GROWN_AT_ONCE = """
from heartleaf.tree import growing_child
from heartleaf.tree.wood import Wood
growing_child.grow = lambda seed: Wood.from_bytes(seed)
growing_child.main()
"""


def test_a_tree_whose_asker_has_gone_ends_without_a_word():
    """As when the program is stopped while a tree grows beside it."""
    nobody_reads, end = os.pipe()
    os.close(nobody_reads)
    command = [sys.executable, "-c", GROWN_AT_ONCE]
    done = subprocess.run(command, input=SAPLING, stdout=end, stderr=subprocess.PIPE)
    os.close(end)

    assert (done.returncode, done.stderr) == (1, b"")
