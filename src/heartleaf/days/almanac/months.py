"""Months of our own calendar: their names, and the same day some months later."""

from __future__ import annotations

import calendar
import datetime

DAY = datetime.timedelta(days=1)

MONTHS = {
    name: number
    for number, name in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        start=1,
    )
}


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day of the month so many months on; of a shorter month, its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, length(year, month + 1)))


def length(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]
