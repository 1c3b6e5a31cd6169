"""A rule of an observance as one would say it: "The second Sunday of May"."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from babel.dates import format_date, get_day_names, get_month_names
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from heartleaf.days.almanac import rules
from heartleaf.days.almanac.months import MONTHS

A_LEAP_YEAR = 2000


def in_words(rule: str) -> str:
    """What the almanac calls `rule`, in the reader's language; a rule of a later kind as it is."""
    said = _moved(rule)
    return said[:1].upper() + said[1:]


def _moved(rule: str) -> str:
    if found := rules.MOVED.fullmatch(rule):
        of, one, others, to = found.groups()
        from_days = joined_or([_weekday(name) for name in [one, *others.split(" or ")[1:]]])
        told = {"day": _unless(of), "weekday": from_days, "other": _weekday(to)}
        return _("{day}; if that is a {weekday}, the {other} after it").format(**told)
    return _unless(rule)


def _unless(rule: str) -> str:
    if found := rules.UNLESS.fullmatch(rule):
        day, meets, other = map(_shifted, found.groups())
        told = {"day": day, "meets": meets, "other": other}
        return _("{day}; where that is {meets}, {other}").format(**told)
    return _shifted(rule)


def _shifted(rule: str) -> str:
    if rule == "easter + 49 days":
        return _("Pentecost")
    if found := rules.SHIFTED.fullmatch(rule):
        of, sign, number = found.groups()
        days = int(number)
        before = ngettext("{days} day before {day}", "{days} days before {day}", days)
        after = ngettext("{days} day after {day}", "{days} days after {day}", days)
        return (after if sign == "+" else before).format(days=days, day=_near(of))
    return _near(rule)


def _near(rule: str) -> str:
    if found := rules.NEAR.fullmatch(rule):
        weekday, side, of = found.groups()
        sentences = {
            "before": _("the {weekday} before {day}"),
            "after": _("the {weekday} after {day}"),
            "on or before": _("the {weekday} on or before {day}"),
            "on or after": _("the {weekday} on or after {day}"),
        }
        return sentences[side].format(weekday=_weekday(weekday), day=_day(of))
    return _day(rule)


def _day(rule: str) -> str:
    if found := rules.FIXED.fullmatch(rule):
        day = datetime.date(A_LEAP_YEAR, int(found[1]), int(found[2]))
        return format_date(day, "d MMMM", locale=_language())
    if found := rules.NTH.fullmatch(rule):
        told = {"weekday": _weekday(found[2]), "month": _month(found[3])}
        return _numbered(found[1]).format(**told)
    if found := rules.ELSEWHERE.fullmatch(rule):
        return _elsewhere(found)
    return {"easter": _("Easter"), "orthodox easter": _("Orthodox Easter")}.get(rule, rule)


def _numbered(number: str) -> str:
    return {
        "first": _("the first {weekday} of {month}"),
        "second": _("the second {weekday} of {month}"),
        "third": _("the third {weekday} of {month}"),
        "fourth": _("the fourth {weekday} of {month}"),
        "fifth": _("the fifth {weekday} of {month}"),
        "last": _("the last {weekday} of {month}"),
    }[number]


def _elsewhere(found: re.Match[str]) -> str:
    """A day of the Hebrew or the Islamic calendar: names of months stay as they are."""
    name, _dash, part = found[2].partition("-")
    month = f"{name.title()} {part.upper()}".rstrip() if part in {"i", "ii"} else found[2].title()
    return f"{found[1]} {month}"


def joined_or(words: Sequence[str]) -> str:
    return _(" or ").join(words)


def _weekday(name: str) -> str:
    return str(get_day_names(locale=_language())[rules.WEEKDAYS[name]])


def _month(name: str) -> str:
    return str(get_month_names(locale=_language())[MONTHS[name]])


def _language() -> str:
    return get_language() or "en"
