"""What a camera wrote beside a picture: the day, and the film that belongs to it."""

import pytest

from tests.vectors import pictures as vectors
from tests.vectors.pictures import corners, exif, saved
from tests.vectors.shown import looked

KINDS = ("JPEG", "WEBP", "PNG", "TIFF", "AVIF", "JXL")


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
def test_the_day_it_was_taken_is_read_where_it_is_sane(date, offset, local, minutes):
    for kind in KINDS:
        taken = looked(saved(corners(), kind, exif=exif(None, date, offset))).taken

        assert (taken and taken.local.isoformat()) == local
        assert (taken and taken.offset) == minutes


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_still_names_the_film_it_belongs_to(kind):
    name = "0A1B2C3D-4E5F-6071-8293-A4B5C6D7E8F9"

    assert looked(saved(corners(), kind, exif=vectors.live(name))).pair == name


@pytest.mark.parametrize("name", ["", "two words", "<script>", "A" * 65, "\x7fab"])
def test_a_name_that_is_none_is_not_believed(name):
    assert looked(saved(corners(), "JPEG", exif=vectors.live(name))).pair == ""


def test_a_maker_note_that_points_outside_is_left_alone():
    told = saved(corners(), "JPEG", exif=vectors.live("AB-12" * 4))
    at = told.index(b"AB-12")
    pointer = (at - told.index(b"Apple iOS")).to_bytes(4)
    assert pointer in told

    assert looked(told.replace(pointer, b"\xff\xff\xff\xf0")).pair == ""
