"""Places told a second time, in another block, on another page or in a further picture."""

import base64
import io
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin, TiffImagePlugin

from tests.keepsakes.developing.placeless.copies import without_place
from tests.vectors.pictures import GPS_PART, corners, exif, saved

BLOCK = exif(place=True)
PLACE = struct.pack(">6I", 51, 1, 30, 1, 26, 1)
"""The latitude, as EXIF writes it."""
HEAD = b"http://ns.adobe.com/xmp/extension/\0"
XMP = b"<rdf:RDF><photoshop:City>Wien</photoshop:City></rdf:RDF>"


def app(number, body):
    return bytes((0xFF, 0xE0 + number)) + struct.pack(">H", len(body) + 2) + body


def behind_the_first(jpeg, *segments):
    return jpeg[:2] + b"".join(segments) + jpeg[2:]


def extended(whole, begins, ends, name=b"A" * 32):
    return app(1, HEAD + name + struct.pack(">II", len(whole), begins) + whole[begins:ends])


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def with_chunk(kind, body):
    png = saved(corners(), "PNG")
    return png[:33] + chunk(kind, body) + png[33:]


def with_text(kind, keyword, text):
    how = {b"tEXt": b"", b"zTXt": b"\0", b"iTXt": b"\1\0\0\0"}[kind]
    packed = text if kind == b"tEXt" else zlib.compress(text)
    return with_chunk(kind, keyword + b"\0" + how + packed)


@pytest.mark.parametrize("backwards", [False, True])
def test_more_xmp_loses_the_place_across_its_pieces_in_any_order(backwards):
    parts = [extended(XMP, 0, 20), extended(XMP, 20, 38), extended(XMP, 38, len(XMP))]
    parts = parts[::-1] if backwards else parts
    data = behind_the_first(saved(corners(), "JPEG"), *parts)

    clean = without_place(data, "jpeg")

    left = clean[: clean.index(b"\xff\xdb")]
    assert len(clean) == len(data)
    assert b"Wi" not in left
    assert b"en<" not in left


def test_a_second_block_of_exif_loses_its_place_too():
    jpeg = saved(corners(), "JPEG", exif=BLOCK)
    data = behind_the_first(jpeg, app(1, BLOCK), app(1, BLOCK))

    clean = without_place(data, "jpeg")

    assert data.count(PLACE) == 3
    assert PLACE not in clean


def test_exif_that_goes_on_in_a_second_block_is_not_promised():
    data = behind_the_first(
        saved(corners(), "JPEG"), app(1, BLOCK[:40]), app(1, b"Exif\0\0" + BLOCK[40:])
    )

    assert without_place(data, "jpeg") is None


def test_every_further_picture_loses_its_own_place():
    others = [corners().rotate(90 * turn) for turn in (1, 2)]
    how = {"save_all": True, "append_images": others}
    several = saved(corners(), "MPO", exif=BLOCK, **how)
    with_own = saved(corners(), "JPEG", exif=BLOCK)
    data = several + with_own

    clean = without_place(data, "jpeg")

    assert data.count(PLACE) >= 2
    assert PLACE not in clean
    assert Image.open(io.BytesIO(clean)).n_frames == 3


@pytest.mark.parametrize("number", [2, 5, 10, 11])
def test_a_picture_in_a_block_of_a_makers_own_goes_with_its_place(number):
    preview = saved(corners(32, 32), "JPEG", exif=BLOCK)
    data = behind_the_first(saved(corners(), "JPEG"), app(number, b"MAKER\0" + preview))

    clean = without_place(data, "jpeg")

    assert PLACE not in clean
    assert Image.open(io.BytesIO(clean)).tobytes() == Image.open(io.BytesIO(data)).tobytes()


@pytest.mark.parametrize("line", [b"", b"&#xA;"])
def test_a_picture_in_letters_with_exif_of_its_own_is_not_promised(line):
    def told(**how):
        letters = base64.b64encode(saved(corners(32, 32), "JPEG", **how))
        letters = letters[:60] + line + letters[60:]
        return saved(corners(), "JPEG", xmp=b'<x GImage:Data="' + letters + b'"/>')

    assert without_place(told(), "jpeg") == told()
    assert without_place(told(exif=BLOCK), "jpeg") is None


@pytest.mark.parametrize("kind", [b"tEXt", b"zTXt", b"iTXt"])
@pytest.mark.parametrize(
    "keyword",
    [
        b"XML:com.adobe.xmp",
        b"Raw profile type exif",
        b"Raw profile type APP1",
        b"Raw profile type xmp",
        b"raw profile type iptc",
        b"exif:GPSLatitude",
        b"Location",
    ],
)
def test_texts_of_a_png_in_any_form_lose_their_place(kind, keyword):
    data = with_text(kind, keyword, b"48.2085 Wien")

    clean = without_place(data, "png")

    assert len(clean) == len(data)
    assert data[33:60] != clean[33:60]
    assert not Image.open(io.BytesIO(clean)).text
    PngImagePlugin.PngImageFile(io.BytesIO(clean)).verify()


@pytest.mark.parametrize("kind", [b"eXIf", b"zxIf", b"caBX"])
def test_blocks_of_a_png_lose_their_place(kind):
    data = with_chunk(kind, BLOCK.removeprefix(b"Exif\0\0"))

    clean = without_place(data, "png")

    assert PLACE in data
    assert PLACE not in clean
    PngImagePlugin.PngImageFile(io.BytesIO(clean)).verify()


def test_what_someone_wrote_into_a_png_stays():
    data = with_text(b"tEXt", b"Title", b"Kept words")

    assert without_place(data, "png") == data


@pytest.mark.parametrize("more", [b"EXIF", b"XMP ", b"XMP\0"])
def test_a_second_block_of_a_webp_loses_its_place_too(more):
    body = BLOCK if more == b"EXIF" else XMP
    even = body + bytes(len(body) % 2)
    data = saved(corners(), "WEBP", exif=BLOCK, xmp=XMP)
    data += more + struct.pack("<I", len(body)) + even

    clean = without_place(data, "webp")

    assert PLACE not in clean
    assert b"Wien" not in clean


def test_every_page_of_a_tiff_loses_its_own_place():
    pages = []
    for turn in range(3):
        page = corners(32, 32).rotate(90 * turn)
        told = TiffImagePlugin.ImageFileDirectory_v2()
        told[GPS_PART] = {1: "N", 2: (51.0, 30.0, 26.0 + turn)}
        page.encoderinfo = {"tiffinfo": told}
        pages.append(page)
    first = Image.Exif()
    first.load(BLOCK)
    data = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:], exif=first)
    assert places_of(data)[0]

    assert not any(places_of(without_place(data, "tiff")))


def places_of(data):
    with Image.open(io.BytesIO(data)) as image:
        found = []
        for number in range(image.n_frames):
            image.seek(number)
            found.append(dict(image.getexif().get_ifd(GPS_PART)))
        return found


def directory(at, *entries, following=0):
    """A directory of numbers, and where it ends."""
    laid = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries)
    whole = struct.pack("<H", len(entries)) + laid + struct.pack("<I", following)
    return whole, at + len(whole)


def test_a_directory_under_another_and_a_later_page_lose_their_places():
    gps = [(1, 2, 0x4E), (29, 4, 0x57696E65)]
    size = 2 + 24 + 4
    under, later = 8 + 18, 8 + 18 + 18
    places = later + 18, later + 18 + size
    first, _ = directory(8, (0x014A, 4, under), following=later)
    second, _ = directory(under, (GPS_PART, 4, places[0]))
    third, _ = directory(later, (GPS_PART, 4, places[1]))
    told = b"".join(directory(0, *gps)[0] for _ in places)
    data = b"II*\0\x08\0\0\0" + first + second + third + told

    clean = without_place(data, "tiff")

    assert clean == data[: places[0]] + bytes(len(told))


@pytest.mark.parametrize(
    "entries",
    [
        pytest.param([(GPS_PART, 4, 50), (GPS_PART, 4, 90)], id="told twice"),
        pytest.param([(GPS_PART, 9, 50)], id="by a number below nothing"),
        pytest.param([(1000 + tag, 4, 1) for tag in range(1025)], id="too long"),
    ],
)
def test_a_directory_that_is_not_followed_is_not_promised(entries):
    data = b"II*\0\x08\0\0\0" + directory(8, *entries)[0] + bytes(200)

    assert without_place(data, "tiff") is None
