"""Days as lists and pages say them: when they fall, how they come, and how they come again."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from babel import Locale
from babel.dates import format_date
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from heartleaf.care.wishes import Coming
from heartleaf.days.almanac import LAST_DAY
from heartleaf.days.calendars import Day
from heartleaf.days.gathering import Dates, KnownDay
from heartleaf.web.ways import Ways

# How far ahead a day is looked for, in steps: every week soon, every 33 years late.
REACHES = [datetime.timedelta(days=days) for days in (400, 3_660, 36_600)]


# A line may break after the weekday, never between a number and its month.
A_DAY = "EEEE, d\u00a0MMMM y"


def next_of(day: KnownDay, today: datetime.date) -> datetime.date | None:
    """When it falls next, or began, if it lasts until today; None if it does not come again."""
    return next_among(day.dates, today, day.lasts)


def next_among(dates: Dates, today: datetime.date, lasts: int = 1) -> datetime.date | None:
    first = today - datetime.timedelta(days=lasts - 1)
    found: list[datetime.date] = []
    for reach in REACHES:
        found = found or dates(first, min(today + reach, LAST_DAY))
    return found[0] if found else None


def date_in_words(day: KnownDay, on: datetime.date) -> str:
    """ "Wednesday, 12 May 2027", "May 2027", "9 to 15 October 2027"."""
    return _written(on, "MMMM y") if day.in_a_month else dates_in_words(on, day.lasts)


def dates_in_words(on: datetime.date, lasts: int = 1) -> str:
    if lasts == 1:
        return _written(on, A_DAY)
    last = on + datetime.timedelta(days=lasts - 1)
    same_year = "d" if last.month == on.month else "d MMMM"
    first = _written(on, same_year if last.year == on.year else "d MMMM y")
    return _("{first} to {last}").format(first=first, last=_written(last, "d MMMM y"))


def begun_in_words(day: KnownDay | Day) -> str:
    """When it was, as well as it is known; empty if nothing is."""
    return "" if day.when.is_unknown else day.when.in_words(get_language() or "en", _)


def how_it_comes(coming: Coming, ways: Ways) -> str:
    """ "On the page and by e-mail, 3 days ahead and on the day, at 19:00"; empty for nothing."""
    places = [_("on the page")] if coming.page else []
    places += [_("by e-mail")] if ways.mail and "mail" in coming.by else []
    places += [_("by your browser")] if ways.push and "push" in coming.by else []
    places += [_("in your calendar")] if ways.feed and coming.feed else []
    if not places:
        return ""
    at = [_("at {hour}").format(hour=coming.hour)] if coming.hour and len(places) > 1 else []
    said = ", ".join([joined(places), joined(_moments(coming)), *at])
    return said[:1].upper() + said[1:]


def _moments(coming: Coming) -> list[str]:
    days = coming.ahead
    ahead = ngettext("the day before", "{days} days ahead", days).format(days=days)
    told = [ahead] if days else []
    told += [_("on the day")] if coming.on else []
    return told + ([_("the day after")] if coming.after else [])


def again(comes: Sequence[str]) -> str:
    """How a day comes again, by the codes of its recurrences."""
    return ". ".join(filter(None, map(_again, comes))) if comes else _("Once")


def _again(code: str) -> str:
    word, *rest = code.split()
    simple = {
        "yearly": _("Every year"),
        "monthly": _("Every month on its day"),
        "weekly": _("Every week"),
        "half": _("Half a year after, and then every year"),
        "japanese": _("By Japanese custom: the 7th, 49th and 100th day, then the years"),
        "islamic": _("Every year by the Islamic calendar, as reckoned by a table"),
    }
    if word == "yahrzeit":
        sephardi = rest[:1] == ["sephardi"]
        return _("Yahrzeit, by Sephardi custom") if sephardi else _("Yahrzeit, by Ashkenazi custom")
    if word in {"days", "days-from-next"}:
        text = _("Counted days, the day itself being the first: {days}")
        next_first = _("Counted days, the day after being the first: {days}")
        return (text if word == "days" else next_first).format(days=", ".join(rest))
    return simple.get(word, "")


def country_in_words(code: str) -> str:
    names = Locale.parse(get_language() or "en", sep="-").territories
    return str(names.get(code, code))


def joined(words: Sequence[str]) -> str:
    """ "one", "one and two", "one, two and three"."""
    if len(words) < 2:
        return "".join(words)
    return _("{names} and {last}").format(names=", ".join(words[:-1]), last=words[-1])


def _written(on: datetime.date, pattern: str) -> str:
    return format_date(on, pattern, locale=get_language() or "en")
