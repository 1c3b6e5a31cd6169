"""The Hebrew calendar, as pyluach reckons it: names of months, and what a year holds.

Months are numbered from Nissan, as the Torah does, while a year begins with Tishrei, the
seventh. In a leap year the twelfth is Adar I and the thirteenth Adar II.
"""

from __future__ import annotations

import datetime

from pyluach.dates import HebrewDate
from pyluach.hebrewcal import Month, Year

CHESHVAN, KISLEV, SHEVAT, ADAR, ADAR_II = 8, 9, 11, 12, 13

# How a rule may call a month. In a rule, plain Adar is the last month of the year, where Purim
# is; a rule may also name one of the two.
MONTHS = {
    "nisan": 1,
    "nissan": 1,
    "iyar": 2,
    "sivan": 3,
    "tammuz": 4,
    "av": 5,
    "elul": 6,
    "tishrei": 7,
    "cheshvan": CHESHVAN,
    "kislev": KISLEV,
    "tevet": 10,
    "shevat": SHEVAT,
    "adar-i": ADAR,
    "adar": ADAR_II,
    "adar-ii": ADAR_II,
}
LONGEST = {1: 30, 3: 30, 5: 30, 7: 30, CHESHVAN: 30, KISLEV: 30, SHEVAT: 30, ADAR: 30}


def is_leap(year: int) -> bool:
    return bool(Year(year).leap)


def has(year: int, month: int, day: int) -> bool:
    """Whether that year has this day."""
    return (month != ADAR_II or is_leap(year)) and day <= len(list(Month(year, month)))


def date_of(year: int, month: int, day: int) -> datetime.date:
    """The day it is until sunset; it began the evening before."""
    day_until_sunset: datetime.date = HebrewDate(year, month, day).to_pydate()
    return day_until_sunset


def parts_of(day: datetime.date) -> tuple[int, int, int]:
    """Year, month and day, as they are until sunset of this day."""
    hebrew = HebrewDate.from_pydate(day)
    return hebrew.year, hebrew.month, hebrew.day


def years_of(year: int) -> tuple[int, int]:
    """The two Hebrew years that one of ours has part of."""
    return year + 3760, year + 3761
