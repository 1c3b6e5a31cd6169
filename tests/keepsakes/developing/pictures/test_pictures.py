"""Pictures: what is shown of them, and what is no longer in them."""

import pytest
from PIL import Image

from heartleaf.keepsakes.developing import kinds
from heartleaf.keepsakes.developing.looks import Box, Frame, NotKnown, NotShown
from tests.vectors import pictures as vectors
from tests.vectors.pictures import AS_STORED, corners, exif, saved, stored_turned
from tests.vectors.shown import colours_at_the_corners, looked, near, seen, upright


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF", "JXL"])
@pytest.mark.parametrize("orientation", AS_STORED)
def test_a_picture_taken_any_way_round_stands_upright(kind, orientation):
    turned = vectors.turned(orientation, kind)

    made = looked(turned)

    assert (made.width, made.height) == (240, 160)
    assert upright(made.views.large)
    assert upright(made.views.small)


def test_a_file_turned_by_its_own_boxes_is_not_turned_again():
    made = looked(vectors.avif_that_says_it_twice())

    assert (made.width, made.height) == (240, 160)
    assert upright(made.views.large)


def test_views_fit_their_sizes_and_are_never_enlarged():
    large, tiny, strip = (
        looked(saved(corners(*size), kind)).views
        for size, kind in (((2400, 1800), "JPEG"), ((30, 20), "PNG"), ((5000, 2), "PNG"))
    )

    assert [(v.width, v.height) for v in (large.small, large.large)] == [(400, 300), (1600, 1200)]
    assert [(v.width, v.height) for v in (tiny.small, tiny.large)] == [(30, 20), (30, 20)]
    assert (strip.large.width, strip.large.height) == (1600, 1)
    assert {max(seen(made.cover).size) for made in (large, tiny, strip)} == {400}


def test_what_is_transparent_shows_paper():
    clear = looked(saved(Image.new("RGBA", (200, 100), (0, 0, 0, 0)), "PNG")).views

    assert near(colours_at_the_corners(clear.large)[0], (248, 246, 238), by=3)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_what_is_cut_out_of_a_large_picture_is_as_fine_as_the_picture_allows(kind):
    whole = saved(corners(4000, 3000), kind)

    cut = looked(whole, frame=Frame(crop=Box(0, 0, 0.5, 0.5))).views.large
    turned = looked(whole, frame=Frame(turn=1, crop=Box(0.5, 0, 1, 0.25))).views.large

    assert (cut.width, cut.height) == (1600, 1200)
    assert {near(colour, vectors.RED) for colour in colours_at_the_corners(cut)} == {True}
    assert (turned.width, turned.height) == (1500, 1000)
    assert {near(colour, vectors.RED) for colour in colours_at_the_corners(turned)} == {True}


def test_a_band_covers_what_is_under_it_in_every_view():
    banded = looked(saved(corners(), "JPEG"), frame=Frame(bands=(Box(0, 0, 0.5, 0.5),))).views

    for view in (banded.small, banded.large):
        found = colours_at_the_corners(view)
        assert near(found[0], (248, 246, 238), by=4)
        assert near(found[1], vectors.GREEN)


def test_an_exif_that_lies_about_the_size_changes_nothing():
    lying = saved(corners(), "JPEG", exif=exif(99))

    assert upright(looked(lying).views.large)


@pytest.mark.parametrize(
    "data",
    [b"", b"\0", b"Dear Samuel,", b"PK\3\4"],
)
def test_what_is_no_picture_is_told_in_a_sentence(data):
    with pytest.raises(NotKnown) as told:
        kinds.kind_of(data)

    assert str(told.value).endswith(".")


def test_a_drawing_that_may_hold_script_is_kept_and_not_shown():
    with pytest.raises(NotShown):
        looked(b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")


def test_an_upright_picture_is_drawn_as_stored():
    assert upright(looked(saved(stored_turned(1), "PNG")).views.large)
