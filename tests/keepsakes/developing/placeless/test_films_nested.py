"""Places that a film keeps further in, or in a form that is not opened."""

import struct
import zlib

import pytest

from tests.keepsakes.developing.placeless.copies import without_place
from tests.vectors import films_hidden as films
from tests.vectors.films_hidden import PLACE
from tests.vectors.heics import Heic, box, full
from tests.vectors.pictures import corners, exif, saved

TOLD = box(
    b"udta",
    box(b"\xa9xyz", struct.pack(">HH", len(PLACE), 0x15C7), PLACE),
    full(b"loci", 0, 0, b"\x15\xc7Wien\0\0", bytes(12), b"earth\0\0"),
)
KEYED = box(
    b"meta",
    full(b"hdlr", 0, 0, bytes(4), b"mdta", bytes(13)),
    full(b"keys", 0, 0, struct.pack(">I", 1), box(b"mdta", b"com.apple.quicktime.location")),
    box(b"ilst", box(struct.pack(">I", 1), box(b"data", struct.pack(">II", 1, 0), PLACE))),
)
FREEFORM = box(
    b"meta",
    full(b"hdlr", 0, 0, bytes(4), b"mdir", bytes(13)),
    box(
        b"ilst",
        box(
            b"----",
            full(b"mean", 0, 0, b"com.example"),
            full(b"name", 0, 0, b"GPSPosition"),
            box(b"data", struct.pack(">II", 1, 0), PLACE),
        ),
    ),
)


def nested(*names, inside=TOLD):
    for name in reversed(names):
        inside = box(name, inside)
    return films.film() + inside


@pytest.mark.parametrize("told", [TOLD, KEYED, FREEFORM])
@pytest.mark.parametrize("names", [("moof",), ("moof", "traf"), ("moov",), ("moov", "mvex")])
def test_a_place_in_a_fragment_is_gone(names, told):
    data = nested(*(name.encode() for name in names), inside=told)

    clean = without_place(data, "mp4")

    assert len(clean) == len(data)
    assert PLACE not in clean
    assert b"Wien" not in clean


@pytest.mark.parametrize("within", [b"trak", b"mdia", b"minf", b"stbl"])
def test_a_place_anywhere_in_a_track_is_gone(within):
    data = films.film()
    at, ends = data.index(within), len(data)
    for name in (b"moov", b"trak", b"mdia", b"minf", b"stbl"):
        head = data.index(name) - 4
        if head < at:
            size = int.from_bytes(data[head : head + 4])
            ends = min(ends, head + size)
            data = data[:head] + struct.pack(">I", size + len(TOLD)) + data[head + 4 :]
    data = data[:ends] + TOLD + data[ends:]

    clean = without_place(data, "mp4")

    assert len(clean) == len(data)
    assert PLACE not in clean


@pytest.mark.parametrize("told", [b"\xa9xyz", b"loci", b"udta"])
@pytest.mark.parametrize("outer", [b"moov", b"moof", b"free of the whole"])
def test_a_box_nobody_knows_that_may_tell_a_place_is_not_promised(outer, told):
    unknown = box(b"wxyz", box(told, PLACE))
    data = films.film() + (box(outer, unknown) if len(outer) == 4 else unknown)

    assert without_place(data, "mp4") is None


def test_a_box_nobody_knows_that_tells_nothing_is_let_be():
    data = nested(b"moov", inside=box(b"wxyz", b"nothing of it"))

    assert without_place(data, "mp4") == data


@pytest.mark.parametrize("names", [(b"moov", b"cmov"), (b"!mov",), (b"!mof",)])
def test_an_index_that_is_packed_is_not_promised(names):
    packed = full(b"cmvd", 0, 0, zlib.compress(box(b"moov", TOLD)))

    assert without_place(nested(*names, inside=packed), "mov") is None


def test_boxes_nested_without_end_are_not_promised():
    assert without_place(nested(*[b"traf"] * 40), "mp4") is None


def test_a_place_behind_more_boxes_than_are_counted_is_not_promised():
    data = films.film() + box(b"moov", box(b"free") * 20_000, TOLD)

    assert without_place(data, "mp4") is None


def test_a_form_of_its_own_with_a_place_goes_whole():
    words = b'<Group name="ExifGPS"><Item name="Latitude" value="48:12:30"/></Group>'
    handler = full(b"hdlr", 0, 0, bytes(4), b"nrtm", bytes(13))
    data = films.film() + full(b"meta", 0, 0, handler, full(b"xml ", 0, 0, words))

    clean = without_place(data, "mp4")

    assert len(clean) == len(data)
    assert b"48:12" not in clean


def test_items_of_a_film_that_are_no_pictures_are_not_promised():
    file = Heic()
    file.picture(corners(64, 64))
    file.exif(exif(place=True), of=1)
    still = file.data()
    at = still.index(b"meta") - 4
    meta = still[at : at + int.from_bytes(still[at : at + 4])]

    assert without_place(nested(b"moov", inside=meta), "mp4") is None
    assert without_place(still + box(b"moov", meta), "heic") is None
    assert without_place(still + meta, "heic") is None


def test_a_film_behind_a_still_is_looked_through_as_well():
    fragment = box(b"moof", box(b"traf", TOLD))
    data = saved(corners(), "JPEG") + films.film() + fragment

    clean = without_place(data, "jpeg")

    assert PLACE not in clean
