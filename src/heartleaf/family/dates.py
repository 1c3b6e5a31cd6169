"""Dates as families have them: a day, or only about a spring, or at 20 weeks, or not known.

Reading is in `date_reading`, saying in `date_words`, the parts in `date_parts`.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from heartleaf.family import date_reading, date_words
from heartleaf.family.date_parts import (
    THIRDS,
    Hemisphere,
    Near,
    Part,
    Season,
    Span,
    Stretch,
    Weeks,
    in_order,
    season_of,
)
from heartleaf.family.date_sayings import MEANT_AS_DATES, CannotRead
from heartleaf.family.date_words import Translate

__all__ = ["CannotRead", "Hemisphere", "Season", "VagueDate"]

# ISO 8601-2 numbers the seasons 21 to 24 and the thirds of a year 37 to 39.
SEASON_CODES = dict(zip(Season, range(21, 25), strict=True))
THIRD_CODES = dict(zip(THIRDS, range(37, 40), strict=True))
STRETCH_CODE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(~[123]?)?", re.ASCII)
WEEKS_CODE = re.compile(r"P(\d{1,2})W(?:(\d)D)?(~?)", re.ASCII)
LONGEST_IN_ONE_SEASON = datetime.timedelta(days=100)


@dataclass(frozen=True, slots=True)
class VagueDate:
    """One part of the calendar, or somewhere between two, or unknown (perhaps in their own words).

    Seasons depend on the hemisphere; weeks of pregnancy stand on the calendar only once a due
    date is given. Where nothing else is said, the hemisphere is the northern one.
    """

    first: Part | None = None
    last: Part | None = None
    words: str = ""

    @classmethod
    def parse(
        cls, text: str, *, hemisphere: Hemisphere = "north", own_words: bool = False
    ) -> VagueDate:
        """Read what a person wrote in English; nothing written is unknown.

        Raises CannotRead with a sentence for them. With `own_words`, what is not a date is kept
        as they wrote it ("the night it snowed") instead; a date that went wrong, such as
        5/12/2025 or 31 April, is still asked about, for it would stand nowhere.
        """
        try:
            return cls(*date_reading.read(text, hemisphere))
        except CannotRead as trouble:
            if own_words and str(trouble) not in MEANT_AS_DATES:
                return cls.unknown(text)
            raise

    @classmethod
    def on(cls, day: datetime.date) -> VagueDate:
        return cls(Stretch(day.year, day.month, day.day))

    @classmethod
    def unknown(cls, words: str = "") -> VagueDate:
        return cls(words=" ".join(words.split()))

    @classmethod
    def between(cls, first: Part, last: Part, *, hemisphere: Hemisphere = "north") -> VagueDate:
        """The ends are put in order. Raises CannotRead for a week and a calendar date together."""
        return cls(*in_order(first, last, hemisphere))

    @property
    def is_unknown(self) -> bool:
        return self.first is None

    @property
    def is_exact(self) -> bool:
        return isinstance(self.first, Stretch) and self.first.is_day and self.last is None

    @property
    def in_weeks(self) -> bool:
        return isinstance(self.first, Weeks)

    @property
    def earliest(self) -> datetime.date | None:
        span = self.span()
        return span and span[0]

    @property
    def latest(self) -> datetime.date | None:
        span = self.span()
        return span and span[1]

    def span(
        self, due: datetime.date | None = None, *, hemisphere: Hemisphere = "north"
    ) -> Span | None:
        """First and last day it can have been; None if that cannot be said."""
        spans = [_span(part, due, hemisphere) for part in (self.first, self.last) if part]
        known = [span for span in spans if span]
        if not known:
            return None
        return min(span[0] for span in known), max(span[1] for span in known)

    def placed(
        self, due: datetime.date | None = None, *, hemisphere: Hemisphere = "north"
    ) -> datetime.date | None:
        """Where it stands in a timeline: the middle of its span; a week, where it begins."""
        if isinstance(self.first, Weeks) and self.last is None:
            return self.first.begins(due) if due else None
        span = self.span(due, hemisphere=hemisphere)
        return span and span[0] + (span[1] - span[0]) // 2

    def season(self, hemisphere: Hemisphere, due: datetime.date | None = None) -> Season | None:
        """The season they named, or the one it falls in; None if it is wider than a season."""
        if isinstance(self.first, Stretch) and self.first.season and self.last is None:
            return self.first.season
        span, placed = (
            self.span(due, hemisphere=hemisphere),
            self.placed(due, hemisphere=hemisphere),
        )
        if not (span and placed) or span[1] - span[0] > LONGEST_IN_ONE_SEASON:
            return None
        return season_of(placed, hemisphere)

    def in_words(self, language: str = "en", translate: Translate = str) -> str:
        """As the family would say it; in English, `parse` reads it back to the same date."""
        if self.first is None:
            return self.words or translate("unknown")
        return date_words.say(self.first, self.last, language, translate)

    def to_edtf(self) -> str:
        """A short text to store: ISO 8601-2 (EDTF), "" for unknown. `words` are kept separately.

        Two things have no EDTF and are written our own way: weeks of pregnancy as "P20W3D", and
        the early, mid and late part of a month or season as "2025-05~1", "~2", "~3".
        """
        return "/".join(_code(part) for part in (self.first, self.last) if part)

    @classmethod
    def from_edtf(cls, code: str, words: str = "") -> VagueDate:
        """What `to_edtf` wrote. Raises ValueError for anything else."""
        if not code:
            return cls.unknown(words)
        first, *rest = code.split("/")
        if len(rest) > 1:
            raise ValueError("A stored date has at most two ends.")
        return cls(_from_code(first), _from_code(rest[0]) if rest else None)


def _span(part: Part, due: datetime.date | None, hemisphere: Hemisphere) -> Span | None:
    if isinstance(part, Weeks):
        return part.span(due) if due else None
    return part.span(hemisphere)


def _code(part: Part) -> str:
    about = "~" if part.near is not Near.SAID else ""
    if isinstance(part, Weeks):
        return f"P{part.weeks}W" + (f"{part.days}D" if part.days else "") + about
    if part.near in THIRDS and not (part.month or part.season):
        return f"{part.year}-{THIRD_CODES[part.near]}~"
    middle = SEASON_CODES[part.season] if part.season else part.month
    numbers = [f"{number:02}" for number in (part.year, middle, part.day) if number is not None]
    third = str(THIRDS.index(part.near) + 1) if part.near in THIRDS else ""
    return "-".join(numbers) + about + third


def _from_code(code: str) -> Part:
    if weeks := WEEKS_CODE.fullmatch(code):
        return Weeks(int(weeks[1]), int(weeks[2] or 0), Near.ABOUT if weeks[3] else Near.SAID)
    if not (found := STRETCH_CODE.fullmatch(code)):
        raise ValueError("Not a stored date.")
    year, mark = int(found[1]), found[4] or ""
    day = int(found[3]) if found[3] else None
    near = THIRDS[int(mark[1]) - 1] if mark[1:] else Near.ABOUT if mark else Near.SAID
    middle = int(found[2] or 0)
    for third, number in THIRD_CODES.items():
        if middle == number and mark == "~" and day is None:
            return Stretch(year, near=third)
    for season, number in SEASON_CODES.items():
        if middle == number and day is None:
            return Stretch(year, season=season, near=near)
    return Stretch(year, middle or None, day, near=near)
