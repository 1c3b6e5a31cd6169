"""With the keyboard alone, and without motion."""

import re

import pytest
from playwright.sync_api import expect

from tests.walks.addresses import WITH_RAIL

LONGEST_WAY = 60
MOVING = """document.getAnimations().length + [...document.querySelectorAll('*')].filter(each => {
  const style = getComputedStyle(each);
  const times = `${style.transitionDuration}, ${style.animationDuration}`;
  return times.split(', ').some(time => parseFloat(time) > 0.001); }).length"""


@pytest.fixture
def jonas(filled, window):
    jonas = window(filled).sign_in("jonas@example.org")
    expect(jonas.places()).to_be_visible()
    return jonas


def test_the_rail_is_three_stops_from_the_start_of_every_page(seen, filled):
    for path in WITH_RAIL:
        stops = seen[path.format(**filled.what)].stops

        assert stops == ["To the page", "Quiet", "Help now", "Close the screen"], path


def test_a_letter_is_written_and_kept(jonas):
    jonas.go("/")
    goes_to(jonas, jonas.link(re.compile("Write to")))
    jonas.page.keyboard.press("Enter")
    expect(jonas.letter()).to_be_focused()
    jonas.page.keyboard.press("Shift+Tab")
    jonas.page.keyboard.type("By hand")
    jonas.page.keyboard.press("Tab")
    jonas.page.keyboard.type("No mouse in the house.")
    goes_to(jonas, jonas.button("Keep"))
    jonas.page.keyboard.press("Enter")

    jonas.is_titled("By hand")


def test_a_picture_is_uncovered_and_covered_again(jonas):
    jonas.go("/timeline/")
    goes_to(jonas, jonas.a_cover_to_lift().first)
    jonas.page.keyboard.press("Enter")
    goes_to(jonas, jonas.button("Uncover"))
    jonas.page.keyboard.press("Space")
    jonas.shows("large")
    goes_to(jonas, jonas.link("Cover again"))
    jonas.page.keyboard.press("Enter")

    expect(jonas.button("Uncover")).to_be_visible()
    jonas.shows("cover")


def test_something_of_the_tray_is_kept(jonas):
    jonas.go("/tray/")
    tile = jonas.tiles("April 2025").first
    goes_to(jonas, tile)
    jonas.page.keyboard.press("Space")
    expect(tile).to_be_checked()
    goes_to(jonas, jonas.chosen_is_kept_by())
    jonas.page.keyboard.press("Enter")

    jonas.reads(re.compile("^Kept"))
    expect(jonas.month("April 2025")).to_have_count(0)


def test_a_leaf_is_opened(jonas):
    jonas.go("/tree/")
    leaf = jonas.page.get_by_role("main").get_by_role("link").first
    goes_to(jonas, leaf)
    address = leaf.get_attribute("href")
    jonas.page.keyboard.press("Enter")

    expect(jonas.page).to_have_url(f"{jonas.address}{address}")


def test_nothing_moves_for_who_asks_for_stillness(filled, window):
    jonas = window(filled, still=True).sign_in("jonas@example.org")
    for path in ("/", "/timeline/", "/tree/", "/keepsakes/new/", "/keepsakes/{covered}/"):
        jonas.go(path.format(**filled.what))
        assert jonas.page.evaluate(MOVING) == 0, path

    jonas.press("Uncover")

    expect(jonas.link("Cover again")).to_be_visible()
    assert jonas.page.evaluate(MOVING) == 0


def goes_to(person, target):
    """Press Tab until it has the focus."""
    for _step in range(LONGEST_WAY):
        if target.evaluate("each => each === document.activeElement"):
            return
        person.page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {target}")
