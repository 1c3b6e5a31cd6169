"""Ada asks Jonas in by a link and Inge by a card; they come in with browsers of their own."""

import json
import re
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests import needs
from tests.walks.walking import PASSPHRASE

# Every value of every row there is, as bytes, whatever the database.
ROWS = """
import django, sys
django.setup()
from django.apps import apps
for model in apps.get_models():
    for row in model.objects.values():
        for value in row.values():
            plain = bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()
            sys.stdout.write(plain.decode("latin-1") + "\\n")
"""


@pytest.fixture
def ada(house, window):
    """Her place is hardly an hour old."""
    ada = window(house, width=1280)
    ada.go("/")
    ada.name_the_place("Rowan's place")
    ada.choose_a_way_in("Ada", "ada@example.org", PASSPHRASE)
    ada.page.wait_for_url("**/welcome/children/")
    return ada


@pytest.fixture
def at_home(filled, window):
    """Ada where she has been for a while."""
    ada = window(filled, width=1280).sign_in()
    expect(ada.places()).to_be_visible()
    return ada


@pytest.fixture
def asked():
    """What the browsers asked for, and what they said of where they came from."""
    return []


def listens(window, asked):
    window.context.on("request", lambda request: asked.append(request))
    return window


def test_jonas_comes_in_by_a_link_and_each_keeps_an_only_me(house, window, ada, asked):
    link = asks_in(listens(ada, asked), "as a parent", "Jonas")
    secret = link.partition("#")[2]
    jonas = listens(window(house, width=360, dark=True), asked)

    jonas.page.goto(link)
    assert urlsplit(jonas.page.url).fragment == ""
    jonas.page.reload()
    jonas.is_titled("Someone asks you in")
    jonas.page.goto(link)
    jonas.press("Open the invitation")
    jonas.is_titled("Ada asks you in")
    jonas.reads("Come when you can.")
    jonas.follow("Make my way in")
    makes_a_way_in(jonas, "Jonas", "jonas@example.org")
    jonas.press("Leave it for now")
    jonas.reads("You are in. There is no hurry, and nothing is asked of you.")

    writes(ada, "From Ada", "us")
    writes(jonas, "From Jonas", "us")
    writes(jonas, "His alone", "only me")
    writes(ada, "Hers alone", "only me")
    assert titles(ada) == {"From Ada", "From Jonas", "Hers alone"}
    assert titles(jonas) == {"From Ada", "From Jonas", "His alone"}
    ada.go("/invitations/")
    expect(ada.link("Jonas")).to_have_count(0)
    is_nowhere(secret, house, asked)


def test_inge_types_the_letters_of_her_card_with_script_off(house, window, ada):
    asks_in(ada, "to look", "Inge")
    said = words_of(ada.context.request.get(f"{ada.page.url}card.pdf").body())
    letters = re.search(r"\b[0-9A-Z]{5}(?: +[0-9A-Z]{5}){4}\b", said)[0]
    assert f"localhost:{house.port}/invited" in said
    inge = window(house, width=360, script=False)

    inge.go("/invited/")
    inge.fill("The letters", letters.replace(" ", "")[:-1])
    inge.press("Open the invitation")
    inge.reads(re.compile("Nothing opens with this"))
    inge.fill("The letters", letters.lower())
    inge.press("Open the invitation")
    inge.is_titled("Ada asks you in")
    inge.follow("Make my way in")
    makes_a_way_in(inge, "Inge", "inge@example.org")
    inge.press("Leave it for now")

    inge.reads(re.compile("You are in"))
    inge.to("More")
    expect(inge.link("Ask someone in")).to_have_count(0)


def test_a_link_opens_nothing_once_it_is_used_or_taken_back(filled, window, at_home):
    used = asks_in(at_home, "to look", "Inge")
    inge = window(filled, width=360)
    comes_with(inge, used)
    inge.follow("Make my way in")
    makes_a_way_in(inge, "Inge", "oma@example.org")
    gone = asks_in(at_home, "to look", "Paul")
    at_home.press("Take it back")
    at_home.reads("Taken back. The link and the card open nothing now.")
    good = asks_in(at_home, "to look", "Vera")
    altered = good[:-1] + ("A" if good[-1] != "A" else "B")

    pages = set()
    for link in (used, gone, altered):
        stranger = window(filled)
        comes_with(stranger, link)
        stranger.reads(re.compile("Nothing opens with this"))
        pages.add(stranger.page.locator("main").inner_text())
    assert len(pages) == 1


def test_another_link_opened_while_the_page_is_open_is_the_one_that_counts(filled, window, at_home):
    first, second = asks_in(at_home, "to look", "Inge"), asks_in(at_home, "as a parent", "Jonas")
    jonas = window(filled, width=360)
    jonas.page.goto(first)
    jonas.page.goto(second)  # the same page: the browser only tells of another fragment

    jonas.press("Open the invitation")

    jonas.reads(re.compile("As a parent"))


def test_whoever_is_signed_in_chooses_whether_to_stay(filled, window, at_home):
    link = asks_in(at_home, "to look", "Inge")
    comes_with(at_home, link)
    at_home.reads(re.compile("signed in as Ada"))

    at_home.press("Sign out, and look at the invitation")

    at_home.is_titled("Ada asks you in")
    at_home.press("Another time")
    at_home.is_titled("Another time, then")


def asks_in(ada, how, name):
    ada.go("/invitations/new/")
    ada.fill("Whom do you ask in?", name)
    ada.page.get_by_role("radio", name=re.compile(f"^{how}(?! at all|, and)")).check()
    ada.fill("A word to greet them", "Come when you can.")
    ada.press("Make the invitation")
    ada.is_titled(f"For {name}")
    return ada.field("The link").input_value()


def comes_with(someone, link):
    someone.page.goto(link)
    someone.press("Open the invitation")


def makes_a_way_in(someone, name, email):
    someone.fill("What shall we call you?", name)
    someone.fill("Your e-mail address", email)
    someone.fill("A passphrase", "nine lamps along the quay")
    someone.press("Come in")
    someone.is_titled("A sheet of paper, for the day the passphrase is gone")


def writes(someone, title, circle):
    someone.go("/keepsakes/new/")
    someone.title().fill(title)
    someone.letter().fill("Dear Rowan.")
    someone.choose("Who may open it", circle)
    someone.keep()
    someone.is_titled(title)


def titles(someone):
    someone.go("/timeline/")
    page = someone.page.get_by_role("main").inner_text()
    return {one for one in ("From Ada", "From Jonas", "His alone", "Hers alone") if one in page}


def words_of(pdf):
    read = [needs.command("pdftotext"), "-layout", "-", "-"]
    return subprocess.run(read, input=pdf, capture_output=True, check=True).stdout.decode()


def is_nowhere(secret, house, asked):
    """Not in the log, a file of the house, a row, an address that was asked for, or a Referer."""
    spelt = {secret, secret.replace("-", ""), secret.lower(), secret.replace("-", "").lower()}
    spelt |= {json.dumps(secret)}
    files = [house.log, *Path(house.environment["HEARTLEAF_DATA"]).rglob("*")]
    at_rest = {str(path): path.read_bytes() for path in files if path.is_file()}
    at_rest["the rows"] = house.run("-c", ROWS).encode()
    for request in asked:
        address = request.url.partition("#")[0]
        at_rest[f"asked for {address}"] = address.encode()
        referer = request.headers.get("referer", "")
        assert referer in {"", "about:blank"}, address
    assert len(at_rest) > 15
    found = [where for where, what in at_rest.items() if any(s.encode() in what for s in spelt)]
    assert found == []
