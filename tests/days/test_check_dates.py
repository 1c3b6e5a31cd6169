"""The observances fall where a table says that was reckoned apart from this program."""

import datetime

import pytest

from heartleaf.days import observances

COLUMNS = [
    ("mothers-day", "GB"),
    ("mothers-day", "NO"),
    ("bereaved-mothers-day", None),
    ("mothers-day", "DE"),
    ("mothers-day", "FR"),
    ("mothers-day", "SE"),
    ("fathers-day", "DE"),
    ("fathers-day", "US"),
    ("fathers-day", "BR"),
    ("bereaved-fathers-day", None),
    ("fathers-day", "AU"),
    ("grandparents-day", "US"),
    ("national-daughters-day", "IN"),
    ("childrens-grief-awareness-day", "US"),
    ("totensonntag", "DE"),
    ("worldwide-candle-lighting", None),
]
TABLE = """
2026 0315 0208 0503 0510 0531 0531 0514 0621 0809 0830 0906 0913 0927 1119 1122 1213
2027 0307 0214 0502 0509 0530 0530 0506 0620 0808 0829 0905 0912 0926 1118 1121 1212
2028 0326 0213 0507 0514 0528 0528 0525 0618 0813 0827 0903 0910 0924 1116 1126 1210
2029 0311 0211 0506 0513 0527 0527 0510 0617 0812 0826 0902 0909 0923 1115 1125 1209
2030 0331 0210 0505 0512 0526 0526 0530 0616 0811 0825 0901 0908 0922 1121 1124 1208
2031 0323 0209 0504 0511 0525 0525 0522 0615 0810 0831 0907 0907 0928 1120 1123 1214
2032 0307 0208 0502 0509 0530 0530 0506 0620 0808 0829 0905 0912 0926 1118 1121 1212
2033 0327 0213 0501 0508 0529 0529 0526 0619 0814 0828 0904 0911 0925 1117 1120 1211
"""
ROWS = [row.split() for row in TABLE.strip().splitlines()]


@pytest.mark.parametrize(("number", "asked"), [*enumerate(COLUMNS, start=1)])
def test_an_observance_falls_where_the_table_says(number, asked):
    expected = [datetime.date.fromisoformat(row[0] + row[number]) for row in ROWS]

    assert falls(*asked, 2026, 2033) == expected


def test_mothers_day_in_france_gives_way_to_pentecost():
    june = [day.year for day in falls("mothers-day", "FR", 2015, 2053) if day.month == 6]

    assert june == [2020, 2023, 2034, 2039, 2042, 2045, 2050, 2053]


def test_in_six_countries_two_hard_days_are_one_sunday():
    for country in ("ES", "PT", "HU", "LT", "MZ", "AO"):
        theirs = falls("mothers-day", country, 2015, 2053)
        assert theirs == falls("bereaved-mothers-day", country, 2015, 2053)


def test_children_who_grieve_have_the_thursday_before_thanksgiving():
    for day in falls("childrens-grief-awareness-day", "US", 1900, 2200):
        november = [datetime.date(day.year, 11, number) for number in range(1, 31)]
        thanksgiving = [each for each in november if each.weekday() == 3][3]
        assert thanksgiving - day == datetime.timedelta(days=7)


def test_totensonntag_is_a_week_before_advent():
    """The fourth Sunday before Christmas begins Advent, even where Christmas is a Sunday."""
    for day in falls("totensonntag", "DE", 1900, 2200):
        eve = datetime.date(day.year, 12, 24)
        fourth_advent = eve - datetime.timedelta(days=(eve.weekday() + 1) % 7)
        assert fourth_advent - day == datetime.timedelta(weeks=4)


def falls(id, country, first, last):
    observance = next(each for each in observances.ours().observances if each.id == id)
    between = datetime.date(first, 1, 1), datetime.date(last, 12, 31)
    found = observance.falls(*between, country)
    assert {falling.country for falling in found} <= {country, None}
    return [falling.date for falling in found]
