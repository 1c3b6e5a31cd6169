"""The tint of a leaf follows the season of its day."""

import datetime
import re
from pathlib import Path

import pytest

from heartleaf.tree.colouring import TINTS, tint

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


def test_every_tint_has_a_colour_in_light_in_dark_and_on_paper():
    css = CSS.read_text()
    for name in TINTS:
        assert len(re.findall(rf"--{name}: oklch", css)) == 4
        assert f".{name} {{ fill: var(--{name}); }}" in css
