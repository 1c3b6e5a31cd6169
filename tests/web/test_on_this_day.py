"""On this day: what was kept of this very day in earlier years, for who turned it on."""

import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from heartleaf.care.models import Quiet
from heartleaf.care.wishes import change_wishes, wishes_of
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.showing import Shelf
from tests.web.test_quiet import ZONES, lives_in

DAY = datetime.date(2027, 5, 12)
PAGE = "/on-this-day/"


def wishing(person):
    change_wishes(person, lambda wishes: setattr(wishes, "on_this_day", True))
    return person


def at_noon(zone, day=DAY):
    noon = datetime.datetime.combine(day, datetime.time(12), tzinfo=ZoneInfo(zone))
    return time_machine.travel(noon, tick=False)


def titles(person, day=DAY):
    return [one.card.title for one in Shelf(person, today=day).on_this_day(day).entries]


@pytest.fixture(autouse=True)
def on_the_day():
    with at_noon("UTC"):
        yield


@pytest.mark.parametrize("zone", ZONES)
def test_the_day_is_the_readers_own(ada, browser_of, given_a_letter, zone):
    lives_in(wishing(ada), zone)
    given_a_letter(ada, title="The day", date="12 May 2025")
    midnight = datetime.datetime(2027, 5, 12, tzinfo=ZoneInfo(zone))

    said = {}
    for seconds in (-1, 0, 86_399, 86_400):
        with time_machine.travel(midnight + datetime.timedelta(seconds=seconds), tick=False):
            said[seconds] = "The day" in browser_of(ada).get(PAGE).content.decode()

    assert said == {-1: False, 0: True, 86_399: True, 86_400: False}


def test_it_is_off_at_first_and_says_where_it_is_turned_on(ada, browser_of, given_a_letter):
    given_a_letter(ada, title="The day", date="12 May 2025")

    said = browser_of(ada).get(PAGE).content.decode()

    assert "This is off." in said
    assert 'href="/days/how/"' in said
    assert "The day" not in said


def test_while_it_is_quiet_nothing_is_shown(ada, jonas, browser_of, given_a_letter):
    given_a_letter(wishing(ada), title="The day", date="12 May 2025", circle="us")
    wishing(jonas)
    Quiet.begin(ada.person)

    said = browser_of(ada).get(PAGE).content.decode()

    assert "It is quiet now." in said
    assert "The day" not in said
    assert "The day" in browser_of(jonas).get(PAGE).content.decode()


def test_what_is_not_wanted_is_not_even_looked_for(ada, browser_of, monkeypatch):
    hers = browser_of(ada)
    monkeypatch.setattr(Shelf, "on_this_day", lambda *_, **__: pytest.fail("It was looked for."))

    assert hers.get(PAGE).status_code == 200  # it is off
    Quiet.begin(wishing(ada).person)
    assert hers.get(PAGE).status_code == 200


def test_only_earlier_years_and_only_this_very_day(ada, given_a_letter):
    for date in ("12 May 2025", "12 May 2019", "12 May 2027", "11 May 2025", "12 June 2025"):
        given_a_letter(ada, title=date, date=date)

    assert titles(ada) == ["12 May 2025", "12 May 2019"]


@pytest.mark.parametrize("date", ["about 12 May 2025", "11 May 2025 to 13 May 2025"])
def test_a_day_that_is_only_the_middle_does_not_count(ada, given_a_letter, date):
    kept = given_a_letter(ada, date=date)

    assert Shelf(ada).get(kept.id).card.placed == "2025-05-12"
    assert titles(ada) == []


def test_the_middle_of_a_month_does_not_count(ada, given_a_letter):
    kept = given_a_letter(ada, date="May 2025")
    middle = datetime.date.fromisoformat(Shelf(ada).get(kept.id).card.placed)

    assert titles(ada, middle.replace(year=2027)) == []


def test_the_29th_of_february_comes_on_the_first_of_march_of_a_common_year(ada, given_a_letter):
    given_a_letter(ada, title="leap", date="29 February 2024")
    given_a_letter(ada, title="march", date="1 March 2024")
    days = ["2027-02-28", "2027-03-01", "2028-02-28", "2028-02-29", "2028-03-01"]

    found = {day: titles(ada, datetime.date.fromisoformat(day)) for day in days}

    assert found == {
        "2027-02-28": [],
        "2027-03-01": ["march", "leap"],
        "2028-02-28": [],
        "2028-02-29": ["leap"],
        "2028-03-01": ["march"],
    }


@pytest.mark.parametrize("zone", ZONES)
def test_a_covered_photograph_is_covered_there_too(ada, browser_of, given_a_picture, zone):
    lives_in(wishing(ada), zone)
    picture = given_a_picture(
        ada, title="His hand", neutral="Photograph", date="12 May 2025", covered=True
    )

    with at_noon(zone):
        said = browser_of(ada).get(PAGE).content.decode()

    assert "Photograph" in said
    assert f"/{picture.id}/" in said
    assert "cover.jpg" in said
    assert "small.jpg" not in said
    assert "His hand" not in said


@pytest.mark.parametrize("zone", ZONES)
def test_what_is_not_yet_is_nowhere(ada, browser_of, given_a_picture, zone):
    lives_in(wishing(ada), zone)
    given_a_picture(ada, date="12 May 2025", until="2027-05-13")
    given_a_picture(ada, date="12 May 2024", until_asked=True)

    with at_noon(zone):
        assert "Nothing of this day." in browser_of(ada).get(PAGE).content.decode()


def test_what_is_closed_between_making_and_reading_is_not_shown(ada, given_a_letter):
    kept = given_a_letter(ada, title="The day", date="12 May 2025")
    shelf = Shelf(ada, today=DAY)
    assert len(shelf.on_this_day(DAY).entries) == 1  # the index is read, and stays as it was

    card = Shelf(ada).get(kept.id).card
    card.until_asked = True
    keeping.change(kept, ada.circle("only-me"), card)

    assert shelf.on_this_day(DAY).entries == []


def test_a_day_that_was_made_vague_between_making_and_reading_does_not_count(ada, given_a_letter):
    kept = given_a_letter(ada, title="The day", date="12 May 2025")
    shelf = Shelf(ada, today=DAY)
    assert len(shelf.on_this_day(DAY).entries) == 1

    card = Shelf(ada).get(kept.id).card
    card.date = "2025-05-12~"
    keeping.change(kept, ada.circle("only-me"), card)

    assert shelf.on_this_day(DAY).entries == []


def test_what_is_in_the_tray_or_the_bin_or_anothers_is_not_there(ada, jonas, vera, given_a_letter):
    given_a_letter(ada, date="12 May 2025", place="tray")
    keeping.put_in_bin(given_a_letter(ada, date="12 May 2025"))
    given_a_letter(jonas, date="12 May 2025")
    given_a_letter(vera, date="12 May 2025")

    assert titles(ada) == []


def test_many_of_one_day_come_a_page_at_a_time(ada, browser_of, given_a_letter):
    wishing(ada)
    for year in range(2000, 2025):
        given_a_letter(ada, title=f"In {year}", date=f"12 May {year}")
    hers = browser_of(ada)

    first = hers.get(PAGE).content.decode()
    second = hers.get(f"{PAGE}?after=2005-05-12.5").content.decode()

    assert 'href="?after=2005-05-12.5" rel="next"' in first
    assert ("In 2005" in first, "In 2004" in first) == (True, False)
    assert ("In 2005" in second, "In 2004" in second) == (False, True)


@pytest.mark.parametrize("after", ["9999.9", "2099-01-01.3", "x", "~.-1"])
def test_no_address_asks_for_days_to_come(ada, browser_of, given_a_letter, after):
    given_a_letter(wishing(ada), title="Still to come", date="12 May 2031")

    assert "Still to come" not in browser_of(ada).get(f"{PAGE}?after={after}").content.decode()


def test_today_may_ask_whether_there_is_anything(ada, browser_of, given_a_letter, rf):
    from heartleaf.web.on_this_day import has_on_this_day

    def has(today=DAY):
        request = rf.get("/")
        request.visitor, request.shelf = ada, Shelf(ada, today=today)
        return has_on_this_day(request, wishes_of(ada))

    given_a_letter(ada, date="12 May 2025")
    assert not has()  # it is off
    wishing(ada)
    assert has()
    Quiet.begin(ada.person)
    assert not has()


def test_a_damaged_date_of_a_later_version_is_no_day(ada):
    keeping.keep(ada, ada.circle("only-me"), Card(date="2025-05-12?!", placed="2025-05-12"))

    assert titles(ada) == []
