"""Saying a vague date as the family would, in their language."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

from heartleaf.family.date_parts import Near, Part, Season, Stretch, Weeks

Translate = Callable[[str], str]


def say(first: Part, last: Part | None, language: str, translate: Translate) -> str:
    """ "12 May 2025", "about spring 2025", "between 3 and 9 May 2025", "at 20 weeks".

    `language` is a tag such as "en", "en-GB" or "de"; one that is not known is said in English.
    """
    locale, _ = _locale(language), translate
    if last is None:
        alone = _part(first, locale, _)
        return _("at {weeks}").format(weeks=alone) if _is_whole_week(first) else alone
    start, end = _named_once(first, last, locale, _) or (
        _part(first, locale, _, year=not _year_said_later(first, last, locale)),
        _part(last, locale, _),
    )
    return _("between {first} and {last}").format(first=start, last=end)


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("_", "-"), sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale("en")


def _is_whole_week(part: Part) -> bool:
    return isinstance(part, Weeks) and not part.days


def _named_once(
    first: Part, last: Part, locale: Locale, translate: Translate
) -> tuple[str, str] | None:
    """In English, "3 and 9 May" and "18 and 20 weeks" name their month or weeks once."""
    if isinstance(first, Weeks) and isinstance(last, Weeks):
        plain = locale.language == "en" and first == Weeks(first.weeks)
        return (str(first.weeks), _part(last, locale, translate)) if plain else None
    if not (isinstance(first, Stretch) and isinstance(last, Stretch)):
        return None
    same_month = (first.year, first.month) == (last.year, last.month)
    if locale.language != "en" or not (first.is_day and last.is_day and same_month):
        return None
    if locale.territory == "US":
        return _calendar(first, locale, year=False), f"{last.day}, {last.year}"
    return str(first.day), _calendar(last, locale)


def _year_said_later(first: Part, last: Part, locale: Locale) -> bool:
    """In English, "between May and June 2025" names the year once."""
    if not (isinstance(first, Stretch) and isinstance(last, Stretch)):
        return False
    named = all(part.month or part.season for part in (first, last))
    return locale.language == "en" and named and first.year == last.year


def _part(part: Part, locale: Locale, translate: Translate, *, year: bool = True) -> str:
    if isinstance(part, Weeks):
        return _near(part.near, _weeks(part, translate), translate)
    if part.season:
        said = _season(part.season, translate).format(year=part.year if year else "").strip()
    else:
        said = _calendar(part, locale, year=year)
    return _near(part.near, said, translate)


def _near(near: Near, said: str, translate: Translate) -> str:
    if near is Near.SAID:
        return said
    _ = translate
    messages = {
        Near.ABOUT: _("about {date}"),
        Near.EARLY: _("early {date}"),
        Near.MID: _("mid {date}"),
        Near.LATE: _("late {date}"),
    }
    return messages[near].format(date=said)


def _season(season: Season, translate: Translate) -> str:
    _ = translate
    return {
        Season.SPRING: _("spring {year}"),
        Season.SUMMER: _("summer {year}"),
        Season.AUTUMN: _("autumn {year}"),
        Season.WINTER: _("winter {year}"),
    }[season]


def _weeks(part: Weeks, translate: Translate) -> str:
    _ = translate
    weeks = (_("1 week") if part.weeks == 1 else _("{count} weeks")).format(count=part.weeks)
    days = (_("1 day") if part.days == 1 else _("{count} days")).format(count=part.days)
    return _("{weeks} and {days}").format(weeks=weeks, days=days) if part.days else weeks


def _calendar(part: Stretch, locale: Locale, *, year: bool = True) -> str:
    """`year=False` is for English alone."""
    date = datetime.date(part.year, part.month or 1, part.day or 1)
    if locale.language == "en":
        return format_date(date, _english(part, locale, year), locale)
    if part.day:
        return format_date(date, "long", locale)
    return format_skeleton("yMMMM" if part.month else "y", date, locale=locale)


def _english(part: Stretch, locale: Locale, year: bool) -> str:
    if not part.month:
        return "y"
    if part.day and locale.territory == "US":
        return "MMMM d, y" if year else "MMMM d"
    return ("d " if part.day else "") + "MMMM" + (" y" if year else "")
