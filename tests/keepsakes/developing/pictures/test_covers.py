"""The soft cover: it says that there is a picture, and hardly what is in it."""

import pytest
from PIL import Image, ImageChops

from tests.vectors import pictures as vectors
from tests.vectors.pictures import saved
from tests.vectors.shown import colours_at_the_corners, looked, near, seen


def most_that_twelve_dots_do_not_tell(image):
    """The largest difference left when a picture is told again by twelve dots on its long side."""
    grey = image.convert("L")
    few = grey.resize((12 * grey.width // max(grey.size), 12 * grey.height // max(grey.size)))
    again = few.resize(grey.size, Image.Resampling.BICUBIC)
    inside = tuple(side // 8 for side in grey.size)
    box = (*inside, grey.width - inside[0], grey.height - inside[1])
    return ImageChops.difference(grey, again).crop(box).getextrema()[1]


@pytest.mark.parametrize("draw", [vectors.writing, vectors.face, vectors.stripes])
def test_a_cover_holds_no_more_than_a_few_soft_spots(draw):
    made = looked(saved(draw(), "PNG")).views

    assert most_that_twelve_dots_do_not_tell(seen(made.small)) > 60
    assert most_that_twelve_dots_do_not_tell(seen(made.cover)) <= 6
    assert len(made.cover.data) < 6 * 1024


def test_a_narrow_strip_does_not_keep_its_columns():
    strip = vectors.stripes(1800, 90, bars=12)
    cover = seen(looked(saved(strip, "PNG")).views.cover).convert("L")

    inside = [cover.getpixel((x, cover.height // 2)) for x in range(100, 300)]
    assert max(inside) - min(inside) <= 4


def test_a_cover_is_paler_and_greyer_than_the_picture():
    dark_red = looked(saved(Image.new("RGB", (300, 200), (120, 0, 0)), "PNG")).views

    # L* 24 a* 47 b* 36 becomes L* 42 a* 33 b* 25
    assert near(colours_at_the_corners(dark_red.cover)[0], (155, 75, 60), by=4)
