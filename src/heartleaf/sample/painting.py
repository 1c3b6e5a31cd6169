"""Painting with Pillow: washes, shapes with soft light on them, strokes, and a paper to hold them.

Lengths are in units of the sheet, which is 160 wide and 120 high, or the other way round; the
origin is at the top left. Colours are `#rrggbb`.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from heartleaf.tree.stream import Stream

UNIT = 8
"""Pixels a unit."""

Point = tuple[float, float]
Line = Sequence[Point]
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Mask:
    """Where paint goes: 255 is all of it. `box` is in pixels of the sheet."""

    image: Image.Image
    box: Box

    def within(self, other: Mask) -> Mask:
        """Only where the other one is too."""
        clip = Image.new("L", self.image.size, 0)
        clip.paste(other.image, (other.box[0] - self.box[0], other.box[1] - self.box[1]))
        return Mask(ImageChops.multiply(self.image, clip), self.box)

    def thinned(self, strength: float) -> Mask:
        return Mask(self.image.point(lambda value: value * strength), self.box)


class Painting:
    """One picture on its way, begun with a wash from `top` to `bottom`."""

    def __init__(self, name: str, top: str, bottom: str, *, upright: bool = False) -> None:
        width, height = (120, 160) if upright else (160, 120)
        self.chance = Stream(b"a family that does not exist", name)
        self.size = width * UNIT, height * UNIT
        self.image = ImageOps.colorize(_falling(self.size), top, bottom)

    def shape(
        self,
        outline: Line,
        colour: str,
        to: str = "",
        *,
        across: bool = False,
        soft: float = 0,
        strength: float = 1,
        inside: Mask | None = None,
    ) -> Mask:
        """A filled outline; with `to` it changes from top to bottom, or `across`. `soft` is how
        far its edge runs out."""
        mask = self._mask(outline, soft, lambda draw, points: draw.polygon(points, fill=255))
        return self._lay(mask, colour, to or colour, across, strength, inside)

    def strokes(
        self,
        lines: Iterable[Line],
        colour: str,
        width: float,
        *,
        soft: float = 0,
        strength: float = 1,
        inside: Mask | None = None,
        waxy: bool = False,
    ) -> None:
        """Several lines in one colour. `waxy` ones let the grain of the paper through."""
        lines = [list(line) for line in lines]
        wide = round(width * UNIT * 2)

        def draw_all(draw: ImageDraw.ImageDraw, _points: list[Point]) -> None:
            for line in lines:
                points = [_doubled(point, mask_origin) for point in line]
                draw.line(points, fill=255, width=wide, joint="curve")
                for x, y in (points[0], points[-1]):
                    r = wide / 2 - 0.5
                    draw.ellipse((x - r, y - r, x + r, y + r), fill=255)

        every = [point for line in lines for point in line]
        mask_origin = self._box(every, soft + width)[:2]
        mask = self._mask(every, soft + width, draw_all, blur=soft)
        if waxy:
            mask = Mask(ImageChops.multiply(mask.image, _wax(mask.image.size)), mask.box)
        self._lay(mask, colour, colour, False, strength, inside)

    def glow(self, x: float, y: float, reach: float, colour: str, strength: float = 0.8) -> None:
        """Light around a point, fading outward."""
        size = round(2 * reach * UNIT)
        fading = ImageOps.invert(Image.radial_gradient("L")).resize((size, size))
        fading = fading.point(lambda value: 255 * strength * (max(0, value - 74) / 181) ** 1.7)
        left, top = round((x - reach) * UNIT), round((y - reach) * UNIT)
        self.image.paste(colour, (left, top, left + size, top + size), fading)

    def soften(self, distance: float) -> None:
        """Put all there is so far out of focus."""
        self.image = self.image.filter(ImageFilter.GaussianBlur(distance * UNIT))

    def speckle(self, inside: Mask, amount: float = 70, grain: float = 1) -> None:
        """Light and dark grains, as in an ultrasound picture."""
        size = (
            max(1, round(inside.image.width / grain)),
            max(1, round(inside.image.height / grain)),
        )
        noise = Image.effect_noise(size, amount).resize(inside.image.size, Image.Resampling.BICUBIC)
        part = self.image.crop(inside.box)
        grained = ImageChops.overlay(part, Image.merge("RGB", [noise] * 3))
        self.image.paste(grained, inside.box[:2], inside.image)

    def finished(self, *, wavering: float = 1) -> Image.Image:
        """As it leaves the table: edges that waver like a hand's, brush marks, paper, grain."""
        wavered = self.image.transform(
            self.size, Image.Transform.MESH, self._waver(wavering), Image.Resampling.BILINEAR
        )
        brushed = ImageChops.soft_light(wavered, _brushed(self.size))
        return ImageChops.soft_light(brushed, _papered(self.size))

    # ── Steps ───────────────────────────────────────────────────────────────────────────────

    def _mask(
        self,
        outline: Line,
        soft: float,
        draw: Callable[[ImageDraw.ImageDraw, list[Point]], None],
        blur: float | None = None,
    ) -> Mask:
        # Drawn at twice the size, for smooth edges.
        box = self._box(outline, soft)
        image = Image.new("L", (2 * (box[2] - box[0]), 2 * (box[3] - box[1])), 0)
        draw(ImageDraw.Draw(image), [_doubled(point, box[:2]) for point in outline])
        image = image.reduce(2)
        if radius := (soft if blur is None else blur) * UNIT / 2:
            image = image.filter(ImageFilter.GaussianBlur(radius))
        return Mask(image, box)

    def _box(self, outline: Line, margin: float) -> Box:
        xs, ys = [x for x, _ in outline], [y for _, y in outline]
        left, top = min(xs) - margin - 0.5, min(ys) - margin - 0.5
        right, bottom = max(xs) + margin + 0.5, max(ys) + margin + 0.5
        return (
            round(max(-8.0, left) * UNIT),
            round(max(-8.0, top) * UNIT),
            round(min(self.size[0] / UNIT + 8, right) * UNIT),
            round(min(self.size[1] / UNIT + 8, bottom) * UNIT),
        )

    def _lay(
        self, mask: Mask, colour: str, to: str, across: bool, strength: float, inside: Mask | None
    ) -> Mask:
        shown = mask.within(inside) if inside else mask
        shown = shown.thinned(strength) if strength < 1 else shown
        if colour == to:
            self.image.paste(colour, shown.box, shown.image)
        else:
            falling = _falling(mask.image.size, across=across)
            self.image.paste(ImageOps.colorize(falling, colour, to), shown.box, shown.image)
        return mask

    def _waver(self, amount: float) -> list[tuple[Box, tuple[float, ...]]]:
        # Both sides are whole multiples of the step. The margin is held still.
        step, far = 5 * UNIT, 1.5 * amount
        columns, rows = self.size[0] // step, self.size[1] // step

        def moved(number: int, last: int) -> float:
            away = self.chance.between(-far, far)
            return number * step + (away if 0 < number < last else 0)

        knots = {
            (x, y): (moved(x, columns), moved(y, rows))
            for x in range(columns + 1)
            for y in range(rows + 1)
        }
        return [
            (
                (x * step, y * step, (x + 1) * step, (y + 1) * step),
                (*knots[x, y], *knots[x, y + 1], *knots[x + 1, y + 1], *knots[x + 1, y]),
            )
            for x in range(columns)
            for y in range(rows)
        ]


# ── Outlines ────────────────────────────────────────────────────────────────────────────────


def curve(*points: Point, closed: bool = True, steps: int = 12) -> list[Point]:
    """A smooth line through points (Catmull and Rom)."""
    around = (
        [points[-1], *points, points[0], points[1]] if closed else [points[0], *points, points[-1]]
    )
    smooth = [
        _between(around[i - 1 : i + 3], step / steps)
        for i in range(1, len(around) - 2)
        for step in range(steps)
    ]
    return smooth if closed else [*smooth, points[-1]]


def _between(four: Sequence[Point], t: float) -> Point:
    a, b, c, d = four

    def along(i: int) -> float:
        return 0.5 * (
            2 * b[i]
            + (c[i] - a[i]) * t
            + (2 * a[i] - 5 * b[i] + 4 * c[i] - d[i]) * t**2
            + (3 * b[i] - a[i] - 3 * c[i] + d[i]) * t**3
        )

    return along(0), along(1)


def oval(x: float, y: float, rx: float, ry: float, turned: float = 0) -> list[Point]:
    """An ellipse around a point, turned by degrees."""
    turns = [math.tau * step / 60 for step in range(60)]
    return placed([(rx * math.cos(a), ry * math.sin(a)) for a in turns], x, y, turned=turned)


def block(left: float, top: float, right: float, bottom: float) -> list[Point]:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def placed(
    outline: Line, x: float, y: float, *, size: float = 1, turned: float = 0, across: float = 1
) -> list[Point]:
    """An outline made around (0, 0), put somewhere else; `across` squeezes or mirrors it."""
    cos, sin = math.cos(math.radians(turned)), math.sin(math.radians(turned))
    scaled = [(px * size * across, py * size) for px, py in outline]
    return [(x + px * cos - py * sin, y + px * sin + py * cos) for px, py in scaled]


def jpeg(image: Image.Image, taken: str = "", note: bytes = b"") -> bytes:
    """The picture as a camera would hand it on; `taken` is `YYYY:MM:DD HH:MM:SS`, or nothing, and
    `note` what its maker writes beside it."""
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    if note:
        exif.get_ifd(0x8769)[0x927C] = note
    file = io.BytesIO()
    image.save(file, "JPEG", quality=88, exif=exif)
    return file.getvalue()


def photographed(paint: Callable[[], Image.Image], taken: str) -> bytes:
    """Paint it, and hand it on so."""
    return jpeg(paint(), taken)


def _doubled(point: Point, origin: tuple[int, int]) -> Point:
    return 2 * (point[0] * UNIT - origin[0]), 2 * (point[1] * UNIT - origin[1])


# ── Paper and brush, made once ──────────────────────────────────────────────────────────────


def _falling(size: tuple[int, int], *, across: bool = False) -> Image.Image:
    gradient = Image.linear_gradient("L")
    gradient = gradient.transpose(Image.Transpose.ROTATE_90) if across else gradient
    return gradient.resize(size, Image.Resampling.BILINEAR)


@cache
def _brushed(size: tuple[int, int]) -> Image.Image:
    """Long marks of a wide brush over clouds of thicker and thinner paint."""
    marks = _noise(size, 70, 9, 17)
    clouds = _noise(size, 130, 130, 26)
    return Image.merge("RGB", [ImageChops.add(marks, clouds, 2)] * 3)


@cache
def _papered(size: tuple[int, int]) -> Image.Image:
    """The tooth of a rough paper, lit from the upper left."""
    tooth = Image.effect_noise(size, 46).filter(ImageFilter.GaussianBlur(1.1))
    lit = ImageChops.subtract(tooth, ImageChops.offset(tooth, 1, 1), 0.8, 128)
    return Image.merge("RGB", [lit] * 3)


@cache
def _wax(size: tuple[int, int]) -> Image.Image:
    tooth = Image.effect_noise(size, 60).filter(ImageFilter.GaussianBlur(1.3))
    return tooth.point(lambda value: max(0, min(255, (value - 108) * 9)))


def _noise(size: tuple[int, int], wide: int, high: int, amount: float) -> Image.Image:
    few = (max(2, size[0] // wide), max(2, size[1] // high))
    return Image.effect_noise(few, amount).resize(size, Image.Resampling.BICUBIC)
