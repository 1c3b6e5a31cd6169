"""A page by link in two browsers: Ada's, and that of somebody who has nothing but the link."""

import re
import sqlite3
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.conftest import on_postgres

TITLE = "What we would like to show you"


@pytest.fixture
def ada(filled, window):
    person = window(filled).sign_in("ada@example.org")
    expect(person.places()).to_be_visible()
    return person


def make_a_page(ada, *, code=""):
    """Through all of its steps; gives the link."""
    ada.go("/pages/new/")
    ada.page.get_by_role("checkbox", name=re.compile("The linden")).check()
    ada.press("Go on")
    ada.fill("The title of the page", TITLE)
    ada.press("Keep")
    ada.fill("A code of its own", code)
    ada.press("Keep")
    expect(ada.page.get_by_role("progressbar")).to_have_count(0)
    ada.press("Open the page")
    ada.reads("The page is open to whoever has its link.")
    return ada.field("The link").input_value()


def take_down(ada):
    ada.follow("Take the page down")
    ada.reads("What somebody has saved or photographed cannot be taken back, by nobody.")
    ada.press("Take it down")
    ada.reads("The page is gone, with its key and every copy on it.")


def test_a_page_is_made_opened_elsewhere_and_taken_down_while_it_is_open(filled, ada, window):
    link = make_a_page(ada)
    guest, asked = window(filled, width=360), []
    guest.context.on("request", lambda request: asked.append(request))
    guest.page.goto(link)
    guest.is_titled("A page for you")
    assert "#" not in guest.page.url  # it is out of the address bar at once
    guest.press("Open the page")
    guest.is_titled(TITLE)
    guest.page.locator(".shared-picture a").first.click()
    large = guest.page.locator(".large-picture img")
    expect(large).to_be_visible()
    assert large.evaluate("image => image.decode().then(() => image.naturalWidth)") > 400
    take_down(ada)
    src = large.get_attribute("src")
    assert guest.context.request.get(f"{filled.address}{src}").status == 404
    guest.page.reload()
    guest.reads(re.compile("This link opens nothing, or nothing any more"))
    secret = urlsplit(link).fragment
    said_nowhere(filled, asked, secret)


def said_nowhere(filled, asked, secret):
    """Neither in an address, a header of where one comes from, a log, a row nor a file."""
    words = (secret, secret.replace("-", ""))
    for request in asked:
        told = [request.url, request.headers.get("referer", "")]
        assert not [word for word in words for line in told if word in line]
    folders = [Path(filled.environment["HEARTLEAF_DATA"]), filled.log]
    files = [file for at in folders for file in ([at] if at.is_file() else at.rglob("*"))]
    for file in (file for file in files if file.is_file()):
        data = file.read_bytes()
        assert not [word for word in words if word.encode() in data], file
    if not on_postgres():
        rows = sqlite3.connect(f"{folders[0]}/heartleaf.sqlite3")
        assert not [line for line in rows.iterdump() if any(word in line for word in words)]


def test_without_script_the_letters_are_typed_and_the_code_is_asked(filled, ada, window):
    link = make_a_page(ada, code="two herons")
    guest = window(filled, width=360, script=False)
    guest.go("/page/")
    guest.fill("The letters", urlsplit(link).fragment.lower().replace("-", " "))
    guest.press("Open the page")
    guest.fill("The code", "three herons")
    guest.press("Open the page")
    guest.reads("That is not the code. You may try as often as you like.")
    guest.fill("The code", "two herons")
    guest.press("Open the page")
    guest.is_titled(TITLE)
    guest.page.locator(".shared-picture a").first.click()
    guest.follow("All of the page")
    guest.is_titled(TITLE)
    take_down(ada)


def test_a_page_fits_whatever_it_is_seen_on(filled, window):
    guest = window(filled, width=360)
    guest.page.goto(f"{filled.address}/page/#{filled.what['page-link']}")
    guest.press("Open the page")
    guest.is_titled("For you")
    for width in (360, 1280):
        guest.page.set_viewport_size({"width": width, "height": 800})
        expect(guest.page.locator(".shared-piece").first).to_be_visible()
        assert guest.page.evaluate("document.documentElement.scrollWidth") <= width
    guest.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    words, foot = (
        guest.page.locator(at).bounding_box() for at in (".shared-words", ".shared-foot")
    )
    assert foot["x"] + foot["width"] <= words["x"]  # one stays in sight, and covers no other
