"""Pictures of small things: a hat, a blanket, footprints, an ultrasound."""

from __future__ import annotations

import math

from PIL import Image

from heartleaf.sample.painting import Mask, Painting, Point, block, curve, oval, placed

FOOT: list[Point] = curve(
    (-3, -9), (3, -10), (5.2, -4), (3.4, 3), (3.6, 10), (0, 13.4), (-3.8, 10), (-3.2, 3), (-5.4, -4)
)
TOES = [
    (-4.6, -12.2, 2.3),
    (-0.9, -14.6, 1.5),
    (1.8, -14.6, 1.35),
    (4, -13.2, 1.2),
    (5.7, -11, 1.1),
]


def hat() -> Image.Image:
    sheet = Painting("hat", "#e6dac6", "#cdbca2")
    _cloth(sheet, "#f3eadb", "#b7a488")
    sheet.shape(oval(81, 101, 40, 6), "#7d684c", soft=7, strength=0.6)
    dome = curve(
        (45, 88),
        (47, 62),
        (59, 39),
        (80, 31),
        (101, 39),
        (113, 62),
        (115, 88),
        steps=16,
        closed=False,
    )
    crown = sheet.shape(dome, "#f2e7cb", "#d9c69c")
    sheet.shape(block(99, 28, 121, 92), "#9c8253", soft=20, strength=0.5, inside=crown)
    sheet.shape(block(51, 30, 66, 92), "#fffaf0", soft=16, strength=0.6, inside=crown)
    _knit(sheet, crown)
    _brim(sheet)
    tuft = [
        [(80, 29), (80 + 8.2 * math.cos(n * 0.41), 27 + 8.2 * math.sin(n * 0.41))]
        for n in range(46)
    ]
    sheet.shape(oval(80, 27, 8.4, 8.2), "#f0e4c8", "#d3bf94", soft=1.2)
    sheet.strokes(tuft, "#b8a172", 0.35, strength=0.55)
    return sheet.finished()


def _knit(sheet: Painting, crown: Mask) -> None:
    rows = [
        [
            (
                80 + (x - 80) * (0.3 + 0.7 * math.sqrt((y - 27) / 61)),
                y + 2.6 * (((x - 80) / 38) ** 2) * -1 + dy,
            )
            for x, dy in ((x0, 0.0), (x0 + 2, 2.6), (x0 + 4, 0.0))
        ]
        for y in [37 + 4.1 * row for row in range(13)]
        for x0 in [40 + 4.4 * column for column in range(19)]
    ]
    sheet.strokes(rows, "#a98e5e", 0.55, strength=0.55, inside=crown, soft=0.3)


def _brim(sheet: Painting) -> None:
    band = curve(
        (41, 86),
        (80, 90),
        (119, 86),
        (120.5, 97),
        (116, 101),
        (80, 105),
        (44, 101),
        (39.5, 97),
        steps=8,
    )
    brim = sheet.shape(band, "#f0e4c8", "#d2bd90")
    ribs = [
        [(x, 84 + 3 * math.cos((x - 80) / 26)), (80 + (x - 80) * 1.03, 104)]
        for x in range(42, 120, 3)
    ]
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
    edge = curve(
        (left + 3, top),
        (80, top - 1.2 + number % 2),
        (right - 4, top),
        (right, top + 8),
        (right - 3, top + 16.5),
        (80, top + 17),
        (left + 3, top + 16),
        (left - 1, top + 8),
        steps=8,
    )
    part = sheet.shape(edge, "#ecd08a", "#c69a45")
    rows = [
        [(x, top + y + 1.1 * math.sin(x * 1.25 + y)) for x in range(int(left), int(right) + 2)]
        for y in (3.4, 6.6, 9.8, 13)
    ]
    sheet.strokes(rows, "#a87d2f", 0.55, strength=0.5, soft=0.4, inside=part)
    sheet.strokes(
        [[(x, y - 0.9) for x, y in row] for row in rows], "#fbeab8", 0.45, strength=0.6, inside=part
    )
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
    sheet.strokes(
        [[(x, 114 + 0.8 * math.sin(x * 2.1)) for x in range(38, 64)]], "#5d6876", 0.4, strength=0.8
    )
    return sheet.finished(wavering=0.7)


def bracelet() -> Image.Image:
    """The band from the hospital, closed; a thumb would fill it."""
    sheet = Painting("bracelet", "#d9c9ae", "#c2ae8f")
    _cloth(sheet, "#e6d9c2", "#a8926f")
    sheet.shape(oval(82, 82, 37, 9), "#5d4a30", soft=7, strength=0.5)
    far = [*_arc(80, 50, 34, 12, 180, 360), *_arc(80, 63, 33, 11, 360, 180)]
    sheet.shape(far, "#c3cdd0", "#aab6ba", across=True, soft=0.6)
    near = [*_arc(80, 56, 34, 14, 0, 180), *_arc(80, 74, 33, 13, 180, 0)]
    band = sheet.shape(near, "#f4f6f3", "#dfe5e4", across=True, soft=0.5)
    sheet.shape(block(104, 40, 118, 92), "#7e8c90", soft=9, strength=0.5, inside=band)
    sheet.shape(block(44, 40, 54, 92), "#93a0a2", soft=7, strength=0.45, inside=band)
    label = [*_arc(80, 59.5, 34, 13.4, 52, 142), *_arc(80, 71, 33.4, 13, 142, 52)]
    sheet.shape(label, "#fdfaf0", "#efe9da", soft=0.4, inside=band)
    for row, (first, last) in enumerate(((128, 84), (134, 70))):
        line = _arc(80, 62.6 + 4 * row, 33.6, 13.2, first, last)
        inked = [(x, y + 0.35 * math.sin(n * 1.9)) for n, (x, y) in enumerate(line)]
        sheet.strokes([inked], "#4d5a70", 0.5, strength=0.85, inside=band)
    sheet.shape(oval(107, 70, 3, 3.4), "#fbfbf7", "#c4ccce", soft=0.4)
    sheet.shape(oval(107, 70, 1.4, 1.6), "#aeb8bb", soft=0.3)
    return sheet.finished(wavering=0.7)


def _arc(x: float, y: float, rx: float, ry: float, first: int, last: int) -> list[Point]:
    """Along an ellipse, from one number of degrees to another; 90 is nearest to the eye."""
    turns = [math.radians(first + (last - first) * step / 40) for step in range(41)]
    return [(x + rx * math.cos(turn), y + ry * math.sin(turn)) for turn in turns]


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
    sheet.strokes(
        [curve((76, 70), (72, 60), (82, 55), closed=False)], "#c3beaf", 2.6, soft=1.6, strength=0.8
    )
    sheet.speckle(fan, 34, 4)
    sheet.strokes(
        [[(148, y), (151 if y % 20 else 153, y)] for y in range(20, 106, 5)], "#b7b2a3", 0.4
    )
    sheet.strokes([[(8, 10), (26, 10)], [(8, 15), (20, 15)]], "#8d897d", 1.1, strength=0.8)
    return sheet.finished(wavering=0.4)


def _cloth(sheet: Painting, light: str, dark: str) -> None:
    width, height = sheet.size[0] / 8, sheet.size[1] / 8
    for number, colour in enumerate((light, dark, light, dark, light)):
        y = height * (0.04 + 0.23 * number)
        fold = curve(
            (-10, y), (width * 0.3, y - 7), (width * 0.7, y + 6), (width + 10, y - 6), closed=False
        )
        sheet.strokes([fold], colour, 9, soft=13, strength=0.5)
