"""When the day of the sample family comes round again."""

from __future__ import annotations

import datetime


def next_day(today: datetime.date) -> datetime.date:
    this_year = today.replace(month=5, day=12)
    return this_year if this_year > today else this_year.replace(year=today.year + 1)
