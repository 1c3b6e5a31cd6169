"""HEIC, as phones write it: turned by its own boxes, in tiles, with more in it than is shown."""

import pytest
from PIL import Image

from tests.vectors import pictures as vectors
from tests.vectors.heics import Heic, auxiliary, profile, turned
from tests.vectors.pictures import AS_STORED, corners, exif, stored_turned
from tests.vectors.shown import (
    colours_at_the_corners,
    difference,
    looked,
    near,
    paged,
    tells,
    upright,
)


def heic(image=None, *properties, **how):
    file = Heic()
    file.picture(image or corners(), *properties, **how)
    return file


@pytest.mark.parametrize("orientation", AS_STORED)
def test_a_file_is_turned_once_by_its_own_boxes_whatever_its_exif_says(orientation):
    file = heic(stored_turned(orientation), *turned(orientation))
    file.exif(exif(orientation, "2024:05:06 07:08:09"), of=1)

    made = looked(file.data())

    assert (made.width, made.height, made.pages) == (240, 160, 1)
    assert upright(made.views.large)
    assert made.taken.local.isoformat() == "2024-05-06T07:08:09"


def test_an_exif_alone_does_not_turn_a_heic():
    file = heic()
    file.exif(exif(6), of=1)

    assert upright(looked(file.data()).views.large)


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_picture_in_tiles_is_put_together(orientation):
    file = Heic()
    file.grid(
        stored_turned(orientation).resize((480, 320) if orientation == 1 else (320, 480)),
        128,
        *turned(orientation),
    )

    made = looked(file.data())

    assert (made.width, made.height, made.pages) == (480, 320, 1)
    assert difference(made.views.large, corners(480, 320)) < 4


def test_ten_bits_become_eight():
    assert upright(looked(heic(depth=10).data()).views.large)


def test_several_pictures_are_pages_the_first_one_first():
    colours = [(200, 0, 0), (0, 150, 0), (0, 0, 200)]
    file = Heic()
    for colour in colours:
        file.picture(Image.new("RGB", (160, 120), colour))
    file.first = 2
    data = file.data()

    assert looked(data).pages == 3
    assert near(colours_at_the_corners(looked(data).views.large)[0], colours[1])
    found = [colours_at_the_corners(paged(data, number))[0] for number in range(3)]
    assert all(map(near, found, [colours[1], colours[0], colours[2]]))


def test_two_halves_for_two_eyes_are_one_picture():
    file = heic()
    file.picture(corners().rotate(180))
    file.pair_of_eyes(1, 2)

    assert looked(file.data()).pages == 1


@pytest.mark.parametrize(
    "urn",
    [
        b"urn:mpeg:hevc:2015:auxid:2",
        b"urn:com:apple:photo:2020:aux:hdrgainmap",
        b"urn:com:apple:photo:2018:aux:semanticskin",
    ],
)
def test_what_is_there_for_another_picture_is_no_page(urn):
    file = heic()
    aux = file.picture(Image.new("RGB", (240, 160), (9, 9, 9)), auxiliary(urn))
    file.refer(b"auxl", aux, 1)

    made = looked(file.data())

    assert made.pages == 1
    assert upright(made.views.large)


@pytest.mark.parametrize("how", ["profile", "number"])
def test_colours_of_a_wide_screen_are_the_same_on_every_screen(how):
    red = Image.new("RGB", (240, 160), (234, 51, 35))
    said = (
        heic(red, profile(vectors.display_p3())) if how == "profile" else heic(red, colour=(12, 13))
    )

    assert near(colours_at_the_corners(looked(said.data()).views.large)[0], (255, 0, 0), by=9)


@pytest.mark.parametrize(("curve", "white"), [(16, 148), (18, 191)])
def test_light_brighter_than_white_is_dimmed(curve, white):
    said = heic(Image.new("RGB", (240, 160), (white,) * 3), depth=10, colour=(9, curve))

    assert 215 < colours_at_the_corners(looked(said.data()).views.large)[0][1] < 250


def test_a_view_of_a_heic_tells_nothing():
    file = heic(None, profile(vectors.display_p3()))
    file.exif(exif(1, place=True), of=1)
    file.xmp(b"<x:xmpmeta>SECRETXMP</x:xmpmeta>", of=1)

    made = looked(file.data())

    assert b"SECRET" in file.data()
    assert [tells(view) for view in made.views] == [[], [], []]
    assert upright(made.views.large, by=70)


def test_half_a_heic_is_said_to_be_half():
    file = Heic()
    file.grid(corners(480, 320), 128)
    whole = file.data()

    assert not looked(whole).partial
    assert looked(whole[:-20]).partial
