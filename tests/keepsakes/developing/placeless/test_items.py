"""Items of HEIC beside the picture: where one cannot be found for certain, nothing is promised."""

import io
import struct

import pi_heif
import pytest
from PIL import Image

from tests.keepsakes.developing.placeless.copies import without_place
from tests.vectors.heics import Heic
from tests.vectors.pictures import GPS_PART, corners, exif

XMP = b"<rdf:RDF><photoshop:City>Wien</photoshop:City></rdf:RDF>"


def heic(*, in_idat=False):
    file = Heic()
    file.picture(corners(64, 64))
    if in_idat:
        file._in_idat |= {2, 3}
    file.exif(exif(place=True), of=1)
    file.xmp(XMP, of=1)
    return file.data()


def told_of(data, number):
    """Where `iloc` tells of an item: its number, the method, the reference, the extents."""
    at = data.index(b"iloc") + 4 + 8 + 16 * (number - 1)
    assert struct.unpack(">H", data[at : at + 2]) == (number,)
    return at


def changed(data, at, value):
    return data[:at] + struct.pack(">H", value) + data[at + 2 :]


def place_in(data):
    block = Image.Exif()
    block.load(pi_heif.open_heif(io.BytesIO(data)).info["exif"])
    return block.get_ifd(GPS_PART)


@pytest.mark.parametrize("in_idat", [False, True])
def test_an_item_in_the_file_or_in_the_box_for_small_ones_loses_its_place(in_idat):
    data = heic(in_idat=in_idat)

    clean = without_place(data, "heic")

    assert b"Wien" in data
    assert b"Wien" not in clean
    assert len(clean) == len(data)
    assert place_in(data)
    assert not place_in(clean)


@pytest.mark.parametrize("number", [2, 3])
@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param(2, 2, id="inside another item"),
        pytest.param(2, 1, id="in a box that is not there"),
        pytest.param(2, 7, id="in a way nobody knows"),
        pytest.param(4, 1, id="in another file"),
        pytest.param(6, 0, id="nowhere"),
        pytest.param(6, 300, id="in more pieces than are counted"),
        pytest.param(0, 9, id="not told at all"),
        pytest.param(0, 1, id="told under the number of another"),
    ],
)
def test_of_an_item_that_is_not_found_nothing_is_promised(number, field, value):
    data = heic()

    assert without_place(changed(data, told_of(data, number) + field, value), "heic") is None


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(b"application/rdf+xml\0deflate\0", id="packed"),
        pytest.param(b"application/rdf+xml", id="without an end"),
    ],
)
def test_words_that_are_packed_or_not_named_are_not_promised(told):
    data = heic()
    plain = b"application/rdf+xml\0"
    at = data.index(plain)
    whole = data[:at] + told + data[at + len(plain) :]
    grown = len(told) - len(plain)
    for name, before in ((b"infe", at), (b"iinf", at), (b"meta", at)):
        head = whole.rindex(name, 0, before) - 4
        size = int.from_bytes(whole[head : head + 4]) + grown
        whole = whole[:head] + struct.pack(">I", size) + whole[head + 4 :]

    assert without_place(whole, "heic") is None


def test_an_item_of_an_old_kind_that_says_no_type_is_not_promised():
    data = heic()
    at = data.index(b"infe", data.index(b"infe") + 1) + 4

    assert without_place(data[:at] + b"\0" + data[at + 1 :], "heic") is None


def test_an_exif_item_that_does_not_begin_where_it_says_is_not_promised():
    data = heic()
    at = data.index(struct.pack(">I", 6) + b"Exif\0\0")

    assert without_place(data[:at] + struct.pack(">I", 9) + data[at + 4 :], "heic") is None
