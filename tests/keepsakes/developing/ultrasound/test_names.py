"""What machines write around an ultrasound is not in its views, unless somebody asks for it."""

import io

import numpy as np
import pytest
from pydicom.dataset import Dataset

from heartleaf.keepsakes.developing import ultrasound
from heartleaf.keepsakes.developing.looks import MOST_PIXELS, UNFRAMED, WHOLE, Box, Frame
from tests.vectors import dicom
from tests.vectors.dicom import screen

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:pydicom")

TISSUE, GREY_BAR, ECG = 1, 0xD, 0xA


def look(data, frame=None):
    return ultrasound.look(io.BytesIO(data), "dicom", MOST_PIXELS, frame)


def region(left, top, right, bottom, kind=TISSUE):
    ds = Dataset()
    ds.RegionDataType = kind
    ds.RegionLocationMinX0, ds.RegionLocationMinY0 = left, top
    ds.RegionLocationMaxX1, ds.RegionLocationMaxY1 = right, bottom
    return ds


def with_regions(pixels, *regions):
    return dicom.plain(pixels, SequenceOfUltrasoundRegions=list(regions))


def tells(made, nameless=None):
    """Whether anything written differs in the views from what a screen without it would be."""
    blank = dicom.plain(screen("") if nameless is None else nameless)
    return made.views != look(blank, made.frame).views


def test_the_name_is_covered_when_nobody_asks():
    made = look(dicom.plain(screen()))

    assert not tells(made)
    assert made.frame.bands[0].top == 0
    assert made.frame.crop == WHOLE


def test_whoever_asks_for_the_whole_gets_it():
    made = look(dicom.plain(screen()), UNFRAMED)

    assert tells(made)
    assert made.frame == UNFRAMED


def test_a_frame_asked_for_is_the_one_used():
    asked = Frame(turn=1, crop=Box(0, 0, 0.5, 1))

    made = look(dicom.plain(screen()), asked)

    assert made.frame == asked
    assert made.views.large.width == 240


def test_all_around_the_ultrasound_is_cut_away_where_the_machine_says_where_it_is():
    data = with_regions(screen(), region(60, 60, 579, 419), region(590, 60, 630, 419, GREY_BAR))

    made = look(data)

    crop = made.frame.crop
    assert not tells(made)
    assert 60 / 640 - 0.021 <= crop.left <= 60 / 640
    assert 580 / 640 <= crop.right <= 580 / 640 + 0.021
    assert 420 / 480 <= crop.bottom <= 420 / 480 + 0.021


def test_the_cut_goes_no_further_than_to_what_is_written():
    """The name ends at line 31 or so; the region begins four lines below it."""
    pixels = screen()
    written = np.flatnonzero((np.abs(np.diff(pixels[:50].astype(int), axis=1)) > 90).any(axis=1))

    crop = look(with_regions(pixels, region(10, int(written[-1]) + 4, 629, 460))).frame.crop

    assert crop.top * 480 > written[-1]


@pytest.mark.parametrize(
    "useless",
    [
        [],
        [region(0, 0, 639, 479)],
        [region(300, 200, 310, 210)],
        [region(60, 60, 579, 419, ECG)],
        [region(500, 400, 100, 100)],
        [region(2**31, 2**31, 2**32 - 1, 2**32 - 1)],
    ],
    ids=["none", "all", "tiny", "of a heart's beat", "inside out", "far away"],
)
def test_regions_that_say_nothing_do_not_uncover_the_name(useless):
    made = look(with_regions(screen(), *useless))

    assert not tells(made)


def test_writing_at_the_left_and_below_is_covered_too():
    pixels = screen()
    name = screen()[14:34, 20:90]
    pixels[200:220, 4:74] = name
    pixels[450:470, 300:370] = name

    made = look(dicom.plain(pixels))

    assert {(band.left, band.top > 0.5) for band in made.frame.bands} == {(0, False), (0, True)}
    assert not tells(made)


def test_what_was_measured_and_has_no_writing_is_shown_whole():
    assert look(dicom.plain(dicom.greys(16))).frame == UNFRAMED


def test_the_soft_and_the_small_view_are_framed_as_well():
    made = look(with_regions(screen(), region(60, 60, 579, 419)))

    shapes = {round(view.width / view.height, 1) for view in made.views}
    assert len(shapes) == 1
    assert shapes != {round(640 / 480, 1)}
