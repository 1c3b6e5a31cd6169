"""The days of the sample family: what they wrote down, what they keep, and how it comes to Ada."""

from __future__ import annotations

from heartleaf.care.wishes import Coming, WishesFacts, change_wishes
from heartleaf.days.calendars import (
    CalendarFacts,
    Chosen,
    Day,
    Line,
    change_calendar,
    plan_name,
)
from heartleaf.days.gathering import KnownDays
from heartleaf.family.opening import OpenPerson
from heartleaf.sample.coming_round import next_day

THEIRS = [
    Day(title="Ashes home", date="2025-06-03"),
    Day(title="The tree came into the house", date="2025-10"),
]
HERS = [Day(title="The day we knew", date="2025-05-09")]
KEPT = [Chosen(observance="wave-of-light")]
PLAN = [
    Line("Morning", "The river, with Jonas. Bring the hat, maybe."),
    Line("Until noon", "Phones in the drawer."),
    Line("Four o’clock", "Mum, if I want her to come."),
    Line("Evening", "Mila chooses the soup. Nothing else."),
]


def keep_days(ada: OpenPerson) -> None:
    change_calendar(ada.circle("only-me"), lambda calendar: calendar.days.extend(HERS))
    change_calendar(ada.circle("us"), lambda calendar: _fill(calendar, ada))
    change_wishes(ada, lambda wishes: _wish(wishes, ada))


def _fill(calendar: CalendarFacts, ada: OpenPerson) -> None:
    calendar.days += THEIRS
    calendar.chosen += KEPT
    key = f"{_rowan(ada)}.born"
    calendar.plans[plan_name(key, next_day(ada.today()))] = PLAN


def _wish(wishes: WishesFacts, ada: OpenPerson) -> None:
    for day in KnownDays(ada):
        if day.key == f"{_rowan(ada)}.born":
            wishes.days[day.key] = Coming(page=True, ahead=3, after=True)
        elif "observance" in day.what:
            wishes.days[day.key] = Coming(page=True)


def _rowan(ada: OpenPerson) -> str:
    return next(child.id for child in ada.facts.children if child.name == "Rowan")
