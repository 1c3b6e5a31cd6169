"""A volume as the data that the template sets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from typing import Any

from heartleaf.book.typesetting.faces import can_be_drawn
from heartleaf.book.typesetting.papers import MARKS, SHEETS
from heartleaf.book.typesetting.plates import Look, StandIn
from heartleaf.book.typesetting.wording import (
    EVERYDAY,
    Node,
    blocks,
    line,
    plain,
    said,
    shortened,
    with_opening,
)
from heartleaf.book.volume import Chapter, Piece, Plate, Volume
from heartleaf.circle.postcard.wording import reads_from_right

EAST_ASIAN = {"ja": "JP", "ko": "KR", "zh": "SC"}
WRITTEN_FROM_RIGHT = {"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}
MOST_IN_CONTENTS = 80
SHORT, FEW = 500, 6
"""Letters and paragraphs of what may share a page."""


class Laying:
    """Numbers pieces as it goes."""

    def __init__(self, volume: Volume, looks: Mapping[str, Look | None]) -> None:
        self.volume, self.looks = volume, looks
        self.pieces = count()

    def data(self) -> dict[str, Any]:
        volume = self.volume
        chapters = [self._chapter(chapter) for chapter in volume.chapters]
        pieces = [piece for chapter in chapters for piece in chapter["pieces"]]
        return {
            **_sheet(volume),
            "title": said(volume.title),
            "subtitle": said(volume.subtitle),
            "place": said(shortened(volume.place)),
            "dedication": (dedication := blocks(volume.dedication)),
            "dedication-slanted": all(
                EVERYDAY.fullmatch(plain(node.get("of", []))) for node in dedication
            ),
            "cover": self._cover(),
            "contents-depth": 1 if len(pieces) > MOST_IN_CONTENTS else 2,
            "chapters": chapters,
            "days": _days(pieces) if volume.index_of_days else [],
            "said": {
                "contents": said(volume.said.contents),
                "days": said(volume.said.days),
                "missing": said(volume.said.missing),
                "colophon": blocks(volume.said.colophon),
            },
        }

    def _cover(self) -> dict[str, Any] | None:
        cover = self.volume.cover
        return self._plate(replace(cover, caption=""), cover.caption) if cover else None

    def _chapter(self, chapter: Chapter) -> dict[str, Any]:
        drawn = bool(chapter.drawing) and can_be_drawn(chapter.drawing)
        return {
            "title": said(chapter.title),
            "running": said(shortened(chapter.title)),
            "drawing": chapter.drawing if drawn else "",
            "drawing-gone": bool(chapter.drawing) and not drawn,
            "drawing-alt": line(chapter.drawing_alt) or line(chapter.title),
            "pieces": _flowing(
                [self._piece(piece, 2 if line(chapter.title) else 1) for piece in chapter.pieces]
            ),
        }

    def _piece(self, piece: Piece, level: int) -> dict[str, Any]:
        opening, words = with_opening(blocks(piece.words))
        plates = [self._plate(plate, piece.title) for plate in piece.plates]
        if plates and piece.kind != "letter" and _is_few(opening, words):
            # A few words of a picture stand below it; a letter has a page of its own.
            below = {"below": blocks(piece.words), "by": said(piece.signed)}
            plates[0] |= below | {"level": level + bool(line(piece.title))}
            opening, words = [], []
        note = said(piece.note)
        if plates:
            plates[0]["note"] = note
        return {
            "number": next(self.pieces),
            "level": level,
            "title": said(piece.title),
            "when": said(piece.when),
            "day": piece.day,
            "opening": opening,
            "words": words,
            "from-right": reads_from_right(piece.words),
            "signed": said(piece.signed),
            "plates": plates,
            "note": note,
            "sort": piece.sort,
            "is-days": piece.kind == "days",
            "is-letter": piece.kind == "letter",
        }

    def _plate(self, plate: Plate, title: str) -> dict[str, Any]:
        look = self.looks[plate.key]
        return {
            "there": look is not None,
            "mark": look.mark if look else "",
            "width": look.width if look else 3,
            "height": look.height if look else 2,
            "caption": said(plate.caption),
            "below": [],
            "note": said(""),
            "alt": line(plate.alt) or line(plate.caption) or line(title) or " ",
        }


def _sheet(volume: Volume) -> dict[str, Any]:
    stand_in, (language, region) = StandIn.made(), _language(volume.language)
    return {
        "paper": SHEETS[volume.paper].plain(),
        "bleed": MARKS if volume.bleed else 0,
        "language": language,
        "region": region,
        "from-right": language in WRITTEN_FROM_RIGHT,
        "east-asian": _east_asian(language),
        "stand-in": {"head": list(stand_in.head), "tail": list(stand_in.tail)},
    }


def _flowing(pieces: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A few lines after a few lines stay on their page, if there is room."""
    before = False
    for piece in pieces:
        short = _is_short(piece)
        piece["flows"] = short and before
        before = short
    return pieces


def _is_short(piece: dict[str, Any]) -> bool:
    if piece["plates"] or not (piece["opening"] + piece["words"] or piece["note"]["text"]):
        return False
    return _is_few(piece["opening"], piece["words"]) and len(piece["title"]["text"]) < SHORT


def _is_few(opening: list[Node], words: list[Node]) -> bool:
    return len(plain([*opening, *words])) <= SHORT and len(words) <= FEW


def _days(pieces: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """By their date; what has none is not among them."""
    told = [
        {**{name: piece[name] for name in ("number", "day", "when")}, "title": _called(piece)}
        for piece in pieces
        if piece["day"]
    ]
    return sorted(told, key=lambda day: (day["day"], day["number"]))


def _called(piece: dict[str, Any]) -> dict[str, Any]:
    """By its title, or how a letter begins, or what it is."""
    words = plain([*piece["opening"], *piece["words"]])
    begins = shortened(words) if piece["is-letter"] or not piece["sort"] else ""
    return said(piece["title"]["text"] or begins or piece["sort"])


def _language(tag: str) -> tuple[str, str | None]:
    """As Typst knows them: two or three letters, and two of a region."""
    language, *rest = re.split(r"[-_]", tag)
    region = next((part.upper() for part in rest if re.fullmatch("[A-Za-z]{2}", part)), None)
    return (language.lower() if re.fullmatch("[A-Za-z]{2,3}", language) else "en"), region


def _east_asian(language: str) -> list[str]:
    """One sign is drawn in one way in Japan and in another in China, so one's own comes first."""
    own = EAST_ASIAN.get(language, "JP")
    places = [own, *(place for place in EAST_ASIAN.values() if place != own)]
    return [name for place in places for name in (f"Noto Serif CJK {place}", f"Noto Serif {place}")]
