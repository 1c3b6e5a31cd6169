"""Pictures of the linden on the sill, from the same place in every season."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PIL import Image

from heartleaf.sample.brought import File
from heartleaf.sample.painting import Painting, Point, block, curve, oval, photographed, placed
from heartleaf.sample.rooms import LEAF

Leaf = tuple[float, float, float, float]
GREEN, NEW, YELLOW, BROWN = (
    ("#7f9a5f", "#4c6a42"),
    ("#b9cc7d", "#93ad5c"),
    ("#dcb75a", "#b98a34"),
    ("#a9834c", "#7c5a30"),
)


@dataclass(frozen=True)
class Look:
    """How the linden stood there: how tall, which leaves, and the light of that day."""

    name: str
    wall: tuple[str, str]
    light: str
    top: float
    leaves: tuple[Leaf, ...]
    tones: tuple[tuple[str, str], ...]
    fallen: int = 0


AUTUMN = Look(
    "linden in autumn",
    ("#e3d3b4", "#d3bd97"),
    "#f6e2b8",
    66,
    ((46, 82, 21, 50), (73, 78, 22, -58), (47, 98, 24, 38), (72, 97, 23, -44)),
    (YELLOW, YELLOW, BROWN, YELLOW),
    3,
)
WINTER = Look("linden in winter", ("#cfd4d3", "#c2bfb4"), "#e9eef0", 66, (), ())
SPRING = Look(
    "linden in spring",
    ("#e6e2d0", "#d6ccb2"),
    "#fbf6e0",
    62,
    ((60, 60, 11, 6), (52, 76, 12, 44), (69, 74, 13, -52), (52, 94, 12, 40), (68, 92, 11, -44)),
    (NEW,),
)
SUMMER = Look(
    "linden in summer",
    ("#e9dfcb", "#d9c9ae"),
    "#f8f0de",
    50,
    (
        *((60, 48, 17, 6), (45, 64, 24, 56), (76, 61, 24, -60), (42, 84, 27, 46)),
        *((79, 82, 27, -50), (47, 102, 23, 36), (74, 101, 22, -40)),
    ),
    (NEW, GREEN, GREEN, GREEN, GREEN, GREEN, GREEN),
)


def linden_on_the_sill(look: Look) -> Image.Image:
    """Always from the same place, so that only the season is another."""
    sheet = Painting(look.name, *look.wall, upright=True)
    sheet.shape([(60, -10), (130, -10), (130, 90), (88, 120)], look.light, soft=26, strength=0.9)
    sheet.shape(block(0, 140, 120, 160), "#c7ab82", "#a98a60")
    sheet.shape(oval(54, 146, 30, 3.6), "#5d4528", soft=6, strength=0.6)
    stem = curve((60, 124), (59, 100), (61, 84), (60, look.top), closed=False)
    twigs = [
        curve((60, y + 9), ((60 + x) / 2, y + 2), (x, y), closed=False)
        for x, y, _size, _turned in look.leaves or AUTUMN.leaves
    ]
    sheet.strokes([stem, *twigs], "#6d5a3c", 1)
    if not look.leaves:  # what a linden in winter has: its buds
        buds = [(60.0, look.top), *((x, y) for x, y, _size, _turned in AUTUMN.leaves)]
        for x, y in buds:
            sheet.shape(oval(x, y, 1.5, 2.2), "#9a5a44", "#7c4434")
    for number, (x, y, size, turned) in enumerate(look.leaves[::-1]):
        tone = look.tones[(len(look.leaves) - 1 - number) % len(look.tones)]
        _leaf(sheet, x, y, size, turned, tone)
    _pot(sheet)
    for number in range(look.fallen):
        _leaf(sheet, 26 + 29 * number, 149 + number % 2, 10, 80 + 50 * number, BROWN)
    return sheet.finished()


def _leaf(
    sheet: Painting, x: float, y: float, size: float, turned: float, tone: tuple[str, str]
) -> None:
    blade = sheet.shape(placed(LEAF, x, y, size=size, turned=turned), *tone)
    veins: list[list[Point]] = [[(0, 0), (0.02, 0.98)]]
    veins += [[(0.01, a), (s * 0.4, a + 0.16)] for a in (0.08, 0.28, 0.48) for s in (-1, 1)]
    lines = [placed(vein, x, y, size=size, turned=turned) for vein in veins]
    sheet.strokes(lines, "#eee3b4", 0.35, strength=0.6, inside=blade)


def _pot(sheet: Painting) -> None:
    pot = sheet.shape([(40, 120), (80, 120), (75, 147), (45, 147)], "#8b9a98", "#65736f")
    rim = sheet.shape([(37, 114), (83, 114), (82, 122), (38, 122)], "#9dabaa", "#7c8985")
    for part in (pot, rim):
        sheet.shape(block(30, 108, 48, 150), "#2f3b3a", soft=15, strength=0.4, inside=part)
        sheet.shape(block(66, 108, 74, 150), "#dfe8e6", soft=7, strength=0.4, inside=part)


def _taken(look: Look, taken: str, name: str, alt: str) -> File:
    return File(partial(photographed, partial(linden_on_the_sill, look), taken), name, alt)


PICTURES = (
    _taken(AUTUMN, "2025:10:12 15:20:00", "IMG_2396.JPG", "A small linden with yellow leaves"),
    _taken(WINTER, "2026:01:18 11:04:00", "IMG_2511.JPG", "The same linden, bare, with buds"),
    _taken(SPRING, "2026:04:19 09:41:00", "IMG_2590.JPG", "The same linden with small new leaves"),
    _taken(SUMMER, "2026:06:28 18:12:00", "IMG_2701.JPG", "The same linden, full of leaves"),
)
