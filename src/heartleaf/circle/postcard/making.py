"""A postcard made: paper, picture, a soft band where it is needed, letters, and out as bytes."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass

from PIL import Image, ImageColor, ImageFilter, ImageOps

from heartleaf.circle.postcard.looks import COLOURS, ROOMS, WIDTH, Kind, Postcard, Room
from heartleaf.circle.postcard.typesetting import BLEED, Lettering, lettering

BESIDE, BETWEEN = 72, 52
"""Beside a picture on paper, and between it and the words."""
TALLEST, FLATTEST = 4 / 5, 3 / 2
"""Shapes a picture on paper keeps as its own; beyond them it is cropped, unless all is wanted."""
# How much of a picture shows through behind letters, and over how many pixels that begins.
BAND, FADE = 0.88, 170
WORDS_SHARE = {"picture": 0.36, "full": 0.36}
MOST_PIXELS = 4_000_000
PREVIEW_WIDTH = 400
# A postcard takes some tens of MB while it is made.
_AT_ONCE = threading.BoundedSemaphore(2)
LONGEST_WAIT = 20


class NotAPicture(Exception):
    """What should be a view of ours cannot be opened as one."""


class Busy(Exception):
    """Too many are being made at this moment."""


@dataclass(frozen=True)
class Made:
    """The file; and whether words were left out, or letters that no font here has."""

    data: bytes
    shortened: bool
    unwritten: bool


def make(card: Postcard, kind: Kind = "jpeg") -> Made:
    """The whole image. Raises NotAPicture or Busy."""
    return _made(card, kind, preview=False)


def preview(card: Postcard) -> Made:
    """The same, small. Raises NotAPicture or Busy."""
    return _made(card, "jpeg", preview=True)


def _made(card: Postcard, kind: Kind, *, preview: bool) -> Made:
    if not _AT_ONCE.acquire(timeout=LONGEST_WAIT):
        raise Busy
    try:
        letters = lettering(card, _room_for_words(card))
        image = _laid(card, letters)
        if preview:
            height = round(image.height * PREVIEW_WIDTH / image.width)
            image = image.resize((PREVIEW_WIDTH, height), Image.Resampling.LANCZOS)
        data = _written(image, kind)
    finally:
        _AT_ONCE.release()
    return Made(data, bool(letters and letters.shortened), bool(letters and letters.unwritten))


def _room_for_words(card: Postcard) -> int:
    room = ROOMS[card.shape]
    return round(WORDS_SHARE.get(card.laid, 1) * (room.bottom - room.top))


def _laid(card: Postcard, letters: Lettering | None) -> Image.Image:
    sheet = Image.new("RGB", card.size, COLOURS[card.paper].paper)
    room = ROOMS[card.shape]
    if card.picture is None or card.laid == "words":
        return _words_alone(sheet, letters, room)
    picture = _opened(card.picture)
    if card.laid == "picture":
        return _on_paper(sheet, picture, letters, room, card.whole)
    return _to_the_edges(sheet, picture, letters, card)


def _words_alone(sheet: Image.Image, letters: Lettering | None, room: Room) -> Image.Image:
    if letters:
        # The middle of what one sees lies a little above the middle.
        _write(sheet, letters, room.top + (room.bottom - room.top - letters.height) * 48 // 100)
    return sheet


def _on_paper(
    sheet: Image.Image, picture: Image.Image, letters: Lettering | None, room: Room, whole: bool
) -> Image.Image:
    """The picture and what is said below it, together in the middle."""
    below = letters.height + BETWEEN if letters else 0
    # Paper beside it and above it alike.
    top, bottom = min(room.top, BESIDE) if room.top < WIDTH / 8 else room.top, room.bottom
    width, highest = WIDTH - 2 * BESIDE, bottom - top - below
    if whole:
        picture = ImageOps.contain(picture, (width, highest), Image.Resampling.LANCZOS)
    else:
        shape = min(max(picture.width / picture.height, TALLEST), FLATTEST)
        size = width, min(round(width / shape), highest)
        picture = ImageOps.fit(picture, size, Image.Resampling.LANCZOS)
    above = top + (bottom - top - picture.height - below) // 2
    sheet.paste(picture, ((WIDTH - picture.width) // 2, above))
    if letters:
        _write(sheet, letters, above + picture.height + BETWEEN)
    return sheet


def _to_the_edges(
    sheet: Image.Image, picture: Image.Image, letters: Lettering | None, card: Postcard
) -> Image.Image:
    """The picture as large as the image; behind the letters a band that lets it shine through.
    With all of it wanted, it is as large as it can be above them, and they stand on paper."""
    at = ROOMS[card.shape].bottom - letters.height if letters else sheet.height
    if card.whole:
        room = at - BETWEEN if letters else at
        picture = ImageOps.contain(picture, (WIDTH, room), Image.Resampling.LANCZOS)
        place = (WIDTH - picture.width) // 2, (room - picture.height) // 2
        sheet.paste(picture, place)
    else:
        sheet.paste(ImageOps.fit(picture, sheet.size, Image.Resampling.LANCZOS))
    if letters:
        if not card.whole:
            _veil(sheet, at, COLOURS[card.paper].paper)
        _write(sheet, letters, at)
    return sheet


def _veil(sheet: Image.Image, letters_at: int, paper: str) -> None:
    """Paper over a blurred picture, from a little above the letters to the lower edge."""
    begin = max(0, letters_at - BETWEEN - FADE)
    band = sheet.crop((0, begin, WIDTH, sheet.height))
    soft = band.filter(ImageFilter.GaussianBlur(18))
    soft = Image.blend(soft, Image.new("RGB", band.size, ImageColor.getrgb(paper)), BAND)
    mask = Image.new("L", band.size, 255)
    fade = min(FADE, band.height)
    mask.paste(Image.linear_gradient("L").resize((WIDTH, fade)))
    sheet.paste(Image.composite(soft, band, mask), (0, begin))


def _write(sheet: Image.Image, letters: Lettering, at: int) -> None:
    sheet.paste(letters.image, (0, at - BLEED), letters.image)


def _opened(picture: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(picture), formats=["JPEG"]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise NotAPicture
            return opened.convert("RGB")
    except (OSError, ValueError, SyntaxError) as problem:
        raise NotAPicture from problem


def _written(image: Image.Image, kind: Kind) -> bytes:
    """Only what is seen: a new image carries nothing of the file that it was made from."""
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    file = io.BytesIO()
    if kind == "png":
        bare.save(file, "PNG", compress_level=4)
    else:
        bare.save(file, "JPEG", quality=92, subsampling=0, optimize=True)
    return file.getvalue()
