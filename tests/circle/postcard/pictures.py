"""Pictures for postcards, and what is in a file."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw


def a_jpeg(size: tuple[int, int] = (1200, 1600), colour: str = "#5a7f9c") -> bytes:
    """One colour, with a rim of another: a picture that is cropped has lost a part of its rim."""
    image = Image.new("RGB", size, colour)
    ImageDraw.Draw(image).rectangle((0, 0, size[0] - 1, size[1] - 1), outline="#ff0000", width=24)
    file = io.BytesIO()
    image.save(file, "JPEG", quality=95, comment=b"where it was", dpi=(300, 300))
    return file.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def chunks_of_png(data: bytes) -> list[bytes]:
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    found, place = [], 8
    while place < len(data):
        length = int.from_bytes(data[place : place + 4])
        found.append(data[place + 4 : place + 8])
        place += length + 12
    assert place == len(data)
    return found


def segments_of_jpeg(data: bytes) -> list[tuple[int, bytes]]:
    """Marker and content of each, up to the picture itself."""
    assert data[:2] == b"\xff\xd8"
    assert data[-2:] == b"\xff\xd9"
    found, place = [], 2
    while data[place + 1] != 0xDA:
        length = int.from_bytes(data[place + 2 : place + 4])
        found.append((data[place + 1], data[place + 4 : place + 2 + length]))
        place += 2 + length
    return found
