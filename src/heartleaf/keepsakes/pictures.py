"""Pictures: the bytes of a foreign file in, views of it out.

Importing this module loads no picture library; calling `views` does, and belongs in a confined
process (`decoding.Decoder` sees to that). Loading pyvips also changes the process's environment.

    Unreadable
    ├── NotAPicture      nothing here that we know as a picture
    ├── TooLarge         more pixels, or bytes, than we will open
    ├── Broken           a picture once, but nothing of it can be shown
    ├── TookTooLong      stopped by the clock
    └── TooMuchMemory    stopped by the limit on memory
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

SMALL, LARGE, COVER = 400, 1600, 400
"""Long sides of the three views, in pixels."""

MOST_PIXELS = 120_000_000


class Unreadable(Exception):
    """No view can be made. `reason` is a sentence for the person; the original is not touched."""

    reason = "This file could not be opened as a picture."

    def __str__(self) -> str:
        return self.reason


class NotAPicture(Unreadable):
    reason = "This file is not a kind of picture that can be shown here."


class TooLarge(Unreadable):
    reason = "This picture is too large to make a view of it."


class Broken(Unreadable):
    reason = "This picture is damaged, and nothing of it can be shown."


class TookTooLong(Unreadable):
    reason = "Opening this picture took too long, so it was stopped."


class TooMuchMemory(Unreadable):
    reason = "Opening this picture needed too much memory, so it was stopped."


@dataclass(frozen=True, slots=True)
class View:
    """A baseline JPEG in sRGB without metadata, the right way up; width and height in pixels."""

    data: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Taken:
    """When the camera's clock said it was: `local` has no zone; `offset` is minutes east of UTC."""

    local: datetime
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Views:
    """What is shown instead of the original.

    `width` and `height` are the original's, the right way up. `partial` says that the file ended
    early or was damaged, and that the views show what could be read of it.
    """

    small: View
    large: View
    cover: View
    width: int
    height: int
    taken: Taken | None
    kind: str
    partial: bool = False


def views(original: bytes, *, most_pixels: int = MOST_PIXELS) -> Views:
    """Make the three views of one picture file.

    Raises one of the family of `Unreadable`. Sees no disk and no clock, but runs native code over
    foreign bytes: call it in a confined process.
    """
    from heartleaf.keepsakes.developing import develop

    return develop(original, kind_of(original), most_pixels=most_pixels)


def kind_of(original: bytes) -> str:
    """Say what the first bytes claim to be, whatever the file is called; else `NotAPicture`."""
    for start, kind in _STARTS.items():
        if original.startswith(start):
            return kind
    if original[:4] == b"RIFF" and original[8:12] == b"WEBP":
        return "webp"
    if original[4:8] == b"ftyp":
        return _kind_of_brands(original)
    raise NotAPicture


_STARTS = {
    b"\xff\xd8\xff": "jpeg",
    b"\x89PNG\r\n\x1a\n": "png",
    b"GIF87a": "gif",
    b"GIF89a": "gif",
    b"II*\x00": "tiff",
    b"MM\x00*": "tiff",
}


def _kind_of_brands(original: bytes) -> str:
    """ISO/IEC 23008-12 and 14496-12: a box of four-letter brands; films use the same box."""
    size = min(int.from_bytes(original[:4]), 512)
    brands = {original[at : at + 4] for at in range(8, size, 4) if at != 12}
    if brands & {b"avif", b"avis"}:
        return "avif"
    if brands & {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}:
        return "heic"
    raise NotAPicture
