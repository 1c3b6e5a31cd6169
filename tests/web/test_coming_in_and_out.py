"""The door: sign in, sign out, the closed screen, quiet."""

import pytest

from heartleaf.care.models import Quiet
from heartleaf.family.entering import enter_by_passphrase, make_sheet
from heartleaf.web import slowing
from tests.cast import PASSPHRASE


@pytest.fixture(autouse=True)
def no_earlier_tries():
    slowing._failed.clear()


def test_ada_comes_in_and_goes_out(ada, browser_of):
    browser = browser_of(None)

    came = browser.post("/sign-in/", {"email": "ada@example.org", "passphrase": PASSPHRASE})
    assert came.headers["Location"] == "/"
    assert "Ada" in browser.get("/").content.decode()

    went = browser.post("/sign-out/")
    assert went.headers["Clear-Site-Data"] == '"cache"'  # what is stored may be another's
    assert browser.get("/").headers["Location"] == "/sign-in/"


def test_a_wrong_passphrase_gets_one_sentence(ada, browser_of):
    answer = browser_of(None).post(
        "/sign-in/", {"email": "ada@example.org", "passphrase": "not this one"}
    )

    assert answer.status_code == 422
    assert "together open nothing here" in answer.content.decode()


def test_after_several_wrong_tries_the_next_ones_wait(ada, browser_of, monkeypatch):
    browser, now = browser_of(None), [1000.0]
    monkeypatch.setattr(slowing.time, "monotonic", lambda: now[0])
    wrong = {"email": "ada@example.org", "passphrase": "not this one"}
    for _ in range(slowing.FREE + 3):
        browser.post("/sign-in/", wrong)
        now[0] += 0.1

    right = {"email": "ada@example.org", "passphrase": PASSPHRASE}
    assert "Please wait" in browser.post("/sign-in/", right).content.decode()

    now[0] += slowing.LONGEST
    assert browser.post("/sign-in/", right).status_code == 302


def test_with_the_sheet_a_new_passphrase_takes_the_place_of_the_forgotten_one(ada, browser_of):
    key, browser = make_sheet(ada), browser_of(None)
    new = "a harbour with eleven green boats"

    answer = browser.post("/sign-in/sheet/", {"key": key, "passphrase": new}, follow=True)

    assert "Ada" in answer.content.decode()
    signed = browser_of(None).post("/sign-in/", {"email": "ada@example.org", "passphrase": new})
    assert signed.status_code == 302


def test_with_the_sheet_a_weak_passphrase_is_said_to_be_weak_and_the_old_one_stays(ada, browser_of):
    form = {"key": make_sheet(ada), "passphrase": "rowan"}

    answer = browser_of(None).post("/sign-in/sheet/", form)

    assert answer.status_code == 422
    assert "guessed quickly" in answer.content.decode()
    assert enter_by_passphrase("ada@example.org", PASSPHRASE).id == ada.id


def test_the_sheet_cannot_be_given_a_passphrase_that_opens_another_place(ada, vera, browser_of):
    vera.change_own(lambda own: setattr(own, "email", "ada@example.org"))

    form = {"key": make_sheet(vera), "passphrase": PASSPHRASE}
    answer = browser_of(None).post("/sign-in/sheet/", form)

    assert answer.status_code == 422
    assert "already opens another place here" in answer.content.decode()


def test_signing_out_everywhere_closes_every_browser(ada, browser_of):
    phone, desk = browser_of(ada), browser_of(ada)

    desk.post("/settings/everywhere/")

    assert phone.get("/timeline/").headers["Location"] == "/sign-in/"


def test_a_closed_screen_shows_nothing_until_it_is_opened(ada, browser_of, given_a_letter):
    letter = given_a_letter(ada, words="inside")
    hers = browser_of(ada)

    hers.post("/closed/begin/")
    for address in ("/", "/timeline/", f"/keepsakes/{letter.id}/", "/settings/"):
        assert hers.get(address).headers["Location"] == "/closed/"
    assert "<title>Page</title>" in hers.get("/closed/").content.decode()

    hers.post("/closed/open/")
    assert hers.get("/timeline/").status_code == 200


def test_opening_again_asks_for_the_passphrase_if_ada_wants_that(ada, browser_of):
    ada.change_own(lambda own: setattr(own, "ask_to_open", True))
    hers = browser_of(ada)
    hers.post("/closed/begin/")

    hers.post("/closed/open/", {"passphrase": "wrong"})
    assert hers.get("/").headers["Location"] == "/closed/"

    hers.post("/closed/open/", {"passphrase": PASSPHRASE})
    assert hers.get("/").status_code == 200


def test_quiet_is_one_tap_and_only_for_ada(ada, jonas, browser_of):
    hers = browser_of(ada)

    answer = hers.post("/quiet/", {"quiet": "start", "next": "/timeline/"})
    assert answer.headers["Location"] == "/timeline/"
    assert "Quiet, until you end it." in hers.get("/").content.decode()
    assert not Quiet.is_on(jonas.person)

    hers.post("/quiet/", {"quiet": "end"})
    assert not Quiet.is_on(ada.person)


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example", "x"])
def test_quiet_leads_back_to_our_own_pages_only(ada, browser_of, address):
    answer = browser_of(ada).post("/quiet/", {"quiet": "start", "next": address})

    assert answer.headers["Location"] == "/"


def test_help_opens_without_signing_in(installation, browser_of):
    assert browser_of(None).get("/help-now/").status_code == 200


def test_while_it_is_closed_help_says_nothing_of_the_family(ada, browser_of):
    ada.change_own(lambda own: setattr(own, "theme", "dark"))
    hers = browser_of(ada)
    hers.post("/keepsakes/new/", {"words": "Dear Rowan", "circle": "us"})
    hers.post("/closed/begin/")

    for address in ("/help-now/", "/closed/", "/closed/open/", "/help-now/nowhere/"):
        page = hers.get(address).content.decode()
        assert not [word for word in ("Rowan", "Kept.", "Timeline", str(ada.id)) if word in page]
        assert 'data-theme="dark"' in page

    hers.post("/closed/open/")
    page = hers.get("/").content.decode()
    assert "Kept." in page
    assert "Rowan&#x27;s place" in page
