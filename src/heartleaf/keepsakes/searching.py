"""Words made findable, in any script. Plain Python: text in, text out.

Scripts that write without spaces, or join small words onto others, are cut into overlapping
pairs of letters, so that a part of a word finds it; all others are found by a word's beginning.
"""

from __future__ import annotations

import re
import unicodedata

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


def searchable(text: str) -> str:
    """The text as the index takes it."""
    return _RUN.sub(lambda run: f" {_pairs(run[0])} ", _folded(text))


def query(typed: str) -> str:
    """What a person typed as an FTS5 query; every word must be there. Empty if there is none."""
    return " ".join(_terms(_folded(typed)))


def _terms(text: str) -> list[str]:
    terms: list[str] = []
    for piece in re.split(f"([{_JOINED}]+)", text):
        if _RUN.fullmatch(piece):
            pairs = _pairs(piece).split()[:-1]
            terms.append(f'"{" ".join(pairs)}"' if pairs else f'"{piece}"*')
        else:
            terms += [f'"{word}"*' for word in _WORD.findall(piece)]
    return terms


def _pairs(run: str) -> str:
    # The last letter stands alone too, so that a single letter finds every place it is in.
    return " ".join([run[i : i + 2] for i in range(len(run) - 1)] + [run[-1]])


def _folded(text: str) -> str:
    return unicodedata.normalize(
        "NFC", _MARKS.sub("", unicodedata.normalize("NFKD", text).casefold())
    )
