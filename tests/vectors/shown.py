"""What is seen in a look, told by a second decoder (Pillow)."""

from __future__ import annotations

import io

from PIL import Image, ImageChops, ImageStat, JpegImagePlugin

from heartleaf.keepsakes.developing import kinds, pictures
from heartleaf.keepsakes.developing.looks import MOST_PIXELS, UNFRAMED, Frame, Look, View
from tests.vectors.pictures import CORNERS

pictures.warm()


def looked(
    data: bytes, *, name: str = "", frame: Frame = UNFRAMED, most_pixels: int = MOST_PIXELS
) -> Look:
    return pictures.look(io.BytesIO(data), kinds.kind_of(data[:4096], name), most_pixels, frame)


def paged(data: bytes, number: int, *, frame: Frame = UNFRAMED) -> View:
    kind = kinds.kind_of(data[:4096])
    return pictures.page(io.BytesIO(data), kind, number, MOST_PIXELS, frame)


def seen(view: View) -> Image.Image:
    image = Image.open(io.BytesIO(view.data))
    assert image.size == (view.width, view.height)
    return image.convert("RGB")


def colours_at_the_corners(view: View):
    image = seen(view)
    across, down = image.width // 4, image.height // 4
    return [image.getpixel((x * across, y * down)) for y in (1, 3) for x in (1, 3)]


def near(ours, theirs, by: int = 14) -> bool:
    return all(abs(a - b) <= by for a, b in zip(ours, theirs, strict=True))


def upright(view: View, by: int = 14) -> bool:
    found = colours_at_the_corners(view)
    return all(near(*pair, by=by) for pair in zip(found, CORNERS, strict=True))


def difference(view: View, expected: Image.Image) -> float:
    """How far the view is from a picture drawn by the test, on average, in steps of 255."""
    drawn = expected.convert("RGB").resize((view.width, view.height), Image.Resampling.LANCZOS)
    means = ImageStat.Stat(ImageChops.difference(seen(view), drawn)).mean
    return sum(means) / 3


def tells(view: View) -> list[str]:
    """What else is in the JPEG of a view than a baseline picture: nothing, if all is well."""
    image = JpegImagePlugin.JpegImageFile(io.BytesIO(view.data))
    other = [str(name) for name, data in image.applist if name != "APP0" or data[:5] != b"JFIF\0"]
    other += [str(name) for name in image.info if not str(name).startswith(("jfif", "dpi"))]
    ends = view.data.find(b"\xff\xd9", view.data.rindex(b"\xff\xda")) == len(view.data) - 2
    return other if ends else [*other, "bytes after the end"]
