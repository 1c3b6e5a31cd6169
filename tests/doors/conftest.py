"""A house that somebody lives in, for what may be wrong with it."""

import os
import random
import shutil
import uuid

import pytest

from tests import postgres
from tests.crash.bringing import a_picture
from tests.crash.house import House


@pytest.fixture(scope="session")
def lived_in(tmp_path_factory):
    """A house with a family and two pictures in it, made once; each test gets a copy."""
    folder = tmp_path_factory.mktemp("lived-in")
    house = House(environment_in(folder, None), folder)
    house.begin_family()
    brought = bring_in_pictures(house, folder / "photos", 2)
    assert brought.returncode == 0, brought.stderr
    return house


@pytest.fixture
def house(lived_in, tmp_path):
    shutil.copytree(lived_in.data, tmp_path / "house")
    house = House(environment_in(tmp_path, lived_in), tmp_path)
    yield house
    house.close()


def environment_in(folder, copied_from):
    here = {"HEARTLEAF_DATA": str(folder / "house"), "XDG_CONFIG_HOME": str(folder / "config")}
    if "DATABASE_URL" in os.environ:
        here["DATABASE_URL"] = new_database(copied_from)
    return os.environ | here


def new_database(copied_from):
    name = f"house_{uuid.uuid4().hex}"
    if copied_from is None:
        return postgres.new_database(name)
    return postgres.new_database(name, like=copied_from.environment["DATABASE_URL"])


def bring_in_pictures(house, folder, count):
    folder.mkdir(exist_ok=True)
    for number in range(count):
        (folder / f"{number}.jpg").write_bytes(a_picture(random.Random(number), (400, 300)))
    return house.run("import", folder, *house.entering, "--circle", "us")
