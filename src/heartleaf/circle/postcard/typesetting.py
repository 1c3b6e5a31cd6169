"""The letters of a postcard as a picture of their own, with nothing behind them."""

from __future__ import annotations

import io
import json
import re
import threading
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, cast

import typst
from PIL import Image

from heartleaf.circle.postcard.looks import (
    COLOURS,
    EDGE,
    LONGEST_NAMES,
    LONGEST_WORDS,
    MARGIN,
    WIDTH,
    Layout,
    Postcard,
)
from heartleaf.circle.postcard.wording import (
    breadth,
    cleaned,
    longest_runs,
    paragraphs,
    reads_from_right,
    shortenings,
)

SIZES: dict[Layout, list[int]] = {
    "picture": [46, 42, 38, 35, 32],
    "full": [48, 44, 40, 36, 33],
    "words": [68, 62, 56, 50, 45, 41, 37, 34],
}
# Beyond this a block of words is read line by line, and lines that begin anywhere tire the eye.
CENTRED_UP_TO = 240
BLEED = 30
"""Above and below the letters, for strokes that reach out of their line."""
EAST_ASIAN = {"ja": "JP", "ko": "KR", "zh": "SC"}
# Latin, Greek, Cyrillic and common signs: the embedded face has them all.
EVERYDAY = re.compile(r"[\t\n -~\u00a0-\u017f\u0370-\u03ff\u0400-\u04ff\u2010-\u2026€]*")
_one_reads_fonts = threading.Lock()


@dataclass(frozen=True)
class Lettering:
    """`height` is that of the letters; they begin `BLEED` below the top of the image.

    `shortened` says that not all words are there, `unwritten` that no font here has all letters.
    """

    image: Image.Image
    height: int
    shortened: bool
    unwritten: bool


def lettering(card: Postcard, room: int) -> Lettering | None:
    """As large as fits into a height of `room`, shortened if it must be; None if nothing is said.
    The words layout has its leaf even then."""
    words = cleaned(card.words, LONGEST_WORDS)
    if card.laid != "words" and not (words or _line(card.names) or _line(card.dates)):
        return None
    shown = words if _fits(card, words, room) else _longest_that_fits(card, words, room)
    page = _page(card, shown, room)
    height = round(_told(page)["height"])
    drawn = _compiler(page).compile(format="png", ppi=72.0)
    with Image.open(io.BytesIO(cast("bytes", drawn)), formats=["PNG"]) as opened:
        image = _within_edges(opened.convert("RGBA"), height)
    cut = shown != words or any(map(_is_cut, (card.names, card.dates)))
    return Lettering(image, height, cut, not _can_be_written(page))


def _fits(card: Postcard, words: str, room: int) -> bool:
    """In the smallest letters there are."""
    page = _page(card, words, room)
    return bool(_told({**page, "sizes": page["sizes"][-1:]})["fits"])


def _longest_that_fits(card: Postcard, words: str, room: int) -> str:
    choices = shortenings(words)
    low, high = 0, len(choices)
    while low < high:
        middle = (low + high) // 2
        if _fits(card, choices[middle], room):
            high = middle
        else:
            low = middle + 1
    return choices[low] if low < len(choices) else ""


def _page(card: Postcard, words: str, room: int) -> dict[str, Any]:
    colours, said = COLOURS[card.paper], words or card.names
    language = re.split(r"[-_]", card.language)[0]
    return {
        "page": [WIDTH, room + 2 * BLEED],
        "bleed": BLEED,
        "width": WIDTH - 2 * MARGIN,
        "height": room,
        "sizes": SIZES[card.laid],
        "words": paragraphs(words),
        "runs": longest_runs(words),
        "names": _line(card.names),
        "dates": _line(card.dates),
        # Most scripts know no italic, and one that is only leant over is no script at all.
        "slanted": bool(EVERYDAY.fullmatch(card.names)),
        "figures": bool(EVERYDAY.fullmatch(card.dates)),
        "centred": breadth(words) <= CENTRED_UP_TO,
        "from-right": reads_from_right(said),
        "with-leaf": card.laid == "words",
        "language": language,
        "east-asian": _east_asian(language),
        "ink": colours.ink,
        "soft": colours.soft,
        "leaf": colours.leaf,
    }


def _line(text: str) -> str:
    text = _in_one_line(text)
    return f"{text[:LONGEST_NAMES].rstrip()} …" if len(text) > LONGEST_NAMES else text


def _is_cut(text: str) -> bool:
    return len(_in_one_line(text)) > LONGEST_NAMES


def _in_one_line(text: str) -> str:
    return " ".join(cleaned(text, LONGEST_WORDS).split())


def _east_asian(language: str) -> list[str]:
    """One sign is drawn in one way in Japan and in another in China, so one's own comes first."""
    own = EAST_ASIAN.get(language, "JP")
    places = [own, *(place for place in EAST_ASIAN.values() if place != own)]
    return [name for place in places for name in (f"Noto Serif CJK {place}", f"Noto Serif {place}")]


def _within_edges(image: Image.Image, height: int) -> Image.Image:
    """Nothing outside: a letter may carry marks that climb as far as they like."""
    kept = Image.new("RGBA", (WIDTH, min(image.height, height + 2 * BLEED)))
    kept.paste(image.crop((EDGE, 0, WIDTH - EDGE, kept.height)), (EDGE, 0))
    return kept


def _can_be_written(page: dict[str, Any]) -> bool:
    """Whether the fonts that are here have every letter. Typst tells it of a PDF only, where the
    standard for archives forbids an empty box in the place of a letter."""
    said = "\n".join([*(line for part in page["words"] for line in part), page["names"]])
    if EVERYDAY.fullmatch(said + page["dates"]):
        return True
    try:
        _compiler(page).compile(format="pdf", pdf_standards="a-2b", timestamp=0)
    except typst.TypstError:
        return False
    return True


def _told(page: dict[str, Any]) -> dict[str, Any]:
    told = json.loads(_compiler(page).query("<told>", field="value", one=True))
    return dict(told)


def _compiler(page: dict[str, Any]) -> typst.Compiler:
    template = resources.files(__package__).joinpath("postcard.typ")
    return typst.Compiler(
        str(template),
        font_paths=_fonts(),
        ignore_system_fonts=True,  # they are among the fonts that were read once
        sys_inputs={"page": json.dumps(page)},
    )


def _fonts() -> typst.Fonts:
    with _one_reads_fonts:
        return _read_fonts()


@cache
def _read_fonts() -> typst.Fonts:
    return typst.Fonts()
