"""A still and the film that was taken with it, by what both carry, or by name and time."""

from datetime import datetime

import pytest

from heartleaf.keepsakes.attachments import Attachment
from heartleaf.keepsakes.developing.looks import Look, Stretch, Taken
from heartleaf.keepsakes.pairing import paired

NOON = datetime(2025, 5, 12, 12, 0, 0)  # noqa: DTZ001  # a camera has no zone


def still(name="IMG_1.HEIC", **says):
    return a_file(name, "heic", **says)


def film(name="IMG_1.MOV", seconds=2.8, **says):
    return a_file(name, "mov", seconds=seconds, **says)


def a_file(name, type, **says):
    return Attachment(
        media=f"id of {name}", name=name, type=type, size=1, sha256="", **says, parts=()
    )


def at(seconds, offset=None):
    return Look("heic", taken=Taken(NOON.replace(second=seconds), offset))


def belongs(one, other, looks=(None, None)):
    """Does the second belong to the first?"""
    return paired([one, other], list(looks))[1].still == one.media


def test_both_carry_the_same_identifier():
    assert belongs(still(pair="A"), film("renamed.mov", pair="A"))
    assert not belongs(still(pair="A"), film(pair="B"))


def test_an_identifier_holds_whatever_the_clock_says():
    assert belongs(still(pair="A"), film(pair="A", seconds=99), (at(0), at(59)))


@pytest.mark.parametrize(
    "name", ["IMG_1.mov", "img_1.MOV", "Camera/IMG_1.MOV", "C:\\Camera\\img_1.mp4"]
)
def test_a_name_is_the_same_without_folder_ending_and_case(name):
    assert belongs(still("2025/IMG_1.HEIC"), film(name))


def test_another_name_is_another_moment():
    assert not belongs(still(), film("IMG_2.MOV"))


def test_one_identifier_alone_says_nothing_against_the_name():
    assert belongs(still(pair="A"), film())


@pytest.mark.parametrize(
    ("looks", "together"),
    [
        ((at(0), at(5)), True),
        ((at(0), at(6)), False),
        ((at(6), at(0)), False),
        ((at(0), None), True),
        ((None, at(30)), True),
    ],
)
def test_they_were_taken_within_seconds_or_one_does_not_say(looks, together):
    assert belongs(still(), film(), looks) is together


def test_clocks_of_two_zones_are_compared_in_one():
    in_dublin = Look("heic", taken=Taken(NOON.replace(hour=13), 60))
    in_utc = Look("mov", taken=Taken(NOON, 0))

    assert belongs(still(), film(), (in_dublin, in_utc))


@pytest.mark.parametrize(("seconds", "together"), [(0, False), (15, True), (15.1, False)])
def test_a_long_film_is_a_film_of_its_own(seconds, together):
    assert belongs(still(), film(seconds=seconds)) is together


def test_a_still_has_one_film_and_the_order_stays():
    files = [film(), still(), film("img_1.mp4"), still("IMG_2.HEIC")]

    result = paired(files, [None] * 4)

    assert [one.name for one in result] == [one.name for one in files]
    assert [one.still for one in result] == [files[1].media, "", "", ""]


def test_a_still_with_a_film_of_its_own_inside_takes_no_other():
    assert not belongs(still(film=Stretch(10, 20)), film())


def test_what_is_said_already_stands():
    first = film(still="id of IMG_1.HEIC")

    result = paired([still(), first, film("img_1.mp4")], [None] * 3)

    assert [one.still for one in result] == ["", "id of IMG_1.HEIC", ""]
