"""A family's own day comes back as they said, reckoned from the day itself."""

import calendar
import datetime

import pytest
from convertdate import islamic
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from heartleaf.days.almanac import FIRST_DAY, LAST_DAY, Leap, WrongRule, recurrence_of

DAY = datetime.timedelta(days=1)
ROWAN_DIED = datetime.date(2025, 5, 12)
LEAP_DAY = datetime.date(2024, 2, 29)
CODES = [
    "once",
    "yearly",
    *(f"yearly {leap}" for leap in Leap),
    "monthly",
    "weekly",
    "half",
    "yahrzeit ashkenazi",
    "yahrzeit sephardi",
    "yahrzeit ashkenazi after-sunset",
    "yahrzeit sephardi after-sunset",
    "islamic",
    "islamic after-sunset",
    "days 7 40 49 100",
    "days-from-next 3 9 40",
    "japanese",
]
codes = st.sampled_from(CODES)
births = st.dates(FIRST_DAY, LAST_DAY)
leap_days = st.sampled_from(
    [datetime.date(year, 2, 29) for year in range(1904, 2200) if calendar.isleap(year)]
)
days = st.dates(datetime.date(1890, 1, 1), datetime.date(2210, 12, 31))


@given(codes, st.one_of(births, leap_days), days, days, days)
def test_what_comes_back_comes_in_order_and_never_before_the_day(code, of, a, b, c):
    first, middle, last = sorted([a, b, c])
    recurrence = recurrence_of(code)

    dates = recurrence.dates(of, first, last)

    assert dates == sorted(set(dates))
    assert all(max(first, FIRST_DAY) <= day <= min(last, LAST_DAY) for day in dates)
    assert all(day > of or code == "once" for day in dates)
    assert all(recurrence.dates(of, day, day) == [day] for day in dates[:9])
    assert dates == recurrence.dates(of, first, middle) + recurrence.dates(of, middle + DAY, last)


def test_once_is_the_day_itself():
    assert all_of("once", ROWAN_DIED) == [ROWAN_DIED]


@given(births.filter(lambda day: (day.month, day.day) != (2, 29)), st.sampled_from(list(Leap)))
def test_a_common_day_comes_every_year_whatever_was_said_of_february(of, leap):
    dates = all_of(f"yearly {leap}", of)

    assert [day.year for day in dates] == list(range(of.year + 1, 2201))
    assert {(day.month, day.day) for day in dates} <= {(of.month, of.day)}


@pytest.mark.parametrize(
    ("code", "common"),
    [
        ("yearly", ["0228", "0301"]),
        ("yearly both", ["0228", "0301"]),
        ("yearly feb28", ["0228"]),
        ("yearly mar1", ["0301"]),
        ("yearly leap", []),
    ],
)
def test_29_february_is_kept_as_the_family_says(code, common):
    dates = [f"{day:%Y%m%d}" for day in until(code, LEAP_DAY, 2029)]

    expected = [f"{year}{day}" for year in (2025, 2026, 2027) for day in common]
    assert dates == [*expected, "20280229", *(f"2029{day}" for day in common)]
    assert datetime.date(2100, 2, 29 - 1) in all_of("yearly feb28", LEAP_DAY)  # 2100 is common


def test_the_31st_comes_each_month_and_does_not_drift():
    dates = until("monthly", datetime.date(2027, 1, 31), 2028)

    assert [day.day for day in dates[:13]] == [28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 29]


@given(births)
def test_months_are_those_of_dateutil(of):
    dates = recurrence_of("monthly").dates(of, of, of + 4000 * DAY)

    assert dates == [
        of + relativedelta(months=number)
        for number in range(1, len(dates) + 1)
        if of + relativedelta(months=number) <= LAST_DAY
    ]
    assert len(dates) >= min(131, (2200 - of.year) * 12 - 12)
    assert all(recurrence_of("monthly").dates(of, day, day) == [day] for day in dates[:14])


@given(births, births)
def test_weeks_are_on_one_weekday(of, first):
    dates = recurrence_of("weekly").dates(of, first, first + 99 * DAY)

    assert all(day.weekday() == of.weekday() for day in dates)
    assert len(dates) >= 14 or first <= of or first > LAST_DAY - 99 * DAY


def test_half_birthdays_are_six_months_after_each_birthday():
    assert until("half", datetime.date(2025, 5, 12), 2027) == [
        datetime.date(2025, 11, 12),
        datetime.date(2026, 11, 12),
        datetime.date(2027, 11, 12),
    ]
    assert until("half", datetime.date(2026, 8, 31), 2028) == [
        datetime.date(2027, 2, 28),
        datetime.date(2028, 2, 29),
    ]
    assert {day.day for day in all_of("half", LEAP_DAY)} == {29}


def test_the_fortieth_day_is_thirty_nine_days_later():
    assert all_of("days 7 40 49 100", ROWAN_DIED) == [
        datetime.date(2025, 5, 18),
        datetime.date(2025, 6, 20),
        datetime.date(2025, 6, 29),
        datetime.date(2025, 8, 19),
    ]


def test_some_count_from_the_day_after():
    assert all_of("days-from-next 3 9 40", ROWAN_DIED) == [
        datetime.date(2025, 5, 15),
        datetime.date(2025, 5, 21),
        datetime.date(2025, 6, 21),
    ]


def test_the_third_japanese_memorial_is_in_the_second_year():
    dates = all_of("japanese", ROWAN_DIED)

    assert [f"{day:%m%d}" for day in dates[:3]] == ["0518", "0629", "0819"]
    assert {f"{day:%m%d}" for day in dates[3:]} == {"0512"}
    years = [2026, 2027, 2031, 2037, 2041, 2047, 2051, 2057]
    assert [day.year for day in dates[3:]] == years


def test_a_japanese_memorial_of_29_february_is_not_late():
    assert datetime.date(2025, 2, 28) in all_of("japanese", LEAP_DAY)


@given(births, st.booleans())
def test_an_islamic_year_later_is_where_convertdate_has_it(of, after_sunset):
    dates = all_of("islamic after-sunset" if after_sunset else "islamic", of)

    death = of + DAY if after_sunset else of
    month, day = islamic.from_gregorian(death.year, death.month, death.day)[1:]
    for number, date in enumerate(dates, start=1):
        year, their_month, their_day = islamic.from_gregorian(date.year, date.month, date.day)
        assert their_month == month
        assert their_day == day or (day == 30 and month == 12 and not islamic.leap(year))
        assert abs((date - of).days - number * 354.367) < 3


def test_the_end_of_an_islamic_leap_year_is_kept_at_the_end_of_every_year():
    """1442 is a leap year of the table: its last month has a 30th, which 1443 and 1444 lack."""
    last_of_1442 = datetime.date(2021, 8, 9)

    ends = until("islamic", last_of_1442, 2024)

    assert [islamic.from_gregorian(day.year, day.month, day.day) for day in ends] == [
        (1443, 12, 29),
        (1444, 12, 29),
        (1445, 12, 30),
    ]


def test_nothing_comes_of_a_day_that_is_too_far():
    for code in CODES:
        assert all_of(code, datetime.date(1899, 12, 31)) == []
        assert all_of(code, datetime.date(9999, 12, 31)) == []


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("", "no recurrence"),
        ("fortnightly", "no recurrence"),
        ("once more", "stands alone"),
        ("yearly feb30", "feb28, mar1, both, leap"),
        ("yearly feb28 mar1", "feb28, mar1, both, leap"),
        ("yahrzeit", "ashkenazi or sephardi"),
        ("yahrzeit after-sunset", "ashkenazi or sephardi"),
        ("yahrzeit sephardi before-sunset", "after-sunset, or nothing"),
        ("islamic sephardi", "after-sunset, or nothing"),
        ("days", "come numbers"),
        ("days 7 -40", "come numbers"),
        ("days 7 ٤٠", "come numbers"),
        ("days 1 7", "the day itself"),
        ("days-from-next 0", "no day 0"),
        ("days 99999", "above"),
    ],
)
def test_a_code_that_means_nothing_says_so(code, why):
    with pytest.raises(WrongRule, match=why):
        recurrence_of(code)


def all_of(code, of):
    return recurrence_of(code).dates(of, datetime.date(1850, 1, 1), datetime.date(2300, 1, 1))


def until(code, of, year):
    return recurrence_of(code).dates(of, of, datetime.date(year, 12, 31))
