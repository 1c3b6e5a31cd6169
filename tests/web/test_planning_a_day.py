"""Plan for the day: their own words, for whom they chose, and let go without a fuss."""

import datetime
import re

import pytest

from heartleaf.days.calendars import Line, change_calendar, open_calendar, plan_name
from heartleaf.days.models import Calendar


def said(answer):
    return answer.content.decode()


@pytest.fixture
def rowans(ada):
    return f"/days/{ada.facts.children[0].id}.born/"


def form_of(browser, address, of=""):
    """What the form of a plan holds besides the words, as it is opened now."""
    page = said(browser.get(f"{address}plan/", {"of": of} if of else {}))
    return dict(re.findall(r'type="hidden" name="(on|of|based_on)" value="([^"]*)"', page))


def plan(browser, address, *lines, form=None, **more):
    form = form_of(browser, address) if form is None else form
    when, what = zip(*lines, strict=True) if lines else ([""], [""])
    return browser.post(f"{address}plan/", form | {"when": [*when], "what": [*what], **more})


def asked(browser, address, of):
    page = said(browser.get(f"{address}plan/letting-go/", {"of": of}))
    return dict(re.findall(r'type="hidden" name="(on|of|based_on)" value="([^"]*)"', page))


def planned(person, circle="us"):
    plans = open_calendar(person.circle(circle)).plans
    return [line.what for lines in plans.values() for line in lines]


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
    adas.post(f"{rowans}plan/letting-go/", asked(adas, rowans, "only-me"))

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


def test_as_many_lines_as_a_browser_lets_her_write_are_kept_to_the_last_word(ada, adas, rowans):
    what = "\r\n".join(["a" * 9] * 59 + ["the last"])  # 598 to a browser, 657 as it is sent

    assert plan(adas, rowans, ("Morning", what)).status_code == 302

    assert planned(ada, "only-me") == [what.replace("\r\n", "\n")]
    assert what.replace("\r\n", "\n") in said(adas.get(f"{rowans}plan/"))


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (("Morning", "a" * 600 + "z"), "A line has room for 600 letters."),
        (("a" * 60 + "z", "The river"), "“When” has room for 60 letters."),
    ],
)
def test_what_there_is_no_room_for_is_said_and_never_cut(ada, adas, rowans, line, sentence):
    answer = plan(adas, rowans, line)

    assert answer.status_code == 422
    assert sentence in said(answer)
    assert all(words in said(answer) for words in line)
    assert planned(ada, "only-me") == []


# ── Two who write at once ───────────────────────────────────────────────────────────────────


def test_two_who_keep_a_line_at_once_both_keep_it(ada, adas, browser_of, jonas, rowans):
    his = browser_of(jonas)
    plan(adas, rowans, ("Morning", "The river"), circle="us")
    hers, opened = form_of(adas, rowans), form_of(his, rowans)

    plan(adas, rowans, ("Morning", "The river"), ("Noon", "Bread"), form=hers)
    answer = plan(his, rowans, ("Morning", "The river"), ("Evening", "Soup"), form=opened)

    assert planned(ada) == ["The river", "Bread", "Soup"]
    page = said(his.get(answer.headers["Location"]))
    assert "The other parent, or another window, wrote here meanwhile." in page
    assert "Both are below; nothing was lost." in page
    assert page.index("Bread") < page.index("Soup")


def test_a_second_window_overwrites_nothing_of_the_first(ada, adas, rowans):
    opened = form_of(adas, rowans)

    plan(adas, rowans, ("Morning", "The river"), form=opened)
    answer = plan(adas, rowans, ("Evening", "Soup"), form=opened)

    assert planned(ada, "only-me") == ["The river", "Soup"]
    assert "Another window wrote here meanwhile." in said(adas.get(answer.headers["Location"]))


def test_what_is_sent_twice_is_kept_once_and_said_to_be_kept(ada, adas, rowans):
    opened = form_of(adas, rowans)

    for _each in range(2):
        answer = plan(adas, rowans, ("Morning", "The river"), form=opened)

    assert planned(ada, "only-me") == ["The river"]
    assert answer.headers["Location"] == rowans


def test_a_plan_that_is_known_can_be_changed_and_emptied(ada, adas, rowans):
    plan(adas, rowans, ("Morning", "The river"), ("Noon", "Bread"))

    plan(adas, rowans, ("Morning", "The sea"))
    assert planned(ada, "only-me") == ["The sea"]
    plan(adas, rowans)

    assert planned(ada, "only-me") == []


def test_what_was_let_go_meanwhile_does_not_take_the_typed_words_along(
    ada, adas, browser_of, jonas, rowans
):
    his = browser_of(jonas)
    plan(adas, rowans, ("Morning", "The river"), circle="us")
    opened = form_of(adas, rowans)
    his.post(f"{rowans}plan/letting-go/", asked(his, rowans, "us"))

    plan(adas, rowans, ("Morning", "The river"), ("Noon", "Bread"), form=opened)

    assert planned(ada) == ["The river", "Bread"]


def test_words_that_nobody_saw_are_not_let_go(ada, adas, browser_of, jonas, rowans):
    his = browser_of(jonas)
    plan(adas, rowans, ("Morning", "The river"), circle="us")
    seen = asked(his, rowans, "us")
    plan(adas, rowans, ("Morning", "The river"), ("Noon", "Bread"))

    answer = his.post(f"{rowans}plan/letting-go/", seen)

    assert planned(ada) == ["The river", "Bread"]
    page = said(his.get(answer.headers["Location"]))
    assert "The plan is another by now, so nothing was let go." in page
    assert "Bread" in page


def test_who_takes_a_plan_to_themselves_takes_nothing_from_the_other(
    ada, adas, browser_of, jonas, rowans
):
    his = browser_of(jonas)
    plan(adas, rowans, ("Morning", "The river"), circle="us")
    plan(his, rowans, ("Morning", "The river"), ("Evening", "Soup"))

    plan(adas, rowans, ("Morning", "The river"), ("Evening", "Soup"), circle="only-me")

    assert planned(ada, "only-me") == ["The river", "Soup"]
    assert planned(jonas) == ["Soup"]


def test_what_was_added_after_the_form_was_opened_stays_where_it_is(
    ada, adas, browser_of, jonas, rowans
):
    his = browser_of(jonas)
    plan(adas, rowans, ("Morning", "The river"), circle="us")
    opened = form_of(adas, rowans)
    plan(his, rowans, ("Morning", "The river"), ("Evening", "Soup"))

    plan(adas, rowans, ("Morning", "The river"), form=opened, circle="only-me")

    assert planned(ada, "only-me") == ["The river"]
    assert planned(jonas) == ["The river", "Soup"]
    assert "that plan stays there as it is" in said(adas.get(rowans))


def test_words_for_a_day_that_was_taken_out_meanwhile_are_shown_again(ada, adas, browser_of, jonas):
    day = {"title": "The funeral", "date": "20 May 2025", "circle": "us", "comes": "yearly"}
    adas.post("/days/new/", day)
    id = open_calendar(ada.circle("us")).days[0].id
    opened = form_of(adas, f"/days/{id}/")
    browser_of(jonas).post(f"/days/own/{id}/taking-out/")

    answer = plan(adas, f"/days/{id}/", ("Morning", "The river"), form=opened)

    assert answer.status_code == 404
    assert "This day is no longer here" in said(answer)
    assert "The river" in said(answer)
    assert adas.get(f"/days/{id}/plan/").status_code == 404


def test_words_for_a_day_that_has_no_date_any_more_are_shown_again(ada, adas, rowans):
    opened = form_of(adas, rowans)
    ada.change_facts(lambda facts: setattr(facts.children[0], "born", "2025"))

    answer = plan(adas, rowans, ("Morning", "The river"), form=opened)

    assert "This day has no date any more" in said(answer)
    assert "The river" in said(answer)


def test_words_for_a_damaged_calendar_stand_in_the_form(ada, adas, jonas, rowans):
    plan(adas, rowans, ("Morning", "The river"), circle="us")
    opened = form_of(adas, rowans)
    Calendar.objects.filter(circle_id=ada.circle("us").id).update(revision=99)

    answer = plan(adas, rowans, ("Morning", "The sea"), form=opened, circle="us")

    assert "cannot be read, so nothing was changed" in said(answer)
    assert "The sea</textarea>" in said(answer)


# ── Another date ────────────────────────────────────────────────────────────────────────────


def test_a_plan_is_still_there_after_its_day_and_is_not_the_next_ones(ada, adas, rowans):
    key = rowans.split("/")[2]
    plans = {plan_name(key, datetime.date(2025, 5, 12)): [Line("Morning", "The river")]}
    change_calendar(ada.circle("only-me"), lambda calendar: calendar.plans.update(plans))

    page = said(adas.get(rowans))

    assert "The day, as you planned it" not in page
    assert "The river" in page.partition("Planned for Monday, 12\xa0May 2025")[2]


def test_a_plan_for_a_date_that_was_corrected_is_read_and_let_go(ada, adas, rowans):
    plan(adas, rowans, ("Morning", "The river"))
    on = next(iter(open_calendar(ada.circle("only-me")).plans)).split(" ")[1]
    ada.change_facts(lambda facts: setattr(facts.children[0], "born", "2025-05-10"))

    page = said(adas.get(rowans))
    assert "Planned for" in page
    assert "The river" in page
    form = {"of": "only-me", "on": on}
    seen = said(adas.get(f"{rowans}plan/letting-go/", form))
    assert "The river" in seen
    mark = re.search(r'name="based_on" value="([^"]*)"', seen)[1]
    adas.post(f"{rowans}plan/letting-go/", form | {"based_on": mark})

    assert planned(ada, "only-me") == []


def test_what_was_planned_comes_along_when_the_date_of_a_day_is_changed(
    ada, adas, browser_of, jonas
):
    day = {"title": "The funeral", "date": "20 May 2025", "circle": "us", "comes": "yearly"}
    adas.post("/days/new/", day)
    address = f"/days/{open_calendar(ada.circle('us')).days[0].id}/"
    plan(adas, address, ("Morning", "The river"), circle="us")

    form = address.replace("/days/", "/days/own/")
    mark = re.search(r'name="based_on" value="([^"]*)"', said(adas.get(form)))[1]
    answer = adas.post(form, day | {"date": "21 May 2025", "based_on": mark})

    page = said(adas.get(answer.headers["Location"]))
    assert "What you planned came along." in page
    assert "The day, as you planned it" in page
    assert "Planned for" not in page


def test_what_she_planned_for_a_day_that_the_other_took_out_is_still_hers(
    ada, adas, browser_of, jonas
):
    day = {"title": "The funeral", "date": "20 May 2025", "circle": "us", "comes": "yearly"}
    adas.post("/days/new/", day)
    address = f"/days/{open_calendar(ada.circle('us')).days[0].id}/"
    plan(adas, address, ("Morning", "The river"))
    his = browser_of(jonas)
    his.post(address.replace("/days/", "/days/own/") + "taking-out/")

    page = said(adas.get("/days/"))
    assert "The river" in page.partition("Planned for a day that is no longer here")[2]
    assert "no longer here" not in said(his.get("/days/"))
    way = re.search(r'href="(/days/[^"]*letting-go/[^"]*)"', page)[1].replace("&amp;", "&")
    seen = said(adas.get(way))
    assert "The river" in seen
    form = dict(re.findall(r'type="hidden" name="(on|of|based_on)" value="([^"]*)"', seen))
    adas.post(f"{address}plan/letting-go/", form)

    assert planned(ada, "only-me") == []
    assert his.get(way).status_code == 404
