"""Vague dates: read as families write them, said back as they would, stored, placed."""

import datetime

import pytest

from heartleaf.family.date_parts import Weeks
from heartleaf.family.dates import CannotRead, Season, VagueDate

DUE = datetime.date(2025, 9, 20)


def day(text):
    return datetime.date.fromisoformat(text)


# What a family writes, and what it is called afterwards.


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("12 May 2025", "12 May 2025"),
        ("May 12, 2025", "12 May 2025"),
        ("Monday, the 12th of MAY 2025", "12 May 2025"),
        ("Sept. 3rd 2024", "3 September 2024"),
        ("12-May-2025", "12 May 2025"),
        ("12.5.2025", "12 May 2025"),
        ("12. 5. 2025", "12 May 2025"),
        ("2025-05-12", "12 May 2025"),
        ("13/5/2025", "13 May 2025"),
        ("5/13/2025", "13 May 2025"),
        ("5/5/2025", "5 May 2025"),
        ("29 February 2024", "29 February 2024"),
        ("May 2025", "May 2025"),
        ("in May of 2025", "May 2025"),
        ("2025-05", "May 2025"),
        ("05/2025", "May 2025"),
        ("2025", "2025"),
        ("spring 2025", "spring 2025"),
        ("Fall of 2025", "autumn 2025"),
        ("about spring 2025", "about spring 2025"),
        ("around 2019", "about 2019"),
        ("c. 2019", "about 2019"),
        ("c.2019", "about 2019"),
        ("2019?", "about 2019"),
        ("~2019", "about 2019"),
        ("2019-ish", "about 2019"),
        ("sometime in 2025", "2025"),
        ("perhaps early 2025", "early 2025"),
        ("at the end of May 2025", "late May 2025"),
        ("mid-May 2025", "mid May 2025"),
        ("late winter 2025", "late winter 2025"),
        ("between 3 and 9 May 2025", "between 3 and 9 May 2025"),
        ("3\u20139 May 2025", "between 3 and 9 May 2025"),
        ("May 3-9, 2025", "between 3 and 9 May 2025"),
        ("3 or 4 May 2025", "between 3 and 4 May 2025"),
        ("between 9 and 3 May 2025", "between 3 and 9 May 2025"),
        ("between 3 and 3 May 2025", "3 May 2025"),
        ("from 30 April to 2 May 2025", "between 30 April and 2 May 2025"),
        ("12 May 2025 to 3 June", "between 12 May and 3 June 2025"),
        ("between May and June 2025", "between May and June 2025"),
        ("May\u2013June 2025", "between May and June 2025"),
        ("between June and May 2025", "between May and June 2025"),
        ("early May to late June 2025", "between early May and late June 2025"),
        ("early to mid May 2025", "between early May and mid May 2025"),
        ("2019 to 2021", "between 2019 and 2021"),
        ("2019-2021", "between 2019 and 2021"),
        ("2019/2020", "between 2019 and 2020"),
        ("May/June 2025", "between May and June 2025"),
        ("2021 until 2019", "between 2019 and 2021"),
        ("between December and February 2025", "between December 2024 and February 2025"),
        ("30 December 2024 to 2 January", "between 30 December 2024 and 2 January 2025"),
        ("winter 2024/25", "between December 2024 and February 2025"),
        ("at 20 weeks", "at 20 weeks"),
        ("20 weeks", "at 20 weeks"),
        ("week 20", "at 20 weeks"),
        ("20 weeks pregnant", "at 20 weeks"),
        ("20+3", "20 weeks and 3 days"),
        ("20w3d", "20 weeks and 3 days"),
        ("at 20 weeks and 1 day", "20 weeks and 1 day"),
        ("about 20 weeks", "at about 20 weeks"),
        ("between 18 and 20 weeks", "between 18 and 20 weeks"),
        ("unknown", "unknown"),
        ("", "unknown"),
        ("  ", "unknown"),
        ("I don\u2019t know", "unknown"),
    ],
)
def test_what_a_family_writes_is_understood(written, said):
    assert VagueDate.parse(written).in_words() == said


@pytest.mark.parametrize(
    ("written", "way_on"),
    [
        ("5/12/2025", "month as a word"),
        ("05-12-2025", "month as a word"),
        ("between 5/6/2025 and 5/7/2025", "month as a word"),
        ("12 May", "add the year"),
        ("about spring", "add the year"),
        ("12 May 25", "four figures"),
        ("12.5.25", "four figures"),
        ("29 February 2025", "no such day"),
        ("31 April 2025", "no such day"),
        ("0 May 2025", "no such day"),
        ("2025-13-01", "no such month"),
        ("13.13.2025", "no such month"),
        ("May 1849", "1850 to 2200"),
        ("2201", "1850 to 2200"),
        ("50 weeks", "0 to 45"),
        ("20+7", "0 to 45"),
        ("20 weeks to May 2025", "both as weeks"),
        ("the night it snowed", "You may write"),
        ("12", "You may write"),
        ("on Monday", "You may write"),
        ("early 12 May 2025", "You may write"),
        ("May June 2025", "You may write"),
        ("May 2025 2026", "You may write"),
        ("before 2019", "You may write"),
        ("early late 2025", "You may write"),
        ("winter 2024/27", "You may write"),
        ("2025 " * 100, "You may write"),
    ],
)
def test_what_cannot_be_read_is_answered_with_a_way_on(written, way_on):
    with pytest.raises(CannotRead, match=way_on):
        VagueDate.parse(written)


def test_their_own_words_are_kept_only_if_the_caller_says_so():
    snow = VagueDate.parse(" the night\n it snowed ", own_words=True)

    assert snow.in_words() == "the night it snowed"
    assert (snow.is_unknown, snow.placed(DUE), snow.to_edtf()) == (True, None, "")
    assert VagueDate.from_edtf("", snow.words) == snow


@pytest.mark.parametrize("written", ["5/12/2025", "31 April 2025", "12.5.25", "2025-13-01"])
def test_a_date_that_went_wrong_is_asked_about_even_then(written):
    with pytest.raises(CannotRead):
        VagueDate.parse(written, own_words=True)


# Where it stands on the calendar.


@pytest.mark.parametrize(
    ("written", "earliest", "latest", "placed"),
    [
        ("12 May 2025", "2025-05-12", "2025-05-12", "2025-05-12"),
        ("about 12 May 2025", "2025-05-09", "2025-05-15", "2025-05-12"),
        ("February 2024", "2024-02-01", "2024-02-29", "2024-02-15"),
        ("February 2025", "2025-02-01", "2025-02-28", "2025-02-14"),
        ("about May 2025", "2025-04-16", "2025-06-15", "2025-05-16"),
        ("early May 2025", "2025-05-01", "2025-05-10", "2025-05-05"),
        ("late February 2024", "2024-02-21", "2024-02-29", "2024-02-25"),
        ("2025", "2025-01-01", "2025-12-31", "2025-07-02"),
        ("early 2025", "2025-01-01", "2025-04-30", "2025-03-01"),
        ("late 2025", "2025-09-01", "2025-12-31", "2025-10-31"),
        ("spring 2025", "2025-03-01", "2025-05-31", "2025-04-15"),
        ("winter 2025", "2024-12-01", "2025-02-28", "2025-01-14"),
        ("late winter 2025", "2025-02-01", "2025-02-28", "2025-02-14"),
        ("between 3 and 9 May 2025", "2025-05-03", "2025-05-09", "2025-05-06"),
        ("2019 to 2021", "2019-01-01", "2021-12-31", "2020-07-01"),
        ("between May 2025 and 2025", "2025-01-01", "2025-12-31", "2025-07-02"),
    ],
)
def test_a_vague_date_stands_in_the_middle_of_its_span(written, earliest, latest, placed):
    date = VagueDate.parse(written)

    assert (date.earliest, date.latest) == (day(earliest), day(latest))
    assert date.placed() == day(placed)


def test_weeks_stand_nowhere_until_a_due_date_is_known():
    weeks, with_days = VagueDate(Weeks(20)), VagueDate(Weeks(20, 3))

    assert (weeks.earliest, weeks.latest, weeks.placed(), weeks.span()) == (None,) * 4
    assert weeks.placed(DUE) == DUE - datetime.timedelta(days=280 - 140)
    assert weeks.span(DUE) == (day("2025-05-03"), day("2025-05-09"))
    assert with_days.span(DUE) == (day("2025-05-06"), day("2025-05-06"))
    assert VagueDate.parse("between 18 and 20 weeks").placed(DUE) == day("2025-04-29")


@pytest.mark.parametrize(
    ("written", "north", "south"),
    [
        ("12 May 2025", Season.SPRING, Season.AUTUMN),
        ("December 2024", Season.WINTER, Season.SUMMER),
        ("29 February 2024", Season.WINTER, Season.SUMMER),
        ("about spring 2025", Season.SPRING, Season.SPRING),
        ("between 3 and 9 July 2025", Season.SUMMER, Season.WINTER),
        ("20 weeks", Season.SPRING, Season.AUTUMN),
        ("2025", None, None),
        ("2019 to 2021", None, None),
        ("", None, None),
    ],
)
def test_the_season_is_that_of_the_familys_hemisphere(written, north, south):
    date = VagueDate.parse(written)

    assert (date.season("north", DUE), date.season("south", DUE)) == (north, south)


def test_spring_in_the_south_is_from_september():
    spring = VagueDate.parse("spring 2025")

    assert spring.span(hemisphere="south") == (day("2025-09-01"), day("2025-11-30"))
    both = VagueDate.parse("between autumn and spring 2025", hemisphere="south")
    assert both.in_words() == "between autumn and spring 2025"


def test_only_one_whole_day_is_exact():
    exact = [VagueDate.parse(text).is_exact for text in ("12 May 2025", "about 12 May 2025")]

    assert exact == [True, False]
    assert not VagueDate.parse("3 to 4 May 2025").is_exact
    assert not VagueDate(Weeks(20, 3)).is_exact
    assert not VagueDate.unknown().is_exact


# In other languages.


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("en-US", "12 May 2025", "May 12, 2025"),
        ("en_US", "between 3 and 9 May 2025", "between May 3 and 9, 2025"),
        ("de", "12 May 2025", "12. Mai 2025"),
        ("ja", "May 2025", "2025年5月"),
        ("fr", "about 2019", "vers 2019"),
        ("no such language", "12 May 2025", "12 May 2025"),
    ],
)
def test_it_is_said_in_the_familys_language(language, written, said):
    french = {"about {date}": "vers {date}"}

    words = VagueDate.parse(written).in_words(language, lambda text: french.get(text, text))

    assert words == said


# What was stored.


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("12 May 2025", "2025-05-12"),
        ("May 2025", "2025-05"),
        ("2025", "2025"),
        ("about spring 2025", "2025-21~"),
        ("early 2025", "2025-37~"),
        ("late May 2025", "2025-05~3"),
        ("between 3 and 9 May 2025", "2025-05-03/2025-05-09"),
        ("20+3", "P20W3D"),
        ("about 20 weeks", "P20W~"),
        ("unknown", ""),
    ],
)
def test_it_is_stored_as_other_programs_can_read_it(written, code):
    assert VagueDate.parse(written).to_edtf() == code


@pytest.mark.parametrize(
    "code", ["2025-5", "2025-02-29", "2025-44", "~", "2025//2026", "1/2/3", "P99W", "2025-37", "x"]
)
def test_a_damaged_store_is_an_error(code):
    with pytest.raises(ValueError, match=r"."):
        VagueDate.from_edtf(code)
