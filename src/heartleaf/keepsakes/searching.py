"""Words made findable, in any script. Plain Python: text in, text out.

Scripts that write without spaces, or join small words onto others, are cut into overlapping
pairs of letters, so that a part of a word finds it; all others are found by a word's beginning.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

# Hebrew, Arabic, Thai to Myanmar, Khmer, Hangul, kana, Han: code blocks of Unicode 17.
_JOINED = (
    "\u0590-\u05ff\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff"
    "\u1780-\u17ff\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUN = re.compile(f"[{_JOINED}]+")
# Accents, Hebrew points, Arabic vowels and the Arabic lengthening stroke.
_MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]"
)
_WORD = re.compile(r"[^\W_]+(?:[\u0900-\u0dff]+[^\W_]*)*")


class Findable(NamedTuple):
    """A text or what someone typed, in two: `words`, and `runs` of letters in joined scripts.

    They are apart because only the pairs of a run must stand next to each other. An index that
    need not say where in a letter a word is takes a fifth of the room.
    """

    words: str
    runs: str


def searchable(text: str) -> Findable:
    """The text as the index takes it."""
    folded = _folded(text)
    runs = " ".join(_pairs(run) for run in _RUN.findall(folded))
    return Findable(_RUN.sub(" ", folded), runs)


def query(typed: str) -> Findable:
    """What a person typed, as FTS5 queries; every word must be there. Empty if there is none."""
    folded = _folded(typed)
    words = [f'"{word}"*' for word in _WORD.findall(_RUN.sub(" ", folded))]
    return Findable(" ".join(words), " ".join(_phrase(run) for run in _RUN.findall(folded)))


def _phrase(run: str) -> str:
    pairs = _pairs(run).split()[:-1]
    return f'"{" ".join(pairs)}"' if pairs else f'"{run}"*'


def _pairs(run: str) -> str:
    # The last letter stands alone too, so that a single letter finds every place it is in.
    return " ".join([run[i : i + 2] for i in range(len(run) - 1)] + [run[-1]])


def _folded(text: str) -> str:
    return unicodedata.normalize(
        "NFC", _MARKS.sub("", unicodedata.normalize("NFKD", text).casefold())
    )
