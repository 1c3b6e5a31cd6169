"""Pictures of what is round a house: the sea, a linden in autumn, a kite, snow on the roofs."""

from __future__ import annotations

import math

from PIL import Image

from heartleaf.sample.painting import Painting, block, curve, oval, placed


def sea() -> Image.Image:
    """A tray on the wall above the water: two cups and a flask."""
    sheet = Painting("sea", "#c4d0d3", "#e5dfcf")
    shore(sheet)
    sheet.shape(block(0, 88, 160, 120), "#b3a897", "#8d8373")
    for x, y, r in (
        (12, 97, 14),
        (44, 100, 17),
        (82, 97, 18),
        (118, 101, 16),
        (150, 97, 17),
        (28, 114, 18),
        (66, 114, 17),
        (104, 116, 18),
        (140, 115, 18),
    ):
        stone = curve(
            (x - r, y),
            (x - r * 0.5, y - 6),
            (x + r * 0.6, y - 6),
            (x + r, y),
            (x + r * 0.6, y + 7),
            (x - r * 0.6, y + 7),
        )
        sheet.shape(stone, "#c9bfae", "#a09583", soft=1.2, strength=0.85)
    _tray(sheet)
    return sheet.finished()


def shore(sheet: Painting) -> None:
    """The water, and land on the other side of it."""
    water = sheet.shape(block(0, 50, 160, 120), "#8aa1a6", "#b9c2b8")
    for row in range(16):
        y = 51.5 + row * row * 0.12 + row * 1.5
        waves = []
        for _number in range(9):
            x, length = sheet.chance.between(-10, 160), sheet.chance.between(4, 7 + row * 1.6)
            waves.append(
                curve((x, y), (x + length / 2, y - 0.15 * row * 0.4), (x + length, y), closed=False)
            )
        tone = "#f0f1e8" if row % 2 else "#617c85"
        sheet.strokes(waves, tone, 0.35 + row * 0.04, soft=0.4, strength=0.5, inside=water)
    sheet.shape(
        curve((100, 50), (118, 45), (140, 43), (170, 46), (170, 52), (100, 51)),
        "#93a3a3",
        "#8a9a98",
        soft=0.8,
    )


def _tray(sheet: Painting) -> None:
    sheet.shape(oval(76, 90, 42, 4), "#42392b", soft=4, strength=0.6)
    sheet.shape(
        curve((36, 84), (76, 85.6), (116, 84), (114, 90), (76, 92), (38, 90), steps=6),
        "#a97c4e",
        "#7c5631",
    )
    flask = sheet.shape(block(88, 44, 103, 85), "#5f7a72", "#3f574f")
    lid = sheet.shape(block(90, 36, 101, 45), "#d9d2c2", "#b3aa97")
    for part in (flask, lid):
        sheet.shape(block(97, 34, 105, 87), "#1f2e29", soft=6, strength=0.5, inside=part)
        sheet.shape(block(90.5, 34, 92.5, 87), "#dfe9e2", soft=2, strength=0.6, inside=part)
    for x, tone in ((49, "#e8dfcc"), (68, "#c98b6d")):
        cup = sheet.shape(
            [(x - 7, 70), (x + 7, 70), (x + 5.6, 85.4), (x - 5.6, 85.4)], tone, "#a58a70"
        )
        sheet.shape(block(x + 2, 68, x + 9, 88), "#4f3c2a", soft=6, strength=0.4, inside=cup)
        sheet.shape(oval(x, 70, 7, 1.7), "#6b4a30", "#8a6242")
        sheet.strokes(
            [curve((x - 7, 73), (x - 11, 75), (x - 10, 80), (x - 6, 81), closed=False)], tone, 1.2
        )
        steam = curve((x, 66), (x + 1.6, 61), (x - 1, 56), (x + 1, 50), closed=False)
        sheet.strokes([steam], "#ffffff", 1.1, soft=1.6, strength=0.5)


def linden() -> Image.Image:
    """The tree at the corner, in October light."""
    sheet = Painting("linden", "#d3d6cf", "#eadfc6")
    sheet.shape(
        curve((-10, 88), (40, 82), (90, 86), (170, 78), (170, 130), (-10, 130)),
        "#a8a56b",
        "#7d7f4c",
    )
    sheet.shape([(58, 130), (84, 84), (88, 84), (120, 130)], "#cdbf9f", "#b5a480", soft=1.5)
    sheet.shape(oval(84, 93, 34, 4), "#474a2a", soft=5, strength=0.5)
    trunk = [(66, 92), (69, 70), (67, 52), (74, 60), (81, 50), (76, 70), (78, 92)]
    sheet.shape(trunk, "#5d4b39", "#463729", soft=0.6)
    for _number in range(150):
        _clump(sheet)
    for _number in range(60):
        x, y = sheet.chance.between(30, 118), sheet.chance.between(90, 104)
        sheet.shape(oval(x, y, 0.8, 0.45, x * 9), "#d09a3a", strength=0.9)
    return sheet.finished(wavering=1.4)


def _clump(sheet: Painting) -> None:
    around, out = sheet.chance.between(0, math.tau), math.sqrt(sheet.chance.between(0, 1))
    x, y = 72 + 35 * out * math.cos(around), 42 + 29 * out * math.sin(around)
    lit = (72 - x) * 0.5 + (42 - y) + sheet.chance.between(-16, 16)
    tone = (
        "#ecc566" if lit > 14 else "#d6a544" if lit > -2 else "#b07f35" if lit > -18 else "#8a6330"
    )
    r = sheet.chance.between(2.6, 5.6)
    sheet.shape(oval(x, y, r, r * 0.8, around * 60), tone, soft=0.8, strength=0.8)


def kite() -> Image.Image:
    sheet = Painting("kite", "#9fb9c6", "#e3e2d3")
    _clouds(sheet)
    sheet.shape(
        curve((-10, 104), (30, 92), (70, 100), (110, 90), (170, 101), (170, 130), (-10, 130)),
        "#e0cfa6",
        "#bfa87b",
    )
    for _number in range(60):
        x = sheet.chance.between(0, 160)
        foot = 104 + sheet.chance.between(0, 12)
        lean = sheet.chance.between(2, 6)
        sheet.strokes(
            [curve((x, foot), (x + lean / 3, foot - 6), (x + lean, foot - 10), closed=False)],
            "#7f8a55",
            0.5,
            strength=0.8,
        )
    string = curve((36, 100), (60, 78), (86, 56), (104, 38), closed=False)
    sheet.strokes([string], "#5d5a50", 0.3)
    form = [(118, 12), (126, 30), (104, 38), (98, 22)]
    cloth = sheet.shape(form, "#c65a3f", "#a64431")
    sheet.shape([(118, 12), (126, 30), (104, 38)], "#dba63c", inside=cloth)
    tail = curve((104, 38), (99, 48), (106, 56), (100, 66), closed=False)
    sheet.strokes([tail], "#a64431", 0.5)
    for x, y in ((101, 46), (104, 55), (101, 63)):
        sheet.shape(
            placed(
                [(-3, -1.5), (0, 0), (-3, 1.5), (3, 1.5), (0, 0), (3, -1.5)], x, y, turned=x * 7
            ),
            "#5f86a0",
        )
    return sheet.finished()


def _clouds(sheet: Painting) -> None:
    for x, y in ((26, 30), (34, 26), (44, 31), (128, 58), (138, 54), (148, 59), (60, 66), (68, 64)):
        sheet.shape(oval(x, y, 12, 5.4), "#f6f3ea", "#dfe2dc", soft=5, strength=0.75)


def snow() -> Image.Image:
    """The roofs on the other side, and the moon."""
    sheet = Painting("snow", "#3a475a", "#8d96a0", upright=True)
    sheet.glow(84, 34, 40, "#dfe3de", 0.5)
    sheet.shape(oval(84, 34, 7.4, 7.4), "#f7f2df", "#e6dfc6", soft=0.5)
    _roof(sheet, 78, 84, 58, "#59606b")
    _roof(sheet, 34, 102, 64, "#4b515b")
    sheet.shape(
        curve((-10, 138), (30, 130), (80, 136), (130, 128), (130, 170), (-10, 170)),
        "#e2e6e8",
        "#b9c2ca",
    )
    posts = [[(x, 126 + 4 * math.sin(x)), (x, 146)] for x in range(6, 120, 12)]
    sheet.strokes(posts, "#423b36", 1.4)
    sheet.strokes([curve((0, 134), (60, 136), (120, 133), closed=False)], "#423b36", 1)
    for _number in range(150):
        x, y, r = (
            sheet.chance.between(0, 120),
            sheet.chance.between(0, 156),
            sheet.chance.between(0.25, 0.8),
        )
        sheet.shape(oval(x, y, r, r), "#ffffff", soft=0.4, strength=0.85)
    return sheet.finished()


def _roof(sheet: Painting, x: float, top: float, wide: float, wall: str) -> None:
    sheet.shape(block(x - wide * 0.42, top + 18, x + wide * 0.42, 150), wall, "#3f444d")
    sheet.shape(block(x + wide * 0.16, top - 6, x + wide * 0.27, top + 12), "#4d4643", "#3b3634")
    roof = [(x, top - 4), (x + wide * 0.54, top + 22), (x - wide * 0.54, top + 22)]
    sheet.shape(roof, "#f0f2f1", "#c0c9d1", soft=0.8)
    for side in (-0.2, 0.16):
        left = x + wide * side
        sheet.shape(block(left, top + 27, left + 7, top + 36), "#f0c671", "#d99f4c")
        sheet.glow(left + 3.5, top + 32, 12, "#f0c671", 0.35)
