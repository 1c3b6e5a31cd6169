"""Real files of real cameras and programs, where they are at hand: shown, or refused in words."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from heartleaf.keepsakes.decoding import Decoder

from heartleaf.keepsakes import pictures

WILD = Path(__file__).parents[2] / "../shared/wild"
HEIF = WILD / "photos/pillow-heif"
KINDS = {".jpg", ".jpeg", ".png", ".heic", ".heif", ".hif", ".avif", ".gif", ".tiff", ".webp"}

pytestmark = pytest.mark.skipif(not WILD.is_dir(), reason="the wild files are not here")


@pytest.fixture(scope="module")
def decoder():
    with Decoder() as decoder:
        yield decoder


def files():
    return sorted(file for file in WILD.rglob("*") if file.suffix.lower() in KINDS)


def outcome(decoder, file):
    try:
        return decoder.views(file.read_bytes()).kind
    except pictures.Unreadable as told:
        return told.reason


@pytest.mark.parametrize(
    "every", [pytest.param(1, marks=pytest.mark.slow), pytest.param(8, id="some")]
)
def test_every_wild_picture_is_shown_or_refused_in_words(decoder, every):
    some = files()[::every]

    with ThreadPoolExecutor(2) as threads:
        outcomes = list(threads.map(lambda file: outcome(decoder, file), some))

    shown = [kind for kind in outcomes if not kind.endswith(".")]
    assert len(shown) >= 0.85 * len(some)
    assert all(outcomes)


def test_a_portrait_of_a_phone_in_heic_stands_upright(decoder):
    made = decoder.views((HEIF / "heif_other/arrow.heic").read_bytes())

    assert (made.width, made.height, made.kind) == (3024, 4032, "heic")
    assert (made.large.width, made.large.height) == (1200, 1600)
    assert made.taken.local.isoformat() == "2018-07-31T14:52:07"


def test_half_a_heic_is_shown_as_far_as_it_goes(decoder):
    whole = (HEIF / "heif_other/pug.heic").read_bytes()

    assert decoder.views(whole[: len(whole) // 2]).partial
    assert not decoder.views(whole).partial


@pytest.mark.parametrize("name", ["heif_corrupted/corrupted.heic", "heif_corrupted/corrupted.avif"])
def test_a_spoilt_heic_is_refused(decoder, name):
    with pytest.raises(pictures.Broken):
        decoder.views((HEIF / name).read_bytes())
