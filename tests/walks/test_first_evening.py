"""The first evening: from `start.py` to the leaf, as a person on a fresh machine walks it."""

import re
import subprocess

import pytest
from playwright.sync_api import expect

from tests import needs
from tests.vectors import instagram
from tests.vectors.folders import as_zip
from tests.walks.drawn import a_roll

PASSPHRASE = "a lantern under the old linden"
LETTER = "In the yard"
PHONE_AT_NIGHT = {"width": 360, "dark": True, "script": False}
DESK_BY_DAY = {"width": 1280, "dark": False, "script": True}
PHONE_BY_DAY = {"width": 360, "dark": False, "script": True}
DESK_AT_NIGHT = {"width": 1280, "dark": True, "script": False}


@pytest.mark.parametrize(
    "how", [PHONE_AT_NIGHT, DESK_BY_DAY], ids=["phone-dark-no-script", "desk-light-script"]
)
def test_a_family_comes_in_keeps_and_finds(house, window, tmp_path, how):
    ada = window(house, **how)

    makes_a_place(ada)
    prints_the_sheet(ada)
    writes_a_letter(ada, LETTER)
    finds_it_by_a_word(ada)
    brings_in(ada, tmp_path)
    chooses_what_belongs(ada)
    sees_them_in_the_timeline(ada)
    uncovers_one(ada)
    sees_one_cover_less(ada)
    touches_a_leaf(ada, LETTER)
    goes_and_comes_back(ada)


@pytest.mark.parametrize(
    ("how", "month", "named"),
    [(PHONE_BY_DAY, "2026-09", "September 2026"), (DESK_AT_NIGHT, "2026-10", "October 2026")],
    ids=["phone-light-script", "desk-dark-no-script"],
)
def test_another_evening_in_the_other_light(filled, window, tmp_path, how, month, named):
    jonas = window(filled, **how).sign_in("jonas@example.org")

    writes_a_letter(jonas, f"In {named}")
    finds_it_by_a_word(jonas)
    jonas.bring_in(files=sorted(a_roll(tmp_path / month, month, each=2).iterdir()))
    jonas.until_all_is_in()
    jonas.follow("Open the tray")
    jonas.tick(jonas.tiles(named).first)
    jonas.keep_chosen("only me")
    expect(jonas.tiles(named)).to_have_count(1)
    jonas.to("Timeline")
    uncovers_one(jonas)
    touches_a_leaf(jonas, f"In {named}")


def makes_a_place(ada):
    ada.go("/")
    ada.name_the_place("Rowan's place")
    ada.press("Back")
    expect(ada.field("The name")).to_have_value("Rowan's place")
    ada.press("Go on")
    ada.choose_a_way_in("Ada", "ada@example.org", PASSPHRASE)
    ada.name_a_child("Rowan", born="12 May 2025", died="12 May 2025")
    ada.reads(re.compile("Rowan"))
    ada.press("Go on")
    ada.fill("When a name is not known to us, we say", "our little one")
    ada.press("Go on")
    if ada.script:
        expect(ada.page.get_by_label("Time zone")).to_have_value("Europe/Dublin")
    ada.press("Go on")


def prints_the_sheet(ada):
    ada.press("Make the sheet")
    ada.type_the_key_back("QQQQ QQQQ")
    ada.reads(re.compile("Nothing is lost; look once more"))
    ada.type_the_key_back(last_row(ada.sheet()))
    ada.reads(re.compile("Your sheet is good"))


def writes_a_letter(ada, title):
    ada.begin_a_letter()
    ada.title().fill(title)
    ada.letter().press_sequentially("Dear Rowan, the lindens are in flower.")
    if ada.script:
        ada.is_kept()
    ada.keep()
    ada.is_titled(title)
    ada.reads("Dear Rowan, the lindens are in flower.")


def finds_it_by_a_word(ada):
    ada.find("lind")
    ada.reads(re.compile("the lindens are in flower"))
    ada.find("xylophone")
    ada.reads("Nothing was found with these words.")


def brings_in(ada, tmp_path):
    folder = a_roll(tmp_path / "Summer", "2025-05", "2025-06", each=6)
    export = tmp_path / "instagram-ada.zip"
    export.write_bytes(as_zip(instagram.of_2025()).getvalue())
    if ada.script:
        ada.bring_in(folder=folder)
    else:
        ada.bring_in(files=sorted(folder.iterdir()))
    ada.reads(re.compile("You may leave this page; it goes on without you"))
    ada.come_back_to_what_comes_in()
    ada.until_all_is_in()
    ada.bring_in(files=[export])
    ada.until_all_is_in()


def chooses_what_belongs(ada):
    ada.follow("Open the tray")
    ada.reads(re.compile("Everything is covered"))
    all_are_covered(ada)
    expect(ada.tiles("June 2025")).to_have_count(6)
    for tile in ada.tiles("June 2025").all()[:2]:
        ada.tick(tile)
    ada.keep_chosen("us")
    ada.reads(re.compile("Kept. It is with “us”"))
    expect(ada.tiles("June 2025")).to_have_count(4)
    ada.keep_month("May 2025", "us")
    expect(ada.month("May 2025")).to_have_count(0)


def sees_them_in_the_timeline(ada):
    ada.to("Timeline")
    expect(ada.a_cover_to_lift()).to_have_count(8)
    all_are_covered(ada)


def uncovers_one(ada):
    ada.a_cover_to_lift().first.click()
    ada.press("Uncover")
    is_clear(ada)
    ada.follow("Cover again")
    ada.shows("cover")
    ada.press("Uncover")
    ada.press("Leave it uncovered for me")
    is_clear(ada)


def sees_one_cover_less(ada):
    ada.to("Timeline")
    expect(ada.a_cover_to_lift()).to_have_count(7)


def touches_a_leaf(ada, title):
    ada.to("Tree")
    leaf = ada.link(re.compile(title))
    expect(leaf).to_have_count(1)
    leaf.focus()
    ada.page.keyboard.press("Enter")
    ada.is_titled(title)


def goes_and_comes_back(ada):
    ada.sign_out()
    ada.reads("Closed. Everything is as you left it.")
    ada.sign_in(passphrase="not this one at all")
    ada.reads(re.compile("together open nothing here"))
    ada.sign_in(passphrase=PASSPHRASE)
    expect(ada.places()).to_be_visible()


def last_row(pdf):
    """The last row of the key, read off the printed page."""
    read = [needs.command("pdftotext"), "-layout", "-", "-"]
    words = subprocess.run(read, input=pdf, capture_output=True, check=True).stdout.decode()
    rows = re.search(r"AGE-SECRET-KEY-1\s*\n((?: *[A-Z0-9 ]+\n)+)", words)[1]
    return rows.strip().splitlines()[-1]


def all_are_covered(ada):
    addresses = [image.get_attribute("src") for image in ada.pictures().all()]
    assert addresses
    assert [address for address in addresses if address and "/cover.jpg" not in address] == []


def is_clear(ada):
    ada.shows("large")
    expect(ada.pictures().first).to_have_js_property("complete", True)
    assert ada.pictures().first.evaluate("image => image.naturalWidth") > 400
