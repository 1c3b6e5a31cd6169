"""Pictures that are cut short, too large, or not what they say."""

import io
import random
import time

import pytest
from heartleaf.keepsakes.decoding import Decoder
from PIL import Image

from heartleaf.keepsakes import pictures
from tests.vectors import pictures as vectors
from tests.vectors.pictures import RED, corners, saved


@pytest.fixture(scope="module")
def views():
    with Decoder() as decoder:
        yield decoder.views


def noisy(width=600, height=400):
    return Image.blend(
        corners(width, height), Image.effect_noise((width, height), 80).convert("RGB"), 0.2
    )


@pytest.mark.parametrize(
    ("kind", "how"),
    [
        ("JPEG", {}),
        ("JPEG", {"progressive": True}),
        ("PNG", {}),
        ("WEBP", {}),
        ("GIF", {}),
        ("TIFF", {}),
    ],
)
def test_half_a_picture_is_shown_as_far_as_it_goes_and_said_to_be_half(views, kind, how):
    whole = saved(noisy(), kind, **how)

    half = views(whole[: len(whole) // 2])

    assert not views(whole).partial
    assert half.partial
    found = Image.open(io.BytesIO(half.large.data)).convert("RGB").getpixel((60, 20))
    assert found[0] > found[2] + 40, f"the red corner {RED} is in the first half"


def test_a_picture_with_more_behind_it_is_whole(views):
    assert not views(saved(corners(), "JPEG") + b"a film of a second, as phones add" * 99).partial


@pytest.mark.parametrize("size", [(20_000, 20_000), (65_535, 65_535), (1_000_000, 1_000_000)])
def test_a_bomb_is_refused_by_its_header(views, size):
    bomb = vectors.png_of_zeros(*size, honest=False)
    views(saved(corners(), "PNG"))

    began = time.monotonic()
    with pytest.raises(pictures.TooLarge):
        views(bomb)

    assert time.monotonic() - began < 2


@pytest.mark.parametrize("start", [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"II*\0"])
def test_rubbish_under_a_pictures_name_is_refused_in_a_sentence(views, start):
    rubbish = start + random.Random(7).randbytes(5000)

    with pytest.raises(pictures.Unreadable) as told:
        views(rubbish)

    assert str(told.value).endswith(".")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "AVIF"])
def test_a_picture_with_spoilt_bytes_is_shown_or_refused(views, kind):
    chance, whole = random.Random(kind), saved(noisy(120, 80), kind)
    for _ in range(12):
        spoilt = bytearray(whole)
        for _ in range(chance.randint(1, 30)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        assert reason_or_cover(views, bytes(spoilt))


def reason_or_cover(views, data):
    try:
        return views(data).cover.data
    except pictures.Unreadable as told:
        return told.reason
