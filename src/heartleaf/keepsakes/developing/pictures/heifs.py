"""HEIC through pi-heif, which turns and mirrors by the file's own boxes; there the EXIF
orientation must be ignored or the picture turns twice."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from functools import cached_property

import pi_heif
import pyvips

from heartleaf.keepsakes.developing.layouts import boxes
from heartleaf.keepsakes.developing.layouts.windows import of_bytes
from heartleaf.keepsakes.developing.looks import Broken
from heartleaf.keepsakes.developing.pictures import colours
from heartleaf.keepsakes.developing.pictures.sources import Source, on_paper
from heartleaf.keepsakes.developing.pictures.tags import Tags

pi_heif.options.DECODE_THREADS = 2
for _left_alone in ("AUX_IMAGES", "DEPTH_IMAGES", "THUMBNAILS"):
    setattr(pi_heif.options, _left_alone, False)

_MODES = {
    "L": ("uchar", 1, 1, "b-w"),
    "LA": ("uchar", 1, 2, "b-w"),
    "I;16": ("ushort", 2, 1, "grey16"),
    "RGB": ("uchar", 1, 3, "srgb"),
    "RGBA": ("uchar", 1, 4, "srgb"),
    "RGBa": ("uchar", 1, 4, "srgb"),
    "RGB;16": ("ushort", 2, 3, "rgb16"),
    "RGBA;16": ("ushort", 2, 4, "rgb16"),
}


class Heic(Source):
    """The picture the file calls its first, then the others in their order. The two halves of a
    picture for two eyes are one; what is only there for another (depth, gain) is none."""

    def __init__(self, original: bytes, number: int = 0) -> None:
        window = of_bytes(original)
        meta = boxes.inside(window, b"meta")
        self._bright = (meta and boxes.nclx(meta)) or (0, 0)
        eight_bits = self._bright[1] not in colours.BRIGHT
        opened = pi_heif.open_heif(io.BytesIO(original), convert_hdr_to_8bit=eight_bits)
        first = opened.primary_index
        order = [first, *(other for other in range(len(opened)) if other != first)]
        if meta and boxes.inside(meta, b"grpl", b"ster"):
            order = [first]
        self.pages = len(order)
        if not number < self.pages:
            raise Broken
        self._image = opened[order[number]]
        self.width, self.height = self._image.size
        self._partial = boxes.ends_early(window)

    @cached_property
    def tags(self) -> Tags:
        return Tags(self._image.info.get("exif") or b"")

    def fitted(self, long_side: int) -> tuple[pyvips.Image, bool]:
        pixels = self._pixels()
        for profile in self._profiles(pixels):
            with contextlib.suppress(pyvips.Error):
                image = pixels.thumbnail_image(
                    long_side, height=long_side, size="down", no_rotate=True, **profile
                )
                if self._bright[1] in colours.BRIGHT:
                    image = colours.dimmed(image, *self._bright)
                return on_paper(image), self._partial
        raise Broken

    def _profiles(self, pixels: pyvips.Image) -> Iterator[dict[str, str]]:
        """By the file's profile, else by its `nclx` number, else sRGB."""
        if profile := self._image.info.get("icc_profile"):
            pixels.set_type(pyvips.GValue.blob_type, "icc-profile-data", profile)
            yield {"output_profile": "srgb"}
            pixels.remove("icc-profile-data")
        elif self._bright[0] == colours.DISPLAY_P3 and self._bright[1] not in colours.BRIGHT:
            yield {"input_profile": "p3", "output_profile": "srgb"}
        yield {}

    def _pixels(self) -> pyvips.Image:
        """Lines are padded to a stride, so they are cut to their length before they are folded."""
        kind, size, bands, meaning = _MODES[self._image.mode]
        width, height = self._image.size
        lines = pyvips.Image.new_from_memory(
            self._image.data, self._image.stride // size, height, 1, kind
        ).crop(0, 0, width * bands, height)
        return lines.bandfold(factor=bands).copy(interpretation=meaning)
