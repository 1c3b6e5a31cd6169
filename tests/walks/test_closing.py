"""Close the screen: one act, from every page, and nothing is to be seen until it is opened."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import find, flags
from tests.walks.addresses import MORE, PAGES, WITH_RAIL
from tests.walks.walking import PASSPHRASE, Window

CLOSED = re.compile("/closed/$")


@pytest.fixture
def jonas(filled, window):
    return window(filled).sign_in("jonas@example.org")


@pytest.fixture
def with_wishes(jonas):
    """Jonas wishes for this test that the Escape key closes, or that he is asked when he opens."""

    def wish(*wishes):
        jonas.go("/settings/me/")
        for words in WISHES:
            jonas.field(words).set_checked(words in wishes)
        jonas.keep()
        jonas.reads("Kept.")

    yield wish
    wish()


@pytest.fixture
def ready_for_back(chromium):
    """A browser that holds the last pages ready to go back to, as a person's own does."""
    browser = chromium.browser_type.launch(
        executable_path=find(),
        args=flags(),
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield browser
    browser.close()


ESCAPE = "Two taps on the Escape key close the screen"
ASKS = "Ask for my passphrase when I open a closed screen"
WISHES = (ESCAPE, ASKS)


def test_it_covers_at_once_even_while_the_server_does_not_answer(jonas, filled):
    jonas.go(f"/keepsakes/{filled.what['picture']}/")
    jonas.page.route("**/closed/begin/", lambda route: None)

    jonas.close_the_screen()

    is_covered(jonas)
    expect(jonas.page).to_have_title("Page")


def test_without_script_it_is_a_page_of_its_own(filled, window):
    jonas = window(filled, script=False).sign_in("jonas@example.org")

    jonas.close_the_screen()

    expect(jonas.page).to_have_url(CLOSED)
    is_covered(jonas)
    expect(jonas.page).to_have_title("Page")
    jonas.open_again()
    expect(jonas.places()).to_be_visible()


def test_two_taps_on_escape_close_it_if_wished(jonas, with_wishes):
    with_wishes(ESCAPE)
    jonas.go("/timeline/")
    jonas.page.keyboard.press("Escape")
    jonas.page.wait_for_timeout(1_000)
    jonas.page.keyboard.press("Escape")
    expect(jonas.page.get_by_role("main")).to_be_visible()

    jonas.page.keyboard.press("Escape")

    is_covered(jonas)
    jonas.open_again()


def test_escape_closes_nothing_unless_wished(jonas):
    jonas.go("/timeline/")

    jonas.page.keyboard.press("Escape")
    jonas.page.keyboard.press("Escape")

    expect(jonas.page.get_by_role("main")).to_be_visible()


def test_back_does_not_show_what_was_there(ready_for_back, filled):
    jonas = Window(ready_for_back, filled.address).sign_in("jonas@example.org")
    jonas.go(f"/keepsakes/{filled.what['picture']}/")
    jonas.to("Timeline")
    with jonas.page.expect_response("**/closed/begin/"):
        jonas.close_the_screen()

    for _step in range(3):
        jonas.page.go_back()
        is_covered(jonas)


def test_every_address_leads_to_the_closed_screen(jonas, filled):
    views = pictures_of(jonas, filled)
    with jonas.page.expect_response("**/closed/begin/"):
        jonas.close_the_screen()
    paths = [path.format(**filled.what) for path in (PAGES | MORE).values()]

    answers = {path: answer(jonas, path) for path in [*paths, *views]}

    open_still = {path for path, (status, _to) in answers.items() if status == 200}
    assert open_still == {"/help-now/"}
    assert {to for status, to in answers.values() if status == 302} == {"/closed/"}
    jonas.go("/closed/open/")
    jonas.press("Open")
    expect(jonas.places()).to_be_visible()


def test_the_passphrase_is_asked_if_wished(jonas, with_wishes):
    with_wishes(ASKS)
    with jonas.page.expect_response("**/closed/begin/"):
        jonas.close_the_screen()
    jonas.follow("Open again")
    jonas.fill("Passphrase", "not this one")
    jonas.press("Open")
    jonas.reads(re.compile("That passphrase does not open it"))
    assert answer(jonas, "/timeline/") == (302, "/closed/")

    jonas.fill("Passphrase", PASSPHRASE)
    jonas.press("Open")

    expect(jonas.places()).to_be_visible()


def test_quiet_comes_from_every_page_and_leads_back_to_it(jonas, filled):
    for path in WITH_RAIL:
        here = path.format(**filled.what)
        jonas.go(here)
        button = jonas.button("Quiet", jonas.rail())
        sent = button.evaluate("button => Object.fromEntries(new FormData(button.form))")
        led = jonas.context.request.post(
            f"{jonas.address}/quiet/", form={**sent, "quiet": "end"}, max_redirects=0
        )

        # Where one says until when, it leads on to where one came from.
        back = here.partition("?next=")[2] if "/until/" in here else here
        assert (led.status, led.headers.get("location")) == (302, back)


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def is_covered(person):
    """The word, one way on, and nothing else to be seen or reached."""
    body = person.page.locator("body")
    expect(body.get_by_text("Closed", exact=True).locator("visible=true")).to_be_visible()
    seen = body.inner_text().splitlines()
    assert [words for words in seen if words.strip()] == ["Closed", "Open again"]
    assert body.locator("img, svg.tree").locator("visible=true").count() == 0


def answer(person, path):
    """The status, and where it leads."""
    got = person.context.request.get(f"{person.address}{path}", max_redirects=0)
    return got.status, got.headers.get("location", "")


def pictures_of(person, house):
    person.go(f"/keepsakes/{house.what['picture']}/")
    addresses = [image.get_attribute("src") for image in person.pictures().all()]
    return [*addresses, person.original().get_attribute("href")]
