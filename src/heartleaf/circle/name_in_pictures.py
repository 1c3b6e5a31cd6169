"""The name of a place, faintly in a picture that leaves it, so that a stolen one still says whose
it is. A name cannot keep anyone from taking a picture; it makes it less easy to use."""

from __future__ import annotations

import io
import json

import typst
from PIL import Image, ImageChops, ImageFilter

LONGEST = 1600
QUALITY = 84
# How much of the picture shows through letters and their shadow.
LETTERS, SHADOW = 0.5, 0.48
# In hundredths: the height of the letters of the short side, the most that a name takes of the
# width, and how far it stands above the lower edge.
HEIGHT, WIDTH, ABOVE = 5, 72, 9
LEAST = 18
"""Pixels below which letters, with their tails, cannot be read."""
_TEMPLATE = b"""
#set page(width: auto, height: auto, margin: 4pt, fill: none)
#set text(size: 64pt, fill: white, tracking: 0.06em, weight: 500)
#set text(top-edge: "ascender", bottom-edge: "descender")
#let said = json(bytes(sys.inputs.said))
#said.name
"""


class PictureMaker:
    """Makes copies of our own JPEG views, with a name in them or without; nothing else is in them.
    The name is drawn once."""

    def __init__(self, name: str = "") -> None:
        self._mask = _drawn(name) if name.strip() else None

    def made(self, view: bytes, long_side: int = LONGEST) -> tuple[bytes, int, int]:
        """JPEG bytes, width and height. Raises ValueError for what is no view of ours."""
        image = _opened(view)
        image.thumbnail((long_side, long_side), Image.Resampling.LANCZOS)
        image = self._named(image)
        out = io.BytesIO()
        image.save(out, "JPEG", quality=QUALITY)
        return out.getvalue(), image.width, image.height

    def _named(self, image: Image.Image) -> Image.Image:
        if self._mask is None:
            return image
        letters = _fitted(self._mask, image.size)
        room = max(2, letters.height // 6)
        whole = Image.new("L", (letters.width + 4 * room, letters.height + 4 * room))
        whole.paste(letters, (2 * room, 2 * room))
        shadow = whole.filter(ImageFilter.GaussianBlur(room / 2))
        at = (
            (image.width - whole.width) // 2,
            image.height - image.height * ABOVE // 100 - whole.height + 2 * room,
        )
        # The shadow around each letter is what makes it legible on snow, and the letter on night.
        image.paste("black", at, ImageChops.multiply(shadow, _evenly(whole.size, SHADOW)))
        image.paste("white", at, ImageChops.multiply(whole, _evenly(whole.size, LETTERS)))
        return image


def _opened(view: bytes) -> Image.Image:
    with Image.open(io.BytesIO(view), formats=["JPEG"]) as image:
        if max(image.size) > LONGEST:
            raise ValueError("This is no view of ours.")
        return image.convert("RGB")


def _drawn(name: str) -> Image.Image:
    """The letters as a mask, cut close; typst knows more of the world's writing than Pillow's own
    face does."""
    said = json.dumps({"name": " ".join(name.split())[:80]})
    png = typst.compile(_TEMPLATE, format="png", ppi=144, sys_inputs={"said": said})
    with Image.open(io.BytesIO(bytes(png)), formats=["PNG"]) as drawn:
        mask = drawn.convert("RGBA").getchannel("A")
    return mask.crop(mask.getbbox() or (0, 0, 1, 1))


def _fitted(mask: Image.Image, size: tuple[int, int]) -> Image.Image:
    height = max(LEAST, round(min(size) * HEIGHT / 100))
    scale = min(height / mask.height, size[0] * WIDTH / 100 / mask.width)
    wide, high = max(1, round(mask.width * scale)), max(1, round(mask.height * scale))
    return mask.resize((wide, high), Image.Resampling.LANCZOS)


def _evenly(size: tuple[int, int], share: float) -> Image.Image:
    return Image.new("L", size, round(255 * share))
