"""Real files of real cameras and programs, where they are at hand: shown, or refused in words."""

from pathlib import Path

import pytest

from heartleaf.keepsakes.developing.looks import Broken, Unreadable
from tests.vectors.shown import looked

WILD = Path(__file__).parents[4] / "../shared/wild"
HEIF = WILD / "photos/pillow-heif"
KINDS = {".jpg", ".jpeg", ".png", ".heic", ".heif", ".hif", ".avif", ".gif", ".tiff", ".webp"}

pytestmark = pytest.mark.skipif(not WILD.is_dir(), reason="the wild files are not here")


def files():
    return sorted(file for file in WILD.rglob("*") if file.suffix.lower() in KINDS)


def outcome(file):
    try:
        return looked(file.read_bytes(), name=file.name).kind
    except Unreadable as told:
        return told.reason


@pytest.mark.parametrize(
    "every", [pytest.param(1, marks=pytest.mark.slow), pytest.param(12, id="some")]
)
def test_every_wild_picture_is_shown_or_refused_in_words(every):
    some = files()[::every]

    outcomes = [outcome(file) for file in some]

    shown = [kind for kind in outcomes if not kind.endswith(".")]
    assert len(shown) >= 0.85 * len(some)
    assert all(outcomes)


def test_a_portrait_of_a_phone_in_heic_stands_upright():
    made = looked((HEIF / "heif_other/arrow.heic").read_bytes())

    assert (made.width, made.height, made.kind) == (3024, 4032, "heic")
    assert (made.views.large.width, made.views.large.height) == (1200, 1600)
    assert made.taken.local.isoformat() == "2018-07-31T14:52:07"


def test_a_picture_for_two_eyes_is_one_and_a_burst_is_four():
    assert looked((HEIF / "heif_other/spatial_photo.heic").read_bytes()).pages == 1
    assert looked((HEIF / "heif_other/nokia/bird_burst.heic").read_bytes()).pages == 4


def test_half_a_heic_is_shown_as_far_as_it_goes():
    whole = (HEIF / "heif_other/pug.heic").read_bytes()

    assert looked(whole[: len(whole) // 2]).partial
    assert not looked(whole).partial


@pytest.mark.parametrize("name", ["heif_corrupted/corrupted.heic", "heif_corrupted/corrupted.avif"])
def test_a_spoilt_heic_is_refused(name):
    with pytest.raises(Broken):
        looked((HEIF / name).read_bytes())
