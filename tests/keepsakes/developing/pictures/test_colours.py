"""Colours: told in whatever way, they are the same in the view."""

import io

import pytest
from PIL import Image, ImageCms

from heartleaf.keepsakes.developing.pictures import colours
from tests.vectors import pictures as vectors
from tests.vectors.pictures import corners, saved
from tests.vectors.shown import colours_at_the_corners, looked, near, seen, upright

RED_IN_P3, RED_IN_ADOBE = (234, 51, 35), (219, 0, 0)
PROFILED = ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"]


@pytest.mark.parametrize("kind", PROFILED)
def test_colours_of_a_wide_screen_become_the_same_colours_for_every_screen(kind):
    said = saved(Image.new("RGB", (300, 200), RED_IN_P3), kind, icc_profile=vectors.display_p3())

    assert near(colours_at_the_corners(looked(said).views.large)[0], (255, 0, 0), by=6)


@pytest.mark.parametrize("kind", PROFILED)
def test_colours_in_adobe_rgb_become_the_same_colours_for_every_screen(kind):
    said = saved(Image.new("RGB", (300, 200), RED_IN_ADOBE), kind, icc_profile=colours.adobe_rgb())

    assert near(colours_at_the_corners(looked(said).views.large)[0], (255, 0, 0), by=6)


def test_a_second_reader_of_profiles_agrees_with_our_adobe_rgb():
    theirs = ImageCms.profileToProfile(
        Image.new("RGB", (10, 10), RED_IN_ADOBE),
        ImageCms.ImageCmsProfile(io.BytesIO(colours.adobe_rgb())),
        ImageCms.createProfile("sRGB"),
    )

    assert near(theirs.getpixel((5, 5)), (255, 0, 0), by=4)


def test_adobe_rgb_said_in_exif_alone_is_understood():
    block = Image.Exif()
    block.get_ifd(vectors.EXIF_PART)[0xA001] = 0xFFFF
    block.get_ifd(vectors.EXIF_PART)[0xA005] = {1: "R03"}
    said = saved(Image.new("RGB", (300, 200), RED_IN_ADOBE), "JPEG", exif=block.tobytes())

    assert near(colours_at_the_corners(looked(said).views.large)[0], (255, 0, 0), by=6)


def test_p3_said_by_its_number_alone_is_understood():
    said = saved(Image.new("RGB", (300, 200), RED_IN_P3), "AVIF", quality=95)
    primaries = vectors.with_primaries(said, 12)

    assert near(colours_at_the_corners(looked(primaries).views.large)[0], (255, 0, 0), by=8)


@pytest.mark.parametrize(("curve", "white", "grey"), [(16, 148, 110), (18, 191, 128)])
def test_light_brighter_than_white_is_dimmed_and_the_rest_kept(curve, white, grey):
    """`white` is where each curve has 203 candelas, as BT.2408 wants white."""
    image = Image.new("RGB", (300, 200), (white, white, white))
    image.paste((grey, grey, grey), (0, 0, 150, 200))
    image.paste((255, 255, 255), (150, 100, 300, 200))
    said = vectors.with_primaries(saved(image, "AVIF", quality=95), 9, curve)

    dark, shown, _, brightest = (
        colour[1] for colour in colours_at_the_corners(looked(said).views.large)
    )

    assert 90 < dark < 190
    assert 215 < shown < 250
    assert shown < brightest <= 255


def test_a_broken_colour_profile_does_not_cost_the_picture():
    for profile in (b"no profile at all" * 40, vectors.display_p3()[:300]):
        assert upright(looked(saved(corners(), "JPEG", icc_profile=profile)).views.large)


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_ink_becomes_light(kind):
    """Four inks: Pillow writes a JPEG's as Adobe does, turned round."""
    inks = Image.new("CMYK", (300, 200), (0, 255, 255, 0))
    inks.paste((0, 0, 0, 0), (0, 0, 150, 200))

    left, right, *_ = colours_at_the_corners(looked(saved(inks, kind)).views.large)

    assert near(left, (255, 255, 255), by=4)
    assert right[0] > 180
    assert max(right[1:]) < 80


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_grey_of_sixteen_bits_keeps_its_light_and_dark(kind):
    ramp = Image.linear_gradient("L").convert("I;16").point(lambda value: value * 257)

    found = seen(looked(saved(ramp, kind)).views.large).convert("L")

    assert found.getpixel((128, 10)) < 20
    assert abs(found.getpixel((128, 128)) - 128) < 6
    assert found.getpixel((128, 245)) > 235
