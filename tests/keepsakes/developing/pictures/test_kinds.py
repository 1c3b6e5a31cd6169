"""Every way of keeping a picture is read, and looks as it was drawn."""

import io

import pytest
from PIL import Image

from heartleaf.keepsakes.developing.looks import Broken, Unreadable
from tests.vectors import pictures as vectors
from tests.vectors import raws
from tests.vectors.pictures import corners, exif, saved
from tests.vectors.shown import colours_at_the_corners, difference, looked, near, paged, upright

MORE = {"save_all": True, "append_images": [corners().rotate(180)], "duration": 300}


@pytest.mark.parametrize(
    ("image", "kind", "how", "within"),
    [
        (corners(), "JPEG", {"progressive": True}, 3),
        (corners().convert("L"), "JPEG", {}, 3),
        (corners().convert("CMYK"), "JPEG", {}, 30),
        (corners(), "MPO", MORE, 3),
        (corners().convert("P", palette=Image.Palette.ADAPTIVE), "PNG", {}, 3),
        (corners().convert("LA"), "PNG", {}, 3),
        (corners(), "PNG", {**MORE, "default_image": False}, 3),
        (corners().convert("RGBA"), "WEBP", {"lossless": True}, 3),
        (corners(), "WEBP", MORE, 3),
        (corners(), "GIF", MORE, 6),
        (corners(), "AVIF", {}, 4),
        (corners(), "AVIF", MORE, 4),
        (corners().convert("L"), "AVIF", {}, 3),
        (corners().convert("RGBA"), "AVIF", {}, 4),
        (corners(), "TIFF", {"compression": "tiff_lzw"}, 3),
        (corners(), "TIFF", {"compression": "jpeg"}, 4),
        (corners(), "TIFF", {"compression": "zstd"}, 3),
        (corners(), "TIFF", {"compression": "tiff_adobe_deflate", "big_tiff": True}, 3),
        (corners().convert("1"), "TIFF", {"compression": "group4"}, 20),
        (corners(), "JXL", {}, 4),
        (corners().convert("RGBA"), "JXL", {"lossless": True}, 3),
        (corners().convert("L"), "JXL", {}, 3),
        (corners(), "BMP", {}, 3),
        (corners().convert("P"), "BMP", {}, 40),
        (corners(), "JPEG2000", {}, 4),
        (corners(3300, 200), "JPEG2000", {}, 4),
        (corners().convert("RGBA"), "JPEG2000", {}, 4),
    ],
)
def test_every_way_of_keeping_a_picture_is_read(image, kind, how, within):
    made = looked(saved(image, kind, **how), name=f"picture.{kind.lower()}")

    assert (made.width, made.height) == image.size
    drawn = image if image.mode in ("1", "L", "LA") else corners(*image.size)
    assert difference(made.views.large, drawn) < within
    assert not made.partial
    assert made.pages == 1


def test_a_photoshop_file_shows_what_it_looks_like_merged():
    made = looked(vectors.photoshop(corners()))

    assert made.kind == "psd"
    assert upright(made.views.large)


def test_tiles_of_a_tiff_are_put_together():
    assert (
        difference(looked(vectors.tiled_tiff(corners(256, 256), 64)).views.large, corners(256, 256))
        < 3
    )


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_a_moving_picture_says_so_and_shows_its_beginning(kind):
    moving = looked(saved(corners(), kind, **MORE))
    still = looked(saved(corners(), kind))

    assert moving.moves
    assert moving.seconds == pytest.approx(0.6)
    assert upright(moving.views.large, by=30)
    assert (still.moves, still.seconds) == (False, 0.0)


def test_a_gain_map_behind_a_jpeg_is_no_page_and_not_shown():
    gain = Image.new("L", (120, 80), 7).convert("RGB")
    made = looked(saved(corners(), "MPO", save_all=True, append_images=[gain]))

    assert made.pages == 1
    assert upright(made.views.large)


def test_pages_of_a_scan_are_looked_at_one_by_one():
    colours = [(200, 0, 0), (0, 150, 0), (0, 0, 200)]
    first, *others = (Image.new("RGB", (90 + 30 * n, 60), c) for n, c in enumerate(colours))
    scan = saved(first, "TIFF", save_all=True, append_images=others)

    assert looked(scan).pages == 3
    for number, colour in enumerate(colours):
        view = paged(scan, number)
        assert (view.width, view.height) == (90 + 30 * number, 60)
        assert near(colours_at_the_corners(view)[0], colour)
    with pytest.raises(Broken):
        paged(scan, 3)


def test_a_smaller_copy_inside_a_tiff_is_no_page():
    pages = io.BytesIO()
    corners().save(pages, "TIFF", save_all=True, append_images=[corners(24, 16)])
    data = vectors.second_directory_is_smaller(pages.getvalue())

    assert looked(data).pages == 1


def test_a_kind_of_one_picture_has_no_second_page():
    with pytest.raises(Unreadable):
        paged(saved(corners(), "JPEG"), 1)


def test_a_photoshop_file_in_four_inks_is_not_turned_to_its_opposite():
    inks = Image.new("CMYK", (60, 40), (0, 0, 0, 0))

    shown = looked(vectors.photoshop(inks)).views.large

    assert near(colours_at_the_corners(shown)[0], (255, 255, 255), by=4)


@pytest.mark.parametrize("orientation", [1, 6, 7])
def test_a_jpeg_packed_into_a_jpeg_xl_comes_out_as_it_was(orientation):
    made = looked(vectors.packed(vectors.turned(orientation, "JPEG")))

    assert (made.kind, made.width, made.height) == ("jxl", 240, 160)
    assert upright(made.views.large)


@pytest.mark.parametrize("orientation", vectors.AS_STORED)
def test_a_raw_file_shows_the_picture_the_camera_made_of_it(orientation):
    data = raws.dng(corners(), orientation)

    made = looked(data, name="IMG_1.DNG")

    assert made.kind == "raw"
    assert upright(made.views.large)
    assert made.taken.local.isoformat() == "2024-05-06T07:08:09"


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_raw_file_without_a_picture_is_made_into_one(orientation):
    made = looked(raws.dng(corners(), orientation, preview=False), name="IMG_1.DNG")

    assert (made.width, made.height) == (240, 160)
    red, green, blue, gold = colours_at_the_corners(made.views.large)
    assert max(range(3), key=red.__getitem__) == 0
    assert max(range(3), key=green.__getitem__) == 1
    assert max(range(3), key=blue.__getitem__) == 2
    assert gold[2] < gold[1] <= gold[0]


def test_what_is_called_raw_and_is_none_is_shown_as_the_tiff_it_is():
    made = looked(saved(corners(), "TIFF", exif=exif(1)), name="scan.dng")

    assert upright(made.views.large)
