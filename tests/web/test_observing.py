"""Days that many keep: none at first, and where customs differ the family picks."""

import pytest

from heartleaf.care.wishes import wishes_of
from heartleaf.days.calendars import Chosen, change_calendar, open_calendar
from heartleaf.web.rule_words import in_words

PAGE = "/days/observances/"
MOTHERS, WAVE = "observance.mothers-day.GB", "observance.wave-of-light.world"


def said(answer):
    return answer.content.decode()


def chosen(person, circle="only-me"):
    return [one.observance for one in open_calendar(person.circle(circle)).chosen]


def test_nothing_is_ticked_and_no_country_is_guessed(adas):
    page = said(adas.get(PAGE, headers={"Accept-Language": "en-GB"}))

    assert 'name="keep"' in page
    assert "checked" not in page.replace('value="only-me" checked', "")
    assert '<option value="" selected>Around the world' in page
    assert MOTHERS not in page


def test_a_country_shows_its_own_days_and_those_of_the_world(adas):
    page = said(adas.get(PAGE, {"country": "GB"}))

    assert MOTHERS in page
    assert WAVE in page
    assert "21 days before Easter" in page
    assert "15 October, at 19:00" in page


@pytest.mark.parametrize("country", ["XX", "gbr", "<b>", "🕯"])
def test_a_country_that_nobody_knows_shows_the_world(adas, country):
    answer = adas.get(PAGE, {"country": country})

    assert answer.status_code == 200
    assert WAVE in said(answer)


def test_a_tick_leads_to_how_it_comes_and_sends_nothing(ada, adas):
    answer = adas.post(PAGE, {"country": "GB", "keep": MOTHERS})

    assert answer.headers["Location"] == f"/days/{MOTHERS}/"
    page = said(adas.get(f"/days/{MOTHERS}/"))
    assert "Nothing comes of it yet." in page
    assert 'value="nothing" checked' in page
    assert wishes_of(ada).days == {}


def test_a_parent_keeps_a_day_for_both_and_a_grandmother_only_for_herself(
    ada, adas, jonas, inge, browser_of
):
    adas.post(PAGE, {"country": "GB", "keep": MOTHERS, "circle": "us"})
    browser_of(inge).post(PAGE, {"keep": WAVE, "circle": "us"})

    assert chosen(jonas, "us") == ["mothers-day"]
    assert chosen(inge) == ["wave-of-light"]
    assert "Kept with “us”." in said(browser_of(jonas).get(PAGE, {"country": "GB"}))


def test_a_tick_that_is_taken_away_ends_it_and_what_another_chose_meanwhile_stays(
    ada, adas, jonas, browser_of
):
    adas.post(PAGE, {"country": "GB", "keep": MOTHERS, "circle": "us"})
    browser_of(jonas).post(PAGE, {"country": "GB", "keep": [MOTHERS, WAVE], "circle": "us"})

    adas.post(PAGE, {"country": "GB", "was": MOTHERS})

    assert chosen(ada, "us") == ["wave-of-light"]


def test_a_day_that_is_kept_alone_and_with_the_other_is_one_day(ada, adas, jonas, browser_of):
    adas.post(PAGE, {"keep": WAVE})
    browser_of(jonas).post(PAGE, {"keep": WAVE, "circle": "us"})

    assert said(adas.get("/days/")).count("Wave of Light") == 1


def test_where_customs_differ_the_family_picks(ada, adas):
    page = said(adas.get(PAGE, {"country": "US"}))
    [march] = [key for key in keys(page) if "sons-day" in key and "march" in key]
    assert len([key for key in keys(page) if "sons-day" in key]) == 2

    adas.post(PAGE, {"country": "US", "keep": march})

    assert "4\u00a0March" in said(adas.get("/days/"))


def test_an_observance_of_another_country_cannot_be_kept_from_this_page(ada, adas):
    adas.post(PAGE, {"country": "FR", "keep": MOTHERS})

    assert chosen(ada) == []


def keys(page):
    return [part.partition('"')[0] for part in page.split('name="keep" value="')[1:]]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("10-15", "15 October"),
        ("second sunday of may", "The second Sunday of May"),
        ("last sunday of may", "The last Sunday of May"),
        ("easter - 21 days", "21 days before Easter"),
        ("orthodox easter", "Orthodox Easter"),
        ("sunday before 11-27", "The Sunday before 27 November"),
        ("first monday of september + 6 days", "6 days after the first Monday of September"),
        ("30 shevat", "30 Shevat"),
        ("20 jumada-ii", "20 Jumada II"),
        (
            "10-15, if saturday or sunday then monday",
            "15 October; if that is a Saturday or Sunday, the Monday after it",
        ),
        (
            "last sunday of may unless easter + 49 days then first sunday of june",
            "The last Sunday of May; where that is Pentecost, the first Sunday of June",
        ),
    ],
)
def test_a_rule_is_said_as_one_would_say_it(rule, words):
    assert in_words(rule) == words


def test_a_day_that_no_list_names_any_more_is_shown_as_kept_and_can_be_let_go(ada, adas):
    old = Chosen("day-of-the-oak", "GB")
    change_calendar(ada.circle("us"), lambda calendar: calendar.chosen.append(old))
    key = "observance.day-of-the-oak.GB"

    page = said(adas.get(PAGE))
    assert "Day of the oak, United Kingdom" in page
    assert f'value="{key}" checked' in page
    adas.post(PAGE, {"was": key, "keep": key})
    assert chosen(ada, "us") == ["day-of-the-oak"]

    adas.post(PAGE, {"was": key})

    assert chosen(ada, "us") == []


def test_what_was_ticked_is_kept_when_another_country_is_shown(ada, adas):
    answer = adas.post(PAGE, {"country": "GB", "keep": MOTHERS, "show": "yes", "next": "US"})

    assert answer["Location"] == f"{PAGE}?country=US"
    assert f'value="{MOTHERS}" checked' in said(adas.get(PAGE, {"country": "GB"}))
