"""The three views of a picture: small, large and the soft cover, through libvips."""

from __future__ import annotations

from math import ceil

import pyvips

from heartleaf.keepsakes.developing.looks import (
    COVER,
    LARGE,
    SMALL,
    UNFRAMED,
    WHOLE,
    Box,
    Frame,
    View,
    Views,
)

PAPER = [248, 246, 238]
"""What shows through a transparent picture, and what a band covers with: the light `paper`."""


pyvips.cache_set_max(0)  # nothing is done twice, and what was done last would stay in memory


def of(image: pyvips.Image, frame: Frame = UNFRAMED) -> Views:
    """The views of a picture in sRGB, eight bits, without transparency, the right way up."""
    large = _fitted(framed(image, frame), LARGE)
    small = _fitted(large, SMALL)
    return Views(view(small), view(large), view(cover(small), quality=60))


def needed(width: int, height: int, frame: Frame = UNFRAMED) -> int:
    """How long the long side of a picture has to be, so that what the frame leaves of it still
    has LARGE pixels, where the original has them. The size is the unturned one."""
    if frame.crop == WHOLE:
        return LARGE
    across, down = (height, width) if frame.turn % 2 else (width, height)
    left, top, right, bottom = frame.crop
    kept = max(abs(right - left) * across, abs(bottom - top) * down, 1.0)
    longest = max(width, height)
    return longest if kept <= LARGE else min(longest, ceil(longest * LARGE / kept))


def of_pixels(rgb: bytes | memoryview, width: int, height: int, frame: Frame = UNFRAMED) -> Views:
    """The same of rows of three bytes a pixel."""
    return of(from_pixels(rgb, width, height), frame)


def from_pixels(rgb: bytes | memoryview, width: int, height: int) -> pyvips.Image:
    image = pyvips.Image.new_from_memory(rgb, width, height, 3, "uchar")
    return image.copy(interpretation="srgb")


def page(image: pyvips.Image, frame: Frame = UNFRAMED) -> View:
    """The large view alone."""
    return view(_fitted(framed(image, frame), LARGE))


def view(image: pyvips.Image, quality: int = 80) -> View:
    return View(image.jpegsave_buffer(Q=quality, keep=0), image.width, image.height)


def framed(image: pyvips.Image, frame: Frame) -> pyvips.Image:
    """Turn, cover with bands, crop: in this order."""
    if frame.turn:
        image = image.rot(f"d{90 * frame.turn}")
    for band in frame.bands:
        image = image.draw_rect(PAPER, *_pixels(band, image), fill=True)
    return image if frame.crop == WHOLE else image.crop(*_pixels(frame.crop, image))


def _pixels(box: Box, image: pyvips.Image) -> tuple[int, int, int, int]:
    """Left, top, width and height in pixels; at least one pixel is left of it."""
    left = min(int(box.left * image.width), image.width - 1)
    top = min(int(box.top * image.height), image.height - 1)
    right, bottom = round(box.right * image.width), round(box.bottom * image.height)
    return left, top, max(1, right - left), max(1, bottom - top)


def _fitted(image: pyvips.Image, long_side: int) -> pyvips.Image:
    if max(image.width, image.height) <= long_side:
        return image.copy_memory()
    return image.thumbnail_image(long_side, height=long_side, size="down").copy_memory()


def cover(image: pyvips.Image) -> pyvips.Image:
    """The soft image: 24 px on the long side, saturation x 0.7, lightness a third of the way
    to 0.78, blurred by 13 % of the short side and enlarged to 400 px.

    Blurred before enlarging: at 24 px that is the same blur for a hundredth of the work. A very
    long, narrow picture is blurred by at least 6 % of its long side, else a strip of writing
    would keep its 24 columns.
    """
    few = image.thumbnail_image(24, height=24, size="down")
    lab = few.colourspace("lab") * [2 / 3, 0.7, 0.7] + [78 / 3, 0, 0]
    sigma = max(0.13 * min(few.width, few.height), 0.06 * max(few.width, few.height))
    soft = lab.gaussblur(sigma, min_ampl=0.01, precision="float").copy(interpretation="lab")
    width, height = _scaled(image.width, image.height, COVER)
    fine = soft.colourspace("rgb16")  # sixteen bits between the dots, or they show as a weave
    dots = fine.resize(4, kernel="cubic").colourspace("srgb")
    return dots.resize(width / dots.width, vscale=height / dots.height, kernel="linear")


def _scaled(width: int, height: int, long_side: int) -> tuple[int, int]:
    scale = long_side / max(width, height)
    return max(1, round(width * scale)), max(1, round(height * scale))
