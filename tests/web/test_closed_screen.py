"""What closes the screen, what opens it again, and for whom."""

import datetime

import pytest
import time_machine

from heartleaf.care.plants.keeping import KnownPlants
from heartleaf.family import short_code
from heartleaf.family.entering import enter_by_passphrase
from heartleaf.family.models import Session
from tests.cast import PASSPHRASE

CLOSING, OPENING = "/settings/closing/", "/settings/closing/opening/"
NOON = datetime.datetime(2026, 5, 12, 12, tzinfo=datetime.UTC)


def wish(browser, **said):
    """As the form sends it: what is not ticked is not said."""
    return browser.post(CLOSING, {"closes_after": 0, **said})


def ask_for(browser, asks, code="", now=PASSPHRASE):
    return browser.post(OPENING, {"asks": asks, "code": code, "now": now})


def is_closed(browser):
    return browser.get("/timeline/").headers.get("Location") == "/closed/"


def again(person):
    return enter_by_passphrase(person.own.email, PASSPHRASE)


# ── What is asked ───────────────────────────────────────────────────────────────────────────


def test_nothing_is_asked_unless_wished(hers):
    hers.post("/closed/begin/")

    hers.post("/closed/open/")

    assert not is_closed(hers)


def test_the_code_opens_and_another_does_not(hers):
    ask_for(hers, "code", "4071")
    hers.post("/closed/begin/")

    wrong = hers.post("/closed/open/", {"code": "4072"})
    assert "That is not the code." in wrong.text
    assert is_closed(hers)

    hers.post("/closed/open/", {"code": "4071"})
    assert not is_closed(hers)


def test_after_five_others_only_the_passphrase_opens(hers, ada):
    ask_for(hers, "code", "4071")
    hers.post("/closed/begin/")
    for typed in ("1", "22", "4072", "4073", "4074"):
        hers.post("/closed/open/", {"code": typed})

    hers.post("/closed/open/", {"code": "4071"})
    assert is_closed(hers)
    assert "Another code was typed five times" in hers.get("/closed/open/").text

    hers.post("/closed/open/", {"passphrase": PASSPHRASE})
    assert not is_closed(hers)
    assert again(ada).own.wrong_codes == 0


def test_a_right_code_forgives_the_others(hers, ada):
    ask_for(hers, "code", "4071")
    for typed in ("1234", "1235", "4071", "1234", "1235", "1236"):
        hers.post("/closed/open/", {"code": typed})

    assert again(ada).own.wrong_codes == 3


def test_the_passphrase_opens_beside_the_code(hers):
    ask_for(hers, "code", "4071")
    hers.post("/closed/begin/")

    hers.post("/closed/open/?with=passphrase", {"passphrase": PASSPHRASE})

    assert not is_closed(hers)


def test_a_wrong_passphrase_closes_what_was_covered_while_the_line_was_away(hers):
    ask_for(hers, "passphrase")

    hers.post("/closed/open/", {"passphrase": "not this one"})

    assert is_closed(hers)


@pytest.mark.parametrize("code", ["", "123", "123456789", "12a4", "0000", "1234", "98765"])
def test_a_code_that_is_none_or_tried_first_is_not_taken(hers, ada, code):
    assert ask_for(hers, "code", code).status_code == 422

    assert not again(ada).own.ask_to_open


def test_nobody_changes_what_is_asked_without_the_passphrase(hers, ada):
    ask_for(hers, "code", "4071")
    before = again(ada).own

    assert ask_for(hers, "nothing", now="not this one").status_code == 422
    assert ask_for(hers, "code", "7140", now="").status_code == 422

    assert again(ada).own == before


def test_a_code_stays_unless_another_is_typed_and_goes_with_the_question(hers, ada):
    ask_for(hers, "code", "4071")
    kept = again(ada).own.opening_code

    ask_for(hers, "code")
    assert again(ada).own.opening_code == kept

    ask_for(hers, "passphrase")
    assert again(ada).own.opening_code == ""
    assert again(ada).own.ask_to_open


def test_the_code_stands_nowhere_even_for_whoever_opens_what_is_ada_s(hers, ada):
    ask_for(hers, "code", "4071")

    own = again(ada).own
    assert "4071" not in own.opening_code.partition(".")[2][:8]
    assert short_code.is_right(again(ada), "4071")
    assert len(bytes.fromhex(own.opening_code.replace(".", ""))) == 32


# ── By itself ───────────────────────────────────────────────────────────────────────────────


def test_it_closes_by_itself_after_a_while_without_a_touch(ada, browser_of):
    with time_machine.travel(NOON, tick=False) as clock:
        hers = browser_of(ada)
        wish(hers, closes_after=2)
        clock.shift(datetime.timedelta(minutes=2))
        assert not is_closed(hers)
        clock.shift(datetime.timedelta(minutes=3, seconds=1))

        assert is_closed(hers)
        assert Session.objects.get().closed_at


def test_a_touch_told_by_the_page_keeps_it_open(ada, browser_of):
    with time_machine.travel(NOON, tick=False) as clock:
        hers = browser_of(ada)
        wish(hers, closes_after=2)
        for _minute in range(10):
            clock.shift(datetime.timedelta(minutes=1))
            assert hers.post("/closed/still-here/").status_code == 204

        assert not is_closed(hers)


def test_what_a_page_asks_by_itself_is_no_touch(ada, browser_of):
    with time_machine.travel(NOON, tick=False) as clock:
        hers = browser_of(ada)
        wish(hers, closes_after=2)
        for _minute in range(4):
            clock.shift(datetime.timedelta(minutes=1))
            hers.get("/timeline/", headers={"HX-Request": "true"})

        assert is_closed(hers)


def test_a_page_is_told_that_the_screen_is_closed_or_its_session_over(ada, browser_of):
    hers = browser_of(ada)
    hers.post("/closed/begin/")
    assert hers.post("/closed/still-here/").status_code == 409

    hers.post("/sign-out/")
    assert hers.post("/closed/still-here/").status_code == 409


def test_the_browser_s_word_for_being_here_is_good_for_its_own_session_alone(ada, browser_of):
    with time_machine.travel(NOON, tick=False) as clock:
        hers = browser_of(ada)
        wish(hers, closes_after=1)
        clock.shift(datetime.timedelta(minutes=5))
        other = browser_of(ada)
        other.get("/timeline/")
        hers.cookies["heartleaf-here"] = other.cookies["heartleaf-here"].value

        assert is_closed(hers)
        assert not is_closed(other)


def test_what_is_sent_after_the_time_is_kept_and_then_it_is_closed(ada, browser_of):
    with time_machine.travel(NOON, tick=False) as clock:
        hers = browser_of(ada)
        wish(hers, closes_after=2)
        clock.shift(datetime.timedelta(minutes=9))

        # What cannot be kept yet is shown, to be sent once more; it opens nothing besides.
        again = hers.post("/plants/new/", {"name": "The linden", "since": "May 2199"})
        assert "The linden" in again.text
        clock.shift(datetime.timedelta(minutes=9))
        answer = hers.post("/plants/new/", {"name": "The linden"})

        assert [one.plant.name for one in KnownPlants(ada)] == ["The linden"]
        assert answer.headers["Location"] == "/closed/"
        assert Session.objects.get().closed_at
        assert is_closed(hers)
        hers.post("/plants/new/", {"name": "The oak"})
        assert [one.plant.name for one in KnownPlants(ada)] == ["The linden"]


def test_sent_words_that_are_not_kept_let_nobody_look_on_after_the_time(ada, browser_of):
    with time_machine.travel(NOON, tick=False) as clock:
        hers = browser_of(ada)
        wish(hers, closes_after=2)
        clock.shift(datetime.timedelta(minutes=9))
        hers.post("/plants/new/", {"name": "The linden", "since": "May 2199"})

        assert is_closed(hers)
        assert Session.objects.get().closed_at


def test_a_page_covered_in_place_is_opened_only_for_whom_it_was_made(hers, ada, jonas):
    hers.post("/closed/begin/")

    assert hers.post("/closed/open/", {"who": str(jonas.id)}).status_code == 403
    assert is_closed(hers)
    assert hers.post("/closed/open/", {"who": str(ada.id)}).status_code == 204
    assert not is_closed(hers)


def test_no_row_says_when_ada_was_last_here(ada, browser_of):
    with time_machine.travel(NOON, tick=False) as clock:
        hers = browser_of(ada)
        wish(hers, closes_after=15)
        before = Session.objects.values().get()
        clock.shift(datetime.timedelta(minutes=9))
        hers.get("/timeline/")

        assert Session.objects.values().get() == before


def test_without_the_wish_nothing_is_held_in_the_browser_and_nothing_closes(ada, browser_of):
    with time_machine.travel(NOON, tick=False) as clock:
        hers = browser_of(ada)
        wish(hers)
        clock.shift(datetime.timedelta(days=3))

        assert not is_closed(hers)
        assert "heartleaf-here" not in hers.cookies


# ── For whom ────────────────────────────────────────────────────────────────────────────────


def test_whoever_is_not_signed_in_goes_back_to_where_they_were(browser_of, ada):
    guest = browser_of(None)

    led = guest.post("/closed/begin/", {"next": "/help-now/"}, follow=True)

    assert 'href="/help-now/">Open again' in led.text


def test_the_way_back_leads_to_no_other_site(browser_of, ada):
    page = browser_of(None).get("/closed/?next=https://elsewhere.example.org/").text

    assert "elsewhere" not in page
