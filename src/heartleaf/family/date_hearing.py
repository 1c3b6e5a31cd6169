"""One end of a date as it was written in English: its words sorted into day, month, year."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from heartleaf.family.date_parts import THIRDS, Near, Part, Season, Stretch, Weeks
from heartleaf.family.date_sayings import (
    DAY_OR_MONTH,
    NEEDS_YEAR,
    NO_SUCH_MONTH,
    NOT_A_DATE,
    WHOLE_YEAR,
    CannotRead,
)

MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
MONTHS = {name: number for number, name in enumerate(MONTH_NAMES, 1)}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
SEASONS = {season.value: season for season in Season} | {"fall": Season.AUTUMN}
NEAR = {
    **dict.fromkeys(("about", "around", "roughly", "approximately", "approx"), Near.ABOUT),
    **dict.fromkeys(("circa", "ca", "c", "perhaps", "maybe", "probably"), Near.ABOUT),
    **dict.fromkeys(("early", "beginning", "start"), Near.EARLY),
    **dict.fromkeys(("mid", "middle"), Near.MID),
    **dict.fromkeys(("late", "end"), Near.LATE),
}
DAY_IN_FIGURES = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})")
MONTH_IN_FIGURES = re.compile(r"(\d{4})[./-](\d{1,2})|(\d{1,2})[./-](\d{4})")
IN_WEEKS = re.compile(
    r"(?:week )?(\d{1,2})"
    r"(?: ?(?:w|wks?|weeks?)(?: ?(?:and )?(\d) ?(?:d|days?))?|\+(\d)(?: weeks?)?)"
    r"(?: pregnant| pregnancy| gestation| along)?"
)
WEEK_NUMBER = re.compile(r"week (\d{1,2})")


@dataclass(frozen=True, slots=True)
class Heard:
    """What one end says by itself; the other end may say the rest."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    season: Season | None = None
    near: Near = Near.SAID
    weeks: int | None = None
    days: int = 0

    def borrowing(self, other: Heard) -> Heard:
        """In "between 3 and 9 May 2025" the 3 takes its month and year from the other end."""
        if other.weeks is not None and self == Heard(day=self.day, near=self.near):
            return Heard(weeks=self.day, near=self.near)
        if self.weeks is not None:
            return self
        heard = replace(self, year=self.year or other.year)
        if self == Heard(near=self.near):
            heard = replace(heard, month=other.month, season=other.season)
        if self.day is not None and self.month is None:
            heard = replace(heard, month=other.month)
        return heard

    def part(self) -> Part:
        """Raises CannotRead where something is still missing, or does not go together."""
        if self.weeks is not None and self.near not in THIRDS:
            return Weeks(self.weeks, self.days, self.near)
        if self.day is not None and (self.month is None or self.near in THIRDS):
            raise CannotRead(NOT_A_DATE)
        if self.season and self.month:
            raise CannotRead(NOT_A_DATE)
        if self.year is None:
            raise CannotRead(NEEDS_YEAR if self.month or self.season else NOT_A_DATE)
        return Stretch(self.year, self.month, self.day, self.season, self.near)


def hear(words: list[str]) -> Heard:
    """Sort lower-case words into what they say. Raises CannotRead for a word that says nothing."""
    near = _nearness({NEAR[word] for word in words if word in NEAR})
    rest = [word for word in words if word not in NEAR]
    if in_weeks := _weeks(" ".join(rest)):
        return replace(in_weeks, near=near)
    heard = Heard(near=near)
    for word in rest:
        heard = _and(heard, word)
    return heard


def _nearness(said: set[Near]) -> Near:
    """ "perhaps early 2025" is early 2025."""
    closest = said - {Near.ABOUT} or said or {Near.SAID}
    if len(closest) > 1:
        raise CannotRead(NOT_A_DATE)
    return closest.pop()


def _weeks(said: str) -> Heard | None:
    if number := WEEK_NUMBER.fullmatch(said):
        return Heard(weeks=int(number[1]))
    if found := IN_WEEKS.fullmatch(said):
        return Heard(weeks=int(found[1]), days=int(found[2] or found[3] or 0))
    return None


def _and(heard: Heard, word: str) -> Heard:
    said = _one_word(word)
    if said.day is not None and heard.day is not None and heard.month and not heard.year:
        raise CannotRead(WHOLE_YEAR)
    twice = any(
        getattr(said, name) is not None and getattr(heard, name) is not None
        for name in ("year", "month", "day", "season")
    )
    if twice:
        raise CannotRead(NOT_A_DATE)
    return replace(
        heard,
        year=said.year or heard.year,
        month=said.month or heard.month,
        day=heard.day if said.day is None else said.day,
        season=said.season or heard.season,
    )


def _one_word(word: str) -> Heard:
    if word in MONTHS:
        return Heard(month=MONTHS[word])
    if word in SEASONS:
        return Heard(season=SEASONS[word])
    if re.fullmatch(r"\d{1,2}", word):
        return Heard(day=int(word))
    if re.fullmatch(r"\d{4}", word):
        return Heard(year=int(word))
    return _in_figures(word)


def _in_figures(word: str) -> Heard:
    if found := DAY_IN_FIGURES.fullmatch(word):
        return _day_in_figures(*found.groups())
    if found := MONTH_IN_FIGURES.fullmatch(word):
        return _month(int(found[1] or found[4]), int(found[2] or found[3]))
    raise CannotRead(NOT_A_DATE)


def _day_in_figures(first: str, mark: str, second: str, third: str) -> Heard:
    if len(first) == 4 and len(third) < 3:
        return _month(int(first), int(second), int(third))
    if len(third) != 4 or len(first) > 2:
        raise CannotRead(WHOLE_YEAR)
    day, month = int(first), int(second)
    # With dots the day comes first wherever dots are used; with strokes it depends on the country.
    if mark != "." and day <= 12 and month <= 12 and day != month:
        raise CannotRead(DAY_OR_MONTH)
    if month > 12 >= day:
        day, month = month, day
    return _month(int(third), month, day)


def _month(year: int, month: int, day: int | None = None) -> Heard:
    if not 1 <= month <= 12:
        raise CannotRead(NO_SUCH_MONTH)
    return Heard(year=year, month=month, day=day)
