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
    """Jonas wishes for this test how it closes besides, and by what it is opened."""

    def wish(*wishes, after="0", asks="nothing", code=""):
        jonas.go("/settings/closing/")
        for words in WISHES:
            jonas.field(words).set_checked(words in wishes)
        jonas.field(re.compile("^After how long")).select_option(after)
        jonas.keep()
        jonas.reads("Kept.")
        jonas.go("/settings/closing/opening/")
        jonas.page.locator(f"input[value={asks}]").check(force=True)
        jonas.fill(re.compile("four to eight digits|A new code"), code)
        jonas.fill("Your passphrase", PASSPHRASE)
        jonas.keep()
        jonas.reads("Kept.")

    yield wish
    jonas.context.set_offline(False)
    if "/closed/" in jonas.go("/").url:
        jonas.go("/closed/open/?with=passphrase")
        if jonas.page.locator("[name=passphrase]").count():
            jonas.fill("Passphrase", PASSPHRASE)
        jonas.press("Open")
        expect(jonas.places()).to_be_visible()
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


ESCAPE = re.compile("^Two taps on the Escape key")
SHAKE = re.compile("^Shaking the phone hard")
ELSEWHERE = re.compile("^Looking elsewhere")
WISHES = (ESCAPE, SHAKE, ELSEWHERE)
FELT = """pulls => pulls.forEach(x => dispatchEvent(new DeviceMotionEvent('devicemotion',
  {acceleration: {x, y: 0, z: 1}, accelerationIncludingGravity: {x, y: 0, z: 10.8}})))"""
A_BUS = [6, -6] * 20
A_FALL = [1, 45]
A_SHAKE = [24, -22, 25, -20]
TURNED_AWAY = """away => {
  Object.defineProperty(document, 'hidden', {value: away, configurable: true});
  document.dispatchEvent(new Event('visibilitychange')); }"""


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
    with_wishes(asks="passphrase")
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


def test_every_window_is_covered_and_what_is_typed_stays(jonas, with_wishes):
    with_wishes(asks="code", code="4071")
    jonas.begin_a_letter()
    jonas.letter().fill("Typed just now")
    first, address = jonas.page, jonas.page.url
    jonas.tab()
    jonas.go("/timeline/")
    with jonas.page.expect_response("**/closed/begin/"):
        jonas.close_the_screen()

    is_covered(jonas)
    second, jonas.page = jonas.page, first
    is_covered(jonas)
    expect(first).to_have_title("Page")
    expect(first).to_have_url(CLOSED)

    jonas.page = second
    jonas.follow("Open again")
    jonas.fill("Code", "4072")
    jonas.press("Open")
    jonas.reads("That is not the code.")
    jonas.page = first
    is_covered(jonas)
    jonas.page = second
    jonas.fill("Code", "4071")
    jonas.press("Open")
    expect(jonas.places()).to_be_visible()
    jonas.page = first
    expect(jonas.letter()).to_have_value("Typed just now")
    expect(first).to_have_url(address)


def test_what_is_typed_where_nothing_drafts_it_is_there_after_opening(jonas, with_wishes):
    with_wishes(asks="code", code="4071")
    jonas.go("/plants/new/")
    jonas.fill("What you call it", "A long note")
    address = jonas.page.url
    with jonas.page.expect_response("**/closed/begin/"):
        jonas.close_the_screen()
    is_covered(jonas)
    expect(jonas.page).to_have_url(CLOSED)

    jonas.follow("Open again")
    jonas.fill("Code", "4072")
    jonas.press("Open")
    jonas.reads("That is not the code.")
    jonas.fill("Code", "4071")
    jonas.press("Open")
    expect(jonas.field("What you call it")).to_have_value("A long note")
    expect(jonas.page).to_have_url(address)
    assert answer(jonas, "/plants/new/")[0] == 200

    jonas.close_the_screen()
    jonas.context.clear_cookies()  # signed out: the words go
    jonas.follow("Open again")
    expect(jonas.page.get_by_label("What you call it")).to_have_count(0)
    jonas.sign_in("jonas@example.org")


def test_with_the_line_away_it_is_covered_and_told_later(jonas, filled):
    jonas.go(f"/keepsakes/{filled.what['picture']}/")
    jonas.context.set_offline(True)
    jonas.close_the_screen()
    is_covered(jonas)

    with jonas.page.expect_response("**/closed/begin/"):
        jonas.context.set_offline(False)

    assert answer(jonas, "/timeline/") == (302, "/closed/")
    jonas.open_again()


def test_a_hard_shake_closes_it_and_a_bus_or_a_fall_does_not(jonas, with_wishes):
    with_wishes(SHAKE)
    jonas.go("/timeline/")
    jonas.page.evaluate(FELT, A_BUS)
    jonas.page.evaluate(FELT, A_FALL)
    expect(jonas.page.get_by_role("main")).to_be_visible()

    jonas.page.evaluate(FELT, A_SHAKE)

    is_covered(jonas)


def test_whoever_looks_elsewhere_finds_it_again(jonas, with_wishes):
    with_wishes(ELSEWHERE)
    jonas.go("/timeline/")
    title = jonas.page.title()

    jonas.page.evaluate(TURNED_AWAY, True)
    expect(jonas.page.get_by_role("main")).to_be_hidden()
    expect(jonas.page).to_have_title("Page")

    jonas.page.evaluate(TURNED_AWAY, False)
    expect(jonas.page.get_by_role("main")).to_be_visible()
    expect(jonas.page).to_have_title(title)


def test_untouched_for_a_minute_it_closes_by_itself(jonas, with_wishes):
    with_wishes(after="1")
    jonas.page.clock.install()
    jonas.go("/timeline/")
    jonas.page.clock.run_for(50_000)
    jonas.page.keyboard.press("Shift")
    jonas.page.clock.run_for(50_000)
    expect(jonas.page.get_by_role("main")).to_be_visible()

    jonas.page.clock.run_for(11_000)

    is_covered(jonas)


def test_the_quick_way_out_ends_the_session_and_takes_the_place_of_the_page(filled, window):
    jonas = window(filled).sign_in("jonas@example.org")
    jonas.go("/settings/closing/leaving/")
    jonas.fill("Where to", f"{filled.address}/help-now/")
    jonas.keep()
    jonas.go("/timeline/")
    jonas.close_the_screen()

    # Once the server was told: a page of ours would be covered until then.
    jonas.page.wait_for_function("() => localStorage.getItem('heartleaf-closed') === 'closed'")
    # Elsewhere, which is here one of the few pages that a closed screen does not keep back.
    with jonas.page.expect_request("**/closed/leave/"):
        jonas.press("Leave")

    expect(jonas.page).to_have_url(re.compile("/help-now/$"))
    is_signed_out(jonas)
    jonas.page.go_back()
    expect(jonas.page.get_by_text("Timeline")).to_have_count(0)
    jonas.sign_in("jonas@example.org")
    jonas.go("/settings/closing/leaving/")
    jonas.fill("Where to", "")
    jonas.keep()


def test_quiet_comes_from_every_page_and_leads_back_to_it(jonas, filled, seen):
    jonas.go("/")
    button = jonas.button("Quiet", jonas.rail())
    sent = button.evaluate("button => Object.fromEntries(new FormData(button.form))")
    for path in WITH_RAIL:
        here = path.format(**filled.what)
        there = {"next": seen[here].quiet["next"], "quiet": "end"}
        led = jonas.context.request.post(
            f"{jonas.address}/quiet/", form={**sent, **there}, max_redirects=0
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


def is_signed_out(person):
    """Soon: the browser has gone on before the server has answered."""
    for _try in range(50):
        if answer(person, "/timeline/") == (302, "/sign-in/"):
            return
        person.page.wait_for_timeout(200)
    raise AssertionError("The session has not ended.")


def answer(person, path):
    """The status, and where it leads."""
    got = person.context.request.get(f"{person.address}{path}", max_redirects=0)
    return got.status, got.headers.get("location", "")


def pictures_of(person, house):
    person.go(f"/keepsakes/{house.what['picture']}/")
    addresses = [image.get_attribute("src") for image in person.pictures().all()]
    return [*addresses, person.original().get_attribute("href")]
