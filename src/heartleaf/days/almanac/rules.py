"""The language of rules, for those who keep the file of observances.

    10-15                              15 October
    second sunday of may               first to fifth, or last
    easter · orthodox easter
    30 shevat · 20 jumada-ii           the Hebrew and the tabular Islamic calendar

    easter - 21 days                   before or after any of these, by up to 366 days
    sunday before 11-27                also: after, on or before, on or after
    sunday after easter + 3 days       first the Sunday, then the days

    10-15, if saturday or sunday then monday
                                       moved on to the next Monday
    last sunday of may unless easter + 49 days then first sunday of june
                                       where the first two meet, the third

Capitals and spaces do not matter. Months of the two other calendars are written as in `hebrew`
and `islamic`; "adar" is the last month of a Hebrew year.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from typing import cast

from heartleaf.days.almanac import hebrew, islamic
from heartleaf.days.almanac.limits import FIRST_DAY, LAST_DAY, WrongRule, within
from heartleaf.days.almanac.months import MONTHS, length
from heartleaf.days.almanac.terms import (
    Easter,
    Fixed,
    HebrewDay,
    IslamicDay,
    Moved,
    Nth,
    Shifted,
    Side,
    Term,
    Unless,
    WeekdayNear,
)

WEEKDAYS = {
    name: number
    for number, name in enumerate(
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    )
}
NUMBERS = {"last": 0, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
FARTHEST_SHIFT = 366
LONGEST_RULE = 200
NEAR_YEARS = 2  # how many years away from its own a shifted day can come to lie
A_LEAP_YEAR = 2000

WEEKDAY = "|".join(WEEKDAYS)
MOVED = re.compile(rf"(.+?), ?if ({WEEKDAY})((?: or (?:{WEEKDAY}))*) then ({WEEKDAY})")
UNLESS = re.compile(r"(.+?) unless (.+?) then (.+)")
SHIFTED = re.compile(r"(.+) ([+−-]) ?(\d{1,3}) days?", re.ASCII)
NEAR = re.compile(rf"({WEEKDAY}) ((?:on or )?(?:before|after)) (.+)")
FIXED = re.compile(r"(\d\d)-(\d\d)", re.ASCII)
NTH = re.compile(rf"({'|'.join(NUMBERS)}) ({WEEKDAY}) of ({'|'.join(MONTHS)})")
ELSEWHERE = re.compile(r"(\d{1,2}) ([a-z-]+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Rule:
    """On which days something falls, as it was written."""

    text: str
    _term: Term = field(compare=False, repr=False)

    def dates(self, first: datetime.date, last: datetime.date) -> list[datetime.date]:
        """From `first` to `last`, both included, each once and in order; outside 1900 to 2200
        there is none."""
        first, last = max(first, FIRST_DAY), min(last, LAST_DAY)
        years = range(first.year - NEAR_YEARS, last.year + NEAR_YEARS + 1)
        return within((day for year in years for day in self._term.in_year(year)), first, last)


def rule_of(text: str) -> Rule:
    """Read a rule. Raises WrongRule with a sentence."""
    plain = " ".join(text.lower().split())
    if len(plain) > LONGEST_RULE:
        raise WrongRule(f"This rule is longer than {LONGEST_RULE} letters.")
    return Rule(plain, _rule(plain))


def _rule(text: str) -> Term:
    if found := MOVED.fullmatch(text):
        of, one, others, to = found.groups()
        weekdays = {one, *others.split(" or ")[1:]}
        if to in weekdays:
            raise WrongRule(f"“{text}” would move a {to} to a {to}.")
        return Moved(_unless(of), frozenset(WEEKDAYS[name] for name in weekdays), WEEKDAYS[to])
    return _unless(text)


def _unless(text: str) -> Term:
    if found := UNLESS.fullmatch(text):
        return Unless(*(_shifted(part) for part in found.groups()))
    return _shifted(text)


def _shifted(text: str) -> Term:
    if found := SHIFTED.fullmatch(text):
        of, sign, number = found.groups()
        if int(number) > FARTHEST_SHIFT:
            raise WrongRule(f"“{text}” goes too far: {FARTHEST_SHIFT} days at most.")
        return Shifted(int(number) if sign == "+" else -int(number), _near(of))
    return _near(text)


def _near(text: str) -> Term:
    if found := NEAR.fullmatch(text):
        weekday, side, of = found.groups()
        return WeekdayNear(WEEKDAYS[weekday], cast("Side", side), _day(of))
    return _day(text)


def _day(text: str) -> Term:
    if text in {"easter", "orthodox easter"}:
        return Easter(orthodox=text != "easter")
    if found := NTH.fullmatch(text):
        number, weekday, month = found.groups()
        return Nth(NUMBERS[number], WEEKDAYS[weekday], MONTHS[month])
    if found := FIXED.fullmatch(text):
        return _fixed(text, int(found[1]), int(found[2]))
    if (found := ELSEWHERE.fullmatch(text)) and found[2] in {**hebrew.MONTHS, **islamic.MONTHS}:
        return _elsewhere(text, found[2], int(found[1]))
    raise WrongRule(f"“{text}” is no rule, such as 10-15 or second sunday of may.")


def _fixed(text: str, month: int, day: int) -> Term:
    if not 1 <= month <= len(MONTHS):
        raise WrongRule(f"“{text}” has no such month: write the month first, as in 10-15.")
    if not 1 <= day <= length(A_LEAP_YEAR, month):
        raise WrongRule(f"“{text}” is a day that no year has.")
    return Fixed(month, day)


def _elsewhere(text: str, name: str, day: int) -> Term:
    """A day of the Hebrew or the Islamic calendar."""
    term: Term
    if name in hebrew.MONTHS:
        month = hebrew.MONTHS[name]
        longest, term = hebrew.LONGEST.get(month, 29), HebrewDay(month, day)
    else:
        month = islamic.MONTHS[name]
        longest, term = islamic.LONGEST.get(month, 29), IslamicDay(month, day)
    if not 1 <= day <= longest:
        raise WrongRule(f"“{text}” is a day that no year has.")
    return term
