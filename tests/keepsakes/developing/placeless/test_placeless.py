"""The same picture without the place, told by readers that are not ours."""

import io
import random

import pi_heif
import pytest
from PIL import Image, IptcImagePlugin

from heartleaf.keepsakes.developing.placeless import blotted, find
from tests.keepsakes.developing.placeless.copies import without_place
from tests.vectors import pictures as vectors
from tests.vectors.films_hidden import PLACE, telling
from tests.vectors.heics import Heic
from tests.vectors.pictures import corners, exif, saved

XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description '
    b'exif:GPSLatitude="48,12.5N" exif:GPSLongitude=\'16,22.3E\' photoshop:City="Wien" '
    b'xmlns:location="urn:x" photoshop:State = "Wien" photoshop:Headline="Kept words" '
    b'drone-dji:GpsLatitude="48.2085">'
    b"<photoshop:Country>Wien</photoshop:Country><exif:GPSMapDatum/>"
    b"<Iptc4xmpCore:Location>Wien</Iptc4xmpCore:Location>"
    b"<Iptc4xmpExt:LocationShown><rdf:Bag><rdf:li><Iptc4xmpExt:City>Wien</Iptc4xmpExt:City>"
    b"</rdf:li></rdf:Bag></Iptc4xmpExt:LocationShown>"
    b"<dc:title>Kept words</dc:title></rdf:Description></rdf:RDF></x:xmpmeta>"
)
IPTC = b"".join(
    bytes((0x1C, 2, number)) + len(text).to_bytes(2) + text
    for number, text in ((5, b"Kept words"), (90, b"Wien"), (92, b"Wien"), (101, b"Wien"))
)
BLOCK = exif(None, "2024:05:06 07:08:09", place=True)


def told(kind):
    if kind == "HEIC":
        file = Heic()
        file.picture(corners())
        file.exif(BLOCK, of=1)
        file.xmp(XMP, of=1)
        return file.data()
    how = {"exif": BLOCK}
    if kind in ("JPEG", "WEBP", "AVIF"):
        how["xmp"] = XMP
    if kind == "TIFF":
        how["exif"] = Image.Exif()
        how["exif"].load(BLOCK)
        how["exif"][700], how["exif"][0x83BB] = XMP, IPTC
    data = saved(corners(), kind, **how)
    return vectors.with_iptc(data, IPTC) if kind == "JPEG" else data


def opened(data, kind):
    return pi_heif.open_heif(io.BytesIO(data)) if kind == "HEIC" else Image.open(io.BytesIO(data))


def read_exif(data, kind):
    block = Image.Exif()
    block.load(opened(data, kind).info.get("exif") or b"")
    return block if kind != "TIFF" else opened(data, kind).getexif()


def pixels(data, kind):
    image = opened(data, kind)
    return bytes(image.data) if kind == "HEIC" else image.tobytes()


KINDS = ["JPEG", "PNG", "WEBP", "AVIF", "TIFF", "HEIC"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_place_is_gone_and_all_else_is_as_it_was(kind):
    data = told(kind)
    assert read_exif(data, kind).get_ifd(vectors.GPS_PART)[2]

    clean = without_place(data, kind.lower())

    assert len(clean) == len(data)
    assert not read_exif(clean, kind).get_ifd(vectors.GPS_PART)
    assert read_exif(clean, kind).get_ifd(vectors.EXIF_PART)[vectors.DATE]
    for word in (b"Wien", b"48,12", b"48.2", b"16,22", b"GPSL"):
        assert word not in clean
    assert clean.count(b"Kept words") == data.count(b"Kept words")
    assert pixels(clean, kind) == pixels(data, kind)


def test_the_caption_stays_and_the_city_goes():
    clean = Image.open(io.BytesIO(without_place(told("JPEG"), "jpeg")))

    found = IptcImagePlugin.getiptcinfo(clean)
    assert found[2, 5] == b"Kept words"
    assert found[2, 90].strip() == b""


def test_a_second_picture_and_a_film_behind_lose_the_place_too():
    several = saved(
        corners(), "MPO", save_all=True, append_images=[corners().rotate(180)], exif=BLOCK
    )
    first = several.index(b"\xff\xd8\xff", 4)
    data = several[:first] + told("JPEG") + telling()

    clean = without_place(data, "jpeg")

    assert PLACE in data
    assert PLACE not in clean
    assert b"Wien" not in clean


@pytest.mark.parametrize("kind", KINDS)
def test_in_parts_of_any_size_it_is_the_same(kind):
    data, chance = told(kind), random.Random(kind)
    parts, at = [], 0
    while at < len(data):
        size = chance.randint(1, 99)
        parts.append(data[at : at + size])
        at += size

    found = list(blotted(parts, find(io.BytesIO(data), kind.lower())))

    assert b"".join(found) == without_place(data, kind.lower())
    assert list(map(len, found)) == list(map(len, parts))


def test_a_picture_that_tells_no_place_stays_as_it_is():
    for kind in ("JPEG", "PNG", "WEBP", "TIFF"):
        data = saved(corners(), kind)

        assert without_place(data, kind.lower()) == data


def test_a_place_that_is_also_the_next_directory_goes_too():
    gps = b"\1\0" + b"\1\0\2\0\2\0\0\0N\0\0\0" + bytes(4)
    first = b"\1\0" + b"\x25\x88\4\0\1\0\0\0\x1a\0\0\0" + b"\x1a\0\0\0"

    clean = without_place(b"II*\0\x08\0\0\0" + first + gps, "tiff")

    assert clean.endswith(bytes(len(gps)))


@pytest.mark.parametrize("kind", ["gif", "jxl", "psd", "bmp", "mkv", "avi", "pdf"])
def test_where_it_cannot_be_promised_nothing_is(kind):
    assert without_place(b"whatever", kind) is None
