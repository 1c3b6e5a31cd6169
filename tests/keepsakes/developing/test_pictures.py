"""Pictures: what is shown of them, and what is no longer in them."""

import io

import pytest
from heartleaf.keepsakes.decoding import Decoder
from PIL import Image, ImageChops

from heartleaf.keepsakes import pictures
from tests.vectors import pictures as vectors
from tests.vectors.pictures import AS_STORED, corners, exif, saved, stored_turned


@pytest.fixture(scope="module")
def views():
    with Decoder() as decoder:
        yield decoder.views


def seen(view):
    image = Image.open(io.BytesIO(view.data))
    assert image.size == (view.width, view.height)
    return image


def colours_at_the_corners(view):
    image = seen(view).convert("RGB")
    across, down = image.width // 4, image.height // 4
    return [image.getpixel((x * across, y * down)) for y in (1, 3) for x in (1, 3)]


def near(ours, theirs, by=14):
    return all(abs(a - b) <= by for a, b in zip(ours, theirs, strict=True))


def upright(view):
    found = colours_at_the_corners(view)
    return all(near(*pair) for pair in zip(found, vectors.CORNERS, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
@pytest.mark.parametrize("orientation", AS_STORED)
def test_a_picture_taken_any_way_round_stands_upright(views, kind, orientation):
    turned = saved(stored_turned(orientation), kind, exif=exif(orientation))

    made = views(turned)

    assert (made.width, made.height) == (240, 160)
    assert upright(made.large)
    assert upright(made.small)


def test_a_file_turned_by_its_own_boxes_is_not_turned_again(views):
    assert upright(views(vectors.avif_that_says_it_twice()).large)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_view_tells_nothing_but_the_picture(views, kind):
    telling = vectors.loose_lipped(kind)
    assert b"SECRET" in telling

    made = views(telling)

    for view in (made.small, made.large, made.cover):
        for word in (b"SECRET", b"Exif", b"GPS", b"xmp", b"ICC_PROFILE", b"acsp", b"Adobe"):
            assert word not in view.data
        assert not seen(view).getexif()
        assert view.data.endswith(b"\xff\xd9")


def test_views_fit_their_sizes_and_are_never_enlarged(views):
    large = views(saved(corners(2400, 1800), "JPEG"))
    tiny = views(saved(corners(30, 20), "PNG"))
    strip = views(saved(corners(5000, 2), "PNG"))

    assert [(v.width, v.height) for v in (large.small, large.large)] == [(400, 300), (1600, 1200)]
    assert [(v.width, v.height) for v in (tiny.small, tiny.large)] == [(30, 20), (30, 20)]
    assert (strip.large.width, strip.large.height) == (1600, 1)
    assert {max(seen(made.cover).size) for made in (large, tiny, strip)} == {400}


def test_colours_of_a_wide_screen_become_the_same_colours_for_every_screen(views):
    red_of_srgb_told_in_p3 = Image.new("RGB", (300, 200), (234, 51, 35))
    said = saved(red_of_srgb_told_in_p3, "PNG", icc_profile=vectors.display_p3())

    assert near(colours_at_the_corners(views(said).large)[0], (255, 0, 0), by=6)


def test_a_broken_colour_profile_does_not_cost_the_picture(views):
    assert upright(views(saved(corners(), "JPEG", icc_profile=b"no profile at all" * 40)).large)


def test_what_is_transparent_shows_paper(views):
    clear = Image.new("RGBA", (200, 100), (0, 0, 0, 0))

    assert near(colours_at_the_corners(views(saved(clear, "PNG")).large)[0], (248, 246, 238), by=3)


@pytest.mark.parametrize(
    ("image", "kind", "how"),
    [
        (corners(), "JPEG", {"progressive": True}),
        (corners().convert("CMYK"), "JPEG", {}),
        (corners(), "MPO", {"save_all": True, "append_images": [corners().rotate(180)]}),
        (corners().convert("P", palette=Image.Palette.ADAPTIVE), "PNG", {}),
        (corners().convert("RGBA"), "WEBP", {"lossless": True}),
        (corners(), "WEBP", {"save_all": True, "append_images": [corners().rotate(180)]}),
        (corners(), "GIF", {"save_all": True, "append_images": [corners().rotate(180)]}),
        (corners(), "TIFF", {"compression": "tiff_lzw"}),
    ],
)
def test_every_way_of_keeping_a_picture_is_read(views, image, kind, how):
    found = colours_at_the_corners(views(saved(image, kind, **how)).large)

    assert all(near(*pair, by=90) for pair in zip(found, vectors.CORNERS, strict=True))


def test_grey_of_sixteen_bits_keeps_its_light_and_dark(views):
    ramp = Image.linear_gradient("L").convert("I;16").point(lambda value: value * 257)

    found = seen(views(saved(ramp, "PNG")).large).convert("L")

    assert found.getpixel((128, 10)) < 20
    assert found.getpixel((128, 245)) > 235


@pytest.mark.parametrize(
    ("date", "offset", "local", "minutes"),
    [
        ("2024:05:06 07:08:09", None, "2024-05-06T07:08:09", None),
        ("2024:05:06 07:08:09", "+05:30", "2024-05-06T07:08:09", 330),
        ("2024:05:06 07:08:09", "-03:00", "2024-05-06T07:08:09", -180),
        ("2024:05:06 07:08:09", "   :  ", "2024-05-06T07:08:09", None),
        ("0000:00:00 00:00:00", "+01:00", None, None),
        ("    :  :     :  :  ", None, None, None),
        ("2023:02:29 10:00:00", None, None, None),
        ("1804:02:28 10:00:00", None, None, None),
        ("when he was born", None, None, None),
    ],
)
def test_the_day_it_was_taken_is_read_where_it_is_sane(views, date, offset, local, minutes):
    for kind in ("JPEG", "WEBP", "PNG", "TIFF"):
        taken = views(saved(corners(), kind, exif=exif(None, date, offset))).taken

        assert (taken and taken.local.isoformat()) == local
        assert (taken and taken.offset) == minutes


def most_that_twelve_dots_do_not_tell(image):
    """The largest difference left when a picture is told again by twelve dots on its long side."""
    grey = image.convert("L")
    few = grey.resize((12 * grey.width // max(grey.size), 12 * grey.height // max(grey.size)))
    again = few.resize(grey.size, Image.Resampling.BICUBIC)
    inside = tuple(side // 8 for side in grey.size)
    box = (*inside, grey.width - inside[0], grey.height - inside[1])
    return ImageChops.difference(grey, again).crop(box).getextrema()[1]


@pytest.mark.parametrize("draw", [vectors.writing, vectors.face, vectors.stripes])
def test_a_cover_holds_no_more_than_a_few_soft_spots(views, draw):
    made = views(saved(draw(), "PNG"))

    assert most_that_twelve_dots_do_not_tell(seen(made.small)) > 60
    assert most_that_twelve_dots_do_not_tell(seen(made.cover)) <= 6
    assert len(made.cover.data) < 6 * 1024


def test_a_narrow_strip_does_not_keep_its_columns(views):
    strip = vectors.stripes(1800, 90, bars=12)
    cover = seen(views(saved(strip, "PNG")).cover).convert("L")

    inside = [cover.getpixel((x, cover.height // 2)) for x in range(100, 300)]
    assert max(inside) - min(inside) <= 4


def test_a_cover_is_paler_and_greyer_than_the_picture(views):
    dark_red = saved(Image.new("RGB", (300, 200), (120, 0, 0)), "PNG")

    # L* 24 a* 47 b* 36 becomes L* 42 a* 33 b* 25
    assert near(colours_at_the_corners(views(dark_red).cover)[0], (155, 75, 60), by=4)


@pytest.mark.parametrize(
    ("start", "kind"),
    [(b"\xff\xd8\xff\xe0", "jpeg"), (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic")],
)
def test_a_kind_is_told_by_the_first_bytes(start, kind):
    assert pictures.kind_of(start) == kind


@pytest.mark.parametrize(
    "data",
    [b"", b"\0", b"Dear Samuel,", b"%PDF-1.7", b"<svg/>", b"\0\0\0\x14ftypmp42\0\0\0\0isom"],
)
def test_what_is_no_picture_is_told_in_a_sentence(views, data):
    with pytest.raises(pictures.NotAPicture) as told:
        views(data)

    assert str(told.value).endswith(".")
