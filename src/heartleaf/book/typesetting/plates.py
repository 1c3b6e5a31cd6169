"""Pictures for print: whole, of the size that is printed, and a stand-in for each while the pages
are laid out.

A picture that is laid out is unpacked, and a hundred of them fill the memory of a small machine. So
the pages are laid out with pictures of a single pixel, each of which carries a mark, and the real
ones are put in their places as the file is written.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

from PIL import Image

MOST_PIXELS = 80_000_000
QUALITY = 88
NEARLY = 1.25
"""What has only so many more pixels stays as it is: to compress it once more would cost more than
it saves."""
_MARK = "heartleaf-plate-" + "0" * 64


@dataclass(frozen=True)
class Printed:
    """A picture as it is printed: a JPEG of three colours."""

    data: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Look:
    """What the pages have to know of a picture. `mark` is what its stand-in carries."""

    mark: str
    width: int
    height: int


def for_print(data: bytes | None, longest: tuple[int, int]) -> Printed | None:
    """At most as many pixels across and down as paper can show. None if it is none or broken."""
    if not data:
        return None
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG"]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return None
            return _printed(opened, data, longest)
    except (OSError, ValueError, SyntaxError, MemoryError, Image.DecompressionBombError):
        return None


def _printed(opened: Image.Image, data: bytes, longest: tuple[int, int]) -> Printed:
    kept = opened.mode == "RGB" and all(
        have <= most * NEARLY for have, most in zip(opened.size, longest, strict=True)
    )
    if kept:
        width, height = opened.size
        opened.draft("L", (1, 1))
        opened.load()  # a file that ends too soon is told here, and soonest when it is small
        return Printed(data, width, height)
    opened.draft("RGB", longest)
    image = opened.convert("RGB")
    image.thumbnail(longest, Image.Resampling.LANCZOS)
    file = io.BytesIO()
    image.save(file, "JPEG", quality=QUALITY, optimize=True)
    return Printed(file.getvalue(), *image.size)


@dataclass(frozen=True)
class StandIn:
    """A JPEG of one pixel. Between `head` and `tail` comes a mark of 64 letters."""

    head: bytes
    tail: bytes

    @classmethod
    def made(cls) -> StandIn:
        file = io.BytesIO()
        Image.new("RGB", (1, 1), (226, 220, 208)).save(file, "JPEG", comment=_MARK.encode())
        head, tail = file.getvalue().split(b"0" * 64)
        return cls(head, tail)


def mark_of(number: int, picture: Printed | None = None) -> str:
    """Which picture comes here. What it shows is in the mark, and so in the file's own number."""
    shown = hashlib.sha256(picture.data).hexdigest() if picture else "0" * 64
    return f"{number:08d}{shown[:56]}"
