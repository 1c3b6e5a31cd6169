"""A page by link as a template shows it: plain values. `at` is where its files are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby

from django.utils.translation import gettext as _

from heartleaf.circle.page_content import Copy, CopyBytes, PageContent, Piece
from heartleaf.keepsakes.words import length
from heartleaf.web.playing import Bar, bars_of

ENDINGS = {"image/jpeg": "jpg", "video/mp4": "mp4", "audio/mp4": "m4a", "audio/mpeg": "mp3"}


@dataclass(frozen=True)
class PagePicture:
    """One file of a piece: a picture that opens large at `href`, or what plays at `played`."""

    src: str
    large: str
    href: str
    alt: str
    caption: str
    width: int
    height: int
    whole: tuple[int, int]
    played: str
    type: str
    words: str
    length: str
    bars: list[Bar]
    original: str

    @property
    def is_sound(self) -> bool:
        return bool(self.played) and self.type.startswith("audio/")

    @property
    def is_tall(self) -> bool:
        return self.height > self.width


@dataclass(frozen=True)
class PagePiece:
    """One thing on the page. Single pictures stand two by two; one that is left over is `alone`."""

    id: str
    title: str
    words: str
    date: str
    pictures: list[PagePicture]
    alone: bool = False

    @property
    def is_words(self) -> bool:
        return not self.pictures

    @property
    def is_single(self) -> bool:
        return len(self.pictures) == 1


def pieces_of(content: PageContent, at: str) -> list[PagePiece]:
    return _two_by_two([_piece(one, at) for one in content.shown])


def pictures_of(content: PageContent, at: str) -> list[PagePicture]:
    """Every picture that opens large, in the order of the page."""
    return [one for piece in pieces_of(content, at) for one in piece.pictures if one.href]


def _two_by_two(pieces: list[PagePiece]) -> list[PagePiece]:
    in_runs = []
    for single, run in groupby(pieces, key=lambda piece: piece.is_single):
        here = list(run)
        if single and len(here) % 2:
            here[-1] = _alone(here[-1])
        in_runs += here
    return in_runs


def _alone(piece: PagePiece) -> PagePiece:
    """Without words beside it, it is as wide as two: then its large picture is the better one."""
    if piece.title or piece.words or piece.date:
        return replace(piece, alone=True)
    wide = [replace(one, src=one.large or one.src) for one in piece.pictures]
    return replace(piece, alone=True, pictures=wide)


def _piece(piece: Piece, at: str) -> PagePiece:
    pictures = [_picture(copy, piece, at) for copy in piece.copies]
    return PagePiece(piece.id, piece.title, piece.words, piece.date, pictures)


def _picture(copy: Copy, piece: Piece, at: str) -> PagePicture:
    small, large, played = copy.small, copy.large, copy.played
    sound = bool(played and played.type.startswith("audio/"))
    words = _("Sound") if sound else _("Film")
    return PagePicture(
        src=_address(at, small),
        large=_address(at, large),
        href=f"{at}{large.id}/" if large and not played else "",
        alt=copy.alt or piece.title or (words if played else _("Picture")),
        caption=copy.alt,
        width=small.width if small else 400,
        height=small.height if small else 300,
        whole=(large.width, large.height) if large else (0, 0),
        played=_address(at, played),
        type=played.type if played else "",
        words=words,
        length=length(copy.seconds),
        bars=bars_of(copy.bars),
        original=f"{at}{copy.original.id}/original" if copy.original else "",
    )


def _address(at: str, file: CopyBytes | None) -> str:
    return f"{at}{file.id}.{ENDINGS.get(file.type, 'bin')}" if file else ""
