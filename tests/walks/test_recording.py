"""A voice, recorded on its page: nothing listens before it is asked to, nothing plays by itself."""

import re

import pytest
from playwright.sync_api import expect

from tests import browser
from tests.walks.walking import Window

MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
ASKED = """() => {
  window.asked = 0;
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = (what) => { window.asked += 1; return ask(what); };
}"""
WARNS = """() => {
  const leaving = new Event("beforeunload", { cancelable: true });
  window.dispatchEvent(leaving);
  return leaving.defaultPrevented;
}"""


@pytest.fixture(scope="module")
def with_microphone(chromium):
    flags = [*browser.flags(), *MICROPHONE]
    other = chromium.browser_type.launch(executable_path=browser.find(), args=flags)
    yield other
    other.close()


@pytest.fixture
def ada(filled, with_microphone):
    window = Window(with_microphone, filled.address, width=360)
    ada = at_the_page(window)
    yield ada
    window.close()
    assert window.complaints == []


def at_the_page(window, before=""):
    window.sign_in()
    expect(window.places()).to_be_visible()
    if before:
        window.page.add_init_script(before)
    window.go("/keepsakes/new/sound/")
    return window


def time_of(ada):
    return ada.page.locator("[data-time]")


def record(ada, by="Record"):
    ada.press(by)
    expect(time_of(ada)).to_have_text("0:01")
    ada.press("Stop")
    expect(ada.page.locator(".arrivals > li").last).to_contain_text("arrived")


def test_nothing_listens_before_she_touches_record(ada):
    ada.page.evaluate(ASKED)
    ada.page.mouse.click(5, 5)
    assert ada.page.evaluate("window.asked") == 0

    ada.press("Record")
    expect(ada.button("Stop")).to_be_visible()
    assert ada.page.evaluate("window.asked") == 1


def test_a_recording_comes_into_the_list_and_waits_to_be_played(ada):
    record(ada)

    [name] = ada.page.locator(".arrivals .name").all_inner_texts()
    assert re.fullmatch(r"Recording, \d+ \w+ \d{4}\.(m4a|webm)", name)
    sound = ada.page.locator(".arrivals audio")
    assert sound.evaluate("each => each.paused && !each.autoplay")
    sound.evaluate("each => { each.muted = true; return each.play(); }")  # the policy lets it
    assert sound.evaluate("each => each.error") is None


def test_a_recording_that_is_kept_plays_on_its_page(ada):
    record(ada)
    ada.press("Keep")
    ada.page.wait_for_url(re.compile(r"/keepsakes/[0-9a-f-]{36}/$"))

    ada.button(re.compile("^Play")).click()
    ada.page.wait_for_function("() => document.querySelector('audio').currentTime > 0.2")
    assert ada.page.locator("audio").evaluate("each => each.error") is None
    ada.press(re.compile("bin"))
    ada.page.wait_for_url("**/timeline/")


def test_while_it_is_paused_the_time_stands_still(ada):
    ada.press("Record")
    expect(time_of(ada)).to_have_text("0:01")
    ada.press("Pause")
    ada.reads("Paused. Nothing is recorded now.")
    stood = time_of(ada).inner_text()
    ada.page.wait_for_timeout(1200)

    assert time_of(ada).inner_text() == stood
    ada.press("Go on")
    expect(time_of(ada)).not_to_have_text(stood)


def test_leaving_warns_only_while_something_recorded_is_not_kept(ada):
    assert not ada.page.evaluate(WARNS)
    record(ada)
    assert ada.page.evaluate(WARNS)

    off = ada.page.locator(".arrivals button")
    off.click()
    expect(off).to_have_text("Take it off for good")
    assert ada.page.evaluate(WARNS)
    off.click()
    expect(ada.page.locator(".arrivals > li")).to_have_count(0)
    assert not ada.page.evaluate(WARNS)


def test_recorded_once_more_both_are_there(ada):
    record(ada)
    record(ada, "Record once more")

    expect(ada.page.locator(".arrivals audio")).to_have_count(2)
    assert (
        ada.page.locator(".arrivals .name").all_inner_texts()[1].endswith(("(2).m4a", "(2).webm"))
    )


def test_a_browser_that_cannot_says_so_and_the_chooser_is_there(filled, window):
    ada = at_the_page(window(filled), before="delete window.MediaRecorder")

    ada.reads("This browser cannot record here.")
    assert ada.button("Record").count() == 0
    assert ada.page.get_by_label("Or choose a sound you have").get_attribute("accept") == "audio/*"


def test_where_the_microphone_is_refused_it_is_said(filled, window):
    ada = at_the_page(window(filled))
    ada.press("Record")

    ada.reads(re.compile("You may choose a sound you have|or choose a sound you have"))
    expect(ada.button("Record")).to_be_visible()
