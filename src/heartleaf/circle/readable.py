"""Words of strangers, made fit to be read: whatever was typed, it stays in its place and its line.

Nothing a person meant is taken away. What goes is what turns, hides or piles up letters: control
characters, the marks that force a direction (Unicode UAX #9, explicit formatting characters), and
marks on one letter beyond what any script needs (UAX #15, Stream-Safe Text, allows thirty).
"""

from __future__ import annotations

import re
import unicodedata

MOST_MARKS = 30

# LRE RLE PDF LRO RLO, LRI RLI FSI PDI; what is read is isolated as a whole instead.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029|\x0b|\x0c|\x85")


def readable(text: str) -> str:
    """Several lines."""
    text = _TURNING.sub("", _LINE_ENDS.sub("\n", text))
    seen = "".join(c for c in text if c in "\n\t" or not _is_no_character(c))
    return re.sub(r"\n{4,}", "\n\n\n", _thinned(seen)).strip()


def one_line(text: str) -> str:
    """The same in one line: a name."""
    return " ".join(readable(text).split())


def says_nothing(text: str) -> bool:
    """Are there only spaces, and characters without width?"""
    return not any(unicodedata.category(c)[0] in "LNPS" for c in text)


def _is_no_character(c: str) -> bool:
    return unicodedata.category(c) in {"Cc", "Cs", "Cn"}


def _thinned(text: str) -> str:
    if text.isascii():
        return text
    kept, marks = [], 0
    for c in text:
        marks = marks + 1 if unicodedata.category(c) in {"Mn", "Me"} else 0
        if marks <= MOST_MARKS:
            kept.append(c)
    return "".join(kept)
