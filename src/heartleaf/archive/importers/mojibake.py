"""Letters put right: exports of Meta write each byte of UTF-8 as a character of its own.

Facts: `open_source_lessons.md` E1. Runs of U+0080 to U+00FF are looked at one by one, so that text
which is partly right, partly not, comes out right in both parts; repairing a whole string fails
on those.
"""

from __future__ import annotations

import re

_RUN = re.compile("[\x80-\xff]+")
# Neither can be stored everywhere: NUL and its like, and halves of a cut emoji.
_UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def repair(text: str) -> str:
    """The text with every run that is valid UTF-8 decoded, and every other run left as it is.

    A run that was right already and happens to be valid UTF-8 (such as a lone "Ã©", which nobody
    writes) cannot be told apart and is decoded too.
    """
    return _RUN.sub(_decoded, text)


def words(text: str) -> str:
    """`repair`, without what cannot be kept, one kind of line end, no space around."""
    kept = _UNKEEPABLE.sub("\ufffd", repair(text).replace("\r\n", "\n").replace("\r", "\n"))
    return kept.strip()


def _decoded(run: re.Match[str]) -> str:
    try:
        return run[0].encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return run[0]
