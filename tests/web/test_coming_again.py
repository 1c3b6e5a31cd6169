"""How a child's day comes again: for each person as they keep it."""

import pytest

from heartleaf.days.gathering import KnownDays


def said(answer):
    return answer.content.decode()


@pytest.fixture
def rowans(ada):
    return next(f"{child.id}.born" for child in ada.facts.children if child.name == "Rowan")


def codes(person, key):
    return list(KnownDays(person).get(key).comes)


def test_a_childs_day_comes_every_year_unless_they_say_otherwise(ada, rowans):
    assert codes(ada, rowans) == ["yearly"]


def test_she_keeps_it_every_month_too_and_he_as_before(ada, jonas, adas, rowans):
    adas.post(f"/days/{rowans}/again/", {"comes": ["yearly", "monthly"]})

    assert codes(ada, rowans) == ["yearly", "monthly"]
    assert codes(jonas, rowans) == ["yearly"]
    page = said(adas.get(f"/days/{rowans}/"))
    assert "Every year. Every month on its day" in page


def test_a_grandmother_keeps_the_yahrzeit(ada, inge, browser_of, rowans):
    hers = browser_of(inge)
    hers.post(f"/days/{rowans}/again/", {"comes": ["yahrzeit"], "custom": "ashkenazi"})

    assert codes(inge, rowans) == ["yahrzeit ashkenazi"]
    assert codes(ada, rowans) == ["yearly"]


def test_with_none_of_them_it_comes_no_more(ada, adas, rowans):
    adas.post(f"/days/{rowans}/again/", {})

    assert codes(ada, rowans) == []
    assert "It has been.<" in said(adas.get(f"/days/{rowans}/"))


def test_as_it_was_at_first_is_nothing_of_its_own(ada, adas, rowans):
    adas.post(f"/days/{rowans}/again/", {"comes": ["monthly"]})
    adas.post(f"/days/{rowans}/again/", {"comes": ["yearly"]})

    assert KnownDays(ada).calendars["only-me"].again == {}


@pytest.mark.parametrize("key", ["nobody.born", "observance.wave-of-light.world"])
def test_there_is_no_such_page_for_another_day(adas, key):
    assert adas.get(f"/days/{key}/again/").status_code == 404


def test_counted_days_must_be_said(ada, adas, rowans):
    answer = adas.post(f"/days/{rowans}/again/", {"comes": ["days"]})

    assert answer.status_code == 422
    assert codes(ada, rowans) == ["yearly"]
