"""Days of theirs: written down as well as they are known, moved, and taken out."""

import re

import pytest

from heartleaf.care.channels import Address, new_channel
from heartleaf.care.models import Reminder
from heartleaf.care.wishes import change_wishes, wishes_of
from heartleaf.days.calendars import change_calendar, open_calendar
from heartleaf.days.models import Calendar

FUNERAL = {"title": "The funeral", "date": "20 May 2025", "circle": "only-me", "comes": "yearly"}


def said(answer):
    return answer.content.decode()


def days(person, circle="only-me"):
    return open_calendar(person.circle(circle)).days


def kept(person, browser, circle="only-me", **more):
    answer = browser.post("/days/new/", FUNERAL | {"circle": circle} | more)
    assert answer.status_code == 302, said(answer)
    return days(person, circle)[-1]


def form_of(browser, day):
    """What the form of a day holds besides its words, as it is opened now."""
    page = said(browser.get(f"/days/own/{day.id}/"))
    return {"based_on": re.search(r'name="based_on" value="([^"]*)"', page)[1]}


def change(browser, day, form=None, **more):
    form = form_of(browser, day) if form is None else form
    return browser.post(f"/days/own/{day.id}/", FUNERAL | form | more)


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
    change(adas, day, **chosen | {"title": "Again"})

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

    change(adas, day, circle="us")

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

    change(adas, day, circle="only-me")

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

    assert '<p class="after">It has been.</p>' in page
    assert 'name="way"' not in page


def test_a_day_of_the_wider_circle_becomes_private_with_what_the_parents_planned(
    ada, adas, inge, browser_of
):
    day = kept(ada, adas, circle="friends")
    adas.post(f"/days/{day.id}/plan/", {"when": "Noon", "what": "The river", "circle": "us"})
    assert browser_of(inge).get(f"/days/{day.id}/").status_code == 200

    change(adas, day, circle="only-me")

    assert browser_of(inge).get(f"/days/{day.id}/").status_code == 404
    assert "The river" in said(adas.get(f"/days/{day.id}/"))
    assert open_calendar(ada.circle("us")).plans == {}


def test_a_day_that_is_today_says_so(ada, adas):
    day = kept(ada, adas, date=f"{ada.today():%d %B %Y}", comes=[])

    page = said(adas.get(f"/days/{day.id}/"))

    assert "Today, " in page
    assert "Next:" not in page


# ── Meanwhile ───────────────────────────────────────────────────────────────────────────────


def test_what_jonas_changed_meanwhile_is_not_overwritten_and_both_are_shown(
    ada, adas, jonas, browser_of
):
    day, his = kept(ada, adas, circle="us"), browser_of(jonas)
    opened = form_of(adas, day)
    change(his, day, title="The burial", circle="us")

    answer = change(adas, day, opened, title="The last goodbye", circle="us")

    page = said(answer)
    assert answer.status_code == 409
    assert "Somebody else, or another window, changed this day meanwhile." in page
    assert page.index("The burial</dd>") < page.index('value="The last goodbye"')
    assert days(ada, "us")[0].title == "The burial"
    mark = re.search(r'name="based_on" value="([^"]*)"', page)[1]
    change(adas, day, {"based_on": mark}, title="The last goodbye", circle="us")
    assert days(ada, "us")[0].title == "The last goodbye"


def test_another_window_is_not_called_somebody_else(ada, adas):
    day = kept(ada, adas)
    opened = form_of(adas, day)
    change(adas, day, opened, title="One")

    page = said(change(adas, day, opened, title="Two"))

    assert "Another window changed this day meanwhile." in page
    assert days(ada)[0].title == "One"


def test_a_change_that_is_sent_twice_is_kept_once(ada, adas):
    day = kept(ada, adas)
    opened = form_of(adas, day)

    for _each in range(2):
        answer = change(adas, day, opened, title="The burial")
        assert answer.status_code == 302

    assert [one.title for one in days(ada)] == ["The burial"]


def test_a_day_that_is_sent_twice_is_one_day(ada, adas):
    id = re.search(r'name="id" value="([^"]*)"', said(adas.get("/days/new/")))[1]

    answers = [adas.post("/days/new/", FUNERAL | {"id": id}) for _each in range(2)]

    assert [one.headers["Location"] for one in answers] == [f"/days/{id}/"] * 2
    assert [one.id for one in days(ada)] == [id]


def test_a_new_day_that_was_changed_by_going_back_loses_no_words(ada, adas):
    id = re.search(r'name="id" value="([^"]*)"', said(adas.get("/days/new/")))[1]
    adas.post("/days/new/", FUNERAL | {"id": id})

    answer = adas.post("/days/new/", FUNERAL | {"id": id, "title": "The burial"})

    assert answer.status_code == 409
    assert 'value="The burial"' in said(answer)
    assert f'action="/days/own/{id}/"' in said(answer)
    assert [one.title for one in days(ada)] == ["The funeral"]


def test_what_was_typed_for_a_day_that_was_taken_out_meanwhile_is_still_there(
    ada, adas, jonas, browser_of
):
    day = kept(ada, adas, circle="us")
    opened = form_of(adas, day)
    browser_of(jonas).post(f"/days/own/{day.id}/taking-out/")

    answer = change(adas, day, opened, title="The last goodbye", circle="us")

    page = said(answer)
    assert answer.status_code == 404
    assert "This day is no longer here" in page
    assert 'value="The last goodbye"' in page
    id = re.search(r'name="id" value="([^"]*)"', page)[1]
    adas.post("/days/new/", FUNERAL | {"id": id, "title": "The last goodbye"})
    assert [one.title for one in days(ada)] == ["The last goodbye"]


def damage(circle):
    change_calendar(circle, lambda calendar: None)
    Calendar.objects.filter(circle_id=circle.id).update(revision=99)


def test_words_typed_for_a_damaged_calendar_stand_in_the_form(ada, adas):
    day = kept(ada, adas, circle="us")
    opened = form_of(adas, day)
    damage(ada.circle("us"))

    for answer in (
        change(adas, day, opened, title="The last goodbye", circle="us"),
        adas.post("/days/new/", FUNERAL | {"title": "The last goodbye", "circle": "us"}),
    ):
        assert "cannot be read, so nothing was changed" in said(answer)
        assert 'value="The last goodbye"' in said(answer)


# ── Whose it is ─────────────────────────────────────────────────────────────────────────────


def test_a_day_says_who_wrote_it_down(ada, adas):
    assert kept(ada, adas).by == str(ada.id)


def test_inge_changes_and_takes_out_no_day_that_the_parents_wrote(ada, adas, inge, browser_of):
    day, hers = kept(ada, adas, circle="friends"), browser_of(inge)
    opened = form_of(adas, day)

    assert f"/days/own/{day.id}/" not in said(hers.get(f"/days/{day.id}/"))
    for circle in ("only-me", "friends"):
        answer = change(hers, day, opened, title="Mine", circle=circle)
        assert answer.headers["Location"] == f"/days/{day.id}/"
    assert "the parents, can change it" in said(hers.get(f"/days/{day.id}/"))
    for get in (hers.get, hers.post):
        assert get(f"/days/own/{day.id}/taking-out/").status_code == 302

    assert [one.title for one in days(ada, "friends")] == ["The funeral"]
    assert days(inge) == []


def test_inge_changes_what_she_wrote_and_so_do_the_parents(ada, adas, inge, browser_of):
    hers = browser_of(inge)
    day = kept(inge, hers, circle="friends")

    change(hers, day, title="The naming", circle="friends")
    assert days(ada, "friends")[0].title == "The naming"
    change(adas, day, title="The name", circle="friends")

    assert (days(ada, "friends")[0].title, days(ada, "friends")[0].by) == ("The name", str(inge.id))


def test_a_shared_day_is_not_taken_away_by_who_did_not_write_it(ada, adas, jonas, browser_of):
    day, his = kept(ada, adas, circle="us"), browser_of(jonas)

    assert "Somebody else wrote this day down, so it stays with" in said(
        his.get(f"/days/own/{day.id}/")
    )
    answer = change(his, day, title="The burial", circle="only-me")

    assert answer.status_code == 422
    assert 'value="The burial"' in said(answer)
    assert [one.title for one in days(ada, "us")] == ["The funeral"]
    assert days(jonas) == []


def test_what_the_other_planned_is_not_taken_along(ada, adas, jonas, browser_of):
    day, his = kept(ada, adas, circle="us"), browser_of(jonas)
    his.post(f"/days/{day.id}/plan/", {"when": "Noon", "what": "The river", "circle": "us"})

    answer = change(adas, day, title="The burial", circle="only-me")

    assert answer.status_code == 422
    assert "The other parent has planned something for it" in said(answer)
    assert 'value="The burial"' in said(answer)
    assert days(ada) == []
    assert "The river" in said(his.get(f"/days/{day.id}/"))


# ── What was planned for the other ──────────────────────────────────────────────────────────


@pytest.fixture
def agreed(ada, adas, jonas, browser_of):
    """A day that Jonas wrote down and both agreed to tell each other of; Ada has it by mail."""
    his = browser_of(jonas)
    day = kept(jonas, his, circle="us")
    change_wishes(ada, lambda wishes: setattr(wishes, "mail", "ada@example.org"))
    new_channel(ada.person, Address("ada@example.org")).save()
    for browser in (his, adas):
        browser.post(f"/days/{day.id}/together/", {"yes": "yes"})
    assert Reminder.objects.filter(channel__person=ada.person).exists()
    return day, his


@pytest.mark.parametrize(
    "what",
    [
        lambda his, day: his.post(f"/days/{day.id}/together/", {"back": "yes"}),
        lambda his, day: his.post(f"/days/own/{day.id}/taking-out/"),
        lambda his, day: change(his, day, circle="us", date="21 May 2025"),
        lambda his, day: change(his, day, circle="us", comes="monthly"),
        lambda his, day: change(his, day, circle="only-me"),
    ],
    ids=["taken back", "taken out", "another date", "other ways", "his alone"],
)
def test_what_is_called_off_by_one_is_not_sent_to_the_other(ada, agreed, what):
    day, his = agreed

    what(his, day)

    assert not Reminder.objects.filter(channel__person=ada.person).exists()


def test_another_name_of_a_day_calls_nothing_off(ada, agreed):
    day, his = agreed

    change(his, day, circle="us", title="The burial")

    assert Reminder.objects.filter(channel__person=ada.person).exists()
