"""Plan for the day: their own words, for whom they chose, and let go without a fuss."""

import pytest

from heartleaf.days.calendars import open_calendar


def said(answer):
    return answer.content.decode()


@pytest.fixture
def rowans(ada):
    return f"/days/{ada.facts.children[0].id}.born/"


def plan(browser, address, *lines, **more):
    when, what = zip(*lines, strict=True) if lines else ([""], [""])
    return browser.post(f"{address}plan/", {"when": [*when], "what": [*what], **more})


def test_a_plan_is_her_own_unless_she_shares_it(adas, browser_of, jonas, rowans):
    plan(adas, rowans, ("Morning", "The river"), ("", ""), ("Evening", "Soup"))

    page = said(adas.get(rowans))
    assert "The day, as you planned it" in page
    assert "The river" in page
    assert "The river" not in said(browser_of(jonas).get(rowans))


def test_a_plan_that_is_shared_is_read_by_both_and_is_no_longer_hers_alone(
    ada, adas, browser_of, jonas, rowans
):
    plan(adas, rowans, ("Morning", "The river"))

    plan(adas, rowans, ("Morning", "The river"), of="only-me", circle="us")

    assert "The river" in said(browser_of(jonas).get(rowans))
    assert open_calendar(ada.circle("only-me")).plans == {}


def test_what_the_other_has_planned_already_is_not_overwritten(adas, browser_of, jonas, rowans):
    plan(adas, rowans, ("Morning", "The river"))
    plan(browser_of(jonas), rowans, ("Noon", "Nobody"), circle="us")

    plan(adas, rowans, ("Morning", "The river"), of="only-me", circle="us")

    page = said(browser_of(jonas).get(rowans))
    assert page.index("Nobody") < page.index("The river")


def test_more_lines_come_without_script_and_nothing_typed_is_lost(ada, adas, rowans):
    page = said(plan(adas, rowans, ("Morning", "The river"), ("Noon", "Bread"), more="yes"))

    assert "Bread" in page
    assert page.count('name="when"') == 4
    assert open_calendar(ada.circle("only-me")).plans == {}


def test_a_plan_is_let_go_after_its_words_were_seen_once_more(ada, adas, rowans):
    plan(adas, rowans, ("Morning", "The river"))

    assert "The river" in said(adas.get(f"{rowans}plan/letting-go/?of=only-me"))
    adas.post(f"{rowans}plan/letting-go/", {"of": "only-me"})

    assert open_calendar(ada.circle("only-me")).plans == {}
    assert "The river" not in said(adas.get(rowans))


def test_a_grandmother_plans_for_herself_alone(ada, adas, inge, browser_of, rowans):
    hers = browser_of(inge)

    plan(hers, rowans, ("Morning", "Church"), circle="us")

    assert "Church" in said(hers.get(rowans))
    assert "Church" not in said(adas.get(rowans))


def test_a_letter_for_the_day_waits_until_it_comes(ada, adas, rowans):
    page = said(adas.get(rowans))

    assert f"about={ada.facts.children[0].id}" in page
    assert "/keepsakes/new/?until=20" in page
