"""Yahrzeit, in all its cases, against tables of others and the calendar of a second library."""

import bisect
import datetime
import functools

import pytest
from convertdate import hebrew
from hypothesis import given
from hypothesis import strategies as st

from heartleaf.days.almanac import LAST_DAY, recurrence_of
from heartleaf.days.almanac.hebrew import date_of

DAY = datetime.timedelta(days=1)
ADAR, ADAR_II = 12, 13
pytestmark = pytest.mark.filterwarnings("ignore:month_days is deprecated")
deaths = st.dates(datetime.date(1900, 1, 1), datetime.date(2150, 12, 31))
customs = st.sampled_from(["ashkenazi", "sephardi"])

# As Hebcal tells them from the Hebrew year 5778 on (hebcal/hdate-js, test/anniversary.spec.ts).
PUBLISHED = {
    "2017-01-13": "2018-01-02 2018-12-23 2020-01-12 2020-12-30 2021-12-19 2023-01-08 2023-12-27",
    "2014-03-02": "2018-02-15 2019-03-07 2020-02-25 2021-02-12 2022-03-03 2023-02-21 2024-03-10",
    "2014-03-22": "2018-03-07 2019-03-27 2020-03-16 2021-03-04 2022-03-23 2023-03-13 2024-03-30",
    "2013-12-03": "2017-12-18 2018-12-08 2019-12-28 2020-12-16 2021-12-04 2022-12-24 2023-12-13",
    "2011-12-26": "2017-12-18 2018-12-08 2019-12-28 2020-12-15 2021-12-04 2022-12-24 2023-12-12",
    "2010-11-07": "2017-11-18 2018-11-08 2019-11-28 2020-11-16 2021-11-04 2022-11-24 2023-11-13",
    "2009-11-17": "2017-11-19 2018-11-08 2019-11-28 2020-11-17 2021-11-05 2022-11-24 2023-11-14",
}


@pytest.mark.parametrize(("death", "published"), PUBLISHED.items())
def test_a_yahrzeit_is_where_a_published_table_has_it(death, published):
    from_5778 = datetime.date(2017, 9, 21)

    dates = yahrzeits(datetime.date.fromisoformat(death), first=from_5778)

    assert [day.isoformat() for day in dates[:7]] == published.split()


@given(deaths, customs, st.booleans())
def test_a_common_day_comes_back_on_its_own_hebrew_day(death, custom, after_sunset):
    died, month, day = theirs(death + DAY if after_sunset else death)

    dates = yahrzeits(death, custom, "after-sunset" if after_sunset else "")

    years = [theirs(date)[0] for date in dates]
    assert years == list(range(died + 1, died + 1 + len(years)))
    assert years[-1] >= theirs(LAST_DAY)[0] - 1
    if day < 30 and month < ADAR:
        assert {theirs(date)[1:] for date in dates} == {(month, day)}
    elif day < 30:
        assert {theirs(date)[2] for date in dates} == {day}


@pytest.mark.parametrize("month", [8, 9])
def test_a_thirtieth_follows_its_first_anniversary(month):
    """30 Cheshvan and 30 Kislev: the eve of the next month if the first anniversary had none;
    else the 30th, and the first of the next month where there is none."""
    seen = set()
    for died in range(5661, 5780):
        if not has_a_30th(died, month):
            continue
        first_had_it = has_a_30th(died + 1, month)
        for date in yahrzeits(date_of(died, month, 30)):
            year, its_month, its_day = theirs(date)
            has_it = has_a_30th(year, month)
            seen.add((first_had_it, has_it))
            if has_it:
                assert (its_month, its_day) == (month, 30)
            elif first_had_it:
                assert (its_month, its_day) == (month + 1, 1)
            else:
                assert (its_month, its_day) == (month, 29)
    assert len(seen) == 4


@pytest.mark.parametrize("custom", ["ashkenazi", "sephardi"])
def test_a_death_in_adar_ii_is_kept_in_the_last_month(custom):
    for date in yahrzeits(date_of(5784, ADAR_II, 14), custom):
        year, month, day = theirs(date)
        assert (month, day) == (ADAR_II if hebrew.leap(year) else ADAR, 14)


@pytest.mark.parametrize("custom", ["ashkenazi", "sephardi"])
def test_a_death_in_adar_i_is_kept_in_the_first_adar(custom):
    dates = yahrzeits(date_of(5784, ADAR, 14), custom)

    assert {theirs(date)[1:] for date in dates} == {(ADAR, 14)}


def test_the_thirtieth_of_adar_i_is_the_end_of_shevat_in_a_common_year():
    for date in yahrzeits(date_of(5784, ADAR, 30)):
        year, month, day = theirs(date)
        assert (month, day) == ((ADAR, 30) if hebrew.leap(year) else (11, 30))


def test_adar_of_a_common_year_is_kept_in_one_of_two_adars():
    death = datetime.date(2023, 3, 10)  # 17 Adar 5783

    assert yahrzeits(death)[0] == datetime.date(2024, 2, 26)  # 17 Adar I
    assert yahrzeits(death, "sephardi")[0] == datetime.date(2024, 3, 27)  # 17 Adar II
    assert yahrzeits(death)[1] == yahrzeits(death, "sephardi")[1] == datetime.date(2025, 3, 17)


def test_after_sunset_it_is_the_next_day_already():
    for death, custom in [("2013-12-02", "ashkenazi"), ("2023-03-09", "sephardi")]:
        evening = datetime.date.fromisoformat(death)
        assert yahrzeits(evening, custom, "after-sunset") == yahrzeits(evening + DAY, custom)
        assert yahrzeits(evening, custom) != yahrzeits(evening + DAY, custom)


def yahrzeits(death, custom="ashkenazi", sunset="", first=None):
    return recurrence_of(f"yahrzeit {custom} {sunset}").dates(death, first or death, LAST_DAY)


@functools.cache
def has_a_30th(year, month):
    return hebrew.month_length(year, month) == 30


def theirs(day):
    """Year, month and day as convertdate has them."""
    begins = their_months()
    first, year, month = begins[bisect.bisect(begins, (day, 9999)) - 1]
    return year, month, (day - first).days + 1


@functools.cache
def their_months():
    """The first day of every month from 1896 on; convertdate takes long over a single day."""
    begins, first = [], datetime.date(*hebrew.to_gregorian(5657, 7, 1))
    for year in range(5657, 5965):
        for month in [*range(7, 13 + hebrew.leap(year)), *range(1, 7)]:
            begins.append((first, year, month))
            first += DAY * hebrew.month_length(year, month)
    assert first == datetime.date(*hebrew.to_gregorian(5965, 7, 1))
    return begins
