"""What comes out of developing: views, and what else is known of a file. Plain values.

Unreadable
├── NotKnown         not a kind of file that is known here
├── NotShown         a known kind of which no view can be made
├── Locked           it opens with a password only
├── TooLarge         more pixels, pages or bytes than we will open
├── Broken           it was one once, but nothing of it can be shown
├── TookTooLong      stopped by the clock
└── TooMuchMemory    stopped by the limit on memory
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

SMALL, LARGE, COVER = 400, 1600, 400
"""Long sides of the three views, in pixels."""

MOST_PIXELS = 120_000_000
MOST_BANDS = 8
MOST_BARS = 52
"""Bars of a drawn sound."""

PLAYED = ("video/mp4", "audio/mp4", "audio/mpeg")
"""What a file made to be played can be."""


class Unreadable(Exception):
    """No view can be made. `reason` is a sentence for the person; the original is not touched."""

    reason = "This file could not be opened."

    def __str__(self) -> str:
        return self.reason


class NotKnown(Unreadable):
    reason = "This is not a kind of file that is known here."


class NotShown(Unreadable):
    reason = "Files of this kind cannot be shown here."


class Locked(Unreadable):
    reason = "It opens with a password only, so it cannot be shown here."


class TooLarge(Unreadable):
    reason = "It is too large to make a view of it."


class Broken(Unreadable):
    reason = "It is damaged, and nothing of it can be shown."


class TookTooLong(Unreadable):
    reason = "Opening it took too long, so that was stopped."


class TooMuchMemory(Unreadable):
    reason = "Opening it needed too much memory, so that was stopped."


@contextmanager
def about_the_file() -> Iterator[None]:
    """Whatever a library says of foreign bytes, it is about the bytes."""
    try:
        yield
    except Unreadable:
        raise
    except MemoryError as error:
        raise TooMuchMemory from error
    except Exception as error:
        for_memory = any(word in str(error).lower() for word in ("out of memory", "bad_alloc"))
        raise TooMuchMemory if for_memory else Broken from error


class Box(NamedTuple):
    """A part of a picture: its four sides as fractions of the whole, 0 to 1 from the upper left."""

    left: float
    top: float
    right: float
    bottom: float


WHOLE = Box(0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Frame:
    """What of a picture is shown. First it is the right way up as its file says, then turned by
    `turn` quarters clockwise; of that the bands are covered with paper, and the crop is cut out.
    All boxes are fractions of the turned picture before it is cropped."""

    turn: int = 0
    crop: Box = WHOLE
    bands: tuple[Box, ...] = ()


UNFRAMED = Frame()


@dataclass(frozen=True, slots=True)
class View:
    """A baseline JPEG in sRGB without metadata, the right way up; width and height in pixels."""

    data: bytes
    width: int
    height: int


class Views(NamedTuple):
    """What is shown instead of the original: long sides SMALL, LARGE and COVER (the soft one)."""

    small: View
    large: View
    cover: View


@dataclass(frozen=True, slots=True)
class Taken:
    """When the camera's clock said it was: `local` has no zone; `offset` is minutes east of UTC."""

    local: datetime
    offset: int | None = None


class Stretch(NamedTuple):
    """Bytes inside a file."""

    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of a file after one look.

    `kind` is one of `kinds.SORTS`. `views` are of its first page, picture or a quiet moment of a
    film; None for a sound. `width` and `height` are the original's in pixels, the right way up.
    `partial`: the file ended early or was damaged, and the views show what could be read of it.
    `pages`: how many pages or pictures can be looked at one by one. `seconds`: how long it plays.
    `bars`: the loudness of a sound, at most MOST_BARS values of 0 to 255. `plays`: the type of what
    would be made to be played, one of PLAYED, or empty; an animated picture plays as its original
    does, and says `moves`. `film`: a film hidden behind a still picture. `pair`: the identifier
    that a still and its film carry when they belong together. `frame`: what the views were made
    with; a craft advises one if none was asked for and something had better not be seen.
    """

    kind: str
    views: Views | None = None
    width: int = 0
    height: int = 0
    taken: Taken | None = None
    partial: bool = False
    pages: int = 1
    seconds: float = 0.0
    bars: bytes = b""
    plays: str = ""
    moves: bool = False
    film: Stretch | None = None
    pair: str = ""
    frame: Frame = UNFRAMED
