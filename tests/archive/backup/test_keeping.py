"""How long a backup stays."""

import datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from heartleaf.archive.backup.keeping import Made, ending, staying

ZONES = ["UTC", "Europe/Dublin", "Pacific/Apia", "America/St_Johns", "Africa/Casablanca"]
FIRST = datetime.datetime(2023, 1, 1, tzinfo=datetime.UTC)
HOURS = st.integers(0, 6 * 366 * 24)
YEARS = HOURS.map(lambda hours: FIRST + datetime.timedelta(hours=hours))


def made(moment, zone="UTC", proven=True):
    return Made(moment, moment.astimezone(ZoneInfo(zone)).date(), proven)


@st.composite
def places(draw):
    zone = draw(st.sampled_from(ZONES))
    proven = draw(st.dictionaries(HOURS, st.booleans(), max_size=20))
    return [made(FIRST + datetime.timedelta(hours=h), zone, p) for h, p in proven.items()]


@st.composite
def a_place_and_a_day(draw):
    """The day is not before the newest of them: no backup is of tomorrow."""
    there = draw(places())
    newest = max((one.date for one in there), default=datetime.date(2025, 5, 12))
    return there, newest + datetime.timedelta(days=draw(st.integers(0, 800)))


def night_after_night(nights, start=datetime.date(2025, 1, 1)):
    """What is there on each day, with a backup each night."""
    there = set()
    for number in range(nights):
        day = start + datetime.timedelta(days=number)
        there = staying(
            there | {made(datetime.datetime.combine(day, datetime.time(4), datetime.UTC))}, day
        )
        yield day, {one.date for one in there}


def test_after_a_year_there_are_seven_days_four_weeks_and_twelve_months():
    for today, dates in list(night_after_night(500))[400:]:
        mondays = {today - datetime.timedelta(today.weekday() + 7 * n) for n in range(4)}
        months = {today.year * 12 + today.month - n for n in range(12)}

        assert {today - datetime.timedelta(n) for n in range(7)} <= dates
        assert mondays <= dates
        assert months == {d.year * 12 + d.month for d in dates if d.day == 1}
        assert len(dates) <= 7 + 4 + 12


@given(a_place_and_a_day())
def test_the_newest_stays_and_the_newest_that_is_proven(place_and_day):
    there, today = place_and_day

    stay = staying(there, today)
    assert stay <= set(there)
    if there:
        assert max(there, key=lambda one: one.moment) in stay
    if proven := [one for one in there if one.proven]:
        assert max(proven, key=lambda one: one.moment) in stay


@given(a_place_and_a_day())
def test_what_was_taken_away_changes_nothing_for_the_others(place_and_day):
    there, today = place_and_day

    assert staying(staying(there, today), today) == staying(there, today)


@given(a_place_and_a_day())
def test_nothing_of_the_last_seven_days_goes(place_and_day):
    there, today = place_and_day

    lately = {one for one in there if (today - one.date).days < 7}
    assert lately <= staying(there, today)


@given(places())
def test_a_proven_one_has_the_same_end_whatever_comes_after_it(there):
    """So whoever deletes something for good can be told the day."""
    there = sorted(there, key=lambda one: one.moment)
    ends = ending(there)
    for number, one in enumerate(there):
        if one.proven:
            assert ending(there[: number + 1])[one] == ends[one]


@given(YEARS, st.sampled_from(ZONES))
def test_one_alone_ends_a_year_after_the_first_of_its_month(moment, zone):
    """The last day of February, and days that a zone leaves out, are days as well."""
    one = made(moment, zone)

    end = ending([one])[one]
    assert (end.year, end.month, end.day) == (one.date.year + 1, one.date.month, 1)
