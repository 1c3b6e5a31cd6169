"""Rules say where they fall, as other libraries do; and nothing about where they do not."""

import datetime

import pytest
from convertdate import hebrew, islamic
from dateutil import easter
from dateutil.rrule import FR, MO, SA, SU, TH, TU, WE, YEARLY, rrule
from hypothesis import given
from hypothesis import strategies as st

from heartleaf.days.almanac import FIRST_DAY, LAST_DAY, WrongRule, rule_of
from heartleaf.days.almanac import hebrew as our_hebrew
from heartleaf.days.almanac import islamic as our_islamic
from heartleaf.days.almanac.months import MONTHS
from heartleaf.days.almanac.rules import NUMBERS, WEEKDAYS

DAY = datetime.timedelta(days=1)
SOME_YEARS = datetime.date(2015, 1, 1), datetime.date(2053, 12, 31)
ALL_YEARS = FIRST_DAY, LAST_DAY
BEYOND = datetime.date(1850, 1, 1), datetime.date(2250, 12, 31)

weekdays = st.sampled_from(list(WEEKDAYS))
days_of_the_year = st.dates(datetime.date(2000, 1, 1), datetime.date(2000, 12, 31))
fixed = days_of_the_year.map(lambda day: f"{day:%m-%d}")
nth = st.builds(
    "{} {} of {}".format, st.sampled_from(list(NUMBERS)), weekdays, st.sampled_from(list(MONTHS))
)
HEBREW = ["30 shevat", "30 cheshvan", "14 adar", "30 adar-i", "29 elul", "1 tishrei"]
ISLAMIC = ["20 jumada-ii", "13 rajab", "30 dhu-al-hijja", "1 muharram"]
elsewhere = st.sampled_from([*HEBREW, *ISLAMIC])
plain = st.one_of(fixed, nth, elsewhere, st.sampled_from(["easter", "orthodox easter"]))
sides = st.sampled_from(["before", "after", "on or before", "on or after"])
near = st.one_of(plain, st.builds("{} {} {}".format, weekdays, sides, plain))
shifted = st.one_of(near, st.builds("{} {:+d} days".format, near, st.integers(-366, 366)))
shifted = shifted.map(lambda text: text.replace(" +", " + ").replace(" -", " - "))
moved = st.builds("{}, if saturday or sunday then {}".format, shifted, st.just("monday"))
unless = st.builds("{} unless {} then {}".format, plain, shifted, plain)
rules = st.one_of(shifted, moved, unless)
days = st.dates(datetime.date(1890, 1, 1), datetime.date(2210, 12, 31))


@given(rules, days, days, days)
def test_a_rule_gives_days_in_order_within_what_was_asked_however_it_is_split(text, a, b, c):
    first, middle, last = sorted([a, b, c])
    rule = rule_of(text)

    dates = rule.dates(first, last)

    assert dates == sorted(set(dates))
    assert all(max(first, FIRST_DAY) <= day <= min(last, LAST_DAY) for day in dates)
    assert dates == rule.dates(first, middle) + rule.dates(middle + DAY, last)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("month", ["february", "may", "november"])
def test_a_weekday_of_a_month_is_what_dateutil_says(number, month):
    for name, weekday in zip(WEEKDAYS, (MO, TU, WE, TH, FR, SA, SU), strict=True):
        theirs = rrule(
            YEARLY,
            bymonth=MONTHS[month],
            byweekday=weekday(NUMBERS[number] or -1),
            dtstart=datetime.datetime(1900, 1, 1),  # noqa: DTZ001  # it knows no bare dates
            until=datetime.datetime(2200, 12, 31),  # noqa: DTZ001
        )
        ours = rule_of(f"{number} {name} of {month}").dates(*BEYOND)
        assert ours == [moment.date() for moment in theirs]


@given(nth)
def test_a_weekday_of_a_month_is_on_its_weekday_in_its_month(text):
    _number, weekday, _of, month = text.split()

    for day in rule_of(text).dates(*ALL_YEARS):
        assert (day.weekday(), day.month) == (WEEKDAYS[weekday], MONTHS[month])


REACH = {"before": (-7, -1), "after": (1, 7), "on or before": (-6, 0), "on or after": (0, 6)}


@given(weekdays, sides, fixed)
def test_a_weekday_near_a_day_is_the_nearest_on_that_side(weekday, side, day):
    near = set(rule_of(f"{weekday} {side} {day}").dates(*ALL_YEARS))
    least, most = REACH[side]
    of = rule_of(day).dates(*SOME_YEARS)

    for each in of:
        beside = [each + DAY * days for days in range(least, most + 1)]
        assert [found.weekday() for found in beside if found in near] == [WEEKDAYS[weekday]]


def test_easter_is_where_two_reckonings_have_it():
    western = [_gauss(year) for year in range(1900, 2201)]
    orthodox = [easter.easter(year, easter.EASTER_ORTHODOX) for year in range(1900, 2201)]

    assert rule_of("easter").dates(*BEYOND) == western
    assert rule_of("orthodox easter").dates(*BEYOND) == orthodox
    assert datetime.date(2027, 5, 2) in orthodox
    assert datetime.date(2024, 5, 5) in orthodox


def test_a_rule_may_count_from_easter():
    assert rule_of("easter - 21 days").dates(*SOME_YEARS) == [
        day - 21 * DAY for day in rule_of("easter").dates(*SOME_YEARS)
    ]
    for day in rule_of("easter + 39 days").dates(*ALL_YEARS):
        assert day.weekday() == WEEKDAYS["thursday"]
    pascha = rule_of("orthodox easter + 9 days").dates(*SOME_YEARS)
    assert {day.weekday() for day in pascha} == {WEEKDAYS["tuesday"]}


@pytest.mark.filterwarnings("ignore:month_days is deprecated")
@pytest.mark.parametrize("text", ["30 shevat", "14 adar", "30 cheshvan", "30 adar-i", "9 av"])
def test_a_hebrew_day_is_where_convertdate_has_it(text):
    number, name = text.split()
    theirs = []
    for year in range(5658, 5963):
        month = our_hebrew.MONTHS[name]
        if month == 13 and not hebrew.leap(year):
            month = 12
        leap_alone = name == "adar-i" and not hebrew.leap(year)
        if not leap_alone and int(number) <= hebrew.month_length(year, month):
            theirs.append(datetime.date(*hebrew.to_gregorian(year, month, int(number))))

    assert rule_of(text).dates(*ALL_YEARS) == [
        day for day in theirs if FIRST_DAY <= day <= LAST_DAY
    ]


@pytest.mark.parametrize("text", ["20 jumada-ii", "13 rajab", "1 muharram", "30 dhu-al-hijja"])
def test_an_islamic_day_is_where_convertdate_has_it(text):
    number, name = text.split()
    month = our_islamic.MONTHS[name]
    theirs = [
        datetime.date(*islamic.to_gregorian(year, month, int(number)))
        for year in range(1316, 1637)
        if int(number) < 30 or month % 2 or islamic.leap(year)
    ]

    assert rule_of(text).dates(*ALL_YEARS) == [
        day for day in theirs if FIRST_DAY <= day <= LAST_DAY
    ]


def test_the_first_day_of_islamic_years_is_that_of_published_tables():
    """The civil tabular calendar: 1 Muharram 1400 is 21 November 1979, 1445 is 19 July 2023."""
    assert our_islamic.date_of(1, 1, 1) == datetime.date(622, 7, 19)
    assert our_islamic.date_of(1400, 1, 1) == datetime.date(1979, 11, 21)
    assert our_islamic.date_of(1445, 1, 1) == datetime.date(2023, 7, 19)


@given(days)
def test_an_islamic_day_is_read_as_it_is_written(day):
    assert our_islamic.date_of(*our_islamic.parts_of(day)) == day
    assert our_islamic.parts_of(day) == islamic.from_gregorian(day.year, day.month, day.day)


def test_an_islamic_day_can_come_twice_in_a_year():
    years = [day.year for day in rule_of("13 rajab").dates(*ALL_YEARS)]

    assert len(years) > 301
    assert max(years.count(year) for year in years) == 2


def test_a_day_that_meets_a_weekend_waits_for_monday():
    for day, moved in zip(
        rule_of("10-15").dates(*ALL_YEARS),
        rule_of("10-15, if saturday or sunday then monday").dates(*ALL_YEARS),
        strict=True,
    ):
        late = {5: 2, 6: 1}.get(day.weekday(), 0)
        assert moved == day + late * DAY
    sunday = rule_of("12-08, if sunday then monday").dates(*SOME_YEARS)
    assert {day.day for day in sunday} == {8, 9}
    assert all(day.day == 9 for day in sunday if day.weekday() == 0 and day.year == 2024)


def test_29_february_falls_in_leap_years_alone():
    dates = rule_of("02-29").dates(*ALL_YEARS)

    assert len(dates) == 73  # of 301 years; 1900, 2100 and 2200 are none
    assert rule_of("03-01 - 1 day").dates(*SOME_YEARS)[1] == datetime.date(2016, 2, 29)


def test_a_shifted_day_is_found_across_new_year():
    new_year = datetime.date(2027, 1, 1), datetime.date(2027, 1, 7)

    assert rule_of("12-30 + 3 days").dates(*new_year) == [datetime.date(2027, 1, 2)]
    assert rule_of("monday after 12-28").dates(*new_year) == [datetime.date(2027, 1, 4)]


def test_capitals_and_spaces_do_not_matter():
    assert rule_of("  Last  Sunday of May ") == rule_of("last sunday of may")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no rule"),
        ("sometime in spring", "no rule"),
        ("sixth sunday of may", "no rule"),
        ("15-10", "no such month"),
        ("02-30", "no year has"),
        ("00-10", "no such month"),
        ("10-00", "no year has"),
        ("10-٣٠", "no rule"),
        ("31 shevat", "no year has"),
        ("30 adar", "no year has"),
        ("30 safar", "no year has"),
        ("0 rajab", "no year has"),
        ("easter + 367 days", "too far"),
        ("easter + days", "no rule"),
        ("10-15, if sunday then sunday", "would move"),
        ("10-15, if weekend then monday", "no rule"),
        ("last sunday of may unless easter", "no rule"),
        ("sunday after sunday after 10-15", "no rule"),
        ("new moon of bhadra", "no rule"),
        ("sunday before " * 50, "longer than"),
    ],
)
def test_a_rule_that_cannot_be_followed_says_why(text, why):
    with pytest.raises(WrongRule, match=why) as told:
        rule_of(text)

    assert str(told.value).endswith(".")


WORDS = ["10-15", "easter", "sunday", "monday", "may", "rajab", "last", "of", "on", "or", "if"]
WORDS += ["before", "unless", "then", "+", "-", "3", "30", "days", ",", "(", "", "ſunday", "١"]


@given(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join))
def test_whatever_is_written_is_a_rule_or_told_in_a_sentence(text):
    told = None
    try:
        assert rule_of(text).dates(*SOME_YEARS) is not None
    except WrongRule as wrong:
        told = str(wrong)

    assert told is None or told.endswith(".")


def _gauss(year):
    """Easter by Gauss's way, with the corrections for the century: nothing of dateutil's."""
    century, golden = year // 100, year % 19
    moon = (15 + century - century // 4 - (13 + 8 * century) // 25) % 30
    full = (19 * golden + moon) % 30
    sunday = (2 * (year % 4) + 4 * (year % 7) + 6 * full + (4 + century - century // 4) % 7) % 7
    late = full + sunday
    if (full, sunday) == (29, 6) or (full == 28 and sunday == 6 and golden > 10):
        late -= 7
    return datetime.date(year, 3, 22) + late * DAY
