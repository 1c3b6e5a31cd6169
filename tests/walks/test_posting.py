"""An image to post, in a browser: looked at while one types, saved, or handed to the phone."""

import pytest
from playwright.sync_api import expect

# What a phone has: a sheet of its own to hand files to. `refuses` once, as when a tap is long ago.
PHONE = """() => {
  window.given = [];
  window.refuses = false;
  navigator.canShare = ({ files }) => files.every((file) => file.type.startsWith("image/"));
  navigator.share = async ({ files: [file] }) => {
    if (window.refuses) { window.refuses = false; throw new DOMException("", "NotAllowedError"); }
    window.given.push([file.name, file.type, file.size]);
  };
}"""


@pytest.fixture
def at_the_page(filled, window):
    def go(what="picture", **how):
        ada = window(filled, width=360, **how)
        ada.sign_in()
        if how.get("script", True):
            ada.page.add_init_script(f"({PHONE})()")
        ada.go(f"/keepsakes/{filled.what[what]}/postcard/")
        return ada

    return go


def look(ada):
    return ada.page.locator("#seen > img")


def given(ada):
    """What the phone was handed, once it was. Our policy forbids the waiting that evaluates."""
    for _each in range(100):
        if found := ada.page.evaluate("window.given"):
            return found
        ada.page.wait_for_timeout(100)
    return []


def test_the_look_follows_what_is_typed_and_chosen_and_no_address_says_it(at_the_page):
    ada, asked = at_the_page(), []
    ada.page.on("request", lambda request: asked.append(request.url))
    before = look(ada).get_attribute("src")
    ada.page.fill("#id_words", "He was here.")
    expect(look(ada)).not_to_have_attribute("src", before)
    ada.page.get_by_label("Tall, 9 : 16").check()

    expect(look(ada)).to_have_attribute("height", "711")
    assert asked
    assert not any("here" in url for url in asked)
    assert ada.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_it_is_handed_to_the_phone_and_goes_nowhere_else(at_the_page):
    ada = at_the_page()
    ada.page.get_by_role("button", name="Hand it to another app").click()

    [[name, kind, size]] = given(ada)
    assert (name, kind) == ("picture.jpg", "image/jpeg")
    assert size > 10_000


def test_a_phone_that_wants_another_tap_gets_the_image_that_is_ready(at_the_page):
    ada = at_the_page()
    ada.page.evaluate("window.refuses = true")
    button = ada.page.locator("[data-hands-image]")
    button.click()
    expect(button).to_have_text("It is ready: hand it on")
    button.click()

    assert len(given(ada)) == 1


def test_where_nothing_can_be_handed_on_it_is_saved(filled, window):
    ada = window(filled, width=360)
    ada.sign_in()
    ada.go(f"/keepsakes/{filled.what['picture']}/postcard/")

    expect(ada.page.locator("[data-hands-image]")).to_be_hidden()
    with ada.page.expect_download() as saved:
        ada.page.get_by_role("button", name="Save the image").click()
    assert saved.value.suggested_filename == "picture.jpg"


def test_without_script_a_button_shows_it_anew(at_the_page):
    ada = at_the_page(script=False)
    before = look(ada).get_attribute("src")
    ada.page.fill("#id_words", "He was here.")
    ada.page.get_by_role("button", name="See it like this").last.click()

    assert look(ada).get_attribute("src") != before
    assert ada.page.input_value("#id_words") == "He was here."
