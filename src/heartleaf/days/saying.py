"""What is said of a day: in the family's words, on the day, before and after it.

Ages stop. How long ago it was is said; how old somebody would be only to who asked for that.
"""

from __future__ import annotations

import datetime

from babel.dates import format_date
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from heartleaf.days.almanac import Leap, count_of, since
from heartleaf.days.gathering import Falling, KnownDay
from heartleaf.family.facts import Child, FamilyFacts
from heartleaf.family.words import name_of, words_of

DAY = datetime.timedelta(days=1)
FOR_WEEKS = 100  # days; after that one counts in months


def name_of_day(day: KnownDay, facts: FamilyFacts) -> str:
    """A day by its name, as in a list: "Rowan, born and died", "Mother's Day"."""
    if "observance" in day.what:
        return day.title
    if "day" in day.what:
        return day.title or _("A day of yours")
    child = name_of(day.children[0], facts)
    died = words_of(facts).died
    if {"born", "died"} <= day.what and not facts.vocabulary.died:
        return _("{child}, born and {died}").format(child=child, died=died)
    if "died" in day.what:
        return f"{child}, {died}"
    if "born" in day.what:
        return _("{child}, born").format(child=child)
    return _("{child}, due").format(child=child)


def in_short(day: KnownDay, on: datetime.date, facts: FamilyFacts) -> str:
    """One line for a message that may be plain: the day's name and its date."""
    pattern = "MMMM" if day.in_a_month else "EEEE, d MMMM"
    told = format_date(on, pattern, locale=get_language() or "en")
    return f"{name_of_day(day, facts)}: {told}"


def heading(falling: Falling) -> str:
    """How long ago it began, as large words: "A year." Empty where it did not begin."""
    if falling.day.of is None or falling.on <= falling.day.of:
        return ""
    if counted := _counted(falling):
        return counted
    months, days = _full_months(falling.day.of, falling.on), (falling.on - falling.day.of).days
    if months and months % 12 == 0 and _comes_by(falling, "yearly", "monthly", "half"):
        return ngettext("A year.", "{n} years.", months // 12).format(n=months // 12)
    if months and _comes_by(falling, "monthly", "half"):
        return ngettext("A month.", "{n} months.", months).format(n=months)
    if days % 7 == 0 and days < FOR_WEEKS and _comes_by(falling, "weekly"):
        return ngettext("A week.", "{n} weeks.", days // 7).format(n=days // 7)
    return ""


def _comes_by(falling: Falling, *words: str) -> bool:
    """Whether it is one of these ways that brings this date: a lunar year is no year of ours."""
    return any(code.split()[0] in words for code in falling.day.comes)


def _counted(falling: Falling) -> str:
    """ "The 49th day." Empty where this date is not one of those that are counted."""
    ordinals = {
        3: _("The 3rd day."),
        7: _("The 7th day."),
        9: _("The 9th day."),
        30: _("The 30th day."),
        40: _("The 40th day."),
        49: _("The 49th day."),
        100: _("The 100th day."),
    }
    codes = {"japanese": "days 7 49 100"}
    for code in falling.day.comes:
        word, *counts = codes.get(code, code).split()
        if falling.day.of is None or not word.startswith("days"):
            continue
        number = count_of(falling.day.of, falling.on) - (word == "days-from-next")
        if str(number) in counts:
            return ordinals.get(number, "")
    return ""


def _full_months(of: datetime.date, on: datetime.date) -> int:
    """How many months are full on this very day; 0 if none becomes full on it."""
    leap = Leap.FEB28 if (on.month, on.day) == (2, 28) else Leap.MAR1
    months = since(of, on, leap=leap).months
    return months if months > since(of, on - DAY, leap=leap).months else 0


def sentence(falling: Falling, facts: FamilyFacts) -> str:
    """What this day is: "Our son, Rowan, was born and died on this day, 12 May 2025." """
    day = falling.day
    if "observance" in day.what:
        return ""
    date = day.when.in_words(get_language() or "en", _)
    if "day" in day.what:
        return f"{name_of_day(day, facts)}, {date}." if falling.on != day.of else ""
    child, died = _spoken_of(day.children[0], facts), words_of(facts).died
    told = {"child": child, "died": died, "date": date}
    if {"born", "died"} <= day.what and not facts.vocabulary.died:
        text = _("{child} was born and {died} on this day, {date}.")
        another = _("{child} was born and {died} on {date}.")
        in_month = _("{child} was born and {died} in this month, {date}.")
    elif "died" in day.what:
        text = _("{child} {died} on this day, {date}.")
        another = _("{child} {died} on {date}.")
        in_month = _("{child} {died} in this month, {date}.")
    elif "born" in day.what:
        text = _("{child} was born on this day, {date}.")
        another = _("{child} was born on {date}.")
        in_month = _("{child} was born in this month, {date}.")
    else:
        text = _("{child} was due on this day, {date}.")
        another = _("{child} was due on {date}.")
        in_month = _("{child} was due in this month, {date}.")
    if day.of and (day.of.month, day.of.day) != (falling.on.month, falling.on.day):
        text = another  # every month, a yahrzeit, the day after a 28 February
    said = (in_month if day.in_a_month else text).format(**told)
    return said[:1].upper() + said[1:]


def distance(days: int) -> str:
    """How far off a day is: "Tomorrow", "In 3 days", "Yesterday"."""
    if days < 0:
        return _("Yesterday")
    return ngettext("Tomorrow", "In {days} days", days).format(days=days)


def would_have_been(falling: Falling, facts: FamilyFacts) -> str:
    """How old a child who died would be; only for those who asked for it, on the day they were
    born or, for one who was not, on the day they were due."""
    day = falling.day
    child = next((one for one in day.children if not one.living), None)
    counted = "born" in day.what or ("due" in day.what and child is not None and not child.born)
    if child is None or not counted or day.of is None or falling.on <= day.of:
        return ""
    years, rest = divmod(_full_months(day.of, falling.on), 12)
    if not years or rest:
        return ""
    name = name_of(child, facts)
    text = ngettext(
        "{child} would have been one.", "{child} would have been {years}.", years
    ).format(child=name, years=years)
    return text[:1].upper() + text[1:]


def _spoken_of(child: Child, facts: FamilyFacts) -> str:
    if child.name and child.called:
        return f"{child.called}, {child.name},"
    return name_of(child, facts)
