"""Drawn photographs, each another one, with the day inside them that a camera would write."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

from PIL import ExifTags, Image, ImageDraw

from tests.vectors.folders import Files

TONES = ("#8fa3a8", "#a89b8f", "#8fa894", "#9c8fa8", "#a8a48f")


def photograph(number: int, when: str = "", size: tuple[int, int] = (720, 540)) -> bytes:
    """A JPEG of a window with a tree before it; `when` as "2025-05-12 14:30", or nothing."""
    image = Image.new("RGB", size, TONES[number % len(TONES)])
    draw, third = ImageDraw.Draw(image), size[0] // 3
    draw.rectangle((third // 2, third // 2, 2 * third, size[1] - third // 2), fill="#e8e2d4")
    draw.ellipse((third, third // 2, third + third // 2, third), fill="#5c7a52")
    draw.text((20, 20), f"number {number}", fill="#302921")
    exif, file = Image.Exif(), io.BytesIO()
    if when:
        taken = datetime.fromisoformat(when).strftime("%Y:%m:%d %H:%M:%S")
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = taken
    image.save(file, "JPEG", quality=88, exif=exif)
    return file.getvalue()


def a_roll(folder: Path, *months: str, each: int = 3) -> Path:
    """A folder with `each` photographs of every month ("2025-05"), and one without a day."""
    folder.mkdir(parents=True)
    for place, month in enumerate(months):
        for day in range(1, each + 1):
            data = photograph(place * each + day, f"{month}-{day:02} 12:00")
            (folder / f"IMG_{place}{day:02}.jpg").write_bytes(data)
    (folder / "scan.jpg").write_bytes(photograph(999))
    return folder


def as_files(*months: str) -> Files:
    return {f"{month}.jpg": photograph(n, f"{month}-12 12:00") for n, month in enumerate(months)}
