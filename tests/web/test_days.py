"""Days come only as each person asks: nothing at first, and nobody is told what another chose."""

import datetime
import re
import uuid

import pytest

from heartleaf.care.models import Wishes
from heartleaf.care.wishes import Coming, wishes_of
from heartleaf.days.calendars import change_calendar, open_calendar
from heartleaf.days.gathering import KnownDays
from heartleaf.family.facts import Child
from heartleaf.sealing import seal

PAGE = {"way": "page", "ahead": "3", "on": "on"}
NOTHING = {"way": "nothing", "ahead": "0"}


def said(answer):
    return answer.content.decode()


@pytest.fixture
def rowans(ada):
    """The key of the day on which he was born and died."""
    return f"{ada.facts.children[0].id}.born"


@pytest.fixture
def his(browser_of, jonas):
    return browser_of(jonas)


def coming(person, key):
    return wishes_of(person).coming(KnownDays(person).get(key))


def the_coming(page):
    """What the list of days says of what is coming."""
    return page.partition("What is coming")[2].partition("</section>")[0]


# ── Nothing at first ────────────────────────────────────────────────────────────────────────


def test_at_first_every_day_is_known_and_nothing_comes(ada, adas, rowans):
    page = said(adas.get("/days/"))

    assert "Nothing comes by itself. You choose each day, and how." in page
    assert "Rowan, born and died" in page
    assert the_coming(page) == ""
    assert wishes_of(ada).days == {}


def test_looking_at_a_day_changes_nothing(ada, adas, rowans):
    page = said(adas.get(f"/days/{rowans}/"))

    assert "Our son, Rowan, was born and died on this day, 12 May 2025." in page
    assert coming(ada, rowans).is_nothing


# ── How it comes ────────────────────────────────────────────────────────────────────────────


def test_ada_has_the_day_on_her_page_and_jonas_knows_nothing_of_it(
    ada, adas, jonas, his, rowans, settings
):
    adas.post(f"/days/{rowans}/", PAGE)

    assert "On the page, 3 days ahead and on the day" in the_coming(said(adas.get("/days/")))
    assert coming(ada, rowans) == Coming(page=True, ahead=3)
    assert the_coming(said(his.get("/days/"))) == ""
    assert coming(jonas, rowans).is_nothing


def test_what_was_chosen_stands_in_the_form_and_can_be_let_go(ada, adas, rowans):
    adas.post(f"/days/{rowans}/", PAGE)
    assert 'name="way" value="page" checked' in said(adas.get(f"/days/{rowans}/"))

    adas.post(f"/days/{rowans}/", NOTHING)

    assert coming(ada, rowans).is_nothing
    assert the_coming(said(adas.get("/days/"))) == ""


def test_a_way_that_is_not_set_up_is_not_offered_and_the_page_says_so(adas, rowans):
    page = said(adas.get(f"/days/{rowans}/"))

    assert 'value="told"' not in page
    assert "are not set up for you yet" in page
    assert adas.post(f"/days/{rowans}/", PAGE | {"way": "told", "by": "mail"}).status_code == 422


def test_a_day_that_comes_at_no_moment_is_asked_about(ada, adas, rowans):
    answer = adas.post(f"/days/{rowans}/", {"way": "page", "ahead": "0"})

    assert answer.status_code == 422
    assert "Choose when: ahead, on the day, or the day after." in said(answer)
    assert coming(ada, rowans).is_nothing


def test_a_calendar_that_asks_can_be_told_at_an_hour_of_its_own(ada, adas, rowans):
    adas.post("/days/feed/", {"do": "begin"})

    adas.post(f"/days/{rowans}/", PAGE | {"way": "told", "by": "feed", "hour": "19:00"})

    assert coming(ada, rowans) == Coming(page=True, feed=True, ahead=3, hour="19:00")
    assert "In your calendar" in said(adas.get(f"/days/{rowans}/"))


def test_someone_quiet_is_reminded_that_nothing_comes(adas, rowans):
    adas.post(f"/days/{rowans}/", PAGE)
    adas.post("/quiet/", {"quiet": "start"})

    assert "While you are quiet, none of this comes." in said(adas.get("/days/"))


# ── Twins, and dates that are hardly known ──────────────────────────────────────────────────


def test_a_surviving_twins_birthday_and_the_death_day_are_switched_separately(ada, adas):
    wren = Child(name="Wren", born="2025-05-12", living=True)
    robin = Child(name="Robin", born="2025-05-12", died="2025-06-01")
    ada.change_facts(lambda facts: facts.children.extend([wren, robin]))

    adas.post(f"/days/{wren.id}.born/", PAGE)
    adas.post(f"/days/{robin.id}.died/", PAGE | {"ahead": "0"})

    listed = the_coming(said(adas.get("/days/")))
    assert "Wren, born" in listed
    assert "Robin, died" in listed
    assert "Robin, born" not in listed


def test_birth_and_death_on_one_day_are_one_day(ada, adas, rowans):
    assert adas.get(f"/days/{rowans.replace('.born', '.died')}/").status_code == 404
    assert said(adas.get("/days/")).count("Rowan, ") == 1


@pytest.mark.parametrize(("due", "words"), [("2025-21", "spring 2025"), ("2025", "2025")])
def test_a_vague_day_is_known_and_says_that_it_cannot_come_by_itself(ada, adas, due, words):
    child = Child(name="Robin", due=due)
    ada.change_facts(lambda facts: facts.children.append(child))

    assert "cannot come by itself" in said(adas.get("/days/"))
    page = said(adas.get(f"/days/{child.id}.due/"))
    assert f"only “{words}” is known" in page
    assert 'name="way"' not in page


def test_a_day_of_which_the_month_is_known_comes_with_the_month(ada, adas):
    child = Child(name="Robin", due="2025-09")
    ada.change_facts(lambda facts: facts.children.append(child))

    adas.post(f"/days/{child.id}.due/", PAGE)

    today = ada.today()
    year = today.year + (today >= datetime.date(today.year, 9, 2))
    assert f"September {year}" in the_coming(said(adas.get("/days/")))
    assert "it comes as the month begins" in said(adas.get(f"/days/{child.id}.due/"))


def test_a_29_february_comes_in_other_years_as_each_parent_wishes(ada, adas, jonas, his):
    child = Child(name="Robin", born="2024-02-29", died="2024-02-29")
    ada.change_facts(lambda facts: facts.children.append(child))
    key = f"{child.id}.born"

    adas.post(f"/days/{key}/", PAGE | {"leap": "mar1"})

    year = datetime.date(2030, 1, 1), datetime.date(2030, 12, 31)
    assert KnownDays(ada).get(key).dates(*year) == [datetime.date(2030, 3, 1)]
    assert len(KnownDays(jonas).get(key).dates(*year)) == 2
    assert "In years without a 29 February" in said(his.get(f"/days/{key}/"))


def test_how_old_he_would_have_been_is_said_only_to_who_asked(ada, adas, his, rowans):
    adas.post("/days/how/", {"hour": "09:00", "words": "neutral", "would_have_been": "on"})

    assert "Rowan would have been" in said(adas.get(f"/days/{rowans}/"))
    assert "would have been" not in said(his.get(f"/days/{rowans}/"))


# ── Together ────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def due(ada, jonas):
    robin = Child(name="Robin", due="2025-09-28")
    ada.change_facts(lambda facts: facts.children.append(robin))
    return f"{robin.id}.due"


def test_the_due_date_is_told_to_both_only_when_both_agreed(ada, adas, jonas, his, due):
    adas.post(f"/days/{due}/together/", {"yes": "yes"})

    assert coming(ada, due).is_nothing
    assert coming(jonas, due).is_nothing
    assert "Ada has said yes. If you want it too" in said(his.get(f"/days/{due}/"))
    assert "You have said yes. It begins when you both have." in said(adas.get(f"/days/{due}/"))

    his.post(f"/days/{due}/together/", {"yes": "yes"})

    assert coming(ada, due) == coming(jonas, due)
    assert (coming(ada, due).page, coming(ada, due).ahead) == (True, 1)


def test_either_takes_it_back_at_any_time(ada, adas, jonas, his, due):
    for each in (adas, his):
        each.post(f"/days/{due}/together/", {"yes": "yes"})

    his.post(f"/days/{due}/together/", {"back": "yes"})

    assert coming(ada, due).is_nothing
    assert coming(jonas, due).is_nothing


def test_nobody_agrees_with_a_grandmother_or_on_a_day_of_ones_own(
    ada, adas, jonas, inge, browser_of, due
):
    adas.post("/days/new/", {"title": "Mine", "circle": "only-me", "comes": "yearly"})
    mine = open_calendar(ada.circle("only-me")).days[0].id

    assert browser_of(inge).post(f"/days/{due}/together/", {"yes": "yes"}).status_code == 404
    assert adas.post(f"/days/{mine}/together/", {"yes": "yes"}).status_code == 404


def test_a_parent_alone_has_nobody_to_agree_with(ada, adas, rowans):
    assert "Together" not in said(adas.get(f"/days/{rowans}/"))


# ── Whose it is ─────────────────────────────────────────────────────────────────────────────


def test_inge_has_the_days_of_the_children_and_how_they_come_is_her_own(
    ada, adas, inge, browser_of, rowans
):
    hers = browser_of(inge)
    hers.post(f"/days/{rowans}/", PAGE)

    assert coming(inge, rowans).page
    assert coming(ada, rowans).is_nothing


def test_vera_finds_nothing_at_any_address_of_theirs(adas, vera, browser_of, rowans):
    adas.post("/days/new/", {"title": "The funeral", "circle": "us", "comes": "yearly"})
    stranger = browser_of(vera)

    for path in ("", "plan/", "plan/letting-go/"):
        assert stranger.get(f"/days/{rowans}/{path}").status_code == 404
    assert stranger.post(f"/days/{rowans}/", PAGE).status_code == 404
    assert stranger.get(f"/days/own/{uuid.uuid4()}/").status_code == 404
    assert "The funeral" not in said(stranger.get("/days/"))


def test_nobody_who_is_not_signed_in_sees_a_day(browser_of, rowans):
    nobody = browser_of(None)

    for path in ("/days/", f"/days/{rowans}/", "/days/new/", "/days/how/", "/days/observances/"):
        assert nobody.get(path).status_code == 302


def test_a_damaged_calendar_is_named_and_the_rest_works(ada, adas, rowans):
    from heartleaf.days.models import Calendar

    change_calendar(ada.circle("us"), lambda calendar: None)
    row = Calendar.objects.get(circle=ada.circle("us").circle)
    Calendar.objects.filter(pk=row.pk).update(revision=row.revision + 1)

    page = said(adas.get("/days/"))

    assert "The days of “us” cannot be read" in page
    assert "Rowan, born and died" in page
    answer = adas.post("/days/new/", {"title": "Ours", "circle": "us", "comes": "yearly"})
    assert answer.status_code == 409
    assert "nothing was changed" in said(answer)
    assert 'value="Ours"' in said(answer)


# ── How days come cannot be read ────────────────────────────────────────────────────────────

UNREADABLE = "How days come to you cannot be read"


@pytest.fixture
def harmed(ada, vera, adas, rowans):
    """What Ada wished was exchanged for what only Vera could open."""
    adas.post(f"/days/{rowans}/", PAGE)
    Wishes.objects.update(sealed=seal(b"{}", vera.identity.recipient))
    return bytes(Wishes.objects.get().sealed)


def test_the_days_are_listed_where_it_cannot_be_read_how_they_come(adas, harmed):
    page = said(adas.get("/days/"))

    assert page.count(UNREADABLE) == 1
    assert the_coming(page) == ""
    assert "Rowan, born and died" in page


def test_a_day_is_shown_where_it_cannot_be_read_how_it_comes(adas, rowans, harmed):
    page = said(adas.get(f"/days/{rowans}/"))

    assert UNREADABLE in page
    assert "Our son, Rowan, was born and died" in page
    assert "Plan for the day" in page
    assert 'name="way"' not in page


def test_what_was_chosen_for_a_day_stands_in_the_form_and_nothing_changes(adas, rowans, harmed):
    answer = adas.post(f"/days/{rowans}/", PAGE | {"ahead": "7"})

    page = said(answer)
    assert answer.status_code == 409
    assert UNREADABLE in page
    assert re.search(r'name="ahead" value="7" checked', page)
    assert bytes(Wishes.objects.get().sealed) == harmed


def test_days_and_plans_can_be_written_all_the_same(ada, adas, rowans, harmed):
    adas.post("/days/new/", {"title": "Ashes home", "circle": "only-me", "comes": "yearly"})
    adas.post(f"/days/{rowans}/plan/", {"when": "Noon", "what": "The river"})
    id = open_calendar(ada.circle("only-me")).days[0].id

    assert "Ashes home" in said(adas.get("/days/"))
    assert "The river" in said(adas.get(f"/days/{rowans}/"))
    assert adas.post(f"/days/own/{id}/taking-out/").status_code == 302
    assert open_calendar(ada.circle("only-me")).days == []
    assert bytes(Wishes.objects.get().sealed) == harmed


def test_how_days_come_says_that_it_cannot_be_read_and_keeps_nothing(adas, harmed):
    page = said(adas.get("/days/how/"))
    assert UNREADABLE in page
    assert 'name="hour"' not in page

    answer = adas.post("/days/how/", {"hour": "07:20", "words": "own"})

    assert answer.status_code == 409
    assert 'value="07:20"' in said(answer)
    assert bytes(Wishes.objects.get().sealed) == harmed
    assert adas.post("/days/feed/", {"do": "begin", "next": "/days/how/"}).status_code == 302


def test_on_this_day_shows_nothing_and_says_why(adas, harmed, given_a_letter, ada):
    given_a_letter(ada, title="The hat", date="12 May 2025")

    page = said(adas.get("/on-this-day/"))

    assert UNREADABLE in page
    assert "This is off" not in page
