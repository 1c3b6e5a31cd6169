"""Opened pictures, and those that libvips reads itself: JPEG, PNG, WebP, GIF, TIFF, AVIF.

Facts about libvips 8.18 this rests on: it has no limit on pixels, so the header is asked first; it
reads half a JPEG without a word unless told `fail_on`; it would try some twenty loaders, so all but
six are blocked; it turns by the EXIF orientation, and of AVIF by `irot` and `imir` alone. Its HEIF
loader knows AVIF only, its TIFF not Zstandard, and it knows no colour but by an ICC profile.
"""

from __future__ import annotations

import contextlib
from abc import ABC, abstractmethod
from functools import cached_property

import pyvips

from heartleaf.keepsakes.developing.layouts import boxes
from heartleaf.keepsakes.developing.layouts.windows import of_bytes
from heartleaf.keepsakes.developing.looks import Broken
from heartleaf.keepsakes.developing.pictures import colours
from heartleaf.keepsakes.developing.pictures.tags import Tags
from heartleaf.keepsakes.developing.views import PAPER

LOADERS = ("Jpeg", "Png", "Webp", "Nsgif", "Tiff", "Heif")

pyvips.block_untrusted_set(True)
pyvips.operation_block_set("VipsForeignLoad", True)
for _loader in LOADERS:
    pyvips.operation_block_set(f"VipsForeignLoad{_loader}", False)


class Source(ABC):
    """An opened file: its size the right way up, its tags, and a picture made to fit.

    `pages`, `moves` and `seconds` are as in a `Look`.
    """

    width: int
    height: int
    pages = 1
    moves = False
    seconds = 0.0

    @cached_property
    def tags(self) -> Tags:
        return Tags(b"")

    @abstractmethod
    def fitted(self, long_side: int) -> tuple[pyvips.Image, bool]:
        """The picture in sRGB, eight bits, on paper, the right way up, at most so long; and
        whether only a part of it could be read."""


class Vips(Source):
    def __init__(self, original: bytes, kind: str, number: int = 0) -> None:
        self._kind = kind
        self.original, self._completed = _completed_webp(original)
        self._option = ""
        if kind == "tiff":
            self._option = f",page={number}"
        self._header = pyvips.Image.new_from_buffer(
            self.original, f"[{self._option[1:]}]" if self._option else "", access="sequential"
        )
        self.width, self.height = self._header.width, self._header.height
        if kind != "avif" and _number(self._header, "orientation") in (5, 6, 7, 8):
            self.width, self.height = self.height, self.width
        self._see_whether_it_moves()

    def _see_whether_it_moves(self) -> None:
        if self._kind in ("gif", "webp"):
            self.moves = _number(self._header, "n-pages") > 1
            if self.moves and self._header.get_typeof("delay"):
                self.seconds = sum(max(0, delay) for delay in self._header.get("delay")) / 1000
        elif self._kind == "png":
            self.seconds, self.moves = moving_png(self.original)

    @cached_property
    def tags(self) -> Tags:
        """A TIFF is laid out like an EXIF block, and libvips does not hand its dates on."""
        if self._kind == "tiff":
            return Tags(of_bytes(self.original))
        return Tags(_blob(self._header, "exif-data"))

    def fitted(self, long_side: int) -> tuple[pyvips.Image, bool]:
        """Try the whole file, then what can be read of it; with its colour profile, then without.

        Asked for sRGB, libvips sends a picture without a profile through one all the same, which
        takes four times as long and changes nothing.
        """
        for fail_on in ("error", "none"):
            for profile in self._profiles():
                with contextlib.suppress(pyvips.Error):
                    large = self._shrunk(long_side, fail_on, profile)
                    return large, self._completed or fail_on == "none"
        raise Broken

    def _profiles(self) -> list[dict[str, str]]:
        if self._header.get_typeof("icc-profile-data"):
            return [{"output_profile": "srgb"}, {}]
        if (said := self._nclx()) and said[0] == colours.DISPLAY_P3:
            return [{"input_profile": "p3", "output_profile": "srgb"}, {}]
        return [{}]

    def _nclx(self) -> tuple[int, int] | None:
        if self._kind != "avif":
            return None
        meta = boxes.inside(of_bytes(self.original), b"meta")
        return boxes.nclx(meta) if meta else None

    def _shrunk(self, long_side: int, fail_on: str, profile: dict[str, str]) -> pyvips.Image:
        """The argument `fail_on` of this call is not handed to the loader; the option string is."""
        image = pyvips.Image.thumbnail_buffer(
            self.original,
            long_side,
            height=long_side,
            size="down",
            option_string=f"[fail_on={fail_on}{self._option}]",
            **profile,
        )
        if (said := self._nclx()) and said[1] in colours.BRIGHT:
            image = colours.dimmed(image, *said)
        elif self._kind == "jpeg" and not profile and self.tags.adobe_rgb:
            image = colours.from_adobe_rgb(image)
        return on_paper(image)


def _completed_webp(original: bytes) -> tuple[bytes, bool]:
    """Fill a WebP that ends early with zeros; whole, libwebp shows what it has, short, nothing."""
    missing = int.from_bytes(original[4:8], "little") + 8 - len(original)
    if original[:4] == b"RIFF" and 0 < missing < 64 * 2**20:
        return original + bytes(missing), True
    return original, False


def moving_png(original: bytes) -> tuple[float, bool]:
    """How long a PNG plays, and whether it moves (APNG: `acTL` before the first `IDAT`, and in
    each `fcTL` a delay of its frame, as a fraction; PNG 3, 11.3.6)."""
    at, moves, seconds = 8, False, 0.0
    for _ in range(20_000):
        name, size = original[at + 4 : at + 8], int.from_bytes(original[at : at + 4])
        if not name or (name == b"IDAT" and not moves):
            break
        if name == b"acTL":
            moves = int.from_bytes(original[at + 8 : at + 12]) > 1
        elif name == b"fcTL":
            delay = int.from_bytes(original[at + 28 : at + 30])
            seconds += delay / (int.from_bytes(original[at + 30 : at + 32]) or 100)
        at += 12 + size
    return (seconds, True) if moves else (0.0, False)


def on_paper(image: pyvips.Image) -> pyvips.Image:
    """Without transparency and without anything but the picture, in sRGB of eight bits."""
    if image.interpretation == "rgb16" or image.interpretation == "grey16":
        image = image.colourspace("srgb")
    if image.hasalpha():
        image = image.flatten(background=PAPER)
    image = image.colourspace("srgb").cast("uchar").copy_memory()
    return image[:3] if image.bands > 3 else image


def _number(image: pyvips.Image, field: str) -> int:
    return int(image.get(field)) if image.get_typeof(field) else 0


def _blob(image: pyvips.Image, field: str) -> bytes:
    return bytes(image.get(field)) if image.get_typeof(field) else b""
