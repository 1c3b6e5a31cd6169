"""Tending what is kept, through the page: with a finger, by keys alone, and without script."""

import re

import pytest
from playwright.sync_api import expect

from tests.walks import drawn
from tests.walks.test_axe import PHONE
from tests.walks.test_sending import CHOOSE
from tests.walks.touring import troubles_here

WORDS = re.compile("It is shown")
TURNED = re.compile(r"unframed\.jpg\?turn=1")


@pytest.fixture
def opens(filled, window, tmp_path):
    """Someone who has just kept two pictures that belong together, in a window of their own."""
    kept = []

    def open_window(**how):
        jonas = window(filled, **how).sign_in("jonas@example.org")
        expect(jonas.places()).to_be_visible()
        jonas.go("/keepsakes/new/files/")
        jonas.page.get_by_label(CHOOSE).set_input_files(a_pair(tmp_path))
        jonas.keep()
        jonas.press("Uncover")
        jonas.press("Leave it uncovered for me")
        jonas.page.wait_for_url(re.compile(r"/keepsakes/[0-9a-f-]{36}/$"))
        kept.append(jonas)
        jonas.page_of = jonas.page.url.removeprefix(jonas.address)
        return jonas

    yield open_window
    for jonas in kept:
        jonas.go(jonas.page_of)
        jonas.press(re.compile("bin"))
        jonas.page.wait_for_url("**/timeline/")


def a_pair(folder):
    paths = [folder / f"{word}.jpg" for word in ("window", "linden")]
    for number, path in enumerate(paths):
        path.write_bytes(drawn.photograph(700 + number))
    return paths


def to_arrange(jonas):
    jonas.go(f"{jonas.page_of}arrange/")


def to_frame(jonas):
    """The first picture's page, by the address of what is shown of it."""
    jonas.go(jonas.page_of)
    shown = jonas.pictures().first.get_attribute("src")
    jonas.go(f"{shown.rpartition('/')[0]}/frame/")


def names(jonas):
    return jonas.page.locator(".file .name").all_inner_texts()


def value(jonas, label):
    return int(jonas.field(label).input_value())


def is_there(jonas):
    picture = jonas.page.locator(".framing img")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("each => each.naturalWidth") > 0
    return picture


def draw(jonas, side, right, down):
    box = jonas.page.locator(f"[data-draws={side}]").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    jonas.page.mouse.move(x, y)
    jonas.page.mouse.down()
    jonas.page.mouse.move(x + right, y + down, steps=4)
    jonas.page.mouse.up()


def test_an_edge_is_drawn_with_the_hand_and_what_is_left_is_shown(opens):
    jonas = opens(width=1280)
    to_frame(jonas)
    size = is_there(jonas).bounding_box()

    draw(jonas, "left", size["width"] / 4, 0)
    draw(jonas, "top", 0, size["height"] / 10)
    draw(jonas, "right", -3 * size["width"], 0)

    assert (value(jonas, "Left"), value(jonas, "Top")) == (25, 10)
    assert (value(jonas, "Right"), value(jonas, "Bottom")) == (45, 0)
    veil = jonas.page.locator(".veil path").last
    expect(veil).to_have_attribute("d", "M25 10V100H55V10Z")
    jonas.press("Keep it like this")
    jonas.reads(WORDS)
    width, height = (int(jonas.pictures().first.get_attribute(n)) for n in ("width", "height"))
    assert width < height


def test_turned_in_place_the_edges_turn_with_it(opens):
    jonas = opens(width=360)
    to_frame(jonas)
    is_there(jonas)
    jonas.field("Top").focus()
    for _ in range(3):
        jonas.page.keyboard.press("ArrowRight")

    jonas.press("Turn")

    expect(jonas.page.locator(".framing img")).to_have_attribute("src", TURNED)
    expect(jonas.field("Right")).to_have_value("3")
    expect(jonas.field("Top")).to_have_value("0")
    picture = is_there(jonas).bounding_box()
    assert picture["width"] < picture["height"]
    jonas.press("As it came")
    expect(jonas.field("Right")).to_have_value("0")
    jonas.press("Keep it like this")
    jonas.reads("It is shown as it came.")


def test_framed_without_script(opens):
    jonas = opens(width=360, script=False)
    to_frame(jonas)
    jonas.field("Top").focus()
    jonas.page.keyboard.press("ArrowRight")

    jonas.press("Turn")
    is_there(jonas)
    assert (value(jonas, "Top"), value(jonas, "Right")) == (0, 1)
    jonas.press("Keep it like this")

    jonas.reads(WORDS)


@pytest.mark.parametrize("script", [True, False])
def test_put_in_order_by_keys_alone(opens, script):
    jonas = opens(width=1280, script=script)
    to_arrange(jonas)
    before = names(jonas)
    jonas.field("What it shows, for those who cannot see it").first.fill("his hat")
    jonas.button("Later").first.focus()
    jonas.page.keyboard.press("Enter")

    jonas.reads("It is number 2 now. Nothing is kept yet.")
    assert names(jonas) == before[::-1]
    focused = jonas.page.locator(":focus")
    expect(focused).to_have_text("Earlier")
    expect(jonas.page.locator(".file").last.locator("textarea")).to_have_value("his hat")
    expect(jonas.page.locator(".file h2")).to_have_text(["Picture 1", "Picture 2"])
    jonas.keep()
    jonas.reads("Kept.")
    to_arrange(jonas)
    assert names(jonas) == before[::-1]


def test_chosen_files_stay_where_something_is_put_later(opens, tmp_path):
    jonas = opens(width=1280)
    to_arrange(jonas)
    more = tmp_path / "more.jpg"
    more.write_bytes(drawn.photograph(703))
    jonas.page.get_by_label("Add more").set_input_files(more)
    expect(jonas.page.locator(".arrivals > li")).to_contain_text("more.jpg")
    another = jonas.page.get_by_label("Put another in its place").first
    another.evaluate("each => { each.closest('details').open = true; }")
    better = tmp_path / "better.jpg"
    better.write_bytes(drawn.photograph(704))
    another.set_input_files(better)

    jonas.press("Later", jonas.page.locator(".file").first)
    jonas.keep()

    jonas.reads("Kept.")
    to_arrange(jonas)
    assert names(jonas)[1:] == ["better.jpg", "more.jpg"]


def test_both_pages_can_be_read_and_used_by_everyone(opens):
    jonas = opens(**PHONE)
    to_arrange(jonas)
    for fold in jonas.page.locator("summary").all():
        fold.click()
    found = troubles_here(jonas)
    to_frame(jonas)
    is_there(jonas)
    found += troubles_here(jonas)
    jonas.page.locator("[name=way][value=cover]").check(force=True)
    found += troubles_here(jonas)

    assert found == []
