"""The observances that come with the program: each with its rule, source and doubts."""

import datetime

import pytest

from heartleaf.days import observances
from heartleaf.days.observance_fields import KINDS

OURS = observances.ours()
EVERY = {observance.id: observance for observance in OURS.observances}


def test_the_file_has_a_version_and_nothing_wrong():
    assert OURS.problems == ()
    assert OURS.version >= 1


@pytest.mark.parametrize("observance", OURS.observances, ids=lambda each: each.id)
def test_every_rule_has_its_source_and_the_day_it_was_checked(observance):
    for when in observance.whens:
        assert len(when.source) > 5
        assert datetime.date(2026, 1, 1) <= when.checked <= datetime.date.today()  # noqa: DTZ011
        assert not when.source.endswith(".")
        assert not when.note or when.note.endswith(".")


@pytest.mark.parametrize("observance", OURS.observances, ids=lambda each: each.id)
def test_every_rule_gives_one_day_in_every_year(observance):
    for when in observance.whens:
        dates = when.rule.dates(datetime.date(1900, 1, 1), datetime.date(2200, 12, 31))
        assert {day.year for day in dates} == set(range(1900, 2201))
        assert len(dates) == 301 or when.countries == ("IR",)  # an Islamic year is shorter


@pytest.mark.parametrize("observance", OURS.observances, ids=lambda each: each.id)
def test_where_there_is_more_than_one_day_a_family_can_tell_them_apart(observance):
    """Of several days in one country at most one has no word of its own, and no two the same."""
    assert observance.kind in KINDS
    for country in {country for when in observance.whens for country in when.countries or [None]}:
        here = [
            when
            for when in observance.whens
            if country in (when.countries or [None]) and not when.earlier
        ]
        choices = [when.choice for when in here]
        assert len(set(choices)) == len(choices)
        disputed = [when for when in here if when.disputed]
        assert len(disputed) != 1
        assert all(when.choice for when in disputed)


def test_sons_have_two_days_and_a_family_picks():
    assert fallen("national-sons-day", "US") == [("03-04", "4 March"), ("09-28", "28 September")]
    assert all(when.disputed for when in EVERY["national-sons-day"].whens)


def test_a_former_custom_is_told_only_to_who_asks():
    assert fallen("bereaved-fathers-day") == [("08-29", "")]
    assert [day for day, _choice in fallen("bereaved-fathers-day", earlier=True)] == [
        "06-27",
        "08-29",
        "09-12",
        "09-26",
    ]


def test_the_wave_of_light_is_at_seven_wherever_one_is():
    (when,) = EVERY["wave-of-light"].whens

    assert when.hour == datetime.time(19)
    assert when.countries == ()
    assert fallen("wave-of-light", "NZ") == [("10-15", "")]


def test_a_week_begins_on_its_first_day_and_lasts():
    (week,) = EVERY["baby-loss-awareness-week"].falls(*year(2027), "GB")

    assert (week.date, week.until) == (datetime.date(2027, 10, 9), datetime.date(2027, 10, 15))


def test_one_country_has_its_own_days_and_those_of_the_world():
    there = list(observances.falls(OURS, *year(2027), "FR"))

    assert {falling.country for falling in there} == {"FR", None}
    assert [each.date for each in there] == sorted(each.date for each in there)
    assert all(falling.date.year == 2027 for falling in there)


def test_the_program_reads_its_file_once():
    assert observances.current() is observances.current()
    assert observances.current().observances == OURS.observances


def fallen(id, country=None, **asked):
    found = EVERY[id].falls(*year(2027), country, **asked)
    return [(f"{falling.date:%m-%d}", falling.choice) for falling in found]


def year(number):
    return datetime.date(number, 1, 1), datetime.date(number, 12, 31)
