"""Reading a date as a family writes it in English: generous, and never guessing in silence."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from heartleaf.family.date_hearing import (
    DAY_IN_FIGURES,
    MONTH_IN_FIGURES,
    MONTHS,
    SEASONS,
    Heard,
    hear,
)
from heartleaf.family.date_parts import Hemisphere, Pair, Stretch, in_order
from heartleaf.family.date_sayings import NOT_A_DATE, CannotRead

LONGEST = 200
HALF_A_YEAR = datetime.timedelta(days=183)
UNKNOWN = {
    *("", "-", "?", "unknown", "not known", "undated", "no date"),
    *("don't know", "do not know", "i don't know", "i do not know"),
}
WEEKDAYS = {
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("mon", "tue", "tues", "wed", "weds", "thu", "thur", "thurs", "fri", "sat", "sun"),
}
SILENT = WEEKDAYS | {"the", "of", "in", "on", "at", "sometime", "during", "year"}
OPENERS = {"between", "from"}
JOINERS = {"and", "to", "until", "till", "through", "or"}
OVER_NEW_YEAR = re.compile(r"(?:winter|summer) (\d{4})(?:/|-| to )(\d{4}|\d{2})")


def read(text: str, hemisphere: Hemisphere) -> Pair:
    """The first and last part meant; the last is None unless there are two, both if unknown.

    Raises CannotRead, with a sentence for the person, for anything else.
    """
    typed = unicodedata.normalize("NFKC", text[: LONGEST + 1]).casefold().replace("\u2019", "'")
    if typed.strip() in UNKNOWN:
        return None, None
    if len(text) > LONGEST:
        raise CannotRead(NOT_A_DATE)
    words = _words(typed.strip())
    if found := OVER_NEW_YEAR.fullmatch(" ".join(words)):
        return _over_new_year(*found.groups())
    return _first_that_reads(words, hemisphere)


def _words(typed: str) -> list[str]:
    """Bare words and figures: no commas, ordinals, weekdays or other words that date nothing."""
    plain = re.sub(r"[\u2010-\u2015\u2212]", "-", typed)
    plain = re.sub(r"(?<=\d) ?([./]) ?(?=\d)", r"\1", plain)
    plain = re.sub(r"(\d)(?:\?|-?ish\b)", r"\1 about ", plain).replace("~", " about ")
    plain = re.sub(r"\b(\d{1,2})(?:st|nd|rd|th)\b", r"\1", plain)
    plain = re.sub(r"(?<=[^\W\d_])\.|(?<=\d)\.(?!\d)|,", " ", plain)
    spread = " ".join(_spread(word) for word in plain.replace(" - ", " to ").split())
    return [word for word in spread.split() if word not in SILENT]


def _spread(word: str) -> str:
    """ "May/June" and "3-9" are two ends; "12-May-2025" and "mid-May" are one."""
    ends = re.split(r"[-/]", word)
    if DAY_IN_FIGURES.fullmatch(word) or MONTH_IN_FIGURES.fullmatch(word):
        return word
    alike = all(map(str.isdecimal, ends)) or all(end in MONTHS | SEASONS for end in ends)
    return (" to " if alike and len(ends) == 2 else " ").join(ends)


def _over_new_year(year: str, following: str) -> Pair:
    """ "winter 2024/25" in the north and "summer 2024/25" in the south are the same months."""
    if int(following) % 100 != (int(year) + 1) % 100:
        raise CannotRead(NOT_A_DATE)
    return Stretch(int(year), 12), Stretch(int(year) + 1, 2)


def _first_that_reads(words: list[str], hemisphere: Hemisphere) -> Pair:
    """Tried as one date, then as two, at every word that may stand between two."""
    troubles = []
    for ends in _ways(words):
        try:
            first, *rest = [hear(end) for end in ends]
            return _between(first, rest[0], hemisphere) if rest else (first.part(), None)
        except CannotRead as trouble:
            troubles.append(str(trouble))
    raise CannotRead(next((said for said in troubles if said != NOT_A_DATE), NOT_A_DATE))


def _ways(words: list[str]) -> Iterator[list[list[str]]]:
    yield [words]
    bare = words[1:] if words and words[0] in OPENERS else words
    for place, word in enumerate(bare):
        if word in JOINERS and 0 < place < len(bare) - 1:
            yield [bare[:place], bare[place + 1 :]]


def _between(left: Heard, right: Heard, hemisphere: Hemisphere) -> Pair:
    first, last = left.borrowing(right).part(), right.borrowing(left).part()
    if isinstance(first, Stretch) and isinstance(last, Stretch):
        # "Between December and February 2025" begins the year before; "9 to 3 May" is put right.
        turned = first.span(hemisphere)[0] - last.span(hemisphere)[0] > HALF_A_YEAR
        if turned and left.year is None:
            first = replace(first, year=first.year - 1)
        elif turned and right.year is None:
            last = replace(last, year=last.year + 1)
    return in_order(first, last, hemisphere)
