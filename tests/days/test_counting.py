"""How long it has been since someone was born, or died."""

import datetime

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from heartleaf.days.almanac import Leap, Since, count_of, recurrence_of, since

BORN = datetime.date(2025, 5, 12)
LEAP_DAY = datetime.date(2024, 2, 29)
days = st.dates(datetime.date(1900, 1, 1), datetime.date(2200, 12, 31))


def test_each_number_is_the_whole_of_it():
    assert since(BORN, datetime.date(2027, 6, 11)) == Since(years=2, months=24, weeks=108, days=760)
    assert since(BORN, datetime.date(2027, 6, 12)) == Since(years=2, months=25, weeks=108, days=761)
    assert since(BORN, BORN) == Since(0, 0, 0, 0)


@given(days.filter(lambda day: (day.month, day.day) != (2, 29)), days)
def test_years_and_months_are_those_of_dateutil(of, on):
    if on < of:
        of, on = on, of
    number = since(of, on)

    assert of + relativedelta(months=number.months) <= on or (of.month, of.day) == (2, 29)
    assert of + relativedelta(months=number.months + 1) > on
    assert number.years == number.months // 12
    assert number.weeks == number.days // 7


@pytest.mark.parametrize("leap", list(Leap))
def test_a_child_of_29_february_is_one_on_1_march_unless_the_family_keeps_the_28th(leap):
    on_28th = since(LEAP_DAY, datetime.date(2025, 2, 28), leap=leap)
    on_1st = since(LEAP_DAY, datetime.date(2025, 3, 1), leap=leap)

    kept_28th = leap == "feb28"
    assert (on_28th.years, on_28th.months) == ((1, 12) if kept_28th else (0, 11))
    assert (on_1st.years, on_1st.months) == (1, 12)
    assert since(LEAP_DAY, datetime.date(2028, 2, 29), leap=leap).years == 4
    assert since(LEAP_DAY, datetime.date(2028, 2, 28), leap=leap).years == 3


@given(days)
def test_a_month_is_full_on_the_day_it_comes_back(of):
    if (of.month, of.day) == (2, 29):
        return
    comes_back = recurrence_of("monthly").dates(of, of, of + datetime.timedelta(days=900))

    assert [since(of, day).months for day in comes_back] == list(range(1, len(comes_back) + 1))


def test_it_has_not_been_before_it_was():
    with pytest.raises(ValueError, match="before"):
        since(BORN, datetime.date(2025, 5, 11))


def test_the_day_itself_is_the_first():
    assert count_of(BORN, BORN) == 1
    assert count_of(BORN, datetime.date(2025, 6, 20)) == 40
    assert count_of(BORN, datetime.date(2025, 5, 11)) == 0
