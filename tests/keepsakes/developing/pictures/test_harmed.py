"""Pictures that are cut short, too large, or not what they say."""

import random

import pytest
from PIL import Image

from heartleaf.keepsakes.developing.looks import Unreadable
from tests.vectors import pictures as vectors
from tests.vectors import raws
from tests.vectors.heics import Heic
from tests.vectors.pictures import RED, corners, saved
from tests.vectors.shown import looked, paged, seen


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
def test_half_a_picture_is_shown_as_far_as_it_goes_and_said_to_be_half(kind, how):
    whole = saved(noisy(), kind, **how)

    half = looked(whole[: len(whole) // 2])

    assert not looked(whole).partial
    assert half.partial
    found = seen(half.views.large).getpixel((60, 20))
    assert found[0] > found[2] + 40, f"the red corner {RED} is in the first half"


def test_a_picture_with_more_behind_it_is_whole():
    assert not looked(saved(corners(), "JPEG") + b"a film of a second, as phones add" * 99).partial


@pytest.mark.parametrize("start", [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"II*\0"])
def test_rubbish_under_a_pictures_name_is_refused_in_a_sentence(start):
    rubbish = start + random.Random(7).randbytes(5000)

    with pytest.raises(Unreadable) as told:
        looked(rubbish)

    assert str(told.value).endswith(".")


def wholes():
    heic = Heic()
    heic.grid(noisy(200, 130), 64)
    yield from ((kind, saved(noisy(120, 80), kind)) for kind in KINDS)
    yield "SCAN", saved(noisy(90, 60), "TIFF", save_all=True, append_images=[noisy(60, 90)])
    yield "HEIC", heic.data()
    yield "PSD", vectors.photoshop(noisy(120, 80))
    yield "DNG", raws.dng(noisy(120, 80))


KINDS = ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "AVIF", "JXL", "BMP", "JPEG2000"]


@pytest.fixture(scope="module")
def whole():
    return dict(wholes())


@pytest.mark.parametrize("times", [6, pytest.param(300, marks=pytest.mark.slow)])
@pytest.mark.parametrize("kind", [*KINDS, "SCAN", "HEIC", "PSD", "DNG"])
def test_a_picture_with_spoilt_bytes_is_shown_or_refused(whole, kind, times):
    chance = random.Random(kind)
    for _ in range(times):
        spoilt = bytearray(whole[kind])
        within = len(spoilt) if chance.random() < 0.5 else min(len(spoilt), 600)
        for _ in range(chance.randint(1, 30)):
            spoilt[4 + chance.randrange(within - 4)] = chance.randrange(256)
        assert reason_or_cover(bytes(spoilt), f"picture.{kind.lower()}")


@pytest.mark.parametrize("kind", [*KINDS, "HEIC", "PSD", "DNG"])
def test_a_picture_that_ends_anywhere_is_shown_or_refused(whole, kind):
    for share in (0.02, 0.3, 0.9, 0.999):
        data = whole[kind][: int(len(whole[kind]) * share)]
        assert reason_or_cover(data, f"picture.{kind.lower()}")


def test_two_kinds_in_one_file_are_what_the_beginning_says():
    both = saved(corners(), "PNG") + saved(corners().rotate(180), "JPEG") + b"<script>alert(1)"

    assert looked(both).kind == "png"


def test_a_page_of_a_spoilt_scan_is_shown_or_refused(whole):
    for cut in (200, 3000, 9000):
        assert reason_or_page(whole["SCAN"][:cut])


def reason_or_page(data):
    try:
        return paged(data, 1).data
    except Unreadable as told:
        return told.reason


def reason_or_cover(data, name):
    try:
        return looked(data, name=name).views.cover.data
    except Unreadable as told:
        return told.reason
