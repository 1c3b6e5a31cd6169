"""What is said of a day. Every sentence is tried with a child who lived no hour at all."""

from datetime import date

import pytest

from heartleaf.days.calendars import Day, change_calendar
from heartleaf.days.gathering import Falling, KnownDays
from heartleaf.days.saying import (
    distance,
    heading,
    in_short,
    name_of_day,
    sentence,
    would_have_been,
)
from heartleaf.family.facts import Child

NEVER = ("birthday", "turn", "celebrat", "happy", "!", "anniversary")


def day_of(person, what, **says):
    child = Child(**says)
    person.change_facts(lambda facts: facts.children.append(child))
    return KnownDays(person).get(f"{child.id}.{what}")


def test_a_year_after_he_was_born_and_died(ada):
    rowan = next(day for day in KnownDays(ada) if "died" in day.what)
    falling = Falling(rowan, date(2026, 5, 12))

    assert heading(falling) == "A year."
    assert (
        sentence(falling, ada.facts)
        == "Our son, Rowan, was born and died on this day, 12 May 2025."
    )
    assert name_of_day(rowan, ada.facts) == "Rowan, born and died"
    assert in_short(rowan, falling.on, ada.facts) == "Rowan, born and died: Tuesday, 12 May"


def test_the_familys_own_word_for_it_is_used(ada):
    ada.change_facts(lambda facts: setattr(facts.vocabulary, "died", "left us"))
    rowan = next(day for day in KnownDays(ada) if "died" in day.what)

    said = sentence(Falling(rowan, date(2026, 5, 12)), ada.facts)

    assert said == "Our son, Rowan, left us on this day, 12 May 2025."


def test_a_child_without_a_name_is_called_as_the_family_does(ada):
    day = day_of(ada, "due", due="2025-09-29", called="our little one")

    said = sentence(Falling(day, date(2026, 9, 29)), ada.facts)

    assert said == "Our little one was due on this day, 29 September 2025."


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("2025-05-12", ""),
        ("2025-05-19", "A week."),
        ("2025-06-12", "A month."),
        ("2025-08-12", "3 months."),
        ("2026-05-12", "A year."),
        ("2027-05-12", "2 years."),
        ("2026-02-03", ""),
    ],
)
def test_how_long_it_has_been(ada, on, said):
    key = next(day.key for day in KnownDays(ada) if "died" in day.what)
    again = {key: ["yearly", "monthly", "weekly"]}
    change_calendar(ada.circle("only-me"), lambda calendar: calendar.again.update(again))

    assert heading(Falling(KnownDays(ada).get(key), date.fromisoformat(on))) == said


def test_how_old_he_would_be_is_said_apart(ada):
    rowan = next(day for day in KnownDays(ada) if "died" in day.what)
    falling = Falling(rowan, date(2028, 5, 12))

    assert would_have_been(falling, ada.facts) == "Rowan would have been 3."
    assert "would have" not in sentence(falling, ada.facts) + heading(falling)


def test_on_the_day_they_were_due_nothing_is_said_of_a_child_who_was_born(ada):
    day = day_of(ada, "due", name="Noah", born="2024-02-29", died="2024-02-29", due="2024-05-12")

    assert would_have_been(Falling(day, date(2026, 5, 12)), ada.facts) == ""


@pytest.mark.parametrize("on", ["2026-02-28", "2026-03-01"])
def test_a_child_of_a_29_february_would_be_two_when_two_years_are_said(ada, on):
    day = day_of(ada, "born", name="Noah", born="2024-02-29", died="2024-02-29")
    falling = Falling(day, date.fromisoformat(on))

    assert heading(falling) == "2 years."
    assert would_have_been(falling, ada.facts) == "Noah would have been 2."


def test_a_month_is_no_day_of_the_week(ada):
    day = day_of(ada, "died", name="Noah", died="2025-02")

    assert in_short(day, date(2027, 2, 1), ada.facts) == "Noah, died: February"


def test_nobody_says_how_old_a_living_child_would_be(ada):
    mila = next(day for day in KnownDays(ada) if day.children[0].living)

    assert would_have_been(Falling(mila, date(2027, 3, 4)), ada.facts) == ""


def test_the_day_a_child_died_is_no_birthday(ada):
    day = day_of(ada, "died", name="Noah", born="2025-02-01", died="2025-02-03")

    assert would_have_been(Falling(day, date(2027, 2, 3)), ada.facts) == ""


def test_a_month_is_said_as_a_month(ada):
    day = day_of(ada, "died", name="Noah", died="2025-02")

    said = sentence(Falling(day, date(2027, 2, 1)), ada.facts)

    assert said == "Noah died in this month, February 2025."


def test_a_day_of_theirs_in_their_words(ada):
    one = Day(title="Ashes home", date="2025-06-03")
    change_calendar(ada.circle("us"), lambda calendar: calendar.days.append(one))
    day = KnownDays(ada).get(one.id)

    assert sentence(Falling(day, date(2026, 6, 3)), ada.facts) == "Ashes home, 3 June 2025."


@pytest.mark.parametrize(
    ("comes", "on", "large", "said"),
    [
        ("monthly", "2025-07-12", "2 months.", "Our son, Rowan, was born and died on 12 May 2025."),
        ("days 7 49", "2025-06-29", "The 49th day.", "was born and died on 12 May 2025."),
        ("days-from-next 40", "2025-06-21", "The 40th day.", "was born and died on 12 May 2025."),
        ("japanese", "2025-08-19", "The 100th day.", "was born and died on 12 May 2025."),
        ("yahrzeit ashkenazi", "2026-05-01", "", "was born and died on 12 May 2025."),
    ],
)
def test_another_date_is_not_called_this_day(ada, comes, on, large, said):
    key = next(day.key for day in KnownDays(ada) if "died" in day.what)
    again = {key: [comes]}
    change_calendar(ada.circle("only-me"), lambda calendar: calendar.again.update(again))
    falling = Falling(KnownDays(ada).get(key), date.fromisoformat(on))

    assert falling.on in falling.day.dates(falling.on, falling.on)
    assert heading(falling) == large
    assert sentence(falling, ada.facts).endswith(said)


def test_how_far_off():
    assert [distance(days) for days in (1, 3, -1)] == ["Tomorrow", "In 3 days", "Yesterday"]


@pytest.mark.parametrize("what", ["due", "born", "died"])
@pytest.mark.parametrize("child", [{}, {"name": "Noah"}, {"called": "the pregnancy"}])
def test_no_sentence_wishes_anyone_well(ada, what, child):
    day = day_of(ada, what, **{what: "2025-02-03"}, **child)

    for year in (2025, 2026, 2027, 2030):
        falling = Falling(day, date(year, 2, 3))
        texts = [heading(falling), sentence(falling, ada.facts), name_of_day(day, ada.facts)]
        assert not [word for word in NEVER for text in texts if word in text.casefold()]
