"""Every page can be read and used by everyone: axe finds nothing, nothing runs off sideways.

The windows themselves see to it that no page makes the browser complain and that nobody else is
in the room: see `window`.
"""

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import expect

from heartleaf.web.urls import urlpatterns
from tests.walks import addresses

PHONE = {"width": 360, "dark": False}
DESK = {"width": 1280, "dark": True}
EACH = pytest.mark.parametrize("how", [PHONE, DESK], ids=["phone-light", "desk-dark"])
# The narrowest phone, and a desk at 200 %.
NARROW = [(320, 568), (640, 430)]
AXE = "axe.run({resultTypes: ['violations']}).then(found => found.violations)"
STICKS_OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Half faded in, words are as pale as they are half there.
FADED_IN = "Promise.all(document.getAnimations().map((fade) => fade.finished.catch(() => 0)))"


def test_every_address_is_looked_at():
    known = {*addresses.PAGES, *addresses.OUTSIDE, *addresses.CHILDS, *addresses.NO_PAGES}

    assert {each.name for each in urlpatterns} == known | addresses.FIRST | addresses.CLOSED


@EACH
def test_every_page_of_a_family_with_everything(filled, window, how):
    ada = window(filled, **how).sign_in()
    expect(ada.places()).to_be_visible()
    pages = addresses.PAGES | addresses.MORE

    found = [trouble for path in pages.values() for trouble in troubles(ada, filled, path)]

    assert found == []


@EACH
def test_every_page_that_is_otherwise_for_a_grandmother(filled, window, how):
    inge = window(filled, **how).sign_in("inge@example.org")
    expect(inge.places()).to_be_visible()
    paths = [addresses.PAGES[name] for name in addresses.OTHERWISE_FOR_INGE]

    assert [trouble for path in paths for trouble in troubles(inge, filled, path)] == []


@EACH
def test_every_page_of_a_child(filled, window, how):
    mila = window(filled, **how).sign_in("mila@example.org")
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


@EACH
def test_every_page_before_one_has_come_in(filled, window, how):
    nobody = window(filled, **how)
    found = [t for path in addresses.OUTSIDE.values() for t in troubles(nobody, filled, path)]

    nobody.sign_in("nobody@example.org", "not this one")

    assert found + troubles_here(nobody) == []


@EACH
def test_the_first_pages_of_all(house, window, how):
    ada = window(house, **how)
    ada.go("/")
    found = troubles_here(ada)
    ada.name_the_place("Rowan's place")
    found += troubles_here(ada)
    ada.choose_a_way_in("", "ada@example.org", "12345")

    assert found + troubles_here(ada) == []
    ada.reads("This one would be guessed quickly. One or two more words would make it strong.")


@EACH
def test_pages_that_only_an_act_leads_to(filled, window, how):
    jonas = window(filled, **how).sign_in("jonas@example.org")
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


@EACH
def test_the_sheet_of_one_who_has_been_here_for_a_while(filled, window, how):
    vera = window(filled, **how).sign_in("vera@example.org")
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


@EACH
def test_the_closed_screen(filled, window, how):
    jonas = window(filled, **how).sign_in("jonas@example.org")
    jonas.close_the_screen()
    found = troubles_here(jonas)
    jonas.go("/closed/")
    found += troubles_here(jonas)
    jonas.follow("Open again")

    assert found + troubles_here(jonas) == []


def troubles(person, house, path):
    person.go(path.format(**house.what))
    return troubles_here(person)


def troubles_here(person):
    """What axe finds on this page, and at which widths something sticks out of it."""
    page, here = person.page, person.page.url.removeprefix(person.address)
    expect(page.locator("main, .closed").first).to_be_attached()
    page.evaluate(FADED_IN)
    usual = page.viewport_size
    found = [f"{here}: {each}" for each in asked_of_axe(page)]
    for width, height in NARROW:
        page.set_viewport_size({"width": width, "height": height})
        if (beyond := page.evaluate(STICKS_OUT)) > 0:
            found.append(f"{here}: {beyond} px stick out at {width} px")
    page.set_viewport_size(usual)
    return found


def asked_of_axe(page):
    page.evaluate(AXE_SCRIPT)
    return [
        f"{each['id']}: {each['help']} ({node['html'][:120]})"
        for each in page.evaluate(AXE)
        for node in each["nodes"][:3]
    ]
