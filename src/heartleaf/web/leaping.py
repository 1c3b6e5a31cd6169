"""29 February: how it comes in other years, for each person as they wish."""

from __future__ import annotations

from heartleaf.days.calendars import YEARLY, CalendarFacts
from heartleaf.days.gathering import KnownDay, KnownDays
from heartleaf.family.opening import OpenPerson
from heartleaf.web.day_changes import change_days


def is_leap_day(known: KnownDays, day: KnownDay) -> bool:
    """Whether it comes yearly and began on a 29 February."""
    yearly = any(code.split()[0] == YEARLY for code in day.comes)
    return yearly and day.of is not None and (day.of.month, day.of.day) == (2, 29)


def leap_of(known: KnownDays, key: str) -> str:
    said = [calendar.leaps.get(key, "") for calendar in known.calendars.values()]
    return next((leap for leap in said if leap), "both")


def keep_leap(person: OpenPerson, key: str, leap: str) -> None:
    """In their own calendar, for it is about how the day comes to them."""

    def change(calendar: CalendarFacts) -> None:
        calendar.leaps[key] = leap

    change_days(person, "only-me", change)
