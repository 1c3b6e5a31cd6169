"""Pictures: libvips and pi-heif over foreign bytes. Loaded only where a foreign file is opened.

Facts about libvips 8.18 this rests on: it has no limit on pixels, so the header is asked first; it
keeps the place and the camera unless told `keep=0`; it reads half a JPEG without a word unless told
`fail_on`; it would try some twenty loaders, so all but six are blocked. Its HEIF loader knows AVIF
only, so HEIC goes through pi-heif. Both apply a HEIF file's own `irot` and `imir`, and there the
EXIF orientation must be ignored or the picture turns twice.
"""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO

import pi_heif
import pyvips
from PIL import Image as PillowImage

from heartleaf.keepsakes.developing import views
from heartleaf.keepsakes.developing.looks import (
    LARGE,
    UNFRAMED,
    Broken,
    Frame,
    Look,
    Taken,
    TooLarge,
    TooMuchMemory,
    Unreadable,
)
from heartleaf.keepsakes.developing.views import PAPER

LOADERS = ("Jpeg", "Png", "Webp", "Nsgif", "Tiff", "Heif")

pyvips.block_untrusted_set(True)
pyvips.operation_block_set("VipsForeignLoad", True)
for _loader in LOADERS:
    pyvips.operation_block_set(f"VipsForeignLoad{_loader}", False)
pyvips.cache_set_max(0)
pi_heif.options.DECODE_THREADS = 2


OPERATIONS = (
    *(f"{kind}load_buffer" for kind in ("jpeg", "png", "webp", "gif", "tiff", "heif")),
    *("thumbnail_buffer", "thumbnail_image", "jpegsave_buffer", "colourspace", "cast", "copy"),
    *("flatten", "linear", "gaussblur", "resize", "crop", "bandfold"),
)


def warm() -> None:
    """Look up now what pictures will need, so that later no file is read and nothing repeated."""
    for operation in OPERATIONS:
        pyvips.Introspect.get(operation)
    taken(b"II*\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00")


def look(file: BinaryIO, kind: str, most_pixels: int, frame: Frame = UNFRAMED) -> Look:
    """Look at a file that begins as `kind` does. Raises the family of `Unreadable`."""
    try:
        original = file.read()
        source = (_Heic if kind == "heic" else _Vips)(original)
        if source.width * source.height > most_pixels:
            raise TooLarge
        large, partial = source.fitted(LARGE)
        return Look(
            kind,
            views.of(large, frame),
            source.width,
            source.height,
            taken=taken(source.exif),
            partial=partial,
            frame=frame,
        )
    except Unreadable:
        raise
    except MemoryError as error:
        raise TooMuchMemory from error
    except Exception as error:  # whatever a library says of foreign bytes, it is about the bytes
        raise TooMuchMemory if "out of memory" in str(error) else Broken from error


class _Source:
    """An opened file: its size the right way up, its EXIF bytes, and a picture made to fit."""

    width: int
    height: int
    exif: bytes

    def fitted(self, long_side: int) -> tuple[pyvips.Image, bool]:
        raise NotImplementedError


class _Vips(_Source):
    """What libvips reads itself: JPEG, PNG, WebP, GIF, TIFF, AVIF; the first frame or page."""

    def __init__(self, original: bytes) -> None:
        self.original, self.completed = _completed_webp(original)
        header = pyvips.Image.new_from_buffer(self.original, "", access="sequential")
        self.width, self.height = header.width, header.height
        if _number(header, "orientation") in (5, 6, 7, 8):
            self.width, self.height = header.height, header.width
        self.profiled = bool(header.get_typeof("icc-profile-data"))
        self.exif = _blob(header, "exif-data") or _tiff_only(original)

    def fitted(self, long_side: int) -> tuple[pyvips.Image, bool]:
        """Try the whole file, then what can be read of it; with its colour profile, then without.

        Asked for sRGB, libvips sends a picture without a profile through one all the same, which
        takes four times as long and changes nothing.
        """
        for profile in ({"output_profile": "srgb"}, {}) if self.profiled else ({},):
            for fail_on in ("error", "none"):
                with contextlib.suppress(pyvips.Error):
                    large = self._shrunk(long_side, fail_on, profile)
                    return large, self.completed or fail_on == "none"
        raise Broken

    def _shrunk(self, long_side: int, fail_on: str, profile: dict[str, str]) -> pyvips.Image:
        """The argument `fail_on` of this call is not handed to the loader; the option string is."""
        image = pyvips.Image.thumbnail_buffer(
            self.original,
            long_side,
            height=long_side,
            size="down",
            option_string=f"[fail_on={fail_on}]",
            **profile,
        )
        return _on_paper(image)


def _completed_webp(original: bytes) -> tuple[bytes, bool]:
    """Fill a WebP that ends early with zeros; whole, libwebp shows what it has, short, nothing."""
    missing = int.from_bytes(original[4:8], "little") + 8 - len(original)
    if original[:4] == b"RIFF" and 0 < missing < 64 * 2**20:
        return original + bytes(missing), True
    return original, False


class _Heic(_Source):
    """HEIC through pi-heif, which turns and mirrors by the file's own boxes."""

    def __init__(self, original: bytes) -> None:
        self.image = pi_heif.open_heif(io.BytesIO(original), convert_hdr_to_8bit=True)
        self.width, self.height = self.image.size
        self.exif = self.image.info.get("exif") or b""
        self.partial = _ends_early(original)

    def fitted(self, long_side: int) -> tuple[pyvips.Image, bool]:
        pixels = self._pixels()
        for profile in self._profiles(pixels):
            with contextlib.suppress(pyvips.Error):
                image = pixels.thumbnail_image(
                    long_side, height=long_side, size="down", no_rotate=True, **profile
                )
                return _on_paper(image), self.partial
        raise Broken

    def _profiles(self, pixels: pyvips.Image) -> Iterator[dict[str, str]]:
        """By the file's profile, else by its `nclx` number (12 is Display P3), else sRGB."""
        if profile := self.image.info.get("icc_profile"):
            pixels.set_type(pyvips.GValue.blob_type, "icc-profile-data", profile)
            yield {"output_profile": "srgb"}
            pixels.remove("icc-profile-data")
        elif (self.image.info.get("nclx_profile") or {}).get("color_primaries") == 12:
            yield {"input_profile": "p3", "output_profile": "srgb"}
        yield {}

    def _pixels(self) -> pyvips.Image:
        """Lines are padded to a stride, so they are cut to their length before they are folded."""
        kind, size, bands, colours = _MODES[self.image.mode]
        width, height = self.image.size
        lines = pyvips.Image.new_from_memory(
            self.image.data, self.image.stride // size, height, 1, kind
        ).crop(0, 0, width * bands, height)
        return lines.bandfold(factor=bands).copy(interpretation=colours)


_MODES = {
    "L": ("uchar", 1, 1, "b-w"),
    "LA": ("uchar", 1, 2, "b-w"),
    "I;16": ("ushort", 2, 1, "grey16"),
    "RGB": ("uchar", 1, 3, "srgb"),
    "RGBA": ("uchar", 1, 4, "srgb"),
    "RGBa": ("uchar", 1, 4, "srgb"),
}


def _ends_early(original: bytes) -> bool:
    """Say whether a box of an ISO file reaches past its end; the decoder itself says nothing."""
    at = 0
    while 0 <= at <= len(original) - 16:
        size = int.from_bytes(original[at : at + 4])
        if size == 1:
            size = int.from_bytes(original[at + 8 : at + 16])
        if size == 0:
            return False
        at += max(size, 8)
    return at > len(original)


def _on_paper(image: pyvips.Image) -> pyvips.Image:
    if image.hasalpha():
        image = image.flatten(background=PAPER)
    return image.colourspace("srgb").cast("uchar").copy_memory()


def _number(image: pyvips.Image, field: str) -> int:
    return int(image.get(field)) if image.get_typeof(field) else 0


def _blob(image: pyvips.Image, field: str) -> bytes:
    return bytes(image.get(field)) if image.get_typeof(field) else b""


def _tiff_only(original: bytes) -> bytes:
    """A TIFF is laid out like an EXIF block, and libvips does not hand its dates on."""
    return original if original[:4] in (b"II*\x00", b"MM\x00*") else b""


def taken(exif: bytes) -> Taken | None:
    """Read DateTimeOriginal and its offset (EXIF 2.31); zeros, spaces and wild years are None."""
    tags: dict[int, Any] = {}
    with contextlib.suppress(Exception):  # whatever is wrong with it, there is no date then
        block = PillowImage.Exif()
        block.load(exif)
        tags = dict(block.get_ifd(0x8769))
    local = _local(str(tags.get(0x9003, "")))
    return Taken(local, _offset(str(tags.get(0x9011, "")))) if local else None


def _local(text: str) -> datetime | None:
    found = re.match(r"(\d{4})[:\-.](\d\d)[:\-.](\d\d)[ T](\d\d):(\d\d):(\d\d)", text)
    if found is None or not 1900 <= int(found[1]) <= 2100:
        return None
    with contextlib.suppress(ValueError):
        return datetime.fromisoformat("{}-{}-{}T{}:{}:{}".format(*found.groups()))
    return None


def _offset(text: str) -> int | None:
    found = re.match(r"([+-])(\d\d):(\d\d)", text)
    if found is None or int(found[2]) > 14 or int(found[3]) > 59:
        return None
    minutes = int(found[2]) * 60 + int(found[3])
    return -minutes if found[1] == "-" else minutes
