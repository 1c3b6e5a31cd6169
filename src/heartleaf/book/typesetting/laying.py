"""A volume as the data that the template sets."""

from __future__ import annotations

import re
from itertools import count
from typing import Any

from heartleaf.book.typesetting.papers import MARKS, SHEETS
from heartleaf.book.typesetting.plates import Printed, StandIn, mark_of
from heartleaf.book.typesetting.wording import EVERYDAY, blocks, line, plain, said, with_opening
from heartleaf.book.volume import Chapter, Piece, Plate, Volume
from heartleaf.circle.postcard.wording import reads_from_right

EAST_ASIAN = {"ja": "JP", "ko": "KR", "zh": "SC"}
WRITTEN_FROM_RIGHT = {"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}


class Laying:
    """Numbers pieces and plates as it goes."""

    def __init__(self, volume: Volume, looked_at: dict[str, Printed | None]) -> None:
        self.volume, self.looked_at = volume, looked_at
        self.keys = [key for key, printed in looked_at.items() if printed]
        self.numbers = {key: number for number, key in enumerate(self.keys)}
        self.pieces = count()

    def data(self) -> dict[str, Any]:
        volume, stand_in = self.volume, StandIn.made()
        language, region = _language(volume.language)
        dedication = blocks(volume.dedication)
        return {
            "paper": SHEETS[volume.paper].plain(),
            "bleed": MARKS if volume.bleed else 0,
            "language": language,
            "region": region,
            "from-right": language in WRITTEN_FROM_RIGHT,
            "east-asian": _east_asian(language),
            "stand-in": {"head": list(stand_in.head), "tail": list(stand_in.tail)},
            "title": line(volume.title),
            "subtitle": said(volume.subtitle),
            "place": said(volume.place),
            "dedication": dedication,
            "dedication-slanted": all(
                EVERYDAY.fullmatch(plain(node.get("of", []))) for node in dedication
            ),
            "cover": self._plate(volume.cover, "") if volume.cover else None,
            "said": {
                "contents": said(volume.said.contents),
                "days": said(volume.said.days),
                "missing": said(volume.said.missing),
                "colophon": blocks(volume.said.colophon),
            },
            "index-of-days": volume.index_of_days,
            "chapters": [self._chapter(chapter) for chapter in volume.chapters],
            "pieces": next(self.pieces),
        }

    def _chapter(self, chapter: Chapter) -> dict[str, Any]:
        return {
            "title": said(chapter.title),
            "drawing": chapter.drawing,
            "drawing-alt": line(chapter.drawing_alt) or line(chapter.title),
            "pieces": [self._piece(piece) for piece in chapter.pieces],
        }

    def _piece(self, piece: Piece) -> dict[str, Any]:
        opening, words = with_opening(blocks(piece.words))
        return {
            "number": next(self.pieces),
            "title": said(piece.title),
            "when": said(piece.when),
            "day": piece.day,
            "opening": opening,
            "words": words,
            "from-right": reads_from_right(piece.words),
            "signed": said(piece.signed),
            "plates": [self._plate(plate, piece.title) for plate in piece.plates],
        }

    def _plate(self, plate: Plate, title: str) -> dict[str, Any]:
        printed = self.looked_at[plate.key]
        number = self.numbers.get(plate.key)
        return {
            "number": number,
            "mark": mark_of(number, printed) if printed and number is not None else "",
            "width": printed.width if printed else 0,
            "height": printed.height if printed else 0,
            "caption": said(plate.caption),
            "alt": line(plate.alt) or line(plate.caption) or line(title) or " ",
        }


def keys_of(volume: Volume) -> list[str]:
    """Of every picture, each once, in the order of the pages."""
    cover = [volume.cover] if volume.cover else []
    pieces = [piece for chapter in volume.chapters for piece in chapter.pieces]
    plates = [*cover, *(plate for piece in pieces for plate in piece.plates)]
    return list(dict.fromkeys(plate.key for plate in plates))


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
