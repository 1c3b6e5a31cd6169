"""Pictures of a house: a window in the rain, a plant, boots on the stairs, a candle."""

from __future__ import annotations

from PIL import Image

from heartleaf.sample.painting import Painting, Point, block, curve, oval, placed

# A linden leaf, its stalk at (0, 0) and its tip below, one unit long.
LEAF: list[Point] = curve(
    (0, 0.04),
    (-0.22, -0.1),
    (-0.45, 0.12),
    (-0.42, 0.45),
    (-0.2, 0.78),
    (0.03, 1.04),
    (0.22, 0.76),
    (0.46, 0.4),
    (0.44, 0.1),
    (0.24, -0.1),
)
BOOT: list[Point] = curve(
    (-8, -26),
    (8, -26),
    (8.4, -8),
    (10, -2),
    (20, 1),
    (25, 7),
    (24, 12),
    (-9, 12),
    (-9.4, 0),
    (-8.6, -14),
)


def window() -> Image.Image:
    """Rain, from inside."""
    sheet = Painting("window", "#a8b3ad", "#6f7c70", upright=True)
    for _number in range(26):
        x, y = sheet.chance.between(5, 115), sheet.chance.between(50, 130)
        green = ("#4f6350", "#6f8266", "#8a9678", "#3f5147")[int(sheet.chance.between(0, 4))]
        sheet.shape(
            oval(x, y, sheet.chance.between(8, 18), sheet.chance.between(8, 16)),
            green,
            soft=6,
            strength=0.55,
        )
    sheet.shape(block(70, 74, 112, 124), "#c9b9a3", "#a8957c", soft=5, strength=0.55)
    sheet.soften(1.6)
    _rain(sheet)
    _frame(sheet)
    cup = sheet.shape(
        curve((22, 116), (42, 116), (40, 135), (24, 135), steps=4), "#e9e1d1", "#bfb29a"
    )
    sheet.shape(block(34, 112, 46, 138), "#7b6f5b", soft=9, strength=0.5, inside=cup)
    sheet.strokes([curve((41, 120), (48, 121), (47, 129), (40, 130), closed=False)], "#d3c7b0", 1.6)
    return sheet.finished()


def _rain(sheet: Painting) -> None:
    runs = []
    for _number in range(15):
        x, y = sheet.chance.between(10, 112), sheet.chance.between(8, 90)
        length = sheet.chance.between(12, 38)
        runs.append(
            curve(
                (x, y),
                (x + sheet.chance.between(-1, 1), y + length / 2),
                (x, y + length),
                closed=False,
            )
        )
        _drop(sheet, x, y + length, 1.3)
    sheet.strokes(runs, "#eef2ee", 0.8, soft=0.5, strength=0.4)
    for _number in range(210):
        _drop(
            sheet,
            sheet.chance.between(8, 112),
            sheet.chance.between(8, 128),
            sheet.chance.between(0.3, 0.95),
        )


def _drop(sheet: Painting, x: float, y: float, r: float) -> None:
    sheet.shape(oval(x, y, r, r * 1.25), "#4f5d57", "#e4ebe6", soft=0.3, strength=0.75)


def _frame(sheet: Painting) -> None:
    for left, top, right, bottom in (
        (0, 0, 9, 160),
        (111, 0, 120, 160),
        (0, 0, 120, 8),
        (56, 4, 63, 134),
    ):
        sheet.shape(
            block(left + 1.6, top + 1.6, right + 1.6, bottom), "#2f362f", soft=3, strength=0.5
        )
        sheet.shape(block(left, top, right, bottom), "#e6ddcb", "#c3b79f")
    sheet.shape(block(0, 66, 120, 71), "#d9cfba", "#c0b39b")
    sheet.shape(block(0, 130, 120, 138), "#efe7d7", "#cfc3ab")
    sheet.shape(block(0, 138, 120, 160), "#b9ab92", "#8e8069")
    sheet.shape(oval(36, 137, 17, 2.6), "#5b5140", soft=3, strength=0.55)


def plant() -> Image.Image:
    """The small linden in its pot; the topmost leaf is new."""
    sheet = Painting("plant", "#e9dfcb", "#d9c9ae", upright=True)
    sheet.shape([(60, -10), (130, -10), (130, 90), (88, 120)], "#f8f0de", soft=26, strength=0.9)
    leaves = [
        (60, 48, 15, 8, 1),
        (44, 66, 24, 58, 0),
        (76, 62, 23, -62, 0),
        (42, 88, 27, 42, 0),
        (80, 84, 27, -48, 0),
        (58, 82, 22, 12, 0),
    ]
    for x, y, size, turned, _new in leaves:
        sheet.shape(
            placed(LEAF, x - 13, y + 6, size=size, turned=turned), "#b7a484", soft=5, strength=0.55
        )
    sheet.shape(block(0, 140, 120, 160), "#c7ab82", "#a98a60")
    sheet.shape(oval(54, 146, 34, 4), "#5d4528", soft=6, strength=0.6)
    stem = curve((60, 120), (59, 96), (61, 74), (60, 49), closed=False)
    twigs = [curve((60, y + 8), ((60 + x) / 2, y + 1), (x, y), closed=False) for x, y, *_ in leaves]
    sheet.strokes([stem, *twigs], "#6d5a3c", 1)
    for x, y, size, turned, new in leaves[::-1]:
        leaf(sheet, x, y, size, turned, new=bool(new))
    _pot(sheet)
    return sheet.finished()


def leaf(sheet: Painting, x: float, y: float, size: float, turned: float, *, new: bool) -> None:
    """One of the linden; `new` ones are light."""
    light, dark = ("#b9cc7d", "#93ad5c") if new else ("#7f9a5f", "#4c6a42")
    blade = sheet.shape(placed(LEAF, x, y, size=size, turned=turned), light, dark)
    half = [(0, -0.2), (0.6, -0.2), (0.6, 1.1), (0.02, 1.1)]
    sheet.shape(
        placed(half, x, y, size=size, turned=turned), "#2f4a30", soft=1, strength=0.22, inside=blade
    )
    veins = [[(0, 0), (0.02, 0.98)]]
    veins += [[(0.01, a), (s * 0.4, a + 0.16)] for a in (0.08, 0.28, 0.48) for s in (-1, 1)]
    lines = [placed(vein, x, y, size=size, turned=turned) for vein in veins]
    sheet.strokes(lines, "#dbe3b4", 0.35, strength=0.6, inside=blade)


def _pot(sheet: Painting) -> None:
    pot = sheet.shape([(40, 118), (80, 118), (75, 147), (45, 147)], "#c07a55", "#9a573a")
    rim = sheet.shape([(37, 112), (83, 112), (82, 120), (38, 120)], "#cb8760", "#ad6a48")
    for part in (pot, rim):
        sheet.shape(block(30, 108, 48, 150), "#5d2f1d", soft=15, strength=0.45, inside=part)
        sheet.shape(block(66, 108, 74, 150), "#f0c9a8", soft=7, strength=0.4, inside=part)
    sheet.strokes([[(39, 121), (81, 121)]], "#6b3822", 0.9, soft=0.9, strength=0.6, inside=pot)


def boots() -> Image.Image:
    """Red boots on the stairs: two pairs, and a step that is free."""
    sheet = Painting("boots", "#d6cdbd", "#c2b6a2")
    for number, top in enumerate((36, 66, 96)):
        left = 62 - 31 * number
        sheet.shape(block(left, top, 170, top + 7), "#b08d66", "#9c7850")
        sheet.shape(block(left + 2, top + 7, 170, top + 32), "#ddd4c4", "#c4b8a3")
        sheet.shape(block(left + 2, top + 6, 170, top + 11), "#57432c", soft=4, strength=0.5)
        sheet.strokes([[(left, top + 0.4), (170, top + 0.4)]], "#d2b48c", 0.6, strength=0.8)
    for x, ground, size in ((112, 66, 0.86), (128, 67.5, 0.86), (66, 96, 1.1), (88, 98, 1.1)):
        _boot(sheet, x, ground, size)
    return sheet.finished()


def _boot(sheet: Painting, x: float, ground: float, size: float) -> None:
    y = ground - 11.4 * size
    sheet.shape(oval(x + 6 * size, ground + 0.6, 18 * size, 2), "#33230f", soft=3, strength=0.6)
    boot = sheet.shape(placed(BOOT, x, y, size=size), "#c4503e", "#8f2f26")
    shade = placed(block(3, -28, 10, 2), x, y, size=size)
    sheet.shape(shade, "#5a1813", soft=5, strength=0.45, inside=boot)
    shine = [
        curve((-4.6, -22), (-5.4, -8), (-4, 0), closed=False),
        curve((8, 3), (15, 4), (20, 7), closed=False),
    ]
    sheet.strokes(
        [placed(line, x, y, size=size) for line in shine],
        "#ffd9cb",
        1.2 * size,
        soft=0.8,
        strength=0.75,
        inside=boot,
    )
    sole = placed(block(-10, 9.6, 26, 13), x, y, size=size)
    sheet.shape(sole, "#4a2019", strength=0.8, inside=boot)
    sheet.shape(placed(oval(0, -26, 8, 1.9), x, y, size=size), "#5e1c16", "#7d2a21")


def candle() -> Image.Image:
    """A light in the kitchen window, in October."""
    sheet = Painting("candle", "#27313d", "#3a3f45", upright=True)
    roofs = [
        (-5, 92),
        (14, 80),
        (30, 92),
        (30, 86),
        (52, 72),
        (74, 88),
        (92, 78),
        (125, 94),
        (125, 130),
        (-5, 130),
    ]
    sheet.shape(roofs, "#1d252e", "#1a2027", soft=1.2)
    for x, y in ((20, 97), (66, 95), (98, 98)):
        sheet.shape(block(x, y, x + 4, y + 5), "#d9a95c", soft=1.2, strength=0.75)
    sheet.soften(0.5)
    for bar in (block(54, -2, 60, 128), block(-2, 44, 122, 49)):
        sheet.shape(bar, "#3f4347", "#2b2e31")
    sheet.shape(block(0, 126, 120, 160), "#6a5036", "#3d2c1c")
    sheet.glow(64, 104, 74, "#e8a850", 0.62)
    glass = sheet.shape(
        [(46, 99), (82, 99), (80.6, 145), (47.4, 145)],
        "#a8763f",
        "#7d4f25",
        soft=0.8,
        strength=0.45,
    )
    sheet.shape(block(47, 117, 81, 143), "#f3dfb8", "#c98f4a", soft=0.8, inside=glass)
    sheet.shape(oval(64, 117, 16.6, 2.6), "#fff0cb", "#f0cf95", soft=0.6, inside=glass)
    sheet.glow(64, 106, 26, "#fff0c4", 0.9)
    flame = curve((64, 95), (66.6, 103), (67.4, 109), (64, 114), (60.6, 109), (61.6, 103))
    sheet.shape(flame, "#fffbe6", "#f2b04e", soft=0.9)
    sheet.strokes([[(64, 112), (64, 117)]], "#4a2f17", 0.6)
    sheet.strokes(
        [[(47.6, 104), (48.4, 140)], [(80.4, 106), (79.8, 138)]],
        "#fff3d9",
        0.7,
        soft=0.8,
        strength=0.6,
    )
    return sheet.finished()
