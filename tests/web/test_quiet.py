"""Quiet until a day: it begins at once, and as that day begins where Ada is, it is simply gone."""

import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from heartleaf.care.models import Quiet

ZONES = [
    "Pacific/Kiritimati",
    "Asia/Kolkata",
    "Europe/Dublin",
    "America/New_York",
    "Pacific/Pago_Pago",
]


def lives_in(person, zone):
    person.change_own(lambda own: setattr(own, "zone", zone))
    person.__dict__.pop("zone", None)


def at(zone, *when):
    return time_machine.travel(datetime.datetime(*when, tzinfo=ZoneInfo(zone)), tick=False)


def strip_of(browser, page="/timeline/"):
    said = browser.get(page).content.decode()
    return said.partition('<form class="rail-quiet"')[2].partition("</form>")[0]


@pytest.mark.parametrize("zone", ZONES)
def test_quiet_lasts_until_the_day_begins_where_ada_is(ada, browser_of, zone):
    lives_in(ada, zone)
    with at(zone, 2026, 11, 25, 22):
        hers = browser_of(ada)
        answer = hers.post("/quiet/until/", {"until": "2026-12-03", "next": "/timeline/"})
        assert answer.headers["Location"] == "/timeline/"
        assert "Quiet, until 3 December." in strip_of(hers)
        assert "End quiet" in strip_of(hers)

    with at(zone, 2026, 12, 2, 23, 59, 59):
        assert Quiet.is_on(ada.person)
        assert "Quiet, until 3 December." in strip_of(browser_of(ada))
    with at(zone, 2026, 12, 3):
        assert not Quiet.is_on(ada.person)


def test_when_it_is_over_nothing_asks_and_nothing_greets(ada, browser_of):
    with at("UTC", 2026, 11, 25, 22):
        before = browser_of(ada).get("/timeline/").content
        browser_of(ada).post("/quiet/until/", {"until": "2026-12-03"})

    with at("UTC", 2026, 12, 3, 0, 1):
        after = browser_of(ada).get("/timeline/").content

    assert lasting(after) == lasting(before)


def lasting(page):
    """The page without what is new on every day, or with every answer."""
    passing = ("csrfmiddlewaretoken", 'class="printed"')
    return [line for line in page.decode().splitlines() if not any(p in line for p in passing)]


# In each zone the clock changes at night between the evening it was said and the day.
CHANGES = [
    ("Europe/Dublin", (2027, 3, 27, 21), "2027-03-29"),
    ("Europe/Dublin", (2026, 10, 24, 21), "2026-10-26"),
    ("America/New_York", (2027, 3, 13, 21), "2027-03-15"),
    ("America/New_York", (2026, 10, 31, 21), "2026-11-02"),
    # Of midnight itself there is none here, or there are two.
    ("Africa/Cairo", (2027, 4, 28, 21), "2027-04-30"),
    ("America/Havana", (2026, 10, 31, 21), "2026-11-01"),
]


@pytest.mark.parametrize(("zone", "said_at", "until"), CHANGES)
def test_the_day_begins_by_the_clock_as_it_is_then(ada, browser_of, zone, said_at, until):
    lives_in(ada, zone)
    with at(zone, *said_at):
        browser_of(ada).post("/quiet/until/", {"until": until})

    ends = Quiet.objects.get().ends
    before = (ends - datetime.timedelta(seconds=1)).astimezone(ZoneInfo(zone))
    assert ends.astimezone(ZoneInfo(zone)).date().isoformat() == until
    assert before.date() == datetime.date.fromisoformat(until) - datetime.timedelta(days=1)


def test_on_the_days_of_a_change_the_strip_names_the_day_alone(ada, browser_of):
    for zone, said_at, until in CHANGES:
        lives_in(ada, zone)
        with at(zone, *said_at):
            hers = browser_of(ada)
            hers.post("/quiet/until/", {"until": until})
            day = datetime.date.fromisoformat(until)
            assert f"Quiet, until {day.day} {day:%B}." in strip_of(hers)


def test_for_a_traveller_the_same_moment_holds_and_is_said_as_it_is_there(ada, browser_of):
    lives_in(ada, "Europe/Dublin")
    with at("Europe/Dublin", 2026, 11, 25, 22):
        browser_of(ada).post("/quiet/until/", {"until": "2026-12-03"})

    lives_in(ada, "America/New_York")
    with at("America/New_York", 2026, 12, 2, 18, 59):
        assert "Quiet, until 2 December, 19:00." in strip_of(browser_of(ada))
    with at("America/New_York", 2026, 12, 2, 19):
        assert strip_of(browser_of(ada)) == ""


def test_the_year_is_said_where_it_is_another(ada, browser_of):
    with at("UTC", 2026, 11, 25, 22):
        hers = browser_of(ada)
        hers.post("/quiet/until/", {"until": "2027-01-06"})
        assert "Quiet, until 6 January 2027." in strip_of(hers)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2026-11-24", "That day has come already."),
        ("2026-11-25", "That day has come already."),
        ("2201-01-01", "That is further away than we can promise."),
        ("", "Until which day?"),
        ("the third", "That day could not be read."),
        ("2026-02-30", "That day could not be read."),
    ],
)
def test_a_day_that_will_not_do_is_told_in_a_sentence(ada, browser_of, typed, sentence):
    with at("UTC", 2026, 11, 25, 12):
        answer = browser_of(ada).post("/quiet/until/", {"until": typed, "next": "/tree/"})

        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert 'name="next" value="/tree/"' in answer.content.decode()
        assert not Quiet.is_on(ada.person)


def test_which_day_is_past_is_asked_of_adas_own_calendar(ada, browser_of):
    lives_in(ada, "Pacific/Kiritimati")  # where it is the 26th already
    with at("UTC", 2026, 11, 25, 12):
        answer = browser_of(ada).post("/quiet/until/", {"until": "2026-11-26"})

    assert answer.status_code == 422


def test_until_a_day_may_become_until_she_ends_it(ada, browser_of):
    hers = browser_of(ada)
    hers.post("/quiet/until/", {"until": "2199-12-03"})

    hers.post("/quiet/", {"quiet": "start"})

    assert "Quiet, until you end it." in strip_of(hers)
    hers.post("/quiet/", {"quiet": "end"})
    assert not Quiet.is_on(ada.person)


def test_her_quiet_is_hers_alone(ada, jonas, inge, vera, browser_of):
    browser_of(ada).post("/quiet/until/", {"until": "2199-12-03"})

    assert Quiet.who([one.id for one in (ada, jonas, inge, vera)]) == {ada.id}
    assert [strip_of(browser_of(one)) for one in (jonas, inge, vera)] == ["", "", ""]


def test_the_page_of_the_day_leads_back_to_our_own_pages_only(ada, browser_of):
    hers = browser_of(ada)

    assert 'href="/tree/"' in hers.get("/quiet/until/?next=/tree/").content.decode()
    said = hers.get("/quiet/until/?next=//elsewhere.example/").content.decode()
    assert "elsewhere" not in said
    sent = {"until": "2199-12-03", "next": "//elsewhere.example/"}
    assert hers.post("/quiet/until/", sent).headers["Location"] == "/"


def test_opening_the_page_begins_nothing(ada, browser_of):
    browser_of(ada).get("/quiet/until/")

    assert not Quiet.objects.exists()


def test_the_row_does_not_say_when(ada, browser_of):
    browser_of(ada).post("/quiet/until/", {"until": "2199-12-03"})

    assert b"2199" not in bytes(Quiet.objects.get().until)


def test_every_page_asks_after_quiet_once(ada, browser_of):
    hers = browser_of(ada)
    hers.post("/quiet/until/", {"until": "2199-12-03"})

    with CaptureQueriesContext(connection) as asked:
        hers.get("/timeline/")

    assert len([one for one in asked if "heartleaf_quiet" in one["sql"]]) == 1
