"""Days of theirs: written down as well as they are known, moved, and taken out."""

import re

import pytest

from heartleaf.care.wishes import wishes_of
from heartleaf.days.calendars import open_calendar

FUNERAL = {"title": "The funeral", "date": "20 May 2025", "circle": "only-me", "comes": "yearly"}


def said(answer):
    return answer.content.decode()


def days(person, circle="only-me"):
    return open_calendar(person.circle(circle)).days


def kept(person, browser, circle="only-me", **more):
    answer = browser.post("/days/new/", FUNERAL | {"circle": circle} | more)
    assert answer.status_code == 302, said(answer)
    return days(person, circle)[-1]


def test_a_day_is_kept_and_nothing_comes_of_it(ada, adas):
    day = kept(ada, adas, children=[ada.facts.children[0].id])

    page = said(adas.get(f"/days/{day.id}/"))

    assert "Nothing comes of it by itself." in page
    assert "20 May 2025" in page
    assert "Rowan" in page
    assert wishes_of(ada).days == {}


def test_an_empty_page_adds_no_day_and_says_so(ada, adas):
    answer = adas.post("/days/new/", FUNERAL | {"title": " ", "date": ""})

    assert "Nothing is said yet, so no day was added." in said(answer)
    assert days(ada) == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31 April 2025", "That month has no such day."),
        ("5/12/2025", "two different days"),
        ("when it snowed", "could not be read as a date"),
        ("12 May 3025", "The year can be any from 1850 to 2200."),
    ],
)
def test_a_wrong_date_is_told_in_a_sentence_and_what_was_typed_stays(ada, adas, typed, sentence):
    answer = adas.post("/days/new/", FUNERAL | {"date": typed})

    assert answer.status_code == 422
    assert sentence in said(answer)
    assert typed in said(answer)
    assert days(ada) == []


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ({"comes": []}, ""),
        ({"comes": ["yearly", "monthly"]}, "yearly, monthly"),
        ({"comes": "monthly"}, "monthly"),
        ({"comes": "half"}, "half"),
        ({"comes": "yahrzeit", "custom": "sephardi"}, "yahrzeit sephardi"),
        ({"comes": "yahrzeit", "sunset": "on"}, "yahrzeit ashkenazi after-sunset"),
        ({"comes": "islamic", "sunset": "on"}, "islamic after-sunset"),
        ({"comes": "days", "counts": ["40", "7"], "counted": "days"}, "days 7 40"),
        (
            {"comes": "days", "counts": ["3", "9", "40"], "counted": "days-from-next"},
            "days-from-next 3 9 40",
        ),
        ({"comes": "japanese"}, "japanese"),
    ],
)
def test_a_day_comes_again_as_they_chose_and_the_form_remembers(ada, adas, chosen, code):
    day = kept(ada, adas, **chosen)
    assert ", ".join(day.comes) == code

    page = said(adas.get(f"/days/own/{day.id}/"))
    ticked = re.findall(r'name="comes" value="([a-z]+)" checked', page)
    assert ticked == [*([chosen["comes"]] if isinstance(chosen["comes"], str) else chosen["comes"])]
    adas.post(f"/days/own/{day.id}/", FUNERAL | chosen | {"title": "Again"})

    assert (days(ada)[0].title, ", ".join(days(ada)[0].comes)) == ("Again", code)


def test_counted_days_need_to_be_said(ada, adas):
    answer = adas.post("/days/new/", FUNERAL | {"comes": "days"})

    assert "Which days are counted? Choose at least one." in said(answer)
    assert days(ada) == []


def test_a_private_day_is_nowhere_for_jonas(ada, adas, jonas, browser_of):
    day = kept(ada, adas)
    his = browser_of(jonas)

    assert "The funeral" not in said(his.get("/days/"))
    for path in (f"/days/{day.id}/", f"/days/{day.id}/plan/", f"/days/own/{day.id}/"):
        assert his.get(path).status_code == 404
    assert his.post(f"/days/own/{day.id}/taking-out/").status_code == 404
    assert len(days(ada)) == 1


def test_a_day_that_is_shared_is_known_to_both_with_the_circles_word(ada, adas, jonas, browser_of):
    ada.change_facts(lambda facts: setattr(facts.vocabulary, "us", "the two of us"))
    kept(ada, adas, circle="us")

    page = said(browser_of(jonas).get("/days/"))

    assert "The funeral" in page
    assert "the two of us" in page


def test_moving_a_day_takes_it_out_of_one_calendar_and_puts_it_into_the_other(
    ada, adas, jonas, browser_of
):
    day = kept(ada, adas)

    adas.post(f"/days/own/{day.id}/", FUNERAL | {"circle": "us"})

    assert days(ada) == []
    assert [one.id for one in days(ada, "us")] == [day.id]
    assert browser_of(jonas).get(f"/days/{day.id}/").status_code == 200


def test_what_was_planned_for_it_comes_along_when_a_day_becomes_private(
    ada, adas, jonas, browser_of
):
    day = kept(ada, adas, circle="us")
    adas.post(f"/days/{day.id}/plan/", {"when": "Noon", "what": "The river", "circle": "us"})
    for browser in (adas, browser_of(jonas)):
        browser.post(f"/days/{day.id}/together/", {"yes": "yes"})

    adas.post(f"/days/own/{day.id}/", FUNERAL | {"circle": "only-me"})

    assert "The river" in said(adas.get(f"/days/{day.id}/"))
    us = open_calendar(jonas.circle("us"))
    assert (us.days, us.plans, us.together) == ([], {}, {})


def test_a_day_is_taken_out_after_it_was_asked_for_by_name(ada, adas):
    day = kept(ada, adas)
    adas.post(f"/days/{day.id}/", {"way": "page", "ahead": "1"})

    assert "Take out “The funeral”?" in said(adas.get(f"/days/own/{day.id}/taking-out/"))
    assert len(days(ada)) == 1
    adas.post(f"/days/own/{day.id}/taking-out/")

    assert days(ada) == []
    assert wishes_of(ada).days == {}
    assert adas.get(f"/days/{day.id}/").status_code == 404


def test_inge_keeps_days_of_her_own_and_is_not_offered_the_parents_circle(
    ada, adas, inge, browser_of
):
    hers = browser_of(inge)

    answer = hers.post("/days/new/", FUNERAL | {"circle": "us"})
    kept(inge, hers)

    assert answer.status_code == 422
    assert "The funeral" in said(hers.get("/days/"))
    assert "The funeral" not in said(adas.get("/days/"))


def test_a_day_that_has_been_and_comes_no_more_says_so(ada, adas):
    day = kept(ada, adas, comes=[])

    page = said(adas.get(f"/days/{day.id}/"))

    assert "It has been, and does not come again." in page
    assert 'name="way"' not in page


def test_a_day_of_the_wider_circle_becomes_private_with_what_the_parents_planned(
    ada, adas, inge, browser_of
):
    day = kept(ada, adas, circle="friends")
    adas.post(f"/days/{day.id}/plan/", {"when": "Noon", "what": "The river", "circle": "us"})
    assert browser_of(inge).get(f"/days/{day.id}/").status_code == 200

    adas.post(f"/days/own/{day.id}/", FUNERAL | {"circle": "only-me"})

    assert browser_of(inge).get(f"/days/{day.id}/").status_code == 404
    assert "The river" in said(adas.get(f"/days/{day.id}/"))
    assert open_calendar(ada.circle("us")).plans == {}


def test_a_day_that_is_today_says_so(ada, adas):
    day = kept(ada, adas, date=f"{ada.today():%d %B %Y}", comes=[])

    page = said(adas.get(f"/days/{day.id}/"))

    assert "Today, " in page
    assert "Next:" not in page
