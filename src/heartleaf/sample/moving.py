"""Pictures that move a little: leaves in the wind, a lantern that swings, rings on the water.

Each is painted once. What moves in it is the sheet, which is pulled about as it is photographed.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter

from heartleaf.sample.outdoors import shore
from heartleaf.sample.painting import Painting, block, curve, oval, placed
from heartleaf.sample.rooms import leaf

STEP = 10
LEAVES = [
    (26, 20, 17, 20),
    (47, 17, 19, -8),
    (69, 24, 18, 26),
    (92, 27, 17, -14),
    (36, 36, 22, 30),
    (58, 40, 24, -4),
    (83, 44, 22, 18),
    (104, 50, 19, -22),
    (20, 52, 22, 8),
    (45, 62, 26, 24),
    (72, 66, 26, -12),
    (96, 74, 22, 12),
    (30, 84, 24, -10),
    (58, 92, 26, 10),
    (82, 98, 21, -18),
]
"""Each leaf of the branch: where its stalk is, how large it is, how far it is turned."""

HAND, LANTERN = (80.0, 20.0), (80.0, 72.0)
STONE = (92.0, 78.0)


# ── Leaves ──────────────────────────────────────────────────────────────────────────────────


def branch() -> Image.Image:
    """Under the linden, looking up."""
    sheet = Painting("branch", "#c9d8d3", "#eef0d8", upright=True)
    for _number in range(34):
        x, y = sheet.chance.between(-5, 125), sheet.chance.between(0, 150)
        green = ("#a9bd7c", "#8fa968", "#c3d196", "#7b975b")[int(sheet.chance.between(0, 4))]
        r = sheet.chance.between(6, 13)
        sheet.shape(oval(x, y, r, r * 0.9), green, soft=7, strength=0.5)
    sheet.glow(96, 24, 60, "#fff8dc", 0.6)
    sheet.soften(1.2)
    limb = curve((-6, 12), (30, 14), (66, 19), (98, 24), (126, 34), closed=False)
    sheet.strokes([limb], "#6d5a44", 2.2)
    hanging = curve((40, 15), (46, 40), (52, 66), (58, 90), closed=False)
    sheet.strokes([hanging, curve((70, 20), (80, 60), (82, 96), closed=False)], "#6d5a44", 0.9)
    for x, y, size, turned in LEAVES:
        leaf(sheet, x, y, size, turned, new=(x + y) % 3 == 0)
    return sheet.finished()


def in_the_wind(picture: Image.Image, time: float) -> Image.Image:
    """The further from the branch, the further they go; a gust comes from the left."""

    def pull(x: float, y: float) -> tuple[float, float]:
        free = min(1.0, max(0.0, (y - 18 - x * 0.12) / 60))
        gust = 0.6 + 0.4 * math.sin(math.tau * (time / 3.2 - x / 260))
        turn = math.tau * (time / 1.6 - x / 90 - y / 140)
        flutter = math.tau * (time / 0.8 - (x + 1.7 * y) / 34)
        return (
            free * gust * (2.6 * math.sin(turn) + 0.7 * math.sin(flutter)),
            free * gust * 0.9 * math.sin(flutter + 1),
        )

    return _bent(picture, pull)


# ── A lantern ───────────────────────────────────────────────────────────────────────────────


def lantern() -> Image.Image:
    """Of paper, on a stick, on the way home."""
    sheet = Painting("lantern", "#232c3b", "#34302f")
    for x, top in ((8, 62), (38, 54), (122, 58), (152, 66)):
        sheet.shape(block(x - 15, top, x + 15, 104), "#1c222c", "#191d25", soft=2)
        sheet.shape(block(x - 4, top + 14, x + 1, top + 20), "#d9a95c", soft=1.6, strength=0.7)
    sheet.soften(0.9)
    sheet.shape(block(0, 100, 160, 120), "#3b3530", "#231f1d", soft=3)
    sheet.glow(80, 76, 62, "#e39a43", 0.55)
    sheet.shape(oval(80, 110, 44, 5), "#d99748", soft=8, strength=0.5)
    sheet.strokes([curve((132, 6), (106, 14), HAND, closed=False)], "#8a6a45", 1.5)
    mitten = curve((124, 2), (134, -2), (146, 2), (150, 12), (140, 18), (128, 15), (122, 9))
    glove = sheet.shape(mitten, "#a8473c", "#6f2c28", soft=0.6)
    sheet.shape(oval(128, 12, 4.2, 2.6, -30), "#8f3a32", soft=0.6)
    sheet.shape(block(120, 10, 152, 22), "#2a1514", soft=6, strength=0.45, inside=glove)
    sheet.strokes([[HAND, (70, 46)], [HAND, (90, 46)]], "#c9a878", 0.4)
    _paper(sheet)
    return sheet.finished()


def _paper(sheet: Painting) -> None:
    form = curve((64, 47), (96, 47), (102, 60), (102, 86), (95, 99), (65, 99), (58, 86), (58, 60))
    paper = sheet.shape(form, "#d9813a", "#b9602c")
    for left, right, colour in ((58, 71, "#c9523a"), (71, 89, "#e8b24c"), (89, 103, "#7f9a5f")):
        sheet.shape(block(left, 44, right, 102), colour, soft=1, strength=0.8, inside=paper)
    star = [
        (80 + r * math.sin(math.tau * n / 10), 74 - r * math.cos(math.tau * n / 10))
        for n, r in enumerate((9.5, 4.2) * 5)
    ]
    sheet.shape(star, "#fff3c9", soft=0.8, inside=paper)
    sheet.glow(80, 80, 24, "#fff0c0", 0.75)
    sheet.strokes([[(71, 46), (71, 100)], [(89, 46), (89, 100)]], "#7a4420", 0.5, strength=0.7)
    for y in (47, 99):
        sheet.strokes([[(64, y), (96, y)]], "#5d3a20", 1.6)


def on_the_way(picture: Image.Image, time: float) -> Image.Image:
    """It swings from the stick, and the candle in it is never quite still."""
    angle = 0.085 * math.sin(math.tau * time / 1.5) + 0.02 * math.sin(math.tau * time / 0.55)

    def pull(x: float, y: float) -> tuple[float, float]:
        aside, below = abs(x - LANTERN[0]), y - HAND[1]
        swings = max(0.0, 1 - (max(0.0, aside - 24) / 26) ** 1.4) if 0 < below < 92 else 0.0
        fades = min(1.0, (92 - below) / 10)
        return (swings * fades * angle * below, -swings * fades * angle * (x - HAND[0]) * 0.9)

    swung = _bent(picture, pull)
    flicker = 1 + 0.05 * math.sin(math.tau * time / 0.31) * math.sin(math.tau * time / 0.83)
    return swung.point(lambda value: value * flicker)


# ── Water ───────────────────────────────────────────────────────────────────────────────────


def water() -> Image.Image:
    """The sea from the wall, before the stone."""
    sheet = Painting("water", "#c9d4d5", "#e6e1d2")
    shore(sheet)
    for number in range(7):
        x, y = 8 + 24 * number, 112 + 4 * math.sin(number * 2.3)
        pebble = placed(curve((-13, 2), (-8, -6), (5, -7), (13, 0), (9, 9), (-9, 9)), x, y)
        sheet.shape(pebble, "#bdb3a2", "#8f8575", soft=1, strength=0.95)
    return sheet.finished()


def rings(picture: Image.Image, time: float) -> Image.Image:
    """Where the stone went in they run outward, flat as one sees them from the wall."""
    unit = picture.width / 160
    light = Image.new("L", picture.size, 0)
    draw = ImageDraw.Draw(light)
    for number in range(4):
        age = time - 0.22 * number
        if age <= 0:
            continue
        wide, high = (3 + 15 * age) * unit, (1 + 4.2 * age) * unit
        x, y = STONE[0] * unit, STONE[1] * unit
        strength = round(210 * max(0.0, 1 - age / 2.4))
        draw.ellipse((x - wide, y - high, x + wide, y + high), outline=strength, width=round(unit))
    glint = light.filter(ImageFilter.GaussianBlur(0.5 * unit))
    shade = Image.new("L", picture.size, 0)
    shade.paste(glint.point(lambda value: value * 0.7), (0, round(0.9 * unit)))
    ringed = _bent(picture, lambda x, y: _swell(x, y, time))
    ringed.paste("#4f6a73", (0, 0), shade)
    ringed.paste("#f6f6ee", (0, 0), glint)
    return ringed


def _swell(x: float, y: float, time: float) -> tuple[float, float]:
    free = min(1.0, max(0.0, (y - 51) / 24)) * min(1.0, max(0.0, (104 - y) / 6))
    return 0.0, free * 0.8 * math.sin(math.tau * (time / 2 - y / 31 - x / 70))


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _bent(picture: Image.Image, pull: Callable[[float, float], tuple[float, float]]) -> Image.Image:
    """The picture with every point fetched from a little beside it; `pull` is in units."""
    unit = picture.width / (160 if picture.width > picture.height else 120)
    columns, rows = round(picture.width / unit / STEP), round(picture.height / unit / STEP)

    def knot(column: int, row: int) -> tuple[float, float]:
        x, y = column * STEP, row * STEP
        dx, dy = pull(x, y)
        near_edge = min(column, row, columns - column, rows - row)
        held = min(1.0, near_edge / 2)  # there is nothing beyond the edge to be pulled in
        return (x - held * dx) * unit, (y - held * dy) * unit

    knots = [[knot(column, row) for column in range(columns + 1)] for row in range(rows + 1)]
    step = round(STEP * unit)
    mesh = [
        (
            (x * step, y * step, (x + 1) * step, (y + 1) * step),
            (*knots[y][x], *knots[y + 1][x], *knots[y + 1][x + 1], *knots[y][x + 1]),
        )
        for x in range(columns)
        for y in range(rows)
    ]
    method, smooth = Image.Transform.MESH, Image.Resampling.BILINEAR
    return picture.transform(picture.size, method, mesh, smooth)


SMALLER = 0.5
"""A film is smaller than a painting: 640 by 480."""


def as_filmed(picture: Image.Image) -> Image.Image:
    return picture.resize(
        (round(picture.width * SMALLER), round(picture.height * SMALLER)), Image.Resampling.LANCZOS
    )
