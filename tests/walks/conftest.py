"""Houses that are open, and windows to look at them through."""

from __future__ import annotations

import json
import os
import uuid

import pytest

from tests import postgres
from tests.conftest import on_postgres
from tests.walks.addresses import MORE, PAGES
from tests.walks.houses import House, plain
from tests.walks.touring import tour
from tests.walks.walking import Window


@pytest.fixture
def house(empty_house, tmp_path):
    """A house that nobody has been in yet, on the first evening."""
    here = House(plain(empty_house), tmp_path)
    try:
        yield here.open()
    finally:
        here.close()


@pytest.fixture(scope="session")
def filled(tmp_path_factory):
    """A house where Ada and Jonas have been for a while, and Vera has just begun; for looking, and
    for acts that leave the others' things as they are. `filled.what` says what is where."""
    folder = tmp_path_factory.mktemp("filled")
    here = House(plain(environment(folder)), folder)
    here.what = json.loads(here.run("-m", "tests.walks.filling"))
    try:
        yield here.open()
    finally:
        here.close()


@pytest.fixture(scope="session")
def seen(filled, chromium):
    """Every page of a family with everything, as Ada sees it: loaded once for all that is asked of
    a page in several tests."""
    ada = Window(chromium, filled.address, width=360).sign_in()
    ada.reads("Just look")
    try:
        stops = tour(ada, filled, [*(PAGES | MORE).values()])
    finally:
        ada.close()
    assert ada.complaints == []
    return {stop.path: stop for stop in stops}


def environment(folder):
    house = {"HEARTLEAF_DATA": f"{folder}/data", "XDG_CONFIG_HOME": f"{folder}/config"}
    if on_postgres():
        house["DATABASE_URL"] = postgres.new_database(f"house_{uuid.uuid4().hex}")
    return os.environ | house


@pytest.fixture
def window(chromium):
    """Open a window on a house: `window(house, width=360, dark=True, script=False)`.

    Every window is closed with the test, which then fails if the browser had to complain.
    """
    opened = []

    def open_window(house, **how):
        opened.append(Window(chromium, house.address, **how))
        return opened[-1]

    yield open_window
    for each in opened:
        each.close()
    complaints = [complaint for each in opened for complaint in each.complaints]
    assert complaints == []
