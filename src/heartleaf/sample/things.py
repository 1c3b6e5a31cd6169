"""Pictures of small things: a hat, a blanket, footprints, an ultrasound, chestnuts, apples, and a
child's own drawing."""

from __future__ import annotations

import math

from PIL import Image

from heartleaf.sample.painting import Mask, Painting, Point, block, curve, oval, placed

FOOT: list[Point] = curve((-3, -9), (3, -10), (5.2, -4), (3.4, 3), (3.6, 10), (0, 13.4), (-3.8, 10), (-3.2, 3), (-5.4, -4))  # fmt: skip
TOES = [(-4.6, -12.2, 2.3), (-0.9, -14.6, 1.5), (1.8, -14.6, 1.35), (4, -13.2, 1.2), (5.7, -11, 1.1)]
HUSK: list[Point] = [
    ((12.5 if n % 2 else 10.2) * math.cos(n * math.tau / 34), (11 if n % 2 else 9) * math.sin(n * math.tau / 34))
    for n in range(34)
]  # fmt: skip


def hat() -> Image.Image:
    sheet = Painting("hat", "#e6dac6", "#cdbca2")
    _cloth(sheet, "#f3eadb", "#b7a488")
    sheet.shape(oval(81, 101, 40, 6), "#7d684c", soft=7, strength=0.6)
    dome = curve((45, 88), (47, 62), (59, 39), (80, 31), (101, 39), (113, 62), (115, 88), steps=16, closed=False)
    crown = sheet.shape(dome, "#f2e7cb", "#d9c69c")
    sheet.shape(block(99, 28, 121, 92), "#9c8253", soft=20, strength=0.5, inside=crown)
    sheet.shape(block(51, 30, 66, 92), "#fffaf0", soft=16, strength=0.6, inside=crown)
    _knit(sheet, crown)
    _brim(sheet)
    tuft = [
        [(80, 29), (80 + 8.2 * math.cos(n * 0.41), 27 + 8.2 * math.sin(n * 0.41))] for n in range(46)
    ]
    sheet.shape(oval(80, 27, 8.4, 8.2), "#f0e4c8", "#d3bf94", soft=1.2)
    sheet.strokes(tuft, "#b8a172", 0.35, strength=0.55)
    return sheet.finished()


def _knit(sheet: Painting, crown: Mask) -> None:
    rows = [
        [
            (80 + (x - 80) * (0.3 + 0.7 * math.sqrt((y - 27) / 61)), y + 2.6 * (((x - 80) / 38) ** 2) * -1 + dy)
            for x, dy in ((x0, 0.0), (x0 + 2, 2.6), (x0 + 4, 0.0))
        ]
        for y in [37 + 4.1 * row for row in range(13)]
        for x0 in [40 + 4.4 * column for column in range(19)]
    ]  # fmt: skip
    sheet.strokes(rows, "#a98e5e", 0.55, strength=0.55, inside=crown, soft=0.3)


def _brim(sheet: Painting) -> None:
    band = curve((41, 86), (80, 90), (119, 86), (120.5, 97), (116, 101), (80, 105), (44, 101), (39.5, 97), steps=8)
    brim = sheet.shape(band, "#f0e4c8", "#d2bd90")
    ribs = [[(x, 84 + 3 * math.cos((x - 80) / 26)), (80 + (x - 80) * 1.03, 104)] for x in range(42, 120, 3)]
    sheet.strokes(ribs, "#a0875a", 0.6, strength=0.5, soft=0.5, inside=brim)
    sheet.shape(block(100, 80, 124, 108), "#8b7245", soft=16, strength=0.45, inside=brim)
    sheet.shape(block(38, 84, 122, 88), "#7f673f", soft=4, strength=0.22, inside=brim)


def blanket() -> Image.Image:
    sheet = Painting("blanket", "#cfd2c8", "#b3b6aa")
    sheet.shape(block(0, 84, 160, 120), "#8d6f50", "#6d5239")
    boards = [[(x, 84), (80 + (x - 80) * 1.9, 120)] for x in range(-40, 200, 22)]
    sheet.strokes(boards, "#4d3826", 0.5, strength=0.5)
    sheet.shape(oval(82, 101, 56, 7), "#2d2116", soft=8, strength=0.65)
    for number in range(4):
        _fold(sheet, number)
    for x in range(31, 130, 3):
        lean = sheet.chance.between(-0.8, 0.8)
        sheet.strokes([[(x, 99), (x + lean, 105)]], "#caa24f", 0.7)
    return sheet.finished()


def _fold(sheet: Painting, number: int) -> None:
    top, inset = 84 - 16 * number, (1, 3, 0, 5)[number]
    left, right = 27 + inset, 133 - inset / 2
    edge = curve((left + 3, top), (80, top - 1.2 + number % 2), (right - 4, top), (right, top + 8), (right - 3, top + 16.5), (80, top + 17), (left + 3, top + 16), (left - 1, top + 8), steps=8)  # fmt: skip
    part = sheet.shape(edge, "#ecd08a", "#c69a45")
    rows = [
        [(x, top + y + 1.1 * math.sin(x * 1.25 + y)) for x in range(int(left), int(right) + 2)]
        for y in (3.4, 6.6, 9.8, 13)
    ]
    sheet.strokes(rows, "#a87d2f", 0.55, strength=0.5, soft=0.4, inside=part)
    sheet.strokes([[(x, y - 0.9) for x, y in row] for row in rows], "#fbeab8", 0.45, strength=0.6, inside=part)  # fmt: skip
    sheet.shape(block(20, top + 13.5, 140, top + 19), "#7c5718", soft=5, strength=0.4, inside=part)
    sheet.shape(block(104, top - 4, 142, top + 22), "#8a6320", soft=24, strength=0.4, inside=part)


def footprints() -> Image.Image:
    sheet = Painting("footprints", "#8f9a9b", "#747f80", upright=True)
    _cloth(sheet, "#a9b3b2", "#5d6768")
    card = placed([(-37, -52), (37, -52), (37, 52), (-37, 52)], 60, 78, turned=-2.2)
    sheet.shape([(x + 1.5, y + 3) for x, y in card], "#2e3536", soft=6, strength=0.55)
    paper = sheet.shape(card, "#f7f1e4", "#ebe1cc")
    for side, x, y in ((-1, 47, 72), (1, 72, 66)):
        prints = [placed(FOOT, x, y, turned=5 * side, across=side, size=1.15)]
        prints += [
            placed(oval(tx, ty, r, r * 1.15), x, y, turned=5 * side, across=side, size=1.15)
            for tx, ty, r in TOES
        ]
        for outline in prints:
            mark = sheet.shape(outline, "#4d5866", "#5d6876", soft=0.5, strength=0.82, inside=paper)
            sheet.speckle(mark, 30, 3)
    line = [[(x, 107 + 0.9 * math.sin(x * 1.7) * math.cos(x * 0.45)) for x in range(38, 83)]]
    sheet.strokes(line, "#5d6876", 0.4, strength=0.8)
    sheet.strokes([[(x, 114 + 0.8 * math.sin(x * 2.1)) for x in range(38, 64)]], "#5d6876", 0.4, strength=0.8)  # fmt: skip
    return sheet.finished(wavering=0.7)


def ultrasound() -> Image.Image:
    sheet = Painting("ultrasound", "#191817", "#141312")
    arc = [(80 + 104 * math.sin(a / 40), 4 + 104 * math.cos(a / 40)) for a in range(-24, 25)]
    near = [(80 + 14 * math.sin(a / 40), 4 + 14 * math.cos(a / 40)) for a in range(24, -25, -4)]
    fan = sheet.shape([*arc, *near], "#77746c", "#3b3935", soft=1.5)
    sheet.shape(oval(80, 66, 41, 27, -4), "#131211", soft=7, strength=0.95, inside=fan)
    sheet.shape(oval(80, 95, 46, 9), "#a8a498", soft=9, strength=0.6, inside=fan)
    sheet.shape(oval(80, 34, 36, 5), "#b5b1a4", soft=8, strength=0.5, inside=fan)
    body = curve((52, 72), (64, 62), (80, 66), (93, 69), (90, 79), (72, 83), (56, 80))
    sheet.shape(body, "#b9b4a6", "#8b877c", soft=4, strength=0.9, inside=fan)
    sheet.shape(oval(102, 63, 14, 12.4), "#cbc6b7", "#9a968a", soft=4, strength=0.92, inside=fan)
    sheet.shape(oval(103, 62, 8, 6.6), "#6e6b63", soft=5, strength=0.7, inside=fan)
    sheet.strokes([curve((76, 70), (72, 60), (82, 55), closed=False)], "#c3beaf", 2.6, soft=1.6, strength=0.8)  # fmt: skip
    sheet.speckle(fan, 34, 4)
    sheet.strokes([[(148, y), (151 if y % 20 else 153, y)] for y in range(20, 106, 5)], "#b7b2a3", 0.4)
    sheet.strokes([[(8, 10), (26, 10)], [(8, 15), (20, 15)]], "#8d897d", 1.1, strength=0.8)
    return sheet.finished(wavering=0.4)


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
        sheet.shape(oval(x + 3, y + 5 * size, 14 * size, 10 * size), "#38230f", soft=5, strength=0.6)
    form = curve((-13, 2), (-10, -8), (1, -11.4), (11, -8), (13.4, 2), (8, 10), (-7, 10.6))
    nut = sheet.shape(placed(form, x, y, size=size, turned=turned), "#8a4522", "#4a2110")
    eye = placed(oval(-1, 8, 8.6, 4.4), x, y, size=size, turned=turned)
    sheet.shape(eye, "#cfae82", "#b08b5e", soft=0.7, inside=nut)
    veins = [
        placed(curve((-9 + n, 3), (-7 + n * 0.8, -4), (n * 0.3, -10), closed=False), x, y, size=size, turned=turned)
        for n in range(0, 20, 3)
    ]  # fmt: skip
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
    sheet.strokes([curve((33, 75), (80, 79.5), (127, 75), closed=False)], "#6f8695", 1.1, strength=0.7)
    return sheet.finished()


def _apple(sheet: Painting, x: float, y: float, tone: int) -> None:
    light, dark = (("#d9b25e", "#a9742f"), ("#b9563f", "#7d2f24"), ("#a9b464", "#74823a"))[tone]
    form = curve((-1, -15), (9, -19), (20, -9), (18, 8), (8, 18), (-8, 18), (-18, 8), (-20, -9), (-10, -19))
    fruit = sheet.shape(placed(form, x, y), light, dark)
    sheet.shape(oval(x - 7, y - 7, 5, 7, 24), "#fff3d8", soft=7, strength=0.6, inside=fruit)
    sheet.shape(oval(x + 13, y + 6, 10, 18), "#3f1f12", soft=12, strength=0.4, inside=fruit)
    sheet.strokes([curve((x, y - 14), (x + 1, y - 19), (x + 4, y - 23), closed=False)], "#5a4028", 1)


def childs_drawing() -> Image.Image:
    """Five of us, a house, the sun, and a tree with hearts for leaves."""
    sheet = Painting("drawing", "#a3825d", "#876845")
    _planks(sheet)
    page = placed([(-66, -47), (66, -47), (66, 47), (-66, 47)], 80, 60, turned=1.6)
    sheet.shape([(x + 1.2, y + 2.4) for x, y in page], "#2f2010", soft=5, strength=0.55)
    sheet.shape(page, "#fbf8f0", "#f1ebdd")
    _crayon_place(sheet)
    _crayon_tree(sheet)
    for x, tall, colour in ((62, 24, "#a94438"), (74, 27, "#3f6291"), (85, 17, "#7d4f92"), (94, 13, "#c9822f")):
        _crayon_person(sheet, x, tall, colour)
    _crayon_person(sheet, 113, 8, "#3f7d4e")
    return sheet.finished(wavering=1.6)


def _crayon_place(sheet: Painting) -> None:
    grass = [[(17 + n * 2.1, 97 + n * 0.05), (18.4 + n * 2.1, 90 + n * 0.05)] for n in range(60)]
    sheet.strokes(grass, "#5f9a4f", 1.3, waxy=True)
    rays = [
        [(29 + 9 * math.cos(n), 30 + 9 * math.sin(n)), (29 + 14 * math.cos(n), 30 + 14 * math.sin(n))]
        for n in range(11)
    ]
    spiral = [(29 + n * 0.08 * math.cos(n * 0.5), 30 + n * 0.08 * math.sin(n * 0.5)) for n in range(90)]
    sheet.strokes([spiral, *rays], "#e3ad2d", 1.6, waxy=True)
    walls = [[(24, 91), (24, 66), (48, 66), (48, 91)], [(22, 67), (36, 52), (50, 67), (22, 67)]]
    door = [[(33, 91), (33, 79), (40, 79), (40, 91)], [(27, 71), (32, 71), (32, 76), (27, 76), (27, 71)]]
    sheet.strokes([*walls, *door], "#8b5134", 1.4, waxy=True)
    sheet.strokes([[(25 + n * 2, 66 - n * 0.4), (34 + n, 55 + n)] for n in range(7)], "#c25544", 1.5, waxy=True)  # fmt: skip


def _crayon_tree(sheet: Painting) -> None:
    trunk = [[(122, 93), (123, 62)], [(126, 93), (125, 62)], [(124, 66), (115, 54)], [(125, 64), (134, 52)]]
    sheet.strokes(trunk, "#7a4f2d", 1.7, waxy=True)
    heart = [(0, 1.6), (-2.6, -0.6), (-1.5, -2.6), (0, -1.2), (1.5, -2.6), (2.6, -0.6), (0, 1.6)]
    places = [(113, 48), (120, 42), (129, 40), (137, 46), (125, 50), (117, 56), (133, 56), (109, 55), (139, 53)]
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
        [(x - tall * 0.2, head + r + tall * 0.26), (x, head + r + 1.5), (x + tall * 0.2, head + r + tall * 0.24)],
        oval(x, head, r, r),
    ]  # fmt: skip
    sheet.strokes(lines, colour, 1.25, waxy=True)
    face = [[(x - r * 0.4, head - 0.4), (x - r * 0.4, head)], [(x + r * 0.4, head - 0.4), (x + r * 0.4, head)]]
    sheet.strokes(face, "#3a3430", 0.6)


# ── What things lie on ──────────────────────────────────────────────────────────────────────


def _cloth(sheet: Painting, light: str, dark: str) -> None:
    width, height = sheet.size[0] / 8, sheet.size[1] / 8
    for number, colour in enumerate((light, dark, light, dark, light)):
        y = height * (0.04 + 0.23 * number)
        fold = curve((-10, y), (width * 0.3, y - 7), (width * 0.7, y + 6), (width + 10, y - 6), closed=False)
        sheet.strokes([fold], colour, 9, soft=13, strength=0.5)


def _planks(sheet: Painting) -> None:
    for x in (0, 34, 71, 108, 144):
        sheet.strokes([[(x, 0), (x + 1, 120)]], "#4f3620", 0.7, strength=0.6, soft=0.3)
        sheet.shape(block(x, 0, x + 18, 120), "#6f4f31", soft=22, strength=0.3)
    for _number in range(70):
        x, y = sheet.chance.between(0, 160), sheet.chance.between(-10, 120)
        grain = curve((x, y), (x + sheet.chance.between(-1.5, 1.5), y + 12), (x + 0.5, y + 26), closed=False)
        sheet.strokes([grain], "#5f4226", 0.4, strength=0.35, soft=0.3)
