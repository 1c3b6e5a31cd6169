"""Words as they can be set: cleaned, in paragraphs, with a direction, and shorter if they must be.

They may be of any script and any length, and may have been pasted from anywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

SENTENCE = re.compile(r"[.!?…。！？؟۔।]+[\"'”’»›)\]」』]*(?=\s|$)|[。！？]+[」』]*|\n+")
WORD = re.compile(r"\S+")
# These join letters, or say which way a line reads; nothing else unseen is of use here.
JOINERS = {"\u200c", "\u200d", "\u200e", "\u200f", "\u00ad"}
MOST_MARKS = 6
"""On one letter; more of them climb out of the line."""
LONGEST_RUN, PIECE = 30, 20
ALONE = "\u200b"


def cleaned(text: str, most: int) -> str:
    """One space between words, at most one empty line, nothing unseen; no longer than `most`."""
    lines = [" ".join(_seen(line).split()) for line in text.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")[:most].rstrip()


def paragraphs(text: str) -> list[list[str]]:
    """Lines by paragraph. A very long run of letters can be broken, or it would leave the page."""
    parts = [part for part in re.split(r"\n\n+", text) if part]
    return [[breakable(line) for line in part.split("\n")] for part in parts]


def longest_runs(text: str) -> list[str]:
    """The words that decide how large letters can be: those that are not broken at a line's end."""
    runs = {run for word in breakable(text).split() for run in word.split(ALONE)}
    return sorted((run for run in runs if not _breaks_anywhere(run)), key=len)[-6:]


def breadth(text: str) -> int:
    """How many letters, where a sign of an East Asian script is as broad as two."""
    return sum(2 if unicodedata.east_asian_width(letter) in {"W", "F"} else 1 for letter in text)


def reads_from_right(text: str) -> bool:
    """As the first letter that says so."""
    for letter in text:
        if (way := unicodedata.bidirectional(letter)) in {"R", "AL", "L"}:
            return way != "L"
    return False


def shortenings(text: str) -> list[str]:
    """Ever shorter: ended after a sentence; within the first one after a word, then a letter."""
    ends = [found.end() for found in SENTENCE.finditer(text)]
    first = ends[0] if ends else len(text)
    ends = [end for end in ends if text[end:].strip()]
    words = [found.end() for found in WORD.finditer(text, 0, first)]
    letters = range(1, words[0] if words else 0)
    places = sorted({*ends, *(end for end in words if text[end:].strip()), *letters}, reverse=True)
    return [f"{text[:place].rstrip()} …" for place in places]


def _seen(line: str) -> str:
    return "".join(_with_few_marks(letter for letter in line if _is_seen(letter)))


def _is_seen(letter: str) -> bool:
    if letter in JOINERS:
        return True
    return unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn"} or letter == "\t"


def _with_few_marks(letters: Iterator[str]) -> Iterator[str]:
    marks = 0
    for letter in letters:
        marks = marks + 1 if unicodedata.category(letter) in {"Mn", "Me"} else 0
        if marks <= MOST_MARKS:
            yield letter


def breakable(line: str) -> str:
    return WORD.sub(lambda found: ALONE.join(_pieces(found[0])), line)


def _pieces(run: str) -> Iterator[str]:
    if len(run) <= LONGEST_RUN or _breaks_anywhere(run):
        yield run
        return
    start = 0
    for place in range(1, len(run)):
        joined = run[place] in JOINERS or run[place - 1] in JOINERS
        is_mark = unicodedata.category(run[place]).startswith("M")
        if place - start >= PIECE and not joined and not is_mark:
            yield run[start:place]
            start = place
    yield run[start:]


def _breaks_anywhere(run: str) -> bool:
    """Scripts whose lines may end between any two letters, or wherever a dictionary says."""
    return any(
        unicodedata.east_asian_width(letter) in {"W", "F"} or _is_southeast_asian(letter)
        for letter in run
    )


def _is_southeast_asian(letter: str) -> bool:
    return (
        "\u0e00" <= letter <= "\u0eff"
        or "\u1000" <= letter <= "\u109f"
        or ("\u1780" <= letter <= "\u17ff")
    )
