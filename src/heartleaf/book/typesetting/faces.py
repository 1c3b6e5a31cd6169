"""Which letters the fonts of this machine have, and which of its fonts a book was set in."""

from __future__ import annotations

import json
import re
import threading
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any

import typst

from heartleaf.book.typesetting.wording import EVERYDAY

# A letter with what belongs to it: marks, what joins it to the next, a flag's two letters.
CLUSTER = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}"
    "|.(?:[\u0300-\u036f\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
    "|\u200d[^\u0000-\u024f\u0590-\u1fff])*",
    re.DOTALL,
)
_NOT_SAID = re.compile("[\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_REFUSED = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_BASE_FONT = re.compile(rb"/BaseFont/(?:[A-Z]{6}\+)?([^/\s<>\[\]()]+)")
_STYLES = re.compile(
    r"-(?:Identity-.|Regular|Bold|Italic|BoldItalic|Semibold|SemiboldItalic|Light|Medium)\b.*"
)
_one_reads = threading.Lock()
_PROOF = b"""#set document(title: "letters")
#for letter in json(bytes(sys.inputs.letters)) { par(text(letter)) }
"""

_DRAWN = b"""#image(bytes(sys.inputs.drawing), format: "svg")
"""


def unwritten(words: Iterable[str]) -> list[str]:
    """What no font here has. Typst tells it of a PDF for archives, which forbids an empty box in
    the place of a letter. Signs for private use mean something else in each font, so none has them.
    """
    seen = {cluster for text in words for cluster in CLUSTER.findall(EVERYDAY.sub("", text))}
    letters = sorted(seen)
    if not letters:
        return []
    told = {sign for letter in letters for sign in letter if unicodedata.category(sign) == "Co"}
    try:
        compiler(_PROOF, {"letters": json.dumps(letters)}).compile(
            format="pdf", pdf_standards="a-2b", timestamp=0
        )
    except typst.TypstError as problem:
        told |= {_unescaped(found) for found in _REFUSED.findall(problem.diagnostic)}
    return [letter for letter in letters if any(sign in letter for sign in told)]


def instead_of(letters: Iterable[str]) -> dict[str, str]:
    """For each sign that is no letter of a script: the same without colour, or its name."""
    signs = [letter for letter in letters if _is_sign(letter)]
    plain = {sign: _NOT_SAID.sub("", sign) for sign in signs}
    lacking = set(unwritten(plain.values()))
    return {
        sign: _name(sign) if len(bare) != 1 or bare in lacking else bare
        for sign, bare in plain.items()
    }


def can_be_drawn(drawing: str) -> bool:
    """Whether it is an SVG at all."""
    try:
        compiler(_DRAWN, {"drawing": drawing}).compile(format="svg")
    except (typst.TypstError, ValueError):
        return False
    return True


def faces_of(pdf: bytes) -> list[str]:
    """The names of the fonts in a PDF, the book's own first."""
    found = {_STYLES.sub("", name.decode("latin-1")) for name in _BASE_FONT.findall(pdf)}
    families = fonts().families()
    named = {family.replace(" ", "").lower(): family for family in families}
    names = {named.get(name.lower(), name) for name in found}
    if b"/Subtype/Type3" in pdf:  # signs in colour, whose font is not named
        names |= {family for family in families if "Emoji" in family}
    return sorted(names, key=lambda name: (name != "Libertinus Serif", name))


def compiler(source: Any, told: dict[str, str]) -> typst.Compiler:
    """A compiler that reads no file of the disk but fonts."""
    return typst.Compiler(
        source,
        font_paths=fonts(),
        ignore_system_fonts=True,  # they are among the fonts that were read once
        sys_inputs=told,
    )


def fonts() -> typst.Fonts:
    with _one_reads:
        return _read()


@cache
def _read() -> typst.Fonts:
    return typst.Fonts()


def _unescaped(found: str) -> str:
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), found)


def _is_sign(letter: str) -> bool:
    return unicodedata.category(letter[0]) in {"So", "Sk", "Sm", "Sc", "Cn", "Co"}


def _name(letter: str) -> str:
    if "\U0001f1e6" <= letter[0] <= "\U0001f1ff":
        return "[flag {}]".format("".join(chr(ord(part) - 0x1F1E6 + 65) for part in letter))
    parts = [unicodedata.name(part, f"U+{ord(part):04X}") for part in _NOT_SAID.sub("", letter)]
    names = [part if part.startswith("U+") else part.lower() for part in parts]
    return f"[{', '.join(names)}]"
