"""Camera raw through LibRaw: the picture the camera itself made of it, where the file holds one
that is large enough, else one made from its light, at half its size."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from functools import cached_property

import pyvips
import rawpy

from heartleaf.keepsakes.developing.layouts import boxes
from heartleaf.keepsakes.developing.layouts.windows import of_bytes
from heartleaf.keepsakes.developing.looks import Broken, TooLarge, TooMuchMemory
from heartleaf.keepsakes.developing.pictures.rarities import from_pixels
from heartleaf.keepsakes.developing.pictures.sources import Source, Vips
from heartleaf.keepsakes.developing.pictures.tags import Tags

LARGE_ENOUGH = 1000
"""Long side in pixels of a preview that is shown instead of what could be made of the light."""

NotRaw = rawpy.LibRawFileUnsupportedError

_CANON = bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")


class Raw(Source):
    def __init__(self, original: bytes) -> None:
        self._original = original
        self._raw = rawpy.RawPy()  # `rawpy.imread` would import something first
        with _within_bounds():
            self._raw.open_buffer(io.BytesIO(original))
        sizes = self._raw.sizes
        self.width, self.height = sizes.width, sizes.height
        if sizes.flip in (5, 6):
            self.width, self.height = self.height, self.width
        self._preview = self._find_preview()

    def _find_preview(self) -> Vips | None:
        """LibRaw gives a preview without EXIF its orientation, so it is a JPEG like any other."""
        with contextlib.suppress(rawpy.LibRawError, pyvips.Error, Broken):
            found = self._raw.extract_thumb()
            if found.format == rawpy.ThumbFormat.JPEG:
                opened = Vips(bytes(found.data), "jpeg")
                enough = min(LARGE_ENOUGH, max(self.width, self.height))
                return opened if max(opened.width, opened.height) >= enough else None
        return None

    @cached_property
    def tags(self) -> Tags:
        """In most kinds the file is laid out as a TIFF, or the preview has them; in CR3 they are
        in boxes of their own (found in files; ExifTool, Canon)."""
        window = of_bytes(self._original)
        if window.read(4, 4) == b"ftyp":
            moov = boxes.inside(window, b"moov")
            for box in boxes.boxes(moov) if moov else ():
                if box.name == b"uuid" and box.body.read(0, 16) == _CANON:
                    found = boxes.inside(box.body.part(16, box.body.size), b"CMT2")
                    return Tags(found or b"")
        found_tags = Tags(window)
        if found_tags.taken is None and self._preview is not None:
            return self._preview.tags
        return found_tags

    def fitted(self, long_side: int) -> tuple[pyvips.Image, bool]:
        if self._preview is not None:
            return self._preview.fitted(long_side)
        with _within_bounds():
            made = self._raw.postprocess(half_size=True, use_camera_wb=True, output_bps=8)
        height, width, _ = made.shape
        return from_pixels(made.tobytes(), (width, height), "RGB", long_side), False


@contextlib.contextmanager
def _within_bounds() -> Iterator[None]:
    try:
        yield
    except rawpy.LibRawTooBigError as error:
        raise TooLarge from error
    except rawpy.LibRawUnsufficientMemoryError as error:
        raise TooMuchMemory from error
