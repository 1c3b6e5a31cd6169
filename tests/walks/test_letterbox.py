"""What a guest leaves, from their phone to Ada's letterbox and onto the page for another guest."""

import re

import pytest
from playwright.sync_api import expect

from heartleaf.web.guest_work import PUZZLES
from tests import browser
from tests.walks.test_recording import MICROPHONE
from tests.walks.walking import Window


@pytest.fixture
def ada(filled, window):
    person = window(filled).sign_in("ada@example.org")
    expect(person.places()).to_be_visible()
    return person


@pytest.fixture
def come(filled, window):
    """A guest with the link, on a phone."""

    def with_the_link(guest=None, **how):
        guest = guest or window(filled, width=360, **how)
        if guest.page.context.browser and how.get("script") is False:
            guest.go("/page/")
            guest.page.get_by_label("The letters").fill(filled.what["page-link"])
        else:
            guest.page.goto(f"{filled.address}/page/#{filled.what['page-link']}")
        guest.page.locator("button.primary:visible").click()
        return guest

    return with_the_link


def write(guest, words, name):
    guest.follow(re.compile("Leave a word|Leave something"))
    guest.fill("Your words", words)
    guest.fill("Who it is from", name)
    guest.press("Go on")
    guest.is_titled("This is what you leave")


def test_a_candle_and_a_word_are_let_in_by_ada_and_seen_by_another_guest(come, ada):
    vera = come()
    vera.follow("Light a candle")
    vera.fill("Your name", "Vera of the lane")
    vera.press("Light it")
    vera.is_titled("The candle is lit")
    vera.follow(re.compile("Back to"))
    write(vera, "The linden by the harbour is in flower.", "Vera of the lane")
    vera.press("Send")
    vera.is_titled("It lies in the letterbox now")
    vera.follow(re.compile("Back to"))
    expect(vera.page.get_by_text("Vera of the lane")).to_have_count(0)

    for what in ("A candle", "Words"):
        ada.go("/letterbox/")
        open_the_one_from(ada, "Vera of the lane", what)
        ada.press("Let it in, onto the page")
        ada.reads(re.compile("It stands on the page now"))

    jo = come()
    jo.reads("The linden by the harbour is in flower.")
    expect(jo.page.locator(".candles").get_by_text("Vera of the lane")).to_be_visible()


def open_the_one_from(ada, name, what):
    ada.follow("Read one")
    for _ in range(9):
        title = ada.page.get_by_role("heading", level=1).inner_text()
        if title == what and ada.page.locator("main").get_by_text(name).count():
            return
        ada.follow("Not now, show another")
    raise AssertionError(f"{what} from {name} is not in the letterbox")


def test_it_goes_without_script_too(come):
    guest = come(script=False)
    write(guest, "Without a script.", "Ole")
    guest.press("Send")
    guest.is_titled("It lies in the letterbox now")


def test_a_beginning_comes_into_the_words_and_the_work_is_done_meanwhile(come):
    guest = come()
    guest.follow(re.compile("Leave a word|Leave something"))
    guest.press("I am so sorry.")
    expect(guest.field("Your words")).to_have_value("I am so sorry.")
    guest.press("Go on")
    proof = guest.page.locator("[name=proof]")
    expect(proof).to_have_value(re.compile(rf"^(\d+ ){{{PUZZLES - 1}}}\d+$"))


def test_a_voice_is_recorded_and_goes_with_the_words(filled, chromium, come):
    flags = [*browser.flags(), *MICROPHONE]
    other = chromium.browser_type.launch(executable_path=browser.find(), args=flags)
    guest = come(Window(other, filled.address, width=360))
    try:
        guest.follow(re.compile("Leave a word|Leave something"))
        guest.press("Go on")
        guest.press("Record your voice")
        expect(guest.page.locator("[data-time]")).to_have_text("0:01")
        guest.press("Stop")
        expect(guest.page.locator("[data-recorded] > li audio")).to_have_count(1)
        guest.press("Send")
        guest.is_titled("It lies in the letterbox now")
        assert guest.complaints == []
    finally:
        guest.close()
        other.close()
