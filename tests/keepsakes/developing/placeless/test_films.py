"""Films without the place, told by FFmpeg; and blocks made to do harm."""

import io
import random
import time

import av
import pytest

from tests.keepsakes.developing.placeless.copies import without_place
from tests.vectors import films_hidden as films
from tests.vectors.films_hidden import PLACE
from tests.vectors.heics import box
from tests.vectors.pictures import corners, exif, saved


def words(data):
    with av.open(io.BytesIO(data)) as opened:
        found = {**opened.metadata, **opened.streams.video[0].metadata}
        return found, sum(1 for _ in opened.decode(video=0))


@pytest.mark.parametrize("where", ["in_udta", "in_keys", "in_loci"])
def test_a_film_loses_its_place_wherever_it_tells_it(where):
    data = films.telling(**{**dict.fromkeys(("in_udta", "in_keys", "in_loci"), False), where: True})
    before, frames = words(data)
    assert any("location" in name for name in before)

    clean = without_place(data, "mp4")

    after, still = words(clean)
    assert len(clean) == len(data)
    assert not "".join(told for name, told in after.items() if "location" in name)
    assert after["title"] == "Samuel"
    assert still == frames == 5
    assert b"Wien" not in clean
    assert PLACE not in clean


def test_what_a_maker_alone_understands_goes_as_well():
    made = films.film("mov")
    at = made.index(b"moov") - 4
    moov = made[at + 8 :]
    data = made[:at] + box(b"moov", moov, box(b"udta", box(b"NCTG", b"SECRET" + PLACE)))

    clean = without_place(data, "mov")

    assert b"SECRET" not in clean
    assert words(clean) == words(data)


@pytest.mark.parametrize("handler", [b"meta", b"text", b"sbtl", b"camm"])
def test_no_promise_is_made_of_a_film_that_follows_the_way(handler):
    assert without_place(films.film().replace(b"vide", handler), "mp4") is None


def test_a_film_that_tells_nothing_stays_as_it_is():
    data = films.film("mov")

    assert without_place(data, "mov") == data


def loops():
    """Directories, elements, boxes and chunks that lead to themselves or are without number."""
    to_itself = (
        b"II*\0\x08\0\0\0" + b"\x02\0" + b"\x69\x87\4\0\1\0\0\0\x08\0\0\0" * 2 + b"\x08\0\0\0"
    )
    many = b"II*\0\x08\0\0\0" + b"\xff\xff" + b"\x4a\x01\4\0\xff\xff\xff\xff\0\0\0\0" * 65535
    yield "tiff", to_itself
    yield "tiff", many
    yield "tiff", b"II*\0\x08\0\0\0\1\0\x25\x88\4\0\1\0\0\0\x08\0\0\0\x08\0\0\0"
    open_ended = b"http://ns.adobe.com/xap/1.0/\0" + b" city='" * 9000
    yield "jpeg", b"\xff\xd8\xff\xe1\xff\xff" + open_ended.ljust(65533, b" ") + b"\xff\xd9"
    elements = b"http://ns.adobe.com/xap/1.0/\0" + b"<a:city>" * 8000
    yield "jpeg", b"\xff\xd8\xff\xe1\xff\xff" + elements.ljust(65533, b" ") + b"\xff\xd9"
    yield "jpeg", b"\xff\xd8\xff" * 100_000
    yield "mp4", b"\0\0\0\x08free" * 60_000
    yield "mp4", b"\0\0\0\0moov" * 50_000
    yield "mp4", b"\0\0\0\x01moov\0\0\0\0\0\0\0\x10" * 50_000
    yield "webp", b"RIFF\0\0\0\0WEBP" + b"EXIF\4\0\0\0II*\0" * 50_000
    strip = b"\x11\x01\4\0\xff\x0f\0\0\x08\0\0\0" + b"\x17\x01\4\0\xff\x0f\0\0\x08\0\0\0"
    yield (
        "tiff",
        b"II*\0\x08\0\0\0\x02\0" + strip + b"\x26\0\0\0" * 2 + b"\xff\xd8\xff\xe0" * 50_000,
    )
    yield "png", b"\x89PNG\r\n\x1a\n" + b"\0\0\0\0eXIf\0\0\0\0" * 50_000


@pytest.mark.parametrize(("kind", "data"), list(loops()))
def test_what_leads_round_in_circles_comes_to_an_end(kind, data):
    began = time.monotonic()

    found = without_place(data, kind)

    assert found is None or len(found) == len(data)
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("times", [40, pytest.param(2000, marks=pytest.mark.slow)])
def test_spoilt_bytes_never_make_it_longer_or_stop_it(times):
    chance = random.Random(4)
    wholes = {
        "jpeg": saved(corners(), "JPEG", exif=exif(1, place=True)) + films.telling(),
        "png": saved(corners(), "PNG", exif=exif(1, place=True)),
        "avif": saved(corners(), "AVIF", exif=exif(1, place=True)),
        "mp4": films.telling(),
    }
    for kind, whole in wholes.items():
        for _ in range(times):
            spoilt = bytearray(whole)
            for _ in range(chance.randint(1, 30)):
                spoilt[chance.randrange(len(spoilt))] = chance.choice((0, 1, 8, 127, 128, 255))
            found = without_place(bytes(spoilt), kind)

            assert found is None or len(found) == len(spoilt)
