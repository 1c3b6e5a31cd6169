"""Every page can be read and used by everyone: axe finds nothing, nothing runs off sideways, on a
phone in the light and on a desk in the dark.

The windows themselves see to it that no page makes the browser complain and that nobody else is
in the room: see `window`.
"""

import re

from playwright.sync_api import expect

from heartleaf.web.urls import urlpatterns
from tests.walks import addresses
from tests.walks.touring import troubles, troubles_here

PHONE = {"width": 360}


def test_every_address_is_looked_at():
    known = {*addresses.PAGES, *addresses.OUTSIDE, *addresses.CHILDS, *addresses.NO_PAGES}

    assert {each.name for each in urlpatterns} == known | addresses.FIRST | addresses.CLOSED


def test_every_page_of_a_family_with_everything(seen):
    assert [trouble for stop in seen.values() for trouble in stop.troubles] == []


def test_every_page_that_is_otherwise_for_a_grandmother(filled, window):
    inge = window(filled, **PHONE).sign_in("inge@example.org")
    expect(inge.places()).to_be_visible()
    paths = [addresses.PAGES[name] for name in addresses.OTHERWISE_FOR_INGE]

    assert [trouble for path in paths for trouble in troubles(inge, filled, path)] == []


def test_every_page_of_a_child(filled, window):
    mila = window(filled, **PHONE).sign_in("mila@example.org")
    mila.reads(re.compile("Rowan died"))

    found = [
        trouble for path in addresses.CHILDS.values() for trouble in troubles(mila, filled, path)
    ]

    assert found == []


def test_every_page_of_a_family_with_nothing_yet(filled, window):
    vera = window(filled, **PHONE).sign_in("vera@example.org")
    expect(vera.places()).to_be_visible()
    paths = [addresses.PAGES[name] for name in addresses.EMPTY]

    assert [trouble for path in paths for trouble in troubles(vera, filled, path)] == []


def test_every_page_before_one_has_come_in(filled, window):
    nobody = window(filled, **PHONE)
    found = [t for path in addresses.OUTSIDE.values() for t in troubles(nobody, filled, path)]

    nobody.sign_in("nobody@example.org", "not this one")

    assert found + troubles_here(nobody) == []


def test_the_first_pages_of_all(house, window):
    ada = window(house, **PHONE)
    ada.go("/")
    found = troubles_here(ada)
    ada.name_the_place("Rowan's place")
    found += troubles_here(ada)
    ada.choose_a_way_in("", "ada@example.org", "12345")

    assert found + troubles_here(ada) == []
    ada.reads("This one would be guessed quickly. One or two more words would make it strong.")


def test_pages_that_only_an_act_leads_to(filled, window):
    jonas = window(filled, **PHONE).sign_in("jonas@example.org")
    found = []
    jonas.go(f"/keepsakes/{filled.what['covered']}/")
    jonas.press("Uncover")
    found += troubles_here(jonas)
    jonas.go("/waiting/")
    jonas.press("Ask what waits")
    found += troubles_here(jonas)
    jonas.begin_a_letter()
    jonas.not_yet_until_a_day()
    jonas.keep()
    found += troubles_here(jonas)
    jonas.be_quiet()
    found += troubles_here(jonas)
    jonas.end_quiet()

    assert found == []


def test_the_sheet_of_one_who_has_been_here_for_a_while(filled, window):
    vera = window(filled, **PHONE).sign_in("vera@example.org")
    expect(vera.places()).to_be_visible()
    found = troubles(vera, filled, "/settings/sheet/")
    vera.ask_for_the_sheet("not this one")
    vera.reads(re.compile("That passphrase does not open it"))
    found += troubles_here(vera)
    vera.ask_for_the_sheet()
    assert vera.sheet().startswith(b"%PDF")
    found += troubles_here(vera)
    found += troubles(vera, filled, "/settings/sheet/")
    vera.reads(re.compile("it can be opened once more"))

    assert found == []


def test_the_closed_screen(filled, window):
    jonas = window(filled, **PHONE).sign_in("jonas@example.org")
    jonas.close_the_screen()
    found = troubles_here(jonas)
    jonas.go("/closed/")
    found += troubles_here(jonas)
    jonas.follow("Open again")

    assert found + troubles_here(jonas) == []
