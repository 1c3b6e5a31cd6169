"""An attachment is a file of a keepsake: as it came, and what was made of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from heartleaf.family.unknown import read
from heartleaf.keepsakes.developing.kinds import SORTS, Sort
from heartleaf.keepsakes.developing.looks import Box, Frame, Stretch

View = Literal["small", "large", "cover"]
VIEWS: tuple[View, ...] = ("small", "large", "cover")


@dataclass(frozen=True)
class MadeView:
    """A view as it was made: JPEG, `width` × `height` pixels."""

    sha256: str
    width: int
    height: int
    unknown: dict[str, Any] = field(default_factory=dict, kw_only=True, compare=False)


@dataclass(frozen=True)
class Played:
    """What is played instead of the original: a file of a media type, at rest under an id of its
    own. `parts` are the SHA-256 of each sealed part, opened."""

    media: str
    type: str
    size: int
    parts: tuple[str, ...]
    unknown: dict[str, Any] = field(default_factory=dict, kw_only=True, compare=False)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Played:
        return cls(**{**read(cls, values), "parts": tuple(values["parts"])})


@dataclass(frozen=True)
class Framed:
    """What is shown of a picture: quarter turns clockwise, then bands and a crop as left, top,
    right and bottom in fractions of the turned picture. See `developing.looks.Frame`."""

    turn: int = 0
    crop: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    bands: tuple[tuple[float, float, float, float], ...] = ()
    unknown: dict[str, Any] = field(default_factory=dict, kw_only=True, compare=False)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Framed:
        bands = tuple(tuple(band) for band in values["bands"])
        return cls(**{**read(cls, values), "crop": tuple(values["crop"]), "bands": bands})

    @classmethod
    def of(cls, frame: Frame) -> Framed:
        return cls(frame.turn, frame.crop, frame.bands)

    @property
    def frame(self) -> Frame:
        return Frame(self.turn, Box(*self.crop), tuple(Box(*band) for band in self.bands))


@dataclass(frozen=True)
class Attachment:
    """A file of a keepsake. `parts` are the SHA-256 of each sealed part, opened.

    `type` is a kind of `developing.kinds`. `views` rest under the id `made`, if they were made
    again later, else under `media`; `unseen` says why there are none, `unplayed` why nothing can
    be played. `pages`, `seconds`, `bars` (in hex), `plays`, `moves`, `pair` and `film` (offset and
    size of one behind a picture) are as `developing.looks.Look` has them. `still` is the picture
    that this film was taken with. `framed` is what the views show, and `looked_over` that a person
    decided so; `placeless` that a copy of the original is given out without its place.
    """

    media: str
    name: str
    type: str
    size: int
    sha256: str
    parts: tuple[str, ...]
    views: tuple[MadeView, ...] = ()
    unseen: str = ""
    partial: bool = False
    alt: str = ""
    made: str = ""
    pages: int = 1
    seconds: float = 0.0
    bars: str = ""
    moves: bool = False
    plays: str = ""
    played: Played | None = None
    unplayed: str = ""
    film: tuple[int, int] | None = None
    pair: str = ""
    still: str = ""
    framed: Framed = Framed()
    looked_over: bool = False
    placeless: bool = False
    unknown: dict[str, Any] = field(default_factory=dict, kw_only=True, compare=False)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Attachment:
        """Raises TypeError or KeyError."""
        known = read(cls, values)
        known["parts"] = tuple(values["parts"])
        known["views"] = tuple(MadeView(**read(MadeView, view)) for view in values["views"])
        if known.get("played"):
            known["played"] = Played.from_json(known["played"])
        if known.get("film"):
            known["film"] = Stretch(*known["film"])
        if known.get("framed"):
            known["framed"] = Framed.from_json(known["framed"])
        return cls(**known)

    @property
    def sort(self) -> Sort:
        return SORTS.get(self.type, "picture")

    @property
    def viewed(self) -> str:
        """The id under which its views rest."""
        return self.made or self.media

    @property
    def waits_to_be_made(self) -> bool:
        """Can something be made of it that plays, and was not yet?"""
        return bool(self.plays) and self.played is None and not self.unplayed


@dataclass(frozen=True)
class Held:
    """The sealed bytes under one id: parts of a file, and views; the SHA-256 of each, opened."""

    media: str
    parts: tuple[str, ...] = ()
    views: tuple[MadeView, ...] = ()

    @property
    def viewed(self) -> str:
        return self.media


def held_by(attachments: Iterable[Attachment]) -> dict[str, Held]:
    """Every id under which something of these attachments rests."""
    held = []
    for one in attachments:
        held.append(Held(one.media, one.parts, () if one.made else one.views))
        if one.made:
            held.append(Held(one.made, views=one.views))
        if one.played:
            held.append(Held(one.played.media, one.played.parts))
    return {one.media: one for one in held}


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
