"""What a postcard is asked to be. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Layout = Literal["picture", "full", "words"]
Shape = Literal["post", "story"]
Paper = Literal["light", "dark"]
Kind = Literal["jpeg", "png"]

WIDTH = 1080
HEIGHTS: dict[Shape, int] = {"post": 1350, "story": 1920}
LONGEST_WORDS, LONGEST_NAMES = 2000, 120


class Room(NamedTuple):
    """From where to where something may stand, from above."""

    top: int
    bottom: int


# Over the top and the bottom of a tall image the apps that show it write things of their own.
ROOMS: dict[Shape, Room] = {"post": Room(84, 1266), "story": Room(230, 1590)}
MARGIN, EDGE = 108, 48
"""Where lines begin, and beyond which no stroke of a letter ever comes."""


@dataclass(frozen=True)
class Postcard:
    """`picture` is a JPEG of ours; `whole` shows all of it where it would be cropped to fit."""

    words: str = ""
    names: str = ""
    dates: str = ""
    picture: bytes | None = None
    layout: Layout = "picture"
    shape: Shape = "post"
    paper: Paper = "light"
    whole: bool = False
    language: str = "en"

    @property
    def laid(self) -> Layout:
        """Without a picture there are only words."""
        return self.layout if self.picture else "words"

    @property
    def size(self) -> tuple[int, int]:
        return WIDTH, HEIGHTS[self.shape]


@dataclass(frozen=True)
class Colours:
    paper: str
    ink: str
    soft: str
    leaf: str


COLOURS: dict[Paper, Colours] = {
    "light": Colours(paper="#f8f6ee", ink="#302921", soft="#5d554c", leaf="#3a5833"),
    "dark": Colours(paper="#1e1a16", ink="#e0dace", soft="#aca59a", leaf="#99b48a"),
}
