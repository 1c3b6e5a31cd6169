"""What was let in on a page by link, as a template shows it: plain values, no number, no order."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from heartleaf.circle.letting_in import Left, let_in_on
from heartleaf.circle.opening_pages import OpenPage
from heartleaf.circle.page_content import CANDLE, Copy, CopyBytes
from heartleaf.keepsakes.words import length
from heartleaf.web.playing import Bar, bars_of

MOST_DRAWN = 7
"""Candles; more would be a number."""


@dataclass(frozen=True)
class LeftFile:
    """A picture, or with `type` a sound."""

    src: str
    alt: str
    width: int = 0
    height: int = 0
    type: str = ""
    length: str = ""
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True)
class LeftNote:
    name: str
    words: str
    asked: str
    did: bool
    files: list[LeftFile]


@dataclass(frozen=True)
class LeftBehind:
    """`candles` are the names at those that are drawn, empty for one without; `names` are those at
    the others."""

    candles: list[str]
    names: list[str]
    notes: list[LeftNote]


def left_behind(page: OpenPage) -> LeftBehind:
    left = let_in_on(page)
    candles = [one.shown.name for one in left if one.shown.kind == CANDLE]
    return LeftBehind(
        candles=candles[:MOST_DRAWN],
        names=sorted(name for name in candles[MOST_DRAWN:] if name),
        notes=[_note(one, page.id) for one in left if one.shown.kind != CANDLE],
    )


def _note(left: Left, page: UUID) -> LeftNote:
    shown = left.shown
    files = [file for copy in shown.copies if (file := _file(copy, left, page))]
    return LeftNote(shown.name, shown.words, shown.ask, shown.did, files)


def _file(copy: Copy, left: Left, page: UUID) -> LeftFile | None:
    name = left.shown.name
    if copy.played:
        src = _address(copy.played, left, page)
        alt = _("The voice of {name}").format(name=name) if name else _("A voice")
        bars = tuple(bars_of(copy.bars))
        return LeftFile(src, alt, type=copy.played.type, length=length(copy.seconds), bars=bars)
    if copy.large:
        alt = _("A picture from {name}").format(name=name) if name else _("A picture")
        return LeftFile(_address(copy.large, left, page), alt, copy.large.width, copy.large.height)
    return None


def _address(file: CopyBytes, left: Left, page: UUID) -> str:
    return reverse("left-file", args=[page, left.id, file.id])
