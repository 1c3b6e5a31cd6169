"""Pictures of what lies on a table: chestnuts, apples, and a child's own drawing."""

from __future__ import annotations

import math

from PIL import Image

from heartleaf.sample.painting import Painting, Point, block, curve, oval, placed

HUSK: list[Point] = [
    (
        (12.5 if n % 2 else 10.2) * math.cos(n * math.tau / 34),
        (11 if n % 2 else 9) * math.sin(n * math.tau / 34),
    )
    for n in range(34)
]


def chestnuts() -> Image.Image:
    sheet = Painting("chestnuts", "#c1a27b", "#9f7d57")
    _planks(sheet)
    for x, y, turned, split in ((46, 46, 20, True), (117, 83, -30, False)):
        _husk(sheet, x, y, turned, split)
    for x, y, turned, size in ((86, 57, 12, 1.2), (64, 87, -24, 1.05), (112, 40, 48, 0.95)):
        _chestnut(sheet, x, y, turned, size)
    return sheet.finished()


def _husk(sheet: Painting, x: float, y: float, turned: float, split: bool) -> None:
    sheet.shape(oval(x + 3, y + 5, 19, 14), "#3d2a17", soft=6, strength=0.55)
    shell = sheet.shape(placed(HUSK, x, y, size=1.55, turned=turned), "#b3b56d", "#77813f")
    sheet.shape(oval(x + 7, y + 8, 15, 12), "#4d5726", soft=12, strength=0.5, inside=shell)
    if not split:
        return
    sheet.shape(oval(x + 1, y + 1, 12.5, 9, turned), "#efe5c6", "#d5c594", soft=0.8)
    _chestnut(sheet, x + 1, y + 1, turned, 0.72, shadow=False)


def _chestnut(
    sheet: Painting, x: float, y: float, turned: float, size: float, *, shadow: bool = True
) -> None:
    if shadow:
        sheet.shape(
            oval(x + 3, y + 5 * size, 14 * size, 10 * size), "#38230f", soft=5, strength=0.6
        )
    form = curve((-13, 2), (-10, -8), (1, -11.4), (11, -8), (13.4, 2), (8, 10), (-7, 10.6))
    nut = sheet.shape(placed(form, x, y, size=size, turned=turned), "#8a4522", "#4a2110")
    eye = placed(oval(-1, 8, 8.6, 4.4), x, y, size=size, turned=turned)
    sheet.shape(eye, "#cfae82", "#b08b5e", soft=0.7, inside=nut)
    veins = [
        placed(
            curve((-9 + n, 3), (-7 + n * 0.8, -4), (n * 0.3, -10), closed=False),
            x,
            y,
            size=size,
            turned=turned,
        )
        for n in range(0, 20, 3)
    ]
    sheet.strokes(veins, "#38180a", 0.35, strength=0.4, soft=0.3, inside=nut)
    shine = placed(oval(-4, -5.4, 4, 1.9, -24), x, y, size=size, turned=turned)
    sheet.shape(shine, "#fbeee0", soft=1.8, strength=0.8, inside=nut)


def apples() -> Image.Image:
    sheet = Painting("apples", "#d8d2c4", "#b9b09c")
    sheet.shape(block(0, 78, 160, 120), "#a9b4b2", "#8a9795")
    sheet.shape(oval(80, 103, 52, 7), "#3f4645", soft=8, strength=0.6)
    for x, y, tone in ((60, 62, 0), (101, 63, 1), (80, 52, 2)):
        _apple(sheet, x, y, tone)
    bowl = curve((30, 68), (80, 72), (130, 68), (119, 92), (98, 104), (62, 104), (41, 92), steps=10)
    dish = sheet.shape(bowl, "#efe9dc", "#c7bda8")
    sheet.shape(block(104, 60, 134, 108), "#7d7461", soft=24, strength=0.5, inside=dish)
    sheet.strokes(
        [curve((33, 75), (80, 79.5), (127, 75), closed=False)], "#6f8695", 1.1, strength=0.7
    )
    return sheet.finished()


def _apple(sheet: Painting, x: float, y: float, tone: int) -> None:
    light, dark = (("#d9b25e", "#a9742f"), ("#b9563f", "#7d2f24"), ("#a9b464", "#74823a"))[tone]
    form = curve(
        (-1, -15), (9, -19), (20, -9), (18, 8), (8, 18), (-8, 18), (-18, 8), (-20, -9), (-10, -19)
    )
    fruit = sheet.shape(placed(form, x, y), light, dark)
    sheet.shape(oval(x - 7, y - 7, 5, 7, 24), "#fff3d8", soft=7, strength=0.6, inside=fruit)
    sheet.shape(oval(x + 13, y + 6, 10, 18), "#3f1f12", soft=12, strength=0.4, inside=fruit)
    sheet.strokes(
        [curve((x, y - 14), (x + 1, y - 19), (x + 4, y - 23), closed=False)], "#5a4028", 1
    )


def childs_drawing() -> Image.Image:
    """Five of us, a house, the sun, and a tree with hearts for leaves."""
    sheet = Painting("drawing", "#a3825d", "#876845")
    _planks(sheet)
    page = placed([(-66, -47), (66, -47), (66, 47), (-66, 47)], 80, 60, turned=1.6)
    sheet.shape([(x + 1.2, y + 2.4) for x, y in page], "#2f2010", soft=5, strength=0.55)
    sheet.shape(page, "#fbf8f0", "#f1ebdd")
    _crayon_place(sheet)
    _crayon_tree(sheet)
    for x, tall, colour in (
        (62, 24, "#a94438"),
        (74, 27, "#3f6291"),
        (85, 17, "#7d4f92"),
        (94, 13, "#c9822f"),
    ):
        _crayon_person(sheet, x, tall, colour)
    _crayon_person(sheet, 113, 8, "#3f7d4e")
    return sheet.finished(wavering=1.6)


def _crayon_place(sheet: Painting) -> None:
    grass = [[(17 + n * 2.1, 97 + n * 0.05), (18.4 + n * 2.1, 90 + n * 0.05)] for n in range(60)]
    sheet.strokes(grass, "#5f9a4f", 1.3, waxy=True)
    rays = [
        [
            (29 + 9 * math.cos(n), 30 + 9 * math.sin(n)),
            (29 + 14 * math.cos(n), 30 + 14 * math.sin(n)),
        ]
        for n in range(11)
    ]
    spiral = [
        (29 + n * 0.08 * math.cos(n * 0.5), 30 + n * 0.08 * math.sin(n * 0.5)) for n in range(90)
    ]
    sheet.strokes([spiral, *rays], "#e3ad2d", 1.6, waxy=True)
    walls = [[(24, 91), (24, 66), (48, 66), (48, 91)], [(22, 67), (36, 52), (50, 67), (22, 67)]]
    door = [
        [(33, 91), (33, 79), (40, 79), (40, 91)],
        [(27, 71), (32, 71), (32, 76), (27, 76), (27, 71)],
    ]
    sheet.strokes([*walls, *door], "#8b5134", 1.4, waxy=True)
    sheet.strokes(
        [[(25 + n * 2, 66 - n * 0.4), (34 + n, 55 + n)] for n in range(7)],
        "#c25544",
        1.5,
        waxy=True,
    )


def _crayon_tree(sheet: Painting) -> None:
    trunk = [
        [(122, 93), (123, 62)],
        [(126, 93), (125, 62)],
        [(124, 66), (115, 54)],
        [(125, 64), (134, 52)],
    ]
    sheet.strokes(trunk, "#7a4f2d", 1.7, waxy=True)
    heart = [(0, 1.6), (-2.6, -0.6), (-1.5, -2.6), (0, -1.2), (1.5, -2.6), (2.6, -0.6), (0, 1.6)]
    places = [
        (113, 48),
        (120, 42),
        (129, 40),
        (137, 46),
        (125, 50),
        (117, 56),
        (133, 56),
        (109, 55),
        (139, 53),
    ]
    leaves = [placed(heart, x, y, size=1.2, turned=(x * 37) % 50 - 25) for x, y in places]
    sheet.strokes(leaves[:6], "#4f8f45", 1.2, waxy=True)
    sheet.strokes(leaves[6:], "#c2483d", 1.2, waxy=True)


def _crayon_person(sheet: Painting, x: float, tall: float, colour: str) -> None:
    foot, head = 93.0, 93 - tall
    r = 2 + tall * 0.09
    lines = [
        [(x, head + r), (x, foot - tall * 0.3)],
        [(x, foot - tall * 0.3), (x - 2.4, foot)],
        [(x, foot - tall * 0.3), (x + 2.4, foot)],
        [
            (x - tall * 0.2, head + r + tall * 0.26),
            (x, head + r + 1.5),
            (x + tall * 0.2, head + r + tall * 0.24),
        ],
        oval(x, head, r, r),
    ]
    sheet.strokes(lines, colour, 1.25, waxy=True)
    face = [
        [(x - r * 0.4, head - 0.4), (x - r * 0.4, head)],
        [(x + r * 0.4, head - 0.4), (x + r * 0.4, head)],
    ]
    sheet.strokes(face, "#3a3430", 0.6)


def _planks(sheet: Painting) -> None:
    for edge in (0, 34, 71, 108, 144):
        sheet.strokes([[(edge, 0), (edge + 1, 120)]], "#4f3620", 0.7, strength=0.6, soft=0.3)
        sheet.shape(block(edge, 0, edge + 18, 120), "#6f4f31", soft=22, strength=0.3)
    for _number in range(70):
        x, y = sheet.chance.between(0, 160), sheet.chance.between(-10, 120)
        grain = curve(
            (x, y), (x + sheet.chance.between(-1.5, 1.5), y + 12), (x + 0.5, y + 26), closed=False
        )
        sheet.strokes([grain], "#5f4226", 0.4, strength=0.35, soft=0.3)
