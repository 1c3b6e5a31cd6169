"""The tree's colours where there is no stylesheet: on paper, or in a file that leaves this house.

They are the light tokens of tree.css, with the wood in pure ink; a test holds both alike. A file
names them as sRGB, which every program and printer knows.
"""

from __future__ import annotations

import re
from itertools import chain
from math import cos, radians, sin

from heartleaf.tree.colouring import SHADES, TINTS

TOKENS = {
    "leaf-1": (0.7, 0.088, 124),
    "leaf-2": (0.605, 0.088, 131),
    "leaf-3": (0.525, 0.08, 138),
    "leaf-4": (0.455, 0.066, 145),
    "leaf-5": (0.655, 0.058, 148),
    "fall-1": (0.755, 0.108, 86),
    "fall-2": (0.655, 0.108, 66),
    "fall-3": (0.56, 0.082, 48),
    "kin-1-spring": (0.735, 0.062, 205),
    "kin-1-summer": (0.65, 0.062, 200),
    "kin-1-autumn": (0.56, 0.064, 207),
    "kin-2-spring": (0.755, 0.115, 102),
    "kin-2-summer": (0.72, 0.113, 92),
    "kin-2-autumn": (0.65, 0.105, 80),
    "kin-3-spring": (0.555, 0.085, 38),
    "kin-3-summer": (0.43, 0.082, 34),
    "kin-3-autumn": (0.35, 0.078, 32),
    "kin-4-spring": (0.66, 0.086, 314),
    "kin-4-summer": (0.53, 0.09, 307),
    "kin-4-autumn": (0.42, 0.084, 298),
    "rib": (0.96, 0.03, 115),
    "bract": (0.86, 0.062, 112),
    "nut": (0.5, 0.045, 85),
    "wax": (0.865, 0.038, 86),
    "glow": (0.895, 0.085, 86),
    "flame": (0.79, 0.125, 72),
    "flame-heart": (0.945, 0.075, 96),
}
"""Lightness, chroma and hue (OKLCH) of each light token."""

_TINTS = {*TINTS, *chain(*SHADES)}
_CLASS = re.compile(r' class="([^"]*)"')
_WORDS = re.compile(r' (?:role|aria-label)="[^"]*"')
_ROUND = 'stroke-linecap="round" stroke-linejoin="round"'


def inked(svg: str, *, outlines: bool = False) -> str:
    """A drawing without links as a file of its own: colours in it, and no word.

    With `outlines` it is in one ink: leaves are outlines with their ribs.
    """
    opening, rest = svg.split("<desc>", 1)
    opening = _WORDS.sub("", opening)
    bare = (opening + rest.split("</desc>", 1)[1]).replace(' aria-hidden="true"', "")
    inks = _one_ink() if outlines else _inks()
    bare = _CLASS.sub(lambda found: inks.get(found[1], ""), bare)
    # Programs that are older than SVG 2 look for the other name.
    bare = bare.replace("<use href=", "<use xlink:href=")
    return bare.replace("<svg ", '<svg xmlns:xlink="http://www.w3.org/1999/xlink" ', 1)


def _inks() -> dict[str, str]:
    """The attributes that stand for a class."""
    colours = {name: srgb(*token) for name, token in TOKENS.items()}
    tints = {name: f' fill="{colour}"' for name, colour in colours.items() if name in _TINTS}
    rib = f' fill="none" stroke="{colours["rib"]}" stroke-linecap="round"'
    return tints | {
        **_wood("#000", bark="#fff"),
        "behind": ' opacity=".82"',
        "blade": ' stroke="none"',
        "shade": ' fill="#000" fill-opacity=".13"',
        "rib": f'{rib} stroke-width=".022"',
        "rib vein": f'{rib} stroke-width=".012"',
        "bract": f' fill="{colours["bract"]}"',
        "nut": f' fill="{colours["nut"]}"',
        "glow": f' fill="{colours["glow"]}" fill-opacity=".34"',
        "wax": f' fill="{colours["wax"]}"',
        "flame": f' fill="{colours["flame"]}"',
        "heart": f' fill="{colours["flame-heart"]}"',
    }


def _one_ink() -> dict[str, str]:
    """What is filled with paper hides what lies behind it, as in a drawing by pen."""
    outline = ' fill="#fff" stroke="#000" stroke-width=".024" stroke-linejoin="round"'
    line = ' fill="none" stroke="#000" stroke-linecap="round"'
    return {
        **_wood("#000", bark="#fff"),
        "blade": outline,
        "shade": ' fill="none"',
        "rib": f'{line} stroke-width=".016"',
        "rib vein": f'{line} stroke-width=".009"',
        "bract": outline,
        "nut": ' fill="#000"',
        "glow": ' fill="none"',
        "wax": outline,
        "flame": outline,
        "heart": ' fill="none"',
    }


def _wood(ink: str, bark: str) -> dict[str, str]:
    stroke = f' fill="none" stroke="{ink}" {_ROUND}'
    ground = ' fill="none" stroke="#8a8272" stroke-width="12" stroke-linecap="round"'
    return {
        "tree": ' fill="none"',
        "wood": f' fill="{ink}"',
        "twig": stroke,
        "bark": f' fill="none" stroke="{bark}" stroke-width="9" {_ROUND} opacity=".34"',
        "ground": ground,
        "ground faint": f'{ground} opacity=".5"',
        "stalk": f'{stroke} stroke-width=".028"',
        "peduncle": f'{stroke} stroke-width=".02"',
        "bud": f' fill="{ink}"',
        "touch": ' fill="none"',
        "wick": f'{stroke} stroke-width=".045"',
    }


def srgb(lightness: float, chroma: float, hue: float) -> str:
    """A colour of OKLCH as sRGB, "#8fa667" (Ottosson, "A perceptual color space for image
    processing", 2020)."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    return "#" + "".join(f"{_encoded(one):02x}" for one in (red, green, blue))


def _encoded(light: float) -> int:
    light = min(max(light, 0), 1)
    return round(
        255 * (12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055)
    )
