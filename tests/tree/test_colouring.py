"""The tint of a leaf follows the season of its day."""

import datetime
import itertools
import math
import re
from operator import mul
from pathlib import Path

import pytest

from heartleaf.tree.colouring import TINTS, tint
from heartleaf.tree.inks import srgb
from heartleaf.web.assets import STATIC

KEYS = [f"keepsake {number}" for number in range(60)]
SPRING, SUMMER = {"leaf-1", "leaf-2"}, {"leaf-3", "leaf-4"}
AUTUMN, WINTER = {"fall-1", "fall-2", "fall-3"}, {"leaf-5"}
CSS = Path(__file__).parents[2] / "src/heartleaf/web/static/heartleaf/css/tree.css"


def tints(month, hemisphere="north"):
    day = month and datetime.date(2025, month, 1)
    return {tint(day, hemisphere, key) for key in KEYS}


@pytest.mark.parametrize(
    ("months", "north", "south"),
    [
        ((3, 4, 5), SPRING, AUTUMN),
        ((6, 7, 8), SUMMER, WINTER),
        ((9, 10, 11), AUTUMN, SPRING),
        ((12, 1, 2), WINTER, SUMMER),
    ],
)
def test_a_leaf_has_the_tint_of_its_season(months, north, south):
    for month in months:
        assert tints(month) == north
        assert tints(month, "south") == south


def test_without_a_day_it_is_summer_everywhere():
    assert tints(None) == tints(None, "south") == SUMMER


def test_a_leaf_never_changes_its_tint():
    day = datetime.date(2024, 10, 4)

    assert [tint(day, "north", key) for key in KEYS[:6]] == [
        "fall-1",
        "fall-3",
        "fall-2",
        "fall-1",
        "fall-3",
        "fall-1",
    ]


def test_every_tint_has_a_colour_in_light_and_in_dark_which_is_never_that_of_paper():
    css = CSS.read_text()
    assert "@media (prefers-color-scheme: dark)" not in css
    for name in TINTS:
        assert len(re.findall(rf"--{name}: oklch", css)) == 3
        assert f".{name} {{ fill: var(--{name}); }}" in css


# Linear sRGB as seen where red or green is missing (Machado, Oliveira and Fernandes 2009).
VISIONS = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.01182, 0.04294, 0.968881),
    ),
}


def linear(colour):
    values = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in values]


def oklab(colour):
    red, green, blue = (max(0, one) for one in colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short,
    )


def tokens(css):
    found = re.findall(r"--([\w-]+): oklch\(([^)]*)\)", css)
    return {name: linear(srgb(*map(float, token.split()))) for name, token in found}


@pytest.mark.parametrize("dark", [False, True])
def test_shades_of_children_lie_apart_for_all_eyes_and_stand_out_from_the_page(dark):
    sheets = [(STATIC / "css" / name).read_text() for name in ("tokens.css", "tree.css")]
    mark = "(prefers-color-scheme: dark)"
    there = tokens(
        "".join(css.split(mark)[dark].split(':root[data-theme="dark"]')[0] for css in sheets)
    )
    for season, plain in (("spring", "leaf-1"), ("summer", "leaf-3"), ("autumn", "leaf-4")):
        kin = [there[f"kin-{family}-{season}"] for family in range(1, 5)]
        for rows in VISIONS.values():
            seen = [
                oklab([sum(map(mul, row, shade)) for row in rows]) for shade in (*kin, there[plain])
            ]
            assert min(math.dist(*two) for two in itertools.combinations(seen, 2)) > 0.04
        for shade in kin:
            light = (sum(map(mul, (0.2126, 0.7152, 0.0722), c)) for c in (shade, there["paper"]))
            low, high = sorted(light)
            assert (high + 0.05) / (low + 0.05) > 1.95
