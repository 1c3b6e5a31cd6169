"""Rarer pictures, through Pillow and libjxl: JPEG XL, JPEG 2000, Photoshop, BMP; and of TIFF and
AVIF what libvips does not read.

Pillow's readers are called by name: `Image.open` would look for others on the disk.
"""

from __future__ import annotations

import contextlib
import io
from functools import cached_property

import pillow_jxl
import pyvips
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    Image,
    ImageFile,
    Jpeg2KImagePlugin,
    PsdImagePlugin,
    TiffImagePlugin,
)

from heartleaf.keepsakes.developing.layouts import boxes
from heartleaf.keepsakes.developing.layouts.windows import of_bytes
from heartleaf.keepsakes.developing.looks import Broken, NotShown, TooLarge
from heartleaf.keepsakes.developing.pictures.sources import Source, on_paper
from heartleaf.keepsakes.developing.pictures.tags import Tags

READERS: dict[str, type[ImageFile.ImageFile]] = {
    "bmp": BmpImagePlugin.BmpImageFile,
    "jp2": Jpeg2KImagePlugin.Jpeg2KImageFile,
    "psd": PsdImagePlugin.PsdImageFile,
    "tiff": TiffImagePlugin.TiffImageFile,
    "avif": AvifImagePlugin.AvifImageFile,
}
_EXIF_IN_PSD = 1058

_MODES = {
    "L": ("uchar", 1, "b-w"),
    "LA": ("uchar", 2, "b-w"),
    "RGB": ("uchar", 3, "srgb"),
    "RGBA": ("uchar", 4, "srgb"),
    "CMYK": ("uchar", 4, "cmyk"),
    "I;16": ("ushort", 1, "grey16"),
    "RGB;16": ("ushort", 3, "rgb16"),
    "RGBA;16": ("ushort", 4, "rgb16"),
}
_BY_WAY_OF = {"1": "L", "P": "RGBA", "PA": "RGBA", "YCbCr": "RGB", "RGBX": "RGB", "RGBa": "RGBA"}


class Pillowed(Source):
    def __init__(self, original: bytes, kind: str, number: int = 0) -> None:
        self._kind, self._original = kind, original
        self._image = READERS[kind](io.BytesIO(original))
        if number:
            self._image.seek(number)
        self.width, self.height = self._image.size

    @cached_property
    def tags(self) -> Tags:
        for name, _, data in getattr(self._image, "resources", []):
            if name == _EXIF_IN_PSD:
                return Tags(bytes(data))
        return Tags(self._image.info.get("exif") or b"")

    def fitted(self, long_side: int) -> tuple[pyvips.Image, bool]:
        if self._kind == "jp2":
            self._shrink_as_it_loads(long_side)
        image: Image.Image = self._image
        image.load()
        if image.mode in _BY_WAY_OF:
            image = image.convert(_BY_WAY_OF[image.mode])
        profile = self._image.info.get("icc_profile") or b""
        return from_pixels(image.tobytes(), image.size, image.mode, long_side, profile), False

    def _shrink_as_it_loads(self, long_side: int) -> None:
        """JPEG 2000 holds its halves; a file that does not hold so many is refused, so be modest:
        five are usual (ISO/IEC 15444-1, annex A.6.1)."""
        halvings = max(self.width, self.height) // max(long_side, 1)
        levels = _levels(self._original)
        halved = min(max(halvings.bit_length() - 1, 0), levels, 5)
        self._image.reduce = halved  # type: ignore[method-assign, assignment]  # it is both there


def _levels(original: bytes) -> int:
    """How often a JPEG 2000 can be halved: after the marker COD, its length and five bytes."""
    at = original.find(b"\xff\x52\x00", 0, 2**20)
    return original[at + 9] if 0 < at < len(original) - 10 else 0


class Jxl(Source):
    """JPEG XL, which libjxl turns by itself. Of a JPEG packed into it the picture is taken, not the
    JPEG made anew, which would have to be opened once more."""

    def __init__(self, original: bytes, most_pixels: int) -> None:
        width, height = jxl_size(original)
        if width * height > most_pixels:
            raise TooLarge
        decoded = pillow_jxl.Decoder(num_threads=2)(_not_as_jpeg(original))
        _, info, self._data, self._profile, found = decoded
        self._exif = next((bytes(box.data) for box in found if box.box_type == b"Exif"), b"")
        self._mode = info.mode
        self.width, self.height = info.width, info.height

    @cached_property
    def tags(self) -> Tags:
        """Before the block stand four bytes that say where in it it begins (18181-2, 9.4)."""
        begins = 4 + int.from_bytes(self._exif[:4])
        return Tags(self._exif if self._exif[:2] in (b"II", b"MM") else self._exif[begins:])

    def fitted(self, long_side: int) -> tuple[pyvips.Image, bool]:
        size = self.width, self.height
        return from_pixels(self._data, size, self._mode, long_side, bytes(self._profile)), False


def _not_as_jpeg(original: bytes) -> bytes:
    """Without the box that tells how to make the JPEG anew (18181-2, 9.9)."""
    for box in boxes.boxes(of_bytes(original)) if original[4:8] == b"JXL " else ():
        if box.name == b"jbrd":
            return original[: box.at + 4] + b"free" + original[box.at + 8 :]
    return original


def from_pixels(
    data: bytes, size: tuple[int, int], mode: str, long_side: int, profile: bytes = b""
) -> pyvips.Image:
    if mode not in _MODES:
        raise NotShown
    kind, bands, meaning = _MODES[mode]
    pixels = pyvips.Image.new_from_memory(data, *size, bands, kind).copy(interpretation=meaning)
    fit = {"height": long_side, "size": "down", "no_rotate": True}
    if profile:
        pixels.set_type(pyvips.GValue.blob_type, "icc-profile-data", profile)
        with contextlib.suppress(pyvips.Error):
            return on_paper(pixels.thumbnail_image(long_side, output_profile="srgb", **fit))
        pixels.remove("icc-profile-data")
    return on_paper(pixels.thumbnail_image(long_side, **fit))


def jxl_size(original: bytes) -> tuple[int, int]:
    """Width and height as the first bits of the codestream say (ISO/IEC 18181-1, D.3.1); libjxl
    would ask for the memory before it could be asked."""
    start = original
    if original[4:8] == b"JXL ":
        for box in boxes.boxes(of_bytes(original)):
            if box.name in (b"jxlc", b"jxlp"):
                start = box.body.read(4 if box.name == b"jxlp" else 0, 16)
                break
    if start[:2] != b"\xff\x0a":
        raise Broken
    bits = _Bits(start[2:18])
    small = bits.take(1)
    height = bits.side(small)
    ratio = bits.take(3)
    if not ratio:
        return bits.side(small), height
    across, down = ((1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1))[ratio - 1]
    return height * across // down, height


class _Bits:
    """Bits as JPEG XL reads them: the lowest first."""

    def __init__(self, data: bytes) -> None:
        self._left = int.from_bytes(data, "little")

    def take(self, count: int) -> int:
        taken = self._left & ((1 << count) - 1)
        self._left >>= count
        return taken

    def side(self, small: int) -> int:
        return 8 * (self.take(5) + 1) if small else self.take((9, 13, 18, 30)[self.take(2)]) + 1
